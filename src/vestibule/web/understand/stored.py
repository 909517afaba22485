"""What did an analysis find, as a page shows it: its content, and of which records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from vestibule.web.records import results


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """Of which records a page tells: said at its foot."""

    made_on: date
    hash: str
    since: int


def part(name: str) -> tuple[Any, Foot | None]:
    """Return what was found of a part and its foot; None and None before it ever was."""
    found = results.latest(name)
    if found is None:
        return None, None
    foot = Foot(made_on=found.made_at.date(), hash=found.short, since=found.since)
    return found.content, foot
