"""How do new rows become records of a dossier?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl

from vestibule.dossier import conform, union, withdrawals
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError


def as_records(
    rows: pl.DataFrame,
    table: str,
    *,
    ids: pl.Series | Sequence[str],
    origin: str,
    first_seq: int,
    at: datetime | pl.Expr | None = None,
    by: str | None = None,
) -> pl.DataFrame:
    """Return rows as full records of a table.

    Parameters
    ----------
    rows : pl.DataFrame
        Some of the table's own columns; ``at``, ``by``, ``supersedes`` may be
        among them. Columns that are absent and may be missing become missing.
    table : str
        Name of the table.
    ids : pl.Series or sequence of str, shape (rows,)
        An id for each row.
    origin : str
        Device, site or import the records come from.
    first_seq : int
        Number of the first row; the others follow without a gap.
    at : datetime or pl.Expr or None
        When they were written (with time zone), where `rows` does not say it.
    by : str or None
        A pseudonym, where `rows` does not say it.

    Returns
    -------
    pl.DataFrame
        Rows that conform to the table, in the order given.

    Raises
    ------
    ColumnError
        If `rows` lacks a column that may not be missing, or has an unknown one.
    CellError
        If a cell is wrong.
    """
    number = pl.int_range(first_seq, first_seq + pl.len(), dtype=pl.Int64)
    own = rows.with_columns(
        pl.Series("id", ids, dtype=pl.String),
        pl.lit(origin).alias("origin"),
        number.alias("seq"),
        *_filled(rows, at=at, by=by),
    )
    absent = [
        pl.lit(None, dtype=TABLES[table].polars_schema[column.name]).alias(column.name)
        for column in TABLES[table].columns
        if column.null and column.name not in own.columns
    ]
    return conform.conform(own.with_columns(absent), TABLES[table])


def _filled(rows: pl.DataFrame, **values: object) -> list[pl.Expr]:
    filled = []
    for name, value in values.items():
        if value is None:
            continue
        given = value if isinstance(value, pl.Expr) else pl.lit(value)
        own = [pl.col(name)] if name in rows.columns else []
        filled.append(pl.coalesce(*own, given).alias(name))
    return filled


def append(dossier: Dossier, tables: Mapping[str, pl.DataFrame]) -> Dossier:
    """Add records to a dossier.

    A record that is already there is not added twice, and one that was withdrawn
    does not come back.

    Parameters
    ----------
    dossier : Dossier
        The dossier as it is.
    tables : mapping of str to pl.DataFrame
        Table name to records.

    Returns
    -------
    Dossier
        With the records; the tables that changed are sorted by id.

    Raises
    ------
    ColumnError, CellError
        If rows do not conform.
    DataError
        If a table is unknown, or a record is there with other content.
    """
    unknown = sorted(set(tables) - set(TABLES))
    if unknown:
        raise DataError(
            f"There is no table {unknown[0]}: the tables are {', '.join(TABLES)}.",
            table=unknown[0],
        )
    added = {
        name: union.union(
            [dossier.table(name), conform.conform(rows, TABLES[name])], name
        )
        for name, rows in tables.items()
    }
    return dossier.with_tables(**withdrawals.apply({**dossier.tables, **added}))
