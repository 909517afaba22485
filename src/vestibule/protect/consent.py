"""How far may what someone said travel? No further than its lowest source allows.

Levels: 0 counted only, 1 the collecting partner, 2 all partners, 3 published
aggregates, 4 anonymous quote. Three rules, and nothing else:

1. *The lowest counts.* The level of something is the lowest level stated by
   itself, its voice, its gathering, the person who spoke, and every current row of
   `consents` about any of these.
2. *Missing is refusal.* Where none of them states anything the level is None.
3. *A quote needs an explicit yes.* The excerpt, its voice, or a row of `consents`
   about that voice must itself say 4, and no source may say less. A gathering that
   agreed as a group does not speak for one of its voices.

Of a record that was corrected twice, and of which no version was settled on, a consent
about one version is about all, and what belongs to it takes the lowest of all.

A consent that has run out counts as 0 until a new record supersedes it. A level 4
whose `uses` are listed without `quote` counts as 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier
from vestibule.dossier.schema import singular
from vestibule.dossier.tables import TABLES
from vestibule.dossier.tables.statements import UNDECIDED

PUBLISHED = 3
"""The level from which something may stand behind a published number."""

QUOTED = 4
"""The level at which words may be quoted, without a name."""

LOOSE = ("showings", "votes", "answers")
"""Tables whose rows may belong to a person without a gathering."""


def level_of(
    dossier: Dossier, table: str, record: str, *, on: date | None = None
) -> int | None:
    """Return the consent level of one record.

    Parameters
    ----------
    dossier : Dossier
        The records.
    table : str
        ``gatherings``, ``people``, ``voices`` or ``excerpts``.
    record : str
        Its id, of any of its versions.
    on : date or None
        The day it is; None: a consent that can run out has run out.

    Returns
    -------
    int or None
        0 to 4; None is refusal.

    Raises
    ------
    KeyError
        If no level can be asked of this table.
    """
    standing = dict(versions.standing_ids(dossier.table(table)).iter_rows())
    known = pl.col("id") == standing.get(record, record)
    found = levels(dossier, table, on=on).filter(known)
    return None if found.is_empty() else found["level"][0]


def levels(dossier: Dossier, table: str, *, on: date | None = None) -> pl.DataFrame:
    """Return the consent level of every record of a table.

    Parameters
    ----------
    dossier : Dossier
        The records.
    table : str
        ``gatherings``, ``people``, ``voices`` or ``excerpts``.
    on : date or None
        The day it is; None: a consent that can run out has run out.

    Returns
    -------
    pl.DataFrame
        One row per record, by ``id``: ``level`` (0 to 4, null is refusal) and
        ``quotable`` (whether its words may be quoted; only of voices and excerpts).

    Raises
    ------
    KeyError
        If no level can be asked of this table.
    """
    return dossier.once(_levels, table, on)


def _levels(dossier: Dossier, table: str, on: date | None) -> pl.DataFrame:
    sources = {
        "gatherings": _gatherings,
        "people": _people,
        "voices": _voices,
        "excerpts": _excerpts,
    }[table](dossier, dossier.once(_consents, on))
    everyone = dossier.current(table).select("id")
    summed = sources.group_by("id").agg(
        pl.col("level").min(),
        pl.col("level").filter(pl.col("own")).min().alias("own_level"),
    )
    quotable = (pl.col("level") == QUOTED) & (pl.col("own_level") == QUOTED)
    return (
        everyone.join(summed, on="id", how="left")
        .with_columns(quotable.fill_null(value=False).alias("quotable"))
        .select("id", "level", "quotable")
        .sort("id")
    )


def published(dossier: Dossier, *, on: date | None = None) -> Dossier:
    """Return the part of a dossier that may stand behind published numbers.

    What leaves: gatherings below level 3 or without consent; people, voices and
    excerpts below level 3; answers outside any gathering by people who did not
    say 3; statements nobody has read yet of which someone must say whether they are
    sensitive; and whatever depends on these, as in a withdrawal. The team's annex is
    made from the whole dossier instead. Of a gathering whose listed people all left,
    the number present is 0: it would count them.

    Parameters
    ----------
    dossier : Dossier
        The records.
    on : date or None
        The day it is; None: a consent that can run out has run out.

    Returns
    -------
    Dossier
        The same process; each record in its current version. Withdrawals and
        removals stay.
    """
    return dossier.once(_published, on)


def _published(dossier: Dossier, on: date | None) -> Dossier:
    gone = _closed(dossier, on)
    tables: dict[str, pl.DataFrame] = {}
    for name in TABLES:
        if name in dossier.tables:
            rows = dossier.current(name)
            tables[name] = _kept(rows, name, gone)
            lost = rows.join(tables[name], on="id", how="anti")["id"]
            gone[name] = pl.concat([gone.get(name, lost.clear()), lost])
    if {"gatherings", "attendances"} <= tables.keys():
        tables["gatherings"] = _uncounted(dossier, tables)
    return dossier.with_tables(**tables)


def _uncounted(dossier: Dossier, kept: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the gatherings; where all who were listed refused, nobody is counted.

    The number present would count them again.

    Returns
    -------
    pl.DataFrame
        As kept, ``present`` 0 where every attendance left.
    """
    listed = dossier.current("attendances")["gathering"].unique()
    left = kept["attendances"]["gathering"].unique()
    refused = pl.col("id").is_in(listed.implode()) & ~pl.col("id").is_in(left.implode())
    return kept["gatherings"].with_columns(
        present=pl.when(refused).then(pl.lit(0, pl.Int64)).otherwise("present")
    )


def _closed(dossier: Dossier, on: date | None) -> dict[str, pl.Series]:
    found = {
        table: levels(dossier, table, on=on)
        for table in ("gatherings", "people", "voices", "excerpts")
    }
    # People rarely state a level of their own: their gathering's then holds.
    found["people"] = found["people"].drop_nulls("level")
    is_open = (pl.col("level") >= PUBLISHED).fill_null(value=False)
    closed = {table: frame.filter(~is_open)["id"] for table, frame in found.items()}
    undecided = (pl.col("sensitivity") == UNDECIDED).fill_null(value=False)
    closed["statements"] = dossier.current("statements").filter(undecided)["id"]
    agreed = found["people"].filter(is_open).select(person="id")
    for table in LOOSE:
        alone = dossier.current(table).filter(pl.col("gathering").is_null())
        closed[table] = alone.join(agreed, on="person", how="anti")["id"]
    return closed


def _kept(rows: pl.DataFrame, name: str, gone: Mapping[str, pl.Series]) -> pl.DataFrame:
    if name in gone:
        rows = rows.join(gone[name].to_frame("id"), on="id", how="anti")
    for column in TABLES[name].references:
        lost = gone.get(str(column.ref))
        if column.cascade and lost is not None:
            lead = lost.to_frame(column.name)
            rows = rows.join(lead, on=column.name, how="anti", maintain_order="left")
    return rows


def _consents(dossier: Dossier, on: date | None) -> pl.DataFrame:
    ends = pl.col("expires_on")
    over = ends.is_not_null() if on is None else (ends < on).fill_null(value=False)
    unquoted = pl.col("uses").str.split(" ").list.contains("quote").not_()
    lowered = pl.min_horizontal("level", pl.lit(PUBLISHED))
    return dossier.current("consents").with_columns(
        pl.when(over)
        .then(0)
        .when(unquoted.fill_null(value=False))
        .then(lowered)
        .otherwise("level")
        .alias("level")
    )


def _about(dossier: Dossier, consents: pl.DataFrame, table: str) -> pl.DataFrame:
    subject = singular(table)
    stated = consents.drop_nulls(subject).select(pl.col(subject).alias("id"), "level")
    return _of_all_versions(dossier, table, stated)


def _of_all_versions(dossier: Dossier, table: str, given: pl.DataFrame) -> pl.DataFrame:
    """Return what is given of records, of each version for those that stand beside it."""
    others = given.join(versions.beside(dossier.table(table)), on="id")
    passed = others.drop("id").rename({"beside": "id"}).select(given.columns)
    return pl.concat([given, passed])


def _stated(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select("id", pl.col("consent").alias("level"))


def _sources(*parts: tuple[pl.DataFrame, bool]) -> pl.DataFrame:
    return pl.concat(
        frame.select("id", pl.col("level").cast(pl.Int64), pl.lit(own).alias("own"))
        for frame, own in parts
    ).drop_nulls("level")


def _through(
    dossier: Dossier, table: str, reference: str, sources: pl.DataFrame
) -> pl.DataFrame:
    """Return the levels that rows of a table take from what they refer to."""
    of = next(str(one.ref) for one in TABLES[table].references if one.name == reference)
    known = _of_all_versions(dossier, of, sources).rename({"id": reference})
    rows = dossier.current(table).select("id", reference)
    return rows.join(known, on=reference, how="inner")


def _gatherings(dossier: Dossier, consents: pl.DataFrame) -> pl.DataFrame:
    said = (_stated(dossier.current("gatherings")), True)
    return _sources(said, (_about(dossier, consents, "gatherings"), True))


def _people(dossier: Dossier, consents: pl.DataFrame) -> pl.DataFrame:
    return _sources((_about(dossier, consents, "people"), True))


def _voices(dossier: Dossier, consents: pl.DataFrame) -> pl.DataFrame:
    rows = dossier.current("voices")
    return _sources(
        (_stated(rows), True),
        (_about(dossier, consents, "voices"), True),
        (
            _through(dossier, "voices", "gathering", _gatherings(dossier, consents)),
            False,
        ),
        (_through(dossier, "voices", "person", _people(dossier, consents)), False),
    )


def _excerpts(dossier: Dossier, consents: pl.DataFrame) -> pl.DataFrame:
    rows = dossier.current("excerpts")
    through = _through(dossier, "excerpts", "voice", _voices(dossier, consents))
    return _sources(
        (_stated(rows), True),
        (through.filter(pl.col("own")), True),
        (through.filter(~pl.col("own")), False),
        (
            _through(dossier, "excerpts", "gathering", _gatherings(dossier, consents)),
            False,
        ),
    )
