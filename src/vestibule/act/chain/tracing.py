"""What does a record follow from, what followed from it, and where does it stop?"""

from __future__ import annotations

import datetime as dt

import polars as pl

from vestibule.act.chain import gaps, walking
from vestibule.act.chain.links import SHOWN, STAGES
from vestibule.act.chain.result import NODES, Trace
from vestibule.act.chain.walking import Reached
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.understand import met


def trace(dossier: Dossier, table: str, record: str, *, today: dt.date) -> Trace:
    """Walk the chain from a record, in both directions.

    Parameters
    ----------
    dossier : Dossier
        The records, with all versions; `consent.published` of them where the result is
        to be cleared for the public.
    table : str
        Of `links.STAGES`.
    record : str
        Its id, of any of its versions.
    today : date
        The day it is.

    Returns
    -------
    Trace
        Names every place where the chain is broken along the walk. It tells that
        records refer to each other, not that one brought the other about.

    Raises
    ------
    DataError
        If no such record is in the chain.
    """
    settled = lineage.settled(dossier)
    first = lineage.roots(dossier.table(table)).get(record, record)
    start = pl.Series("id", [first])
    if table not in STAGES or settled.table(table).filter(id=first).is_empty():
        raise DataError(
            f"No record of {table} has the id “{record}”: check it, or the table.",
            reason="no-record",
            table=table,
            record=record,
        )
    up = walking.reached(settled, {table: start}, "up")
    down = walking.reached(settled, {table: start}, "down")
    whole_up, whole_down = _with(up, table, start), _with(down, table, start)
    where = whole_up.get("gatherings", pl.Series(dtype=pl.String))
    heard = _heard(settled, where)
    answered_to = gaps.told(settled, heard, today)
    places = met.gatherings(settled).filter(pl.col("gathering").is_in(heard.implode()))
    return Trace(
        table=table,
        id=first,
        today=today,
        record=nodes(settled, {table: start}),
        upstream=nodes(settled, up),
        downstream=nodes(settled, down),
        told=answered_to,
        gaps=gaps.named(settled, whole_up, whole_down, answered_to, today),
        people=int(places["people"].sum()),
        places=places["place"].drop_nulls().n_unique(),
    )


def nodes(settled: Dossier, walked: Reached) -> pl.DataFrame:
    """Return what may be told of some records: ids, public words, what marks them.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    walked : mapping of str to pl.Series
        Table to ids.

    Returns
    -------
    pl.DataFrame
        `NODES`, in the order of the chain, then by id.
    """
    parts = [NODES.to_frame()]
    for table in STAGES:
        if table in walked:
            words, marks = SHOWN[table]
            told = settled.table(table).join(
                walked[table].to_frame("id"), on="id", how="semi"
            )
            parts.append(
                told.select(
                    pl.lit(table).alias("table"),
                    "id",
                    (pl.col(words) if words else pl.lit(None, pl.String)).alias(
                        "words"
                    ),
                    _mark(marks),
                ).sort("id")
            )
    return pl.concat(parts)


def _mark(marks: tuple[str, ...]) -> pl.Expr:
    if not marks:
        return pl.lit(None, pl.String).alias("mark")
    said = [pl.col(name).cast(pl.String) for name in marks]
    return pl.concat_str(said, separator=" · ", ignore_nulls=True).alias("mark")


def _with(walked: Reached, table: str, start: pl.Series) -> Reached:
    before = walked.get(table, start.clear())
    return {**walked, table: pl.concat([before, start]).unique()}


def _heard(settled: Dossier, gatherings: pl.Series) -> pl.Series:
    """Return those gatherings at which people said something, or that are owed."""
    named = ("voices", "excerpts", "claims", "statements", "obligations")
    spoke = pl.concat(settled.table(name).select(id="gathering") for name in named)
    return gatherings.to_frame("id").join(spoke, on="id", how="semi")["id"]
