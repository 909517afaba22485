"""What is reached from a record, step by step? Joins of whole tables, no row loops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import polars as pl

from vestibule.act.chain.links import LINKS, STAGES, Link
from vestibule.dossier.records import Dossier

Reached = Mapping[str, pl.Series]
"""Table to ids of the records reached there, each once, sorted."""

Direction = Literal["down", "up"]


def reached(settled: Dossier, start: Reached, direction: Direction) -> Reached:
    """Return the records that follow from some records, or that they follow from.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    start : mapping of str to pl.Series
        Table to ids.
    direction : {'down', 'up'}
        What followed from them, or what they follow from.

    Returns
    -------
    mapping of str to pl.Series
        Without the start, unless it follows from itself. Two records reach each other
        in opposite directions or not at all.

    Notes
    -----
    Breadth first over `LINKS`; each round joins only what the last one found, so that
    the work grows with the tables, not with the number of paths.
    """
    found: dict[str, pl.Series] = {}
    fresh = dict(start)
    while fresh:
        steps: dict[str, list[pl.Series]] = {}
        for link in LINKS:
            here, there = _ends(link, direction)
            if here[0] in fresh:
                ids = _step(settled, here, fresh[here[0]], there)
                steps.setdefault(there[0], []).append(ids)
        fresh = dict(_new(steps, found))
        for table, ids in fresh.items():
            known = found.get(table)
            found[table] = ids if known is None else pl.concat([known, ids])
    return {table: found[table].sort() for table in STAGES if table in found}


End = tuple[str, str]


def _ends(link: Link, direction: Direction) -> tuple[End, End]:
    ends = (link.up, link.key), (link.down, link.to)
    return ends if direction == "down" else (ends[1], ends[0])


def _step(settled: Dossier, here: End, ids: pl.Series, there: End) -> pl.Series:
    (table, column), (other, key) = here, there
    values = ids.alias("value").to_frame()
    if column != "id":
        rows = settled.table(table).select("id", value=column)
        values = rows.join(values.rename({"value": "id"}), on="id", how="semi")
    values = values.select("value").drop_nulls().unique()
    rows = settled.table(other).select("id", value=key)
    return rows.join(values, on="value", how="semi")["id"]


def _new(
    steps: Mapping[str, list[pl.Series]], found: Reached
) -> Iterator[tuple[str, pl.Series]]:
    for table, parts in steps.items():
        ids = pl.concat(parts).unique().to_frame("id")
        if table in found:
            ids = ids.join(found[table].to_frame("id"), on="id", how="anti")
        if not ids.is_empty():
            yield table, ids["id"]
