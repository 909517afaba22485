"""Parts of an analysis as plain values, as ``analyse --json`` prints them.

Nothing about one person: no position, no pseudonym, no words. Counts are not cleared:
they are for the team.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from vestibule.agree.priorities import PriorityResult
from vestibule.plan.covered import Coverage
from vestibule.understand.agreement import AgreementResult
from vestibule.understand.ground import GroundResult
from vestibule.understand.polis import Conversation, PolisResult
from vestibule.understand.themes import ThemeCounts

DIGITS = 9
"""Decimals of every share and bound that leaves this room."""


def agreement(found: AgreementResult) -> dict[str, Any]:
    """Return what the groups of each comparison answered, as plain values."""
    return {
        "threshold": found.bar,
        "level": found.level,
        "overall": rows(found.overall.drop("statement")),
        "by_comparison": rows(found.counts.drop("statement")),
        "methods": rows(found.methods.drop("statement")),
    }


def ground(found: GroundResult) -> dict[str, Any]:
    """Return common ground, as plain values."""
    return {
        "threshold": found.bar,
        "error": found.settings.error,
        "expected_false": round(found.expected_false, DIGITS),
        "statements": rows(found.statements.drop("statement")),
        "segments": rows(found.segments.drop("statement")),
        "models": rows(found.models),
        "sentences": list(found.sentences),
    }


def themes(found: ThemeCounts) -> dict[str, Any]:
    """Return themes by the gatherings that named them, as plain values."""
    return {
        "gatherings_heard": found.gatherings_heard,
        "gatherings_unread": found.gatherings_unread,
        "coder_agreement": found.agreement,
        "level": found.level,
        "draws": found.draws,
        "counts": rows(found.counts.drop("code", "parent")),
        "by_region": rows(found.by_region.drop("code", "region")),
    }


def coverage(found: Coverage) -> dict[str, Any]:
    """Return who was heard and who was not, as plain values."""
    total = found.total
    return {
        "gatherings": total.gatherings,
        "attendances": total.attendances,
        "consulted": total.consulted,
        "represented": total.represented,
        "people": total.people,
        "people_low": total.people_low,
        "people_high": total.people_high,
        "places": rows(found.places.drop("place")),
        "gaps": [{"kind": gap.kind, "sentence": gap.sentence} for gap in found.gaps],
    }


def polis(
    found: PolisResult | None, talk: Conversation | None
) -> dict[str, Any] | None:
    """Return what Polis would say, as plain values; None where nobody voted."""
    if found is None or talk is None:
        return None
    return found.to_dict(keys=talk.keys)


def crossed(found: GroundResult) -> dict[str, Any]:
    """Return common ground of crossings and what they still need, as plain values."""
    return ground(found) | {"needs": rows(found.needs.drop("statement"))}


def priorities(found: PriorityResult) -> dict[str, Any]:
    """Return the order that ballots give, as plain values."""
    left_out = found.dropped.filter(pl.col("kind") == "region")
    return {
        "rule": found.rule,
        "ballots": found.ballots,
        "gatherings": found.gatherings,
        "order": rows(found.order.drop("finding")),
        "left_out": rows(left_out),
    }


def rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values, numbers rounded to `DIGITS`."""
    floats = pl.selectors.float().round(DIGITS)
    return frame.with_columns(floats).to_dicts()
