"""Which records depend on these ones?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.schema import Column
from vestibule.dossier.tables import TABLES

NAMED = {"table": pl.String(), "id": pl.String()}
"""A record by its table and id."""


def closure(
    rows: Mapping[str, pl.DataFrame],
    links: pl.DataFrame,
    seeds: pl.DataFrame,
    *,
    cascade: bool,
) -> pl.DataFrame:
    """Return the records that depend on some records, and these records.

    A record depends on those it points to, and all versions of a record go
    together. The result is the least set that holds the seeds and is closed
    under both; each round looks only at what the last one found.

    Parameters
    ----------
    rows : mapping of str to pl.DataFrame
        Table name to the records that may depend on others.
    links : pl.DataFrame
        Columns ``table``, ``id``, ``prior``: which record corrects which.
    seeds : pl.DataFrame
        Columns ``table``, ``id``: the records to start from, here or not.
    cascade : bool
        Whether only references declared *cascade* count, or all.

    Returns
    -------
    pl.DataFrame
        Columns ``table``, ``id``; each record once.
    """
    found = [seeds.clear(), *rounds(rows, links, seeds, cascade=cascade)]
    return pl.concat(found)


def rounds(
    rows: Mapping[str, pl.DataFrame],
    links: pl.DataFrame,
    seeds: pl.DataFrame,
    *,
    cascade: bool,
) -> Iterator[pl.DataFrame]:
    """Yield the closure step by step: each record depends on one of the step before.

    Parameters
    ----------
    rows, links, seeds, cascade
        As in `closure`.

    Yields
    ------
    pl.DataFrame
        Columns ``table``, ``id``; first the seeds; no record twice.
    """
    reached = fresh = seeds.unique()
    while not fresh.is_empty():
        yield fresh
        found = pl.concat(
            [
                fresh.clear(),
                *_dependents(rows, fresh, cascade=cascade),
                *_versions(links, fresh),
            ]
        )
        fresh = found.unique().join(reached, on=["table", "id"], how="anti")
        reached = pl.concat([reached, fresh])


def links(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return which record corrects which, in all tables and among removals.

    Parameters
    ----------
    tables : mapping of str to pl.DataFrame
        Table name to records.

    Returns
    -------
    pl.DataFrame
        Columns ``table``, ``id``, ``prior``.
    """
    found = [pl.DataFrame(schema={**NAMED, "prior": pl.String()})]
    for name, rows in tables.items():
        here = versions.links(rows)
        if name == "removals":
            left = rows.select("id", "table")
            found.append(here.join(left, on="id").select("table", "id", "prior"))
        else:
            found.append(here.select(pl.lit(name).alias("table"), "id", "prior"))
    return pl.concat(found)


def _dependents(
    rows: Mapping[str, pl.DataFrame], fresh: pl.DataFrame, *, cascade: bool
) -> Iterator[pl.DataFrame]:
    ids = {str(key[0]): part["id"] for key, part in fresh.group_by("table")}
    for name, here in rows.items():
        for column in TABLES[name].references:
            if str(column.ref) in ids and (column.cascade or not cascade):
                yield _pointing(here, name, column, ids[str(column.ref)])


def _pointing(
    rows: pl.DataFrame, name: str, column: Column, ids: pl.Series
) -> pl.DataFrame:
    found = rows.select("id", target=column.name).join(
        ids.to_frame("target"), on="target", how="semi"
    )
    return found.select(pl.lit(name).alias("table"), "id")


def _versions(links: pl.DataFrame, fresh: pl.DataFrame) -> Iterator[pl.DataFrame]:
    if links.is_empty():
        return
    yield links.join(fresh, on=["table", "id"], how="semi").select("table", id="prior")
    yield links.join(
        fresh, left_on=["table", "prior"], right_on=["table", "id"], how="semi"
    ).select("table", "id")
