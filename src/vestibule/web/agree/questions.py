"""What the pages of priorities read: the people's order, every rule, what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule.agree import sensitivity
from vestibule.agree.sensitivity import PriorityRules
from vestibule.agree.validation import evidence
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.web.agree import reading
from vestibule.web.agree.reading import Names, Said
from vestibule.words import Catalogue

TABLES = (
    *reading.WHERE,
    "people",
    "questions",
    "ballots",
    "priorities",
    "findings",
    "actions",
)

NAMING = ("supports", "codings", "excerpts", "claims", "voices", "statements")
"""Tables that tell in how many gatherings each finding was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question in the list."""

    id: str
    key: str
    said: Said
    kind: str
    rule: str
    ballots: int
    gatherings: int
    proclaimed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A finding in an order."""

    id: str
    said: Said
    rank: int
    tied: bool
    named: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Everything that the page of a question says."""

    question: Question
    order: tuple[Place, ...]
    decided: str
    others: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
    consensus: tuple[tuple[str, Said, Mapping[str, Any]], ...]
    agreed_first: tuple[str, ...]


def listed(words: Catalogue) -> list[Question]:
    """Return the questions, those with most ballots first."""
    settled = lineage.settled(
        reading.dossier_with("questions", "ballots", "priorities")
    )
    rows = settled.table("questions").iter_rows(named=True)
    found = [_question(settled, row) for row in rows]
    return sorted(found, key=lambda one: (-one.ballots, one.key))


def _question(settled: Dossier, row: Mapping[str, Any]) -> Question:
    cast = settled.table("ballots").filter(question=row["id"])
    sheets = cast.unique(["gathering", "ballot"])
    told = settled.table("priorities").filter(question=row["id"])
    return Question(
        id=row["id"],
        key=row["key"],
        said=reading.said(settled.process, row["words"], row["lang"]),
        kind=row["kind"],
        rule=row["rule"] or "",
        ballots=int(sheets["n"].sum()),
        gatherings=cast["gathering"].n_unique(),
        proclaimed=not told.is_empty(),
    )


def outcome(question: str, words: Catalogue) -> Outcome | None:
    """Return what ballots on one question say; None where there is no such question."""
    dossier = reading.dossier_with(*TABLES, *NAMING)
    settled = lineage.settled(dossier)
    first = next(iter(reading.first_ids(dossier, "questions", [question])))
    rows = settled.table("questions").filter(id=first)
    if rows.is_empty():
        return None
    found = sensitivity.under_rules(settled, question=first)
    names = Names(settled, words)
    spoken = _spoken(settled)
    return Outcome(
        question=_question(settled, rows.row(0, named=True)),
        order=_order(settled, found, spoken),
        decided=found.decided or "",
        others=_others(found, spoken),
        changes=tuple(_changes(found, names, spoken)),
        consensus=_consensus(found, spoken),
        agreed_first=tuple(spoken[key].words for key in found.agreed_first),
    )


def _spoken(settled: Dossier) -> dict[str, Said]:
    rows = settled.table("findings").select("key", "words", "lang").iter_rows()
    return {key: reading.said(settled.process, said, lang) for key, said, lang in rows}


def _order(
    settled: Dossier, found: PriorityRules, spoken: Mapping[str, Said]
) -> tuple[Place, ...]:
    named = _named(settled)
    rows = found.orders.filter("decided").iter_rows(named=True)
    return tuple(
        Place(
            id=row["finding"],
            said=spoken[row["key"]],
            rank=row["rank"],
            tied=row["tied"],
            named=named.get(row["finding"], 0),
        )
        for row in rows
    )


def _named(settled: Dossier) -> dict[str, int]:
    """Return in how many gatherings each finding was named: no measure of its weight."""
    cited = evidence.cited(settled).filter(stance="for").drop_nulls("gathering")
    counted = cited.group_by("finding").agg(n=pl.col("gathering").n_unique())
    return dict(counted.select("finding", "n").iter_rows())


def _others(
    found: PriorityRules, spoken: Mapping[str, Said]
) -> tuple[tuple[str, str], ...]:
    rows = found.orders.filter(~pl.col("decided"))
    told = []
    for (rule,), part in rows.group_by("rule", maintain_order=True):
        levels: dict[int, list[str]] = {}
        for rank, key in part.select("rank", "key").iter_rows():
            levels.setdefault(rank, []).append(spoken[key].words)
        order = " > ".join(" = ".join(levels[rank]) for rank in sorted(levels))
        told.append((str(rule), order))
    return tuple(told)


def _changes(
    found: PriorityRules, names: Names, spoken: Mapping[str, Said]
) -> list[str]:
    """Return what would give another order under the rule that decided."""
    rows = found.changes.filter(
        (pl.col("rule") == (found.decided or "")) & pl.col("changed")
    )
    return [_change(row, names, spoken) for row in rows.iter_rows(named=True)]


def _change(row: Mapping[str, Any], names: Names, spoken: Mapping[str, Said]) -> str:
    levels = [level.split("=") for level in str(row["order"]).split()]
    order = " > ".join(
        " = ".join(spoken[key].words for key in level) for level in levels
    )
    words, kind, what = names.words, row["kind"], row["what"]
    if kind == "weights":
        return words(f"agreed.priorities.weights.{what}", order=order)
    name = names.region(what) if kind == "region" else names.group(what)
    key = "largest" if row["largest"] else "region"
    return words(f"agreed.priorities.{key}", name=name, order=order)


def _consensus(
    found: PriorityRules, spoken: Mapping[str, Said]
) -> tuple[tuple[str, Said, Mapping[str, Any]], ...]:
    if found.objections is None:
        return ()
    rows = found.objections.proposals.iter_rows(named=True)
    return tuple((row["finding"], spoken[row["key"]], row) for row in rows)
