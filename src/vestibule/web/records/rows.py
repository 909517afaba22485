"""How do frames become rows? Many at a time, and nothing that a database would alter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.db import connection

from vestibule.dossier import union
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import moments
from vestibule.web.records.frames import table_frame, to_frame
from vestibule.web.records.tables import model_of

BATCH = 2_000
"""Rows of one statement, where the database takes as many."""

NAMED_AT_ONCE = 500
"""Ids that one query names."""

WHOLE_FROM = 10_000
"""From so many ids on, the whole table is read instead."""

LONGEST_ORIGIN = 500
"""Bytes of an origin's name: it stands in indexes."""


def insert(frame: pl.DataFrame, table: str) -> None:
    """Write rows that are not there yet.

    Cells go as they are: to make an object of each row takes longer than to write it.
    """
    named = TABLES[table].names
    written, holes = _columns(table)
    into = connection.ops.quote_name(table)
    sql = f"INSERT INTO {into} ({written}) VALUES ({holes})"  # noqa: S608  # our names
    kinds = {column.name: column.kind for column in TABLES[table].columns}
    with connection.cursor() as cursor:
        for part in frame.select(named).iter_slices(BATCH):
            cells = [_cells(part[name], kinds[name]) for name in named]
            cursor.executemany(sql, list(zip(*cells, strict=True)))


def _columns(table: str) -> tuple[str, str]:
    # a column of the database is called as in the schema, a reference too
    names = TABLES[table].names
    quoted = ", ".join(map(connection.ops.quote_name, names))
    return quoted, ", ".join(["%s"] * len(names))


def _cells(values: pl.Series, kind: str) -> list[Any]:
    """Return cells as this database takes them; SQLite has texts for days."""
    if connection.vendor == "sqlite" and kind in {"date", "moment"}:
        return moments.as_stored(values).to_list()
    return values.to_list()


def fresh(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Return the rows that are not there; raises DataError where one differs."""
    held = held_of(frame["id"], table)
    union.union([held, frame], table)
    return frame.join(held, on="id", how="anti", maintain_order="left")


def held_of(ids: pl.Series, table: str) -> pl.DataFrame:
    """Return the rows of a table that have one of these ids."""
    if len(ids) >= WHOLE_FROM:
        return table_frame(table).join(ids.to_frame("id"), on="id", how="semi")
    query = model_of(table).objects
    found = [
        to_frame(query.filter(id__in=part), TABLES[table]) for part in parts_of(ids)
    ]
    return pl.concat([TABLES[table].empty(), *found])


def delete(ids: pl.Series, table: str) -> int:
    """Let rows leave, and return how many did; the database refuses uncovered ones."""
    query = model_of(table).objects
    return sum(
        query.filter(id__in=part)._raw_delete(query.db) for part in parts_of(ids)
    )


def parts_of(ids: pl.Series) -> Iterator[list[str]]:
    """Yield ids, as many as one query names."""
    for start in range(0, len(ids), NAMED_AT_ONCE):
        yield ids.slice(start, NAMED_AT_ONCE).to_list()


def check_storable(frame: pl.DataFrame, table: str) -> None:
    """Raise DataError where a text holds what PostgreSQL cannot keep."""
    for name, kind in frame.schema.items():
        if kind == pl.String and frame[name].str.contains("\0", literal=True).any():
            raise DataError(
                f"Table {table}, column {name}: a text holds the character U+0000, "
                "which a database cannot keep. Remove it where it was written.",
                reason="zero-character",
                table=table,
                column=name,
            )
    if (frame["origin"].str.len_bytes() > LONGEST_ORIGIN).any():
        raise DataError(
            f"Table {table}: the name of an origin is longer than {LONGEST_ORIGIN} "
            "bytes. Give the device or import a shorter one.",
            reason="long-origin",
            table=table,
        )
