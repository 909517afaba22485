"""How is a record written from a page? With the next number, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from vestibule.dossier import writing
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import leaving, numbering, rows, storing
from vestibule.web.records.tables import model_of

Row = Mapping[str, Any]
"""Own columns of a table, ``supersedes``, and ``id`` where others name it at once."""


def append(table: str, row: Row, *, origin: str, by: str, at: datetime) -> str:
    """Write one record and return its id; on disk when this returns.

    Raises ColumnError or CellError where the row does not conform, DataError where a
    record that it names is not here.
    """
    return append_all([(table, row)], origin=origin, by=by, at=at)[0]


def append_all(
    records: Sequence[tuple[str, Row]], *, origin: str, by: str, at: datetime
) -> tuple[str, ...]:
    """Write several records, all or none, and return their ids in the order given."""
    ids = tuple(str(row.get("id") or numbering.new_id()) for _, row in records)
    with numbering.pen():
        first = numbering.take(origin, len(records))
        for at_step, (table, row) in enumerate(records):
            _write(table, row, ids[at_step], origin, first + at_step, by=by, at=at)
    return ids


def withdraw(
    table: str,
    record: str,
    *,
    origin: str,
    by: str,
    at: datetime,
    reason: str | None = None,
) -> storing.Stored:
    """Take a record back: its versions and what depends on it leave with it.

    Raises DataError if no record can be withdrawn from the table.
    """
    if table not in TABLES or table in leaving.LASTING:
        raise DataError(
            f"No record can be withdrawn from {table}: name the table of the record.",
            reason="no-table",
            table=table,
            tables=[name for name in TABLES if name not in leaving.LASTING],
        )
    with numbering.pen():
        first = numbering.take(origin, 1)
        named = {"table": table, "record": record, "reason": reason}
        new = _one(
            "withdrawals", named, numbering.new_id(), origin, first, by=by, at=at
        )
        return storing.add({"withdrawals": new})


def _write(
    table: str, row: Row, new_id: str, origin: str, seq: int, *, by: str, at: datetime
) -> None:
    if table in leaving.LASTING:
        raise DataError(
            f"No page writes to {table}: withdraw the record.",
            reason="no-page-writes",
            table=table,
        )
    record = _one(table, row, new_id, origin, seq, by=by, at=at)
    rows.check_storable(record, table)
    _check_references(record, table)
    rows.insert(record, table)


def _one(
    table: str, row: Row, new_id: str, origin: str, seq: int, *, by: str, at: datetime
) -> pl.DataFrame:
    own = {name: cell for name, cell in row.items() if name != "id"}
    return writing.as_records(
        pl.DataFrame([own]),
        table,
        ids=[new_id],
        origin=origin,
        first_seq=seq,
        at=at,
        by=by,
    )


def _check_references(record: pl.DataFrame, table: str) -> None:
    for column in TABLES[table].references:
        _check_here(record[column.name].drop_nulls(), str(column.ref), column.name)
    earlier = record["supersedes"].drop_nulls().str.split(" ").explode()
    _check_here(earlier, table, "supersedes")


def _check_here(named: Iterable[str], table: str, column: str) -> None:
    wanted = set(named)
    there = model_of(table).objects.filter(id__in=wanted).count() if wanted else 0
    if there < len(wanted):
        raise DataError(
            f"The record of {table} that {column} names is not here (any more): "
            "open the page again and choose one that is.",
            reason="no-such-record",
            table=table,
            column=column,
        )
