"""What stands behind the difference of a number to an earlier edition?

A reader subtracts what an earlier edition printed from what this one would print. What
is left is a figure too: as many people, gatherings and places must stand behind it as
behind any other. The earlier number is counted again from the records as they were at
its cut, so that it is known which gatherings differ.

Records that were taken back since are gone from there too. By so much the earlier number
falls short of what was printed, and nobody knows any more in which gathering: a
gathering then counts as changed only where it changed by more than that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from vestibule.protect.editions.ledger import Edition, Printed
from vestibule.protect.thresholds import Key, Uncleared

Cells = Mapping[Key, Uncleared]
"""Numbers before clearing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Gatherings that differ, at least.

    Parameters
    ----------
    gatherings, places, people : int
        How many, in how many places, with how many people behind the number.
    """

    gatherings: int = 0
    places: int = 0
    people: int = 0


def differences(
    now: Cells, then: Cells, edition: Edition
) -> Iterator[tuple[Key, Uncleared]]:
    """Yield what stands behind the difference of each cell to an earlier edition.

    Parameters
    ----------
    now : mapping of Key to Uncleared
        All numbers of the edition to come.
    then : mapping of Key to Uncleared
        Those of the earlier one, counted again at its cut; one that is not among them
        is not known, and nothing is sure to stand behind its difference.
    edition : Edition
        The earlier one, as printed.

    Yields
    ------
    tuple of Key and Uncleared
        For each cell that the edition printed itself, and not as one before it did.
        Of cells that do not come from gatherings people alone are told.
    """
    for key, cell in now.items():
        before = edition.cells.get(key)
        if before is None or before.n is None or before.from_edition != edition.number:
            continue
        change = subtracted(cell, before)
        is_met = cell.gatherings is not None or cell.places is not None
        if is_met and change.value + (change.of or 0) > 0:
            change = _judged(change, cell, then.get(key), before)
        yield key, change


def subtracted(cell: Uncleared, before: Printed) -> Uncleared:
    """Return the difference as a reader has it, by the people behind it alone.

    Parameters
    ----------
    cell : Uncleared
        The number now.
    before : Printed
        As it was printed.

    Returns
    -------
    Uncleared
        Of a share whose base changed the people of the base, elsewhere those counted.
    """
    n = cell.value - (before.n or 0)
    of = (cell.of or 0) - (before.of or 0)
    if cell.of is None or before.of is None or of == 0:
        return Uncleared(value=abs(n), people=abs(n), counts=cell.counts)
    return Uncleared(
        value=min(abs(n), abs(of)),
        of=abs(of),
        people=abs(of),
        counts=cell.counts,
        below_region=cell.below_region,
        sensitive=cell.sensitive,
    )


def _judged(
    change: Uncleared, cell: Uncleared, old: Uncleared | None, before: Printed
) -> Uncleared:
    moved = _moved(cell, old, before)
    people, gatherings = change.people, moved.gatherings
    if cell.counts == "gatherings":
        # so many more gatherings are so many, however many came and left
        people, gatherings = moved.people, min(gatherings, people)
    return replace(
        change,
        people=max(people, 1),
        gatherings=None if cell.gatherings is None else gatherings,
        places=None if cell.places is None else moved.places,
    )


def _moved(cell: Uncleared, old: Uncleared | None, before: Printed) -> Moved:
    if old is None:
        return Moved()
    if cell.behind is None or old.behind is None:
        return _at_least(cell, old, before)
    lost = _lost(old, before)
    both = _entries(cell.behind).join(
        _entries(old.behind),
        on="gathering",
        how="full",
        coalesce=True,
        nulls_equal=True,
        suffix="_then",
    )
    shift = pl.max_horizontal(
        (pl.col(name).fill_null(0) - pl.col(f"{name}_then").fill_null(0)).abs()
        for name in ("value", "of")
    )
    moved = both.filter(pl.col("gathering").is_not_null(), shift > lost)
    people = moved.select(pl.max_horizontal("people", "people_then").sum()).item()
    where = pl.coalesce("place", "place_then").drop_nulls().n_unique()
    return Moved(
        gatherings=moved.height,
        places=moved.select(where).item(),
        people=int(people or 0),
    )


def _at_least(cell: Uncleared, old: Uncleared, before: Printed) -> Moved:
    """Return how many gatherings differ at least where only their number is known."""
    if _lost(old, before):
        return Moved()
    return Moved(
        gatherings=abs((cell.gatherings or 0) - (old.gatherings or 0)),
        places=abs((cell.places or 0) - (old.places or 0)),
        people=abs(cell.people - old.people),
    )


def _lost(old: Uncleared, before: Printed) -> int:
    """Return by how much the number counted again misses the one that was printed."""
    return max(abs(old.value - (before.n or 0)), abs((old.of or 0) - (before.of or 0)))


def _entries(behind: pl.Series) -> pl.DataFrame:
    """Return one row per gathering: those of one gathering and several places as one."""
    return (
        behind.struct.unnest()
        .group_by("gathering")
        .agg(
            pl.col("value", "of", "people").sum(),
            pl.col("place").drop_nulls().min(),
        )
    )
