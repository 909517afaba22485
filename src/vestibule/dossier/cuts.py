"""What was known then, and is anything lost?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from vestibule.dossier import closure, moments, versions
from vestibule.dossier.records import Dossier

EVENT_DAYS = {
    "gatherings": "held_on",
    "cases": "opened_on",
    "projects": "begins_on",
    "groups": "since",
    "observations": "seen_on",
    "reflections": "held_on",
    "recommendations": "made_on",
    "responses": "given_on",
    "commitments": "made_on",
    "verifications": "seen_on",
    "restitutions": "told_on",
    "releases": "published_on",
}
"""The day on which what a table tells of happened. Deadlines and validity do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is wrong with the numbers of one origin.

    Parameters
    ----------
    origin : str
        Device, site or import.
    missing : tuple of (int, int)
        First and last of each run of numbers that no record has.
    doubled : tuple of int
        Numbers that more than one record has.
    """

    origin: str
    missing: tuple[tuple[int, int], ...]
    doubled: tuple[int, ...]

    def __str__(self) -> str:
        runs = [
            f"{first}" if first == last else f"{first}–{last}"
            for first, last in self.missing
        ]
        parts = [f"{', '.join(runs)} missing"] if runs else []
        if self.doubled:
            parts.append(f"{', '.join(map(str, self.doubled))} used more than once")
        return f"{self.origin}: {'; '.join(parts)}"


def cut(dossier: Dossier) -> dict[str, int]:
    """Return what is known: the highest number of each origin.

    Parameters
    ----------
    dossier : Dossier
        All its tables count, those of records that left too.

    Returns
    -------
    dict of str to int
        Origin to highest ``seq``, sorted by origin. It presupposes that no number
        below is missing: see `gaps`.
    """
    found = _numbers(dossier).group_by("origin").agg(pl.col("seq").max())
    return dict(found.sort("origin").iter_rows())


def next_seq(dossier: Dossier, origin: str) -> int:
    """Return the number that an origin's next record takes.

    Parameters
    ----------
    dossier : Dossier
        What is known.
    origin : str
        Device, site or import.

    Returns
    -------
    int
        1 for an origin that wrote nothing yet.
    """
    return cut(dossier).get(origin, 0) + 1


def gaps(dossier: Dossier) -> tuple[Gap, ...]:
    """Return the origins whose numbers are not 1, 2, 3, … each once.

    Parameters
    ----------
    dossier : Dossier
        A record that was withdrawn counts as there.

    Returns
    -------
    tuple of Gap
        Sorted by origin; empty where nothing is lost. What an origin wrote after
        its highest known number cannot be missed.
    """
    numbers = _numbers(dossier).sort("origin", "seq")
    before = pl.col("seq").shift(1, fill_value=0).over("origin")
    wrong = numbers.with_columns(before=before).filter(
        pl.col("seq") != pl.col("before") + 1
    )
    return tuple(
        _gap(str(key[0]), part)
        for key, part in wrong.group_by("origin", maintain_order=True)
    )


def as_of(dossier: Dossier, when: Mapping[str, int] | date) -> Dossier:
    """Return the dossier as it was known at a cut, or of a day as known now.

    *At a cut*: the records numbered up to the cut; what arrives later changes
    nothing, except that what was withdrawn since is gone.

    *Of a day, as known now*: without gatherings held after that day, other records
    of an event after it (`EVENT_DAYS`), answers given online after it
    (`moments.later`), and what points to one of them, directly or through others.
    The version that stands now decides, and all versions go or stay together.
    Records without any day stay (`moments.undated` counts them); ``at`` is looked
    at for nothing else.

    Parameters
    ----------
    dossier : Dossier
        What is known now.
    when : mapping of str to int, or date
        A cut (an origin that it does not name was unknown), or the last day.

    Returns
    -------
    Dossier
        The same process; tables without what came later.
    """
    if isinstance(when, date):
        return dossier.with_tables(**_until(dossier.tables, when))
    bounds = pl.DataFrame(
        {"origin": list(when), "bound": list(when.values())},
        schema={"origin": pl.String(), "bound": pl.Int64()},
    )
    kept = {name: _within(rows, bounds) for name, rows in dossier.tables.items()}
    return dossier.with_tables(**kept)


def n_records(dossier: Dossier) -> int:
    """Return how many records a dossier holds; those that left are not counted.

    Parameters
    ----------
    dossier : Dossier
        The dossier, at a cut or not.

    Returns
    -------
    int
        Records, as `releases.records` stores them.
    """
    return sum(len(rows) for name, rows in dossier.tables.items() if name != "removals")


def withdrawn_since(dossier: Dossier, at_cut: Mapping[str, int], records: int) -> int:
    """Return how many records of an edition were withdrawn since.

    Parameters
    ----------
    dossier : Dossier
        What is known now.
    at_cut : mapping of str to int
        The edition's cut.
    records : int
        `n_records` of the dossier at that cut, when the edition was made.

    Returns
    -------
    int
        Records. Where the cut had gaps that were filled since, at least so many.
    """
    return max(records - n_records(as_of(dossier, at_cut)), 0)


def _numbers(dossier: Dossier) -> pl.DataFrame:
    schema = {"origin": pl.String(), "seq": pl.Int64()}
    tables = [rows.select("origin", "seq") for rows in dossier.tables.values()]
    return pl.concat([pl.DataFrame(schema=schema), *tables])


def _gap(origin: str, wrong: pl.DataFrame) -> Gap:
    pairs = list(wrong.select("before", "seq").iter_rows())
    return Gap(
        origin=origin,
        missing=tuple((low + 1, seq - 1) for low, seq in pairs if seq > low),
        doubled=tuple(sorted({seq for low, seq in pairs if seq == low})),
    )


def _within(rows: pl.DataFrame, bounds: pl.DataFrame) -> pl.DataFrame:
    known = rows.join(bounds, on="origin", how="left", maintain_order="left")
    return known.filter(pl.col("seq") <= pl.col("bound")).select(rows.columns)


def _until(tables: Mapping[str, pl.DataFrame], day: date) -> dict[str, pl.DataFrame]:
    standing = {name: versions.standing_rows(rows) for name, rows in tables.items()}
    late = [
        *_after(standing, day),
        *moments.later(standing | _any_version(tables), day),
    ]
    seeds = pl.concat([pl.DataFrame(schema=closure.NAMED), *late])
    later = closure.closure(standing, closure.links(tables), seeds, cascade=False)
    gone = {str(key[0]): part.select("id") for key, part in later.group_by("table")}
    kept = dict(tables)
    for name in gone.keys() & tables.keys():
        kept[name] = tables[name].join(
            gone[name], on="id", how="anti", maintain_order="left"
        )
    return kept


def _any_version(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the gatherings in all versions: an answer may point to an older one."""
    return {name: tables[name] for name in ("gatherings",) if name in tables}


def _after(standing: Mapping[str, pl.DataFrame], day: date) -> Iterator[pl.DataFrame]:
    for name, column in EVENT_DAYS.items():
        if name in standing:
            late = standing[name].filter(pl.col(column) > day)
            yield late.select(pl.lit(name).alias("table"), "id")
