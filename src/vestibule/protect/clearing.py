"""Which numbers may be shown, all tables of one publication taken together?

Everything that will stand in one file is cleared in one call: a total printed in
one table and its parts in another are one sum to a reader. Cells with equal keys
are one cell wherever they are printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import polars as pl

from vestibule.dossier.process import Disclosure
from vestibule.errors import DataError
from vestibule.protect import sensitivity, thresholds
from vestibule.protect.cleared import Cell, Count, Hidden, Reason
from vestibule.protect.suppression import Tables, complements
from vestibule.protect.thresholds import Key, Sum, Uncleared, Unit

NOT_NOTED = "?"
"""The category of rows in which something was not noted: missing is not zero."""


class Contradiction(DataError):
    """Two tables give different numbers for one cell, or parts miss their total."""

    code = "contradiction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Numbers before clearing, and the sums that tie them.

    Parameters
    ----------
    cells : mapping of Key to Uncleared
        Every number that will be shown, and every remainder a reader could work out.
    sums : tuple of Sum
        Every total of which all parts are among the cells.
    """

    cells: Mapping[Key, Uncleared]
    sums: tuple[Sum, ...] = ()


def clear(tables: Iterable[Table], disclosure: Disclosure) -> dict[Key, Cell]:
    """Clear all numbers of one publication.

    Parameters
    ----------
    tables : iterable of Table
        Every table of the file, its captions and its texts. Tables may share cells.
    disclosure : Disclosure
        The process's thresholds.

    Returns
    -------
    dict of Key to Count or Hidden
        One for every printed cell.

    Raises
    ------
    Contradiction
        If one key stands for two numbers, or the parts of a sum miss its total.

    Notes
    -----
    A share is judged by the people of its base: two dissenters among two hundred
    are shown, two among nine are not. What a reader can still find out is said in
    `suppression`. Numbers in other files are not looked at: an edition that follows
    another is cleared by `editions.clear`.

    Examples
    --------
    >>> lone = Table(cells={("votes",): Uncleared(value=3, people=3)})
    >>> clear([lone], Disclosure())
    {('votes',): Hidden(reason='too_few_people')}
    """
    cells, sums = united(tables)
    reasons = {
        key: reason
        for key, cell in cells.items()
        if (reason := thresholds.why_not(cell, disclosure)) is not None
    }
    unprinted = {key for key, cell in cells.items() if not cell.printed}
    given = Tables.of(cells, sums, disclosure)
    hidden = complements(given, {*reasons, *unprinted})
    return {
        key: _cell(cell, reasons.get(key), is_hidden=key in hidden)
        for key, cell in cells.items()
        if cell.printed
    }


def crossed(
    rows: pl.DataFrame,
    by: Sequence[str],
    *,
    measure: str,
    value: str = "n",
    of: str | None = None,
    people: str = "n",
    gathering: str | None = "gathering",
    place: str | None = "place",
    counts: Unit = "people",
    place_levels: Mapping[str, int] | None = None,
    bundle: str | None = None,
    refused: Iterable[Mapping[str, str]] = (),
) -> Table:
    """Return rows counted by every combination of categories, with all margins.

    Parameters
    ----------
    rows : pl.DataFrame
        What is counted, one row per attendance, tally or gathering. Columns
        ``restricted`` and ``sensitive`` (bool), where present, bar cells below
        region that hold such a row.
    by : sequence of str
        Columns of categories; missing is the category `NOT_NOTED`.
    measure : str
        What is counted: the first part of every key. The total's key is
        ``(measure,)``, a cell's ``(measure, "region=north", "sex=female")``, its
        categories in the order of their columns' names.
    value, of, people : str
        Columns of what is counted, of its base (None: a bare count), and of people.
    gathering, place : str or None
        Columns by which gatherings and their places are told apart; None: they do
        not stand behind this number. A place nobody noted is no second place.
    counts : Unit
        Whether `value` counts people or gatherings.
    place_levels : mapping of str to int
        The level of each column of `by` that is a place, 0 to 6.
    bundle : str or None
        Cells of the same categories and bundle are shown together or not at all.
    refused : iterable of mapping
        Column to category, where people were heard and none of them may be counted:
        if no row is left there, the cell is withheld as a small one is. Else it would
        read as nobody, or as a refusal.

    Returns
    -------
    Table
        ``2 ** len(by)`` margins and their sums.
    """
    names = sorted(by)
    levels = place_levels or {}
    noted = rows.with_columns(
        pl.col(name).cast(pl.String).fill_null(NOT_NOTED) for name in names
    )
    counted = [
        pl.col(value).sum().alias("_value"),
        (pl.col(of).sum() if of else pl.lit(None)).alias("_of"),
        pl.col(people).sum().alias("_people"),
        (pl.col(gathering).n_unique() if gathering else pl.lit(None)).alias("_met"),
        (pl.col(place).drop_nulls().n_unique() if place else pl.lit(None)).alias(
            "_places"
        ),
        *(
            pl.col(flag).any().alias(f"_{flag}")
            if flag in rows.columns
            else pl.lit(value=False).alias(f"_{flag}")
            for flag in ("restricted", "sensitive")
        ),
    ]
    cells: dict[Key, Uncleared] = {}
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            finest = max((levels.get(name, 0) for name in some), default=0)
            grouped = (
                noted.group_by(some).agg(counted) if some else noted.select(counted)
            )
            held = _behind(noted, some, gathering, place, value, of, people)
            for row in grouped.iter_rows(named=True):
                key = (measure, *(f"{name}={row[name]}" for name in some))
                cell = _uncleared(row, some, finest, counts, bundle, key)
                cells[key] = replace(cell, behind=held.get(key[1:]))
    for one in refused:
        withheld = (
            (measure, *(f"{name}={one[name]}" for name in some))
            for size in range(1, len(names) + 1)
            for some in combinations(names, size)
        )
        for key in withheld:
            cells.setdefault(key, _refused(counts))
    return Table(cells=cells, sums=_margins(cells, names))


def _behind(
    rows: pl.DataFrame,
    some: Sequence[str],
    gathering: str | None,
    place: str | None,
    value: str,
    of: str | None,
    people: str,
) -> dict[Key, pl.Series]:
    """Return what each gathering adds to each cell of some categories."""
    if gathering is None:
        return {}
    by = list(dict.fromkeys([*some, gathering, *([place] if place else [])]))
    summed = list(dict.fromkeys([value, *([of] if of else []), people]))
    each = rows.group_by(by, maintain_order=True).agg(
        pl.col(name).sum() for name in summed
    )
    told = thresholds.behind(
        gathering=gathering, place=place, value=value, of=of, people=people
    )
    if not some:
        return {(): each.select(told.alias("behind"))["behind"]}
    parts = each.group_by(some).agg(told.alias("behind"))
    keys = parts.select(some).iter_rows()
    return {
        tuple(f"{name}={one}" for name, one in zip(some, key, strict=True)): held
        for key, held in zip(keys, parts["behind"], strict=True)
    }


def _refused(counts: Unit) -> Uncleared:
    return Uncleared(value=0, people=0, counts=counts, barred="too_few_people")


def _uncleared(
    row: Mapping[str, object],
    by: Sequence[str],
    finest: int,
    counts: Unit,
    bundle: str | None,
    key: Key,
) -> Uncleared:
    def number(name: str) -> int | None:
        found = row[name]
        return int(found) if isinstance(found, int) else None

    barred: Reason | None = sensitivity.why_not_crossed(
        by,
        finest,
        restricted=row["_restricted"] is True,
        sensitive=row["_sensitive"] is True,
    )
    return Uncleared(
        value=number("_value") or 0,
        of=number("_of"),
        people=number("_people") or 0,
        gatherings=number("_met"),
        places=number("_places"),
        counts=counts,
        below_region=finest > sensitivity.REGION,
        barred=barred,
        bundle="|".join((bundle, *key[1:])) if bundle else None,
    )


def _margins(cells: Iterable[Key], names: Sequence[str]) -> tuple[Sum, ...]:
    """Return every cell as the total of those that say one category more."""
    parts: dict[tuple[Key, str], list[Key]] = {}
    for key in cells:
        for one in key[1:]:
            whole = tuple(part for part in key if part is not one)
            parts.setdefault((whole, one.split("=", 1)[0]), []).append(key)
    return tuple(
        Sum(total=total, parts=tuple(sorted(given)))
        for (total, _), given in sorted(parts.items())
    )


def united(tables: Iterable[Table]) -> tuple[dict[Key, Uncleared], tuple[Sum, ...]]:
    """Return all cells and sums of some tables, once they fit together.

    Parameters
    ----------
    tables : iterable of Table
        Cells with equal keys are one cell.

    Returns
    -------
    tuple of dict and tuple
        Cells by key, and sums.

    Raises
    ------
    Contradiction
        If one key stands for two numbers, or the parts of a sum miss its total.
    """
    cells: dict[Key, Uncleared] = {}
    sums: list[Sum] = []
    for table in tables:
        for key, cell in table.cells.items():
            if (cells.setdefault(key, cell).value, cells[key].of) != (
                cell.value,
                cell.of,
            ):
                raise Contradiction(
                    f"Two tables give different numbers for {key}: count both from "
                    "the same rows, or give them different keys.",
                    key="|".join(key),
                )
        sums.extend(table.sums)
    for one in sums:
        _check(cells, one)
    return cells, tuple(sums)


def _check(cells: Mapping[Key, Uncleared], one: Sum) -> None:
    missing = [key for key in (one.total, *one.parts) if key not in cells]
    if missing or cells[one.total].value != sum(cells[key].value for key in one.parts):
        raise Contradiction(
            f"The parts of {one.total} do not add up to it: give every part, also "
            "what was not noted.",
            key="|".join(one.total),
        )


def _cell(cell: Uncleared, reason: Reason | None, *, is_hidden: bool) -> Cell:
    if is_hidden:
        return Hidden(reason=reason or "complementary")
    return Count(value=cell.value, of=cell.of)
