"""Records changed by hand: rows worked out anew, records that never were, corrections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl
from tests import by_hand

from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES

TODAY = dt.date(2025, 1, 10)
"""The day on which every portrait is drawn."""

AT = dt.datetime(2024, 12, 1, tzinfo=dt.UTC)

Rng = np.random.Generator


def changed(
    whole: Dossier, table: str, **columns: Callable[[dict[str, Any]], Any]
) -> Dossier:
    """Return a dossier in which columns of a table are worked out from each row."""
    rows = whole.table(table)
    if rows.is_empty():
        return whole
    given = rows.to_dicts()
    fresh = [
        pl.Series(name, [work(row) for row in given], dtype=rows.schema[name])
        for name, work in columns.items()
    ]
    return whole.with_tables(**{table: rows.with_columns(fresh)})


def without(whole: Dossier, table: str, ids: Iterable[str]) -> Dossier:
    """Return a dossier in which records, and what depends on them, never were."""
    tables = dict(whole.tables)
    gone = {table: set(ids)}
    for name in TABLES:
        rows = tables.get(name)
        if rows is None or rows.is_empty():
            continue
        kept = rows.filter(~pl.col("id").is_in(sorted(gone.get(name, set()))))
        for column in TABLES[name].references:
            lost = sorted(gone.get(str(column.ref), set()))
            is_lost = pl.col(column.name).is_in(lost).fill_null(value=False)
            if column.cascade:
                kept = kept.filter(~is_lost)
            else:
                kept = kept.with_columns(
                    pl.when(~is_lost).then(column.name).alias(column.name)
                )
        gone.setdefault(name, set()).update(
            set(rows["id"].to_list()) - set(kept["id"].to_list())
        )
        tables[name] = kept
    return whole.with_tables(**tables)


def corrected(whole: Dossier, table: str, id_: str, **change: Any) -> Dossier:
    """Return a dossier with one more version of a record."""
    rows = whole.table(table)
    row = rows.filter(pl.col("id") == id_).to_dicts()[0]
    seq = 1 + max(
        (rows.filter(pl.col("origin") == "later")["seq"].max() or 0)
        for rows in whole.tables.values()
    )
    fresh = {
        **row, **change, "id": by_hand.called(f"{id_} {seq}"), "supersedes": id_,
        "origin": "later", "seq": seq, "at": AT,
    }  # fmt: skip
    added = pl.DataFrame([fresh], schema=rows.schema)
    return whole.with_tables(**{table: pl.concat([rows, added])})


def sometimes(rng: Rng, share: float) -> Callable[[], bool]:
    return lambda: bool(rng.random() < share)


def picked(rng: Rng, values: Sequence[Any]) -> Any:
    return values[int(rng.integers(len(values)))] if len(values) else None


def regions(whole: Dossier) -> dict[str, str]:
    """Return the region of each place."""
    rows = {row["id"]: row for row in whole.table("places").to_dicts()}
    found = {}
    for id_ in rows:
        here: str | None = id_
        while here is not None and rows[here]["level"] > 1:
            here = rows[here]["parent"]
        if here is not None and rows[here]["level"] == 1:
            found[id_] = here
    return found


def met_in(whole: Dossier, rng: Rng) -> tuple[str | None, list[dict[str, Any]]]:
    """Return a region where people met, and its gatherings."""
    above = regions(whole)
    met = whole.table("gatherings").to_dicts()
    there = sorted({above[row["place"]] for row in met if row["place"] in above})
    region = picked(rng, there)
    return region, [row for row in met if above.get(row["place"]) == region]
