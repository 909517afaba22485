"""What is a program given of follow-up? What every page of it says, of no one's record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

APART = frozenset({"actions", "verdicts", "coders", "problems"})
"""Parts of which each row lies at a place, that not everyone of the team may see, or
says the words of one."""

HELD_BACK = frozenset({"gathering", "action", "claim", "place", "cost", "region_key"})
"""Columns that name such a record, or say where it lies."""


def board(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored board without what one would have to be let into."""
    kept = {name: _part(one) for name, one in content.items() if name not in APART}
    if "told" in kept:
        told = content["told"]
        kept["told"] = {lang: board(said) for lang, said in told.items()}
    return kept


def _part(part: Any) -> Any:
    if not isinstance(part, list):
        return part
    return [_row(one) if isinstance(one, dict) else one for one in part]


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell for name, cell in row.items() if name not in HELD_BACK}
