"""What do several copies of a table hold together?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError


def union(frames: Sequence[pl.DataFrame], table: str) -> pl.DataFrame:
    """Return the set union of records, by id.

    Parameters
    ----------
    frames : sequence of pl.DataFrame
        Rows that conform to the table.
    table : str
        Name of the table.

    Returns
    -------
    pl.DataFrame
        Each record once, sorted by id.

    Raises
    ------
    DataError
        If two records have one id and different content: facts are written once.
    """
    names = TABLES[table].names
    whole = TABLES[table].empty()
    for frame in frames:
        whole = _joined(whole, frame.select(names).sort("id"), table)
    return whole


def _joined(left: pl.DataFrame, right: pl.DataFrame, table: str) -> pl.DataFrame:
    if right.is_empty() or left.equals(right):
        return left
    both = right if left.is_empty() else pl.concat([left, right]).unique().sort("id")
    _check_once(both, table)
    return both


def _check_once(rows: pl.DataFrame, table: str) -> None:
    doubled = rows.filter(pl.col("id") == pl.col("id").shift(1))["id"]
    if not doubled.is_empty():
        raise DataError(
            f"Table {table}, record {doubled[0]}: two copies differ, but facts are "
            "written once. Find which copy was changed by hand, restore it, and write "
            "the change as a new record that supersedes this one.",
            reason="two-copies",
            table=table,
            record=doubled[0],
        )
