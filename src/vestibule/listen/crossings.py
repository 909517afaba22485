"""Do these rows go together: tallies and presence, people and places, days?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Protocol

import polars as pl

from vestibule import errors
from vestibule.dossier.records import Dossier
from vestibule.listen import cells, signs
from vestibule.listen.linking import KEY_COLUMNS, SECRET_KEYS, key_of


class Where(Protocol):
    """Something that can say where a record stood."""

    @property
    def line(self) -> int:
        """The line or row, counted from 1."""

    def problem(
        self, code: str, column: str, *, suggestion: str | None = None, **params: object
    ) -> errors.Problem:
        """Return a problem at one of its cells."""


def problems(
    dossier: Dossier,
    frames: Mapping[str, pl.DataFrame],
    where: Mapping[str, Where],
    *,
    today: dt.date,
) -> list[errors.Problem]:
    """Return what is wrong between rows, each of them right by itself.

    Parameters
    ----------
    dossier : Dossier
        What is known so far.
    frames : mapping of str to pl.DataFrame
        Table to ``id`` and own columns of rows that arrive; perhaps none, to
        look at the dossier alone.
    where : mapping of str to Where
        Id to the place where a row stood. Only these rows are complained of.
    today : datetime.date
        The last day that can lie in the past.

    Returns
    -------
    list of Problem
        ``future-date``, ``too-early-date``, ``nobody-present``,
        ``tally-above-present``, ``attendances-above-present``, ``two-places``,
        ``duplicate-row``, ``look-alike-key``.
    """
    whole = {
        name: _together(dossier, frames, name)
        for name in ("gatherings", "attendances", "tallies", "places")
    }
    return [
        *_on_no_day(whole["gatherings"], where, today),
        *_empty(whole["gatherings"], where),
        *_crowded(whole["gatherings"], whole["attendances"], where),
        *_overcounted(whole, where),
        *_doubled(whole["tallies"], where),
        *_in_two_places(whole, where),
        *_twins(dossier, frames, where),
    ]


def _together(
    dossier: Dossier, frames: Mapping[str, pl.DataFrame], name: str
) -> pl.DataFrame:
    """Return what stands in the dossier and what arrives, each record once."""
    standing = dossier.current(name)
    own = ["id", *(c for c in standing.columns[6:])]
    arriving = frames.get(name)
    if arriving is None:
        return standing.select(own)
    both = pl.concat([arriving.select(own), standing.select(own)])
    return both.unique(own, keep="first", maintain_order=True)


def _on_no_day(
    gatherings: pl.DataFrame, where: Mapping[str, Where], today: dt.date
) -> Iterator[errors.Problem]:
    """Name gatherings on a day that has not come, or that nobody could tell of."""
    days = gatherings.select("id", "held_on").drop_nulls()
    for id_, day in days.iter_rows():
        if id_ not in where or cells.EARLIEST <= day <= today:
            continue
        code = "future-date" if day > today else "too-early-date"
        first = cells.EARLIEST.isoformat()
        yield where[id_].problem(code, "held_on", value=day.isoformat(), first=first)


def _empty(
    gatherings: pl.DataFrame, where: Mapping[str, Where]
) -> Iterator[errors.Problem]:
    for id_ in gatherings.filter(present=0)["id"]:
        if id_ in where:
            yield where[id_].problem("nobody-present", "present")


def _crowded(
    gatherings: pl.DataFrame, attendances: pl.DataFrame, where: Mapping[str, Where]
) -> Iterator[errors.Problem]:
    """Name gatherings with more attendances listed than people present."""
    listed = attendances.group_by("gathering").agg(pl.col("n").sum(), pl.col("id"))
    met = gatherings.select(gathering="id", present="present").join(
        listed, on="gathering", maintain_order="left"
    )
    over = met.filter(pl.col("n") > pl.col("present"))
    for id_, present, counted, rows in over.iter_rows():
        for row in [row for row in (id_, *rows) if row in where][-1:]:
            yield where[row].problem(
                "attendances-above-present", "n", counted=counted, present=present
            )


def _overcounted(
    whole: Mapping[str, pl.DataFrame], where: Mapping[str, Where]
) -> Iterator[errors.Problem]:
    """Name tallies with more answers than people present.

    Where a tally is by sex, the rows of one count are added up too.

    Yields
    ------
    errors.Problem
        As the first line says.
    """
    tallies = whole["tallies"].with_columns(
        counted=pl.sum_horizontal("agree", "disagree", "passed")
    )
    one_count = ["gathering", "statement", "method", "count"]
    counted = tallies.group_by(one_count, maintain_order=True).agg(
        pl.col("counted").sum(), pl.col("id")
    )
    met = counted.join(_present(whole), on="gathering", maintain_order="left")
    over = met.filter(pl.col("counted") > pl.col("present"))
    for n, present, rows in over.select("counted", "present", "id").iter_rows():
        here = [row for row in rows if row in where]
        if here:
            yield where[here[-1]].problem(
                "tally-above-present", "agree", counted=n, present=present
            )


def _present(whole: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return how many were present: as counted, else as many as are listed."""
    listed = whole["attendances"].group_by("gathering").agg(pl.col("n").sum())
    return (
        whole["gatherings"]
        .select(gathering="id", present="present")
        .join(listed, on="gathering", how="left")
        .select("gathering", pl.coalesce("present", "n").alias("present"))
    )


def _doubled(
    tallies: pl.DataFrame, where: Mapping[str, Where]
) -> Iterator[errors.Problem]:
    """Name tallies of the same people on the same statement by the same method."""
    same = ["gathering", "statement", "method", "sex", "count"]
    again = tallies.with_columns(first=pl.col("id").first().over(same)).filter(
        pl.col("id") != pl.col("first")
    )
    for id_, first in again.select("id", "first").iter_rows():
        if id_ in where:
            code = "duplicate-row" if first in where else "count-known"
            line = where[first].line if first in where else 0
            yield where[id_].problem(code, "count", first=line)


def _in_two_places(
    whole: Mapping[str, pl.DataFrame], where: Mapping[str, Where]
) -> Iterator[errors.Problem]:
    """Name people who attend gatherings in different places on one day.

    A place and one that lies within it are not different.

    Yields
    ------
    errors.Problem
        As the first line says.
    """
    parents = dict(whole["places"].select("id", "parent").iter_rows())
    held = (
        whole["gatherings"]
        .select("held_on", gathering="id", held_in="place")
        .drop_nulls()
    )
    there = (
        whole["attendances"]
        .drop_nulls("person")
        .join(held, on="gathering", maintain_order="left")
    )
    for (_, day), rows in there.group_by("person", "held_on", maintain_order=True):
        if rows["held_in"].n_unique() < 2:
            continue
        places = rows["held_in"].unique(maintain_order=True).to_list()
        here = [row for row in rows["id"] if row in where]
        if here and not _nested(places, parents):
            yield where[here[-1]].problem("two-places", "person", day=f"{day}")


def _nested(places: list[str], parents: Mapping[str, str | None]) -> bool:
    """Tell whether each of the places lies within another, up to the finest."""
    chains = [_chain(place, parents) for place in places]
    finest = max(chains, key=len)
    return all(place in finest for place in places)


def _chain(place: str, parents: Mapping[str, str | None]) -> list[str]:
    chain: list[str] = []
    here: str | None = place
    while here is not None and here not in chain:
        chain.append(here)
        here = parents.get(here)
    return chain


def _twins(
    dossier: Dossier, frames: Mapping[str, pl.DataFrame], where: Mapping[str, Where]
) -> Iterator[errors.Problem]:
    """Name keys that a reader takes for another one's: they would count twice."""
    for table, column in KEY_COLUMNS.items():
        if table == "factors" and table not in frames:
            continue  # whether two names of the map are one, people decide there
        met = _together(dossier, frames, table).select("id", column).drop_nulls()
        arriving = {*frames[table]["id"]} if table in frames else set()
        seen: dict[str, str] = {}
        for id_, key in sorted(met.rows(), key=lambda row: row[0] in arriving):
            other = seen.setdefault(signs.looks_like(key), key)
            if id_ in where and key_of(other) != key_of(key):
                said = ("…", "…") if table in SECRET_KEYS else (key, other)
                yield where[id_].problem(
                    "look-alike-key", column, value=said[0], other=said[1]
                )
