"""What must stand behind one number before anyone else may see it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from vestibule.dossier.process import Disclosure
from vestibule.protect.cleared import Reason

Key = tuple[str, ...]
"""What a cell is called: the measure, then its categories. Equal key, equal cell."""

Unit = Literal["people", "gatherings"]
"""What a cell counts."""

BEHIND = {
    "gathering": pl.String,
    "place": pl.String,
    "value": pl.Int64,
    "of": pl.Int64,
    "people": pl.Int64,
}
"""What one gathering adds to a number, to its base, and to the people behind it."""


def behind(
    *, gathering: str, place: str | None, value: str, of: str | None, people: str
) -> pl.Expr:
    """Return what stands behind a number, of rows that hold each gathering once.

    Parameters
    ----------
    gathering, place, value, of, people : str or None
        Columns; None: the places do not tell anything, or there is no base.

    Returns
    -------
    pl.Expr
        `BEHIND`.
    """
    columns = {
        "gathering": pl.col(gathering),
        "place": pl.lit(None) if place is None else pl.col(place),
        "value": pl.col(value),
        "of": pl.lit(0) if of is None else pl.col(of),
        "people": pl.col(people),
    }
    return pl.struct(
        [columns[name].cast(kind).alias(name) for name, kind in BEHIND.items()]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncleared:
    """A number that nobody outside the team may see yet, and what stands behind it.

    Parameters
    ----------
    value : int
        What is counted.
    of : int or None
        Out of how many; None where it is not a share.
    people : int
        People behind it: of a share those of its base, of a count those counted.
        Zero means that nobody was heard; such a cell is shown, as nobody.
    gatherings, places : int or None
        Gatherings behind it and places they were held in; None where it does not
        come from gatherings, or where the cell is itself one place.
    counts : Unit
        Whether `value` and `of` count people or gatherings.
    below_region : bool
        Whether it tells of a place finer than a region.
    barred : Reason or None
        Why it may not be shown whatever its size: see `sensitivity`.
    bundle : str or None
        Cells of one bundle are shown together or not at all: agree, pass, disagree.
    printed : bool
        False for a remainder that no one prints but everyone could work out.
    sensitive : bool
        Whether the number itself tells something that can be turned against people: a
        few of them are then too few, however many stand behind the base.
    known : bool
        True for what everyone knows anyway: that one national conference was held.
        It is never hidden, so that nothing else hides behind it.
    behind : pl.Series or None
        One `BEHIND` for each gathering and place, whose values make `value`, and whose
        bases make `of`: by it the difference to an earlier edition is judged. None
        where it is not known, or does not come from gatherings.
    """

    value: int
    people: int
    of: int | None = None
    gatherings: int | None = None
    places: int | None = None
    counts: Unit = "people"
    below_region: bool = False
    barred: Reason | None = None
    bundle: str | None = None
    printed: bool = True
    sensitive: bool = False
    known: bool = False
    behind: pl.Series | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A total and its parts: from all but one of them the last can be worked out."""

    total: Key
    parts: tuple[Key, ...]


def why_not(cell: Uncleared, disclosure: Disclosure) -> Reason | None:
    """Return why a cell may not be shown, as far as it alone is concerned.

    Parameters
    ----------
    cell : Uncleared
        The number and what stands behind it.
    disclosure : Disclosure
        The process's thresholds.

    Returns
    -------
    Reason or None
        None: nothing speaks against it.
    """
    if cell.barred is not None:
        return cell.barred
    if cell.people == 0 or cell.known:
        return None
    if cell.people < disclosure.people:
        return "too_few_people"
    if cell.gatherings is not None and cell.gatherings < disclosure.gatherings:
        return "too_few_gatherings"
    if cell.places is not None and cell.places < disclosure.places:
        return "too_few_places"
    if cell.sensitive and 0 < cell.value < disclosure.people:
        return "sensitive"
    return "near_unanimous" if _is_near_unanimous(cell, disclosure) else None


def remainder(
    whole: Uncleared, parts: Sequence[Uncleared], some: Sequence[Uncleared]
) -> Uncleared:
    """Return what some parts of a sum come to, as a reader would subtract it.

    People, gatherings and places are added where those of all parts add up to the
    total's, for then none is in two parts. Elsewhere the largest part stands for
    all: perhaps less than the truth, never more.

    Parameters
    ----------
    whole : Uncleared
        The total.
    parts : sequence of Uncleared
        All its parts.
    some : sequence of Uncleared
        Those of them that are not shown, at least one.

    Returns
    -------
    Uncleared
        The remainder.
    """

    def together(name: str) -> int | None:
        amounts: list[int | None] = [getattr(one, name) for one in some]
        known = [amount for amount in amounts if amount is not None]
        if len(known) < len(amounts):
            return None
        everything = sum(getattr(one, name) or 0 for one in parts)
        apart = getattr(whole, name) == everything
        return sum(known) if apart else max(known)

    return Uncleared(
        value=sum(one.value for one in some),
        of=together("of"),
        people=together("people") or 0,
        gatherings=together("gatherings"),
        places=together("places"),
        counts=whole.counts,
        below_region=any(one.below_region for one in some),
        sensitive=any(one.sensitive for one in some),
    )


def _is_near_unanimous(cell: Uncleared, disclosure: Disclosure) -> bool:
    if not cell.below_region or not cell.of:
        return False
    share = cell.value / cell.of
    return max(share, 1 - share) >= disclosure.near_unanimity
