"""What was validated, what comes first, what is paid for: as plain values for the team."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from vestibule.agree import rules, sensitivity
from vestibule.agree.budgets import LIMITS, Budget, NoBudget
from vestibule.agree.sensitivity import PriorityRules
from vestibule.agree.validation.report import ValidationReport
from vestibule.api import gaps, naming
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.words import Catalogue

DIGITS = 9
"""Decimals of every number that leaves this room."""

ALL = "all"
"""Every rule that the ballots can answer."""


def question_of(settled: Dossier, key: str | None, *, of: str) -> str | None:
    """Return the id of a question by its key, if its options are of that table.

    Parameters
    ----------
    settled : Dossier
        Settled.
    key : str or None
        None: no question is named.
    of : {'findings', 'actions'}
        What its options must be; a question without ballots may be either.

    Returns
    -------
    str or None
        None where no key is given.

    Raises
    ------
    DataError
        If no question is called so, or its options are of the other table.
    """
    if key is None:
        return None
    known = dict(settled.table("questions").select("key", "id").iter_rows())
    if key not in known:
        keys = ", ".join(sorted(known)) or "–"
        raise DataError(
            f"No question is called “{key}”. There are: {keys}.",
            reason="no-question",
            question=key,
            known=keys,
        )
    rows = settled.table("ballots").filter(question=known[key])
    other = "action" if of == "findings" else "finding"
    if not rows.is_empty() and rows[other].null_count() == 0:
        command = "budget" if other == "action" else "priorities"
        raise DataError(
            f"The options of “{key}” are {other}s: ask “vestibule {command}”.",
            reason=f"question-of-{other}s",
            question=key,
        )
    return str(known[key])


def under_rules(
    settled: Dossier, *, question: str | None = None, rule: str = ALL
) -> PriorityRules:
    """Return the order of findings under every rule, having checked what was asked.

    Parameters
    ----------
    settled : Dossier
        Settled.
    question : str or None
        Its key; None: as `agree.ballots.rows_of` chooses.
    rule : str
        A rule that must be among those the ballots answer, or ``all``.

    Returns
    -------
    PriorityRules
        With every rule, whichever was asked for.

    Raises
    ------
    DataError
        If there is no such question, or the ballots do not answer that rule.
    """
    named = question_of(settled, question, of="findings")
    found = sensitivity.under_rules(settled, question=named)
    answered = found.orders["rule"].unique(maintain_order=True).to_list()
    if rule != ALL and answered and rule not in answered:
        known = ", ".join(answered)
        raise DataError(
            f"These ballots do not answer the rule “{rule}”. They answer: {known}.",
            reason="no-rule",
            rule=rule,
            known=known,
        )
    return found


def of_findings(found: ValidationReport, settled: Dossier) -> dict[str, Any]:
    """Return findings and their validation, as ``findings --json`` prints them."""
    standing = found.standing
    return {
        "rules": {
            "national_regions": found.rules.national_regions,
            "region_share": found.rules.region_share,
            "regional_places": found.rules.regional_places,
            "national_share": found.rules.national_share,
            "regions_against": found.rules.regions_against,
        },
        "findings": rows(standing.findings.drop("finding")),
        "by_region": rows(_keyed(standing.by_region, settled).drop("region")),
        "by_profile": rows(_keyed(standing.by_profile, settled).drop("profile")),
        "evidence": rows(found.evidence.drop("finding")),
        "unclear_supports": found.unclear,
        "contested": rows(_coded(found.contested, settled).drop("finding")),
        "splits": rows(found.splits.drop("finding", "where")),
        "silent": rows(found.silent.drop("finding", "place")),
    }


def of_rules(found: PriorityRules, settled: Dossier, rule: str = ALL) -> dict[str, Any]:
    """Return priorities as ``priorities --json`` prints them."""
    wanted = pl.lit(value=True) if rule == ALL else pl.col("rule") == rule
    agreed = found.objections
    changes = found.changes.filter(wanted).with_columns(
        what=pl.col("what").replace(codes(settled))
    )
    return {
        "question": found.key,
        "kind": found.kind,
        "decided_by": found.decided,
        "ballots": found.ballots,
        "gatherings": found.gatherings,
        "largest": list(found.largest),
        "first_under_every_rule": found.agreed_first,
        "orders": rows(found.orders.filter(wanted).drop("finding")),
        "changes": rows(changes),
        "said": rows(found.said.filter(wanted)),
        "unread": rows(found.unread),
        "consensus": None
        if agreed is None
        else {
            "share": agreed.share,
            "proposals": rows(agreed.proposals.drop("finding")),
            "overruled": rows(
                agreed.overruled.drop("finding").with_columns(
                    who=pl.col("who").replace(parties(settled))
                )
            ),
        },
    }


def of_budget(found: Budget | NoBudget, settled: Dossier, lang: str) -> dict[str, Any]:
    """Return a budget as ``budget --json`` prints it."""
    words = naming.spoken(settled, "actions", "words", lang)
    if isinstance(found, NoBudget):
        return {
            "limit": {"code": found.reason, "message": LIMITS[found.reason]},
            "unaffordable": [words[one] for one in found.unaffordable],
            "uncosted": [words[one] for one in found.uncosted],
        }
    called = {**words, **codes(settled), **_places(settled, lang)}
    return {
        "limit": None,
        "amount": found.amount,
        "spent": round(found.spent, DIGITS),
        "left": round(found.left, DIGITS),
        "share": round(found.share, DIGITS),
        "step": round(found.step, DIGITS),
        "raised": found.raised,
        "utility": found.utility,
        "completion": "add1-support",
        "ballots": found.ballots,
        "gatherings": found.gatherings,
        "actions": [
            {
                **row,
                "words": words[row["action"]],
                "tied": [words[one] for one in row["tied"]],
            }
            for row in rows(found.actions)
        ],
        "changes": [
            {
                **row,
                "what": called.get(row["what"], row["what"]),
                "gained": [words[one] for one in row["gained"]],
                "lost": [words[one] for one in row["lost"]],
            }
            for row in rows(found.changes)
        ],
    }


def rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values, numbers rounded to `DIGITS`."""
    return frame.with_columns(pl.selectors.float().round(DIGITS)).to_dicts()


def codes(settled: Dossier) -> dict[str, str]:
    """Return the code of each gathering, by its id."""
    return dict(settled.table("gatherings").select("id", "code").iter_rows())


def parties(settled: Dossier, lang: str | None = None) -> dict[str, str]:
    """Return what to call gatherings, profiles and (in a language) regions."""
    profiles = settled.table("profiles")
    keys = dict(profiles.select("id", "key").iter_rows())
    if lang is None:
        return {**codes(settled), **keys}
    named = gaps.profile_names(settled, Catalogue(lang))
    return {**codes(settled), **keys, **named, **_places(settled, lang)}


def _places(settled: Dossier, lang: str) -> Mapping[str, str]:
    gazetteer = Gazetteer.of(settled)
    return {key: gazetteer.name(id_, lang) for key, id_ in gazetteer.keys.items()}


def _keyed(frame: pl.DataFrame, settled: Dossier) -> pl.DataFrame:
    keys = settled.table("findings").select("key", finding="id")
    return (
        frame.join(keys, on="finding", maintain_order="left")
        .drop("finding")
        .select("key", pl.exclude("key"))
        .sort("key", maintain_order=True)
    )


def _coded(frame: pl.DataFrame, settled: Dossier) -> pl.DataFrame:
    return frame.with_columns(pl.col("gathering").replace(codes(settled)))


RULES = (*rules.DECIDING, ALL)
"""What may be asked for."""
