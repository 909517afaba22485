"""Which references lead nowhere, and why?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES

DANGLING = {
    "table": pl.String(),
    "column": pl.String(),
    "id": pl.String(),
    "target_table": pl.String(),
    "target": pl.String(),
    "state": pl.String(),
}
"""What `dangling` returns."""


def dangling(dossier: Dossier) -> pl.DataFrame:
    """Return the references whose record is not in the dossier.

    Parameters
    ----------
    dossier : Dossier
        All references of all its tables are looked at, ``supersedes`` too.

    Returns
    -------
    pl.DataFrame
        One row per reference: ``table``, ``column`` and ``id`` of the record that
        points, ``target_table`` and ``target`` where it points, and ``state``:
        ``withdrawn`` (the record left), or ``absent`` (it is not here, or not
        yet). Sorted by all of them.
    """
    whole = pl.concat([pl.DataFrame(schema=DANGLING), *_unmet(dossier)])
    return whole.sort(whole.columns)


def _unmet(dossier: Dossier) -> Iterator[pl.DataFrame]:
    for name, rows in dossier.tables.items():
        if name == "removals":
            continue
        given = versions.links(rows).rename({"prior": "target"})
        yield _without_record(dossier, given, name, "supersedes", name)
        for column in TABLES[name].references:
            given = rows.select("id", target=column.name).drop_nulls()
            yield _without_record(dossier, given, name, column.name, str(column.ref))


def _without_record(
    dossier: Dossier, given: pl.DataFrame, table: str, column: str, target: str
) -> pl.DataFrame:
    there = dossier.table(target).select(target="id")
    unmet = given.join(there, on="target", how="anti")
    if unmet.is_empty():
        return pl.DataFrame(schema=DANGLING)
    left = pl.col("target").is_in(_withdrawn(dossier, target).implode())
    return unmet.select(
        pl.lit(table).alias("table"),
        pl.lit(column).alias("column"),
        "id",
        pl.lit(target).alias("target_table"),
        "target",
        pl.when(left)
        .then(pl.lit("withdrawn"))
        .otherwise(pl.lit("absent"))
        .alias("state"),
    )


def _withdrawn(dossier: Dossier, table: str) -> pl.Series:
    of_table = pl.col("table") == table
    removals = dossier.table("removals").filter(of_table)["id"]
    named = dossier.table("withdrawals").filter(of_table)["record"]
    return pl.concat([removals, named.alias("id")]).unique()
