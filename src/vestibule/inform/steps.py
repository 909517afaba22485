"""Stretches of the road: what was done, where we are, what is ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vestibule.protect.cleared import Cell

StepKind = Literal["gatherings", "validation", "conference", "edition", "here", "ahead"]
"""A stretch of the road."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stretch of the road.

    Parameters
    ----------
    kind : StepKind
        What happened.
    n : Count or Hidden or None
        How many gatherings.
    first, last : str or None
        Months ``YYYY-MM``.
    by_month : tuple of (str, Count or Hidden)
        Gatherings of each month, every month of the stretch once.
    """

    kind: StepKind
    n: Cell | None = None
    first: str | None = None
    last: str | None = None
    by_month: tuple[tuple[str, Cell], ...] = ()
