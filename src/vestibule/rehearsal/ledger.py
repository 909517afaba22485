"""How do invented rows become records: ids from the seed, origins without gaps?

Every part of a rehearsal writes rows with a ``row`` name that people can read, the
``origin`` that recorded them and the moment ``at``; a reference holds the name of
the row it points to. Here names become ids, and each origin numbers what it
recorded in the order of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from vestibule.dossier import ids, writing
from vestibule.dossier.tables import TABLES

Rows = dict[str, pl.DataFrame]
"""Table name to rows, still with names for ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What ids are derived from.

    Parameters
    ----------
    process : str
        Key of the process.
    seed : int
        The seed of the rehearsal.
    """

    process: str
    seed: int

    def ids(self, table: str, names: pl.Series | Sequence[str]) -> pl.Series:
        """Return the ids of rows of a table, by their names."""
        return ids.derived_ids(self.process, f"seed {self.seed}", table, names)

    def id(self, table: str, name: str) -> str:
        """Return the id of one row of a table."""
        return ids.derived_id(self.process, f"seed {self.seed}", table, name)


def written(
    entries: Iterable[Mapping[str, object]],
    *,
    origin: str | None = None,
    at: datetime | None = None,
) -> pl.DataFrame:
    """Return rows as a frame, stamped with where and when they were written.

    Parameters
    ----------
    entries : iterable of mapping
        Column to value; ``row`` is the ``key`` where it is not given.
    origin : str or None
        Who wrote all of them; None where each entry says it.
    at : datetime or None
        When all of them were written; None where each entry says it.

    Returns
    -------
    pl.DataFrame
        Rows as a frame, stamped with where and when they were written.
    """
    frame = pl.DataFrame(list(entries), infer_schema_length=None)
    if frame.is_empty():
        return pl.DataFrame(schema={"row": pl.String})
    if "row" not in frame.columns:
        frame = frame.with_columns(pl.col("key").alias("row"))
    stamps = {"origin": origin, "at": at}
    return frame.with_columns(
        pl.lit(value).alias(name) for name, value in stamps.items() if value is not None
    )


def joined(*parts: Rows) -> Rows:
    """Return the rows of all parts, table by table, in the order of the chain."""
    written = {
        name: [part[name] for part in parts if name in part and len(part[name])]
        for name in TABLES
    }
    return {
        name: pl.concat(frames, how="diagonal")
        for name, frames in written.items()
        if frames
    }


def records(rows: Rows, naming: Naming) -> Rows:
    """Return rows as conforming records of a dossier, sorted by id.

    Parameters
    ----------
    rows : mapping of str to pl.DataFrame
        Table name to rows with ``row``, ``origin``, ``at`` and own columns.
    naming : Naming
        What ids are derived from.

    Returns
    -------
    dict of str to pl.DataFrame
        The tables. Within an origin, ``seq`` runs from 1 in the order of ``at``,
        over all tables.
    """
    numbers = _numbers(rows)
    return {
        name: _recorded(frame, name, numbers[name], naming)
        for name, frame in rows.items()
    }


def _numbers(rows: Rows) -> Mapping[str, pl.Series]:
    """Return the ``seq`` of every row, table by table."""
    listed = pl.concat(
        frame.select(
            "origin",
            "at",
            pl.lit(order).alias("table"),
            pl.int_range(pl.len()).alias("line"),
        )
        for order, frame in enumerate(rows.values())
    )
    numbered = listed.sort("at", "table", "line").with_columns(
        pl.int_range(1, pl.len() + 1).over("origin").alias("seq")
    )
    back = numbered.sort("table", "line").partition_by("table", as_dict=True)
    return {
        name: back[(order,)]["seq"] if (order,) in back else pl.Series("seq", [])
        for order, name in enumerate(rows)
    }


def _recorded(
    frame: pl.DataFrame, name: str, numbers: pl.Series, naming: Naming
) -> pl.DataFrame:
    table = TABLES[name]
    columns = [(column.name, str(column.ref)) for column in table.references]
    referring = [pair for pair in columns if pair[0] in frame.columns]
    own = frame.with_columns(
        _referred(frame[column], of, naming) for column, of in referring
    )
    if "supersedes" in frame.columns:
        own = own.with_columns(_superseded(frame["supersedes"], name, naming))
    made = writing.as_records(
        own.drop("row", "origin").with_columns(frame["origin"].alias("by")),
        name,
        ids=naming.ids(name, frame["row"]),
        origin="-",
        first_seq=1,
    )
    return made.with_columns(frame["origin"], numbers).sort("id")


def _referred(names: pl.Series, table: str, naming: Naming) -> pl.Series:
    known = names.drop_nulls().unique(maintain_order=True)
    if known.is_empty():
        return names.cast(pl.String)
    found = naming.ids(table, known)
    return names.replace_strict(known, found, return_dtype=pl.String)


def _superseded(names: pl.Series, table: str, naming: Naming) -> pl.Series:
    """Return the ids of what each row corrects; ``|`` stands between several names."""
    whole = [
        " ".join(sorted(naming.ids(table, row.split("|")))) if row else None
        for row in names
    ]
    return pl.Series(names.name, whole, dtype=pl.String)
