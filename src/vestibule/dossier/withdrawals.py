"""What has been taken back, and what leaves with it?

A withdrawal names one record; all versions of it leave, and whatever points to
one of them by a reference declared *cascade*, with all its versions, and so on.
Of a record that left, `removals` keeps the bare numbers: they depend on nothing
but the record, so that every order of merging ends in the same bytes.

Other references stay as they were written: facts are written once.
`references.dangling` tells that their record was withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from vestibule.dossier import closure, cuts, ids
from vestibule.dossier.conform import conform
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.dossier.union import union
from vestibule.errors import DataError

LASTING = ("withdrawals", "removals")
"""Tables that no record ever leaves."""


def apply(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the tables without what was withdrawn.

    Applying it again changes nothing, and applying it before or after a merge
    is the same.

    Parameters
    ----------
    tables : mapping of str to pl.DataFrame
        Table name to records; among them ``withdrawals`` and ``removals``.

    Returns
    -------
    dict of str to pl.DataFrame
        The same tables; ``removals`` has the numbers of each record that left.

    Raises
    ------
    DataError
        If a record that left comes back under the same id with other numbers.
    """
    seeds = _seeds(tables)
    if seeds.is_empty():
        return dict(tables)
    living = {name: rows for name, rows in tables.items() if name not in LASTING}
    gone = closure.closure(living, closure.links(tables), seeds, cascade=True)
    left = {str(key[0]): part.select("id") for key, part in gone.group_by("table")}
    kept, removed = dict(tables), [_removals(tables)]
    for name in living.keys() & left.keys():
        out = living[name].join(left[name], on="id", how="semi")
        kept[name] = living[name].join(
            left[name], on="id", how="anti", maintain_order="left"
        )
        removed.append(bare(out, name))
    if sum(map(len, removed)):
        kept["removals"] = union(removed, "removals")
    return kept


def withdraw(
    dossier: Dossier,
    *,
    table: str,
    record: str,
    origin: str,
    at: datetime | None,
    by: str | None,
    reason: str | None = None,
) -> Dossier:
    """Take a record back: it leaves, with all versions and what depends on it.

    Parameters
    ----------
    dossier : Dossier
        The dossier as it is.
    table : str
        Table of the record.
    record : str
        Its id; it need not be here (yet).
    origin : str
        Where the withdrawal is recorded; it takes the origin's next number.
    at : datetime or None
        When, with time zone.
    by : str or None
        Who recorded it: a pseudonym.
    reason : {"asked", "mistake", "danger", "duplicate"} or None
        Why.

    Returns
    -------
    Dossier
        Without the record; `withdrawals` has one row more.

    Raises
    ------
    DataError
        If the table is unknown or is one that no record leaves.
    CellError
        If an argument is not what its column holds.
    """
    if table not in TABLES or table in LASTING:
        tables = [name for name in TABLES if name not in LASTING]
        raise DataError(
            f"No record can be withdrawn from {table}: name the table of the record, "
            f"one of {', '.join(tables)}.",
            reason="no-table",
            tables=tables,
            table=table,
        )
    seq = cuts.next_seq(dossier, origin)
    row = {
        "id": ids.derived_id(dossier.process.key, origin, "withdrawals", str(seq)),
        "origin": origin,
        "seq": seq,
        "at": at,
        "by": by,
        "supersedes": None,
        "table": table,
        "record": record,
        "reason": reason,
    }
    fresh = conform(pl.DataFrame([row]), TABLES["withdrawals"])
    rows = union([dossier.table("withdrawals"), fresh], "withdrawals")
    return dossier.with_tables(**apply({**dossier.tables, "withdrawals": rows}))


def _seeds(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    named = tables.get("withdrawals", TABLES["withdrawals"].empty())
    return pl.concat(
        [named.select("table", id="record"), _removals(tables).select("table", "id")]
    )


def _removals(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return tables.get("removals", TABLES["removals"].empty())


def bare(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the bare numbers of records that leave, as `removals` keeps them.

    Parameters
    ----------
    rows : pl.DataFrame
        Records of the table.
    name : str
        Name of the table they leave.

    Returns
    -------
    pl.DataFrame
        One row per record, of the table ``removals``.
    """
    empty = TABLES["removals"].polars_schema
    return rows.select(
        "id",
        "origin",
        "seq",
        pl.lit(None, dtype=empty["at"]).alias("at"),
        pl.lit(None, dtype=empty["by"]).alias("by"),
        "supersedes",
        pl.lit(name).alias("table"),
    )
