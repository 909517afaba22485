"""What may be told of each statement in a comparison, and how sure is it?

The posterior of common ground decides. It was worked out of numbers that are shown: a
group that is hidden was, for a reader, not heard enough.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule.dossier.process import Comparison, Words
from vestibule.inform.meeting import Overheard, Stability, Standing, Why
from vestibule.protect import estimates
from vestibule.protect.cleared import Cell, Estimate
from vestibule.understand.ground import GroundResult

ORDER = ("shared", "undecided", "unshared", "divides")
"""From the top of the ladder."""

STANDINGS: Mapping[str, Standing] = {
    "common_ground": "shared",
    "not_shared": "unshared",
    "dividing": "divides",
}
"""Verdicts that are told as such; of all others one cannot say."""

MOST_EXTRA = 1000
"""More further answers than this are not told: nothing near would undo it."""


Row = Mapping[str, Any]
"""A row of `GroundResult.statements`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """What is believed of one comparison, of numbers that are shown.

    Parameters
    ----------
    names : mapping of str to Words
        Key of a group to its names.
    rows, segments : pl.DataFrame
        Those of `GroundResult`, of this comparison.
    error : float
        The stated error, 0 to 1.
    overheard : bool
        Whether some gathering was.
    """

    names: Mapping[str, Words]
    rows: pl.DataFrame
    segments: pl.DataFrame
    error: float
    overheard: bool

    @classmethod
    def of(cls, ground: GroundResult, comparison: Comparison) -> Believed:
        """Return what is believed of one of the comparisons of a result."""
        mine = pl.col("comparison") == comparison.key
        met = ground.models.filter(mine)["gatherings_overheard"].sum()
        return cls(
            names={group.key: group.names for group in comparison.groups},
            rows=ground.statements.filter(mine),
            segments=ground.segments.filter(mine),
            error=ground.settings.error,
            overheard=bool(met),
        )

    def estimates(
        self, statement: str, agree: Mapping[str, Cell | None]
    ) -> tuple[Estimate | None, ...]:
        """Return what may be printed of the share of each group, by its key."""
        cells = self.segments.filter(statement=statement)
        found = {
            group: estimates.cleared(agree.get(group), *believed)
            for group, *believed in cells.select(
                "group", "mean", "low", "high"
            ).iter_rows()
        }
        return tuple(found.get(group) for group in agree)

    def stability(self, row: Row) -> Stability:
        """Return how sure a shared statement is, and what would undo it."""
        extra = row["extra"]
        return Stability(
            sure=min(99, math.floor(100 * row["sure"])),
            weakest=self.names[row["weakest"]],
            extra=fewer(extra) if extra is not None and extra <= MOST_EXTRA else None,
            extra_in=self.names[row["extra_in"] or row["weakest"]],
            spoilt=row["sure_low"] >= 1 - self.error,
            overheard=self._overheard(row),
        )

    def _overheard(self, row: Row) -> Overheard:
        if row["rests_on_overheard"]:
            return "rests"
        return "holds" if self.overheard else "nobody"

    def thin(self, statements: Collection[str]) -> tuple[Words, ...]:
        """Return the names of groups not heard enough on some of these statements."""
        told = self.segments.filter(pl.col("statement").is_in(statements))
        found = set(told.filter(~pl.col("enough"))["group"])
        return tuple(names for key, names in self.names.items() if key in found)


def standing(row: Row) -> Standing:
    """Return what may be told of a statement."""
    return STANDINGS.get(row["verdict"], "undecided")


def order(row: Row) -> tuple[int, float, str]:
    """Return where a statement stands on the ladder."""
    said, lowest = standing(row), row["lowest"]
    down = row["gap"] if said == "divides" else -1.0 if lowest is None else -lowest
    return (ORDER.index(said), down, row["key"])


def false(rows: Iterable[Row]) -> float:
    """Return how many of the statements told as shared are expected not to be."""
    return math.fsum(1 - row["sure"] for row in rows if standing(row) == "shared")


def fewer(n: int) -> int:
    """Return a number of answers, rounded down as people say it.

    Parameters
    ----------
    n : int
        1 or more.

    Returns
    -------
    int
        To ones up to 10, to fives up to 50, to tens up to 100, then to fifties.

    Examples
    --------
    >>> [fewer(n) for n in (7, 33, 87, 480)]
    [7, 30, 80, 450]
    """
    step = next((step for most, step in ((10, 1), (50, 5), (100, 10)) if n <= most), 50)
    return n // step * step


def silence(ground: GroundResult, comparison: str, *, told: bool) -> Why | None:
    """Return why nothing sure is told of a comparison, or None.

    Parameters
    ----------
    ground : GroundResult
        Of what is shown.
    comparison : str
        Its key.
    told : bool
        Whether any number of it is.

    Returns
    -------
    Why or None
        None if it was estimated.
    """
    if told and not ground.models.filter(comparison=comparison).is_empty():
        return None
    enough = ground.segments.filter(pl.col("enough"), comparison=comparison)
    both = enough.group_by("statement").len().filter(pl.col("len") > 1)
    return "unheard" if both.is_empty() or not told else "alike"
