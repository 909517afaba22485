"""Which versions are one record, and what does each record say now?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES


def roots(rows: pl.DataFrame) -> dict[str, str]:
    """Return, for each id that has versions, the id its record had first.

    Parameters
    ----------
    rows : pl.DataFrame
        All rows of one table.

    Returns
    -------
    dict of str to str
        Ids of records without versions are not listed.
    """
    corrected = versions.links(rows)
    if corrected.is_empty():
        return {}
    chains = versions.chains(corrected)
    firsts = (
        chains.join(corrected, on="id", how="anti")
        .group_by("chain")
        .agg(pl.col("id").min().alias("root"))
    )
    named = chains.join(firsts, on="chain").sort("id")
    return dict(zip(named["id"], named["root"], strict=True))


def settled(dossier: Dossier) -> Dossier:
    """Return each record in its current version, under its first id.

    Parameters
    ----------
    dossier : Dossier
        With all versions of its records.

    Returns
    -------
    Dossier
        References lead to first ids too, so that tables can be joined without
        minding corrections. After a double correction the last version by
        `versions.BY_TIME` speaks; `corrections.conflicts` names both.
    """
    return dossier.once(_settled)


def _settled(dossier: Dossier) -> Dossier:
    firsts = {name: roots(rows) for name, rows in dossier.tables.items()}
    tables = {
        name: _pointing(_standing(rows, firsts[name]), name, firsts)
        for name, rows in dossier.tables.items()
    }
    return dossier.with_tables(**tables)


def _standing(rows: pl.DataFrame, first: Mapping[str, str]) -> pl.DataFrame:
    if not first:
        return rows
    return (
        versions.standing_rows(rows)
        .sort(*versions.BY_TIME, "id", nulls_last=False)
        .with_columns(
            pl.col("id").replace(first),
            supersedes=pl.lit(None, dtype=pl.String),
        )
        .unique("id", keep="last", maintain_order=True)
        .sort("id")
    )


def _pointing(
    rows: pl.DataFrame, table: str, firsts: Mapping[str, Mapping[str, str]]
) -> pl.DataFrame:
    moved = [
        pl.col(column.name).replace(firsts[column.ref])
        for column in TABLES[table].references
        if firsts.get(column.ref or "") and column.ref is not None
    ]
    return rows.with_columns(moved) if moved else rows
