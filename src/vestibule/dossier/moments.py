"""On which day did someone answer online, where no gathering has a day?

A conversation online lasts weeks: it has no day of its own. The moment an answer
carries (``at``) is when it was given, for the platform wrote it then; of records
typed in later, it only says when they were typed, and is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from vestibule.dossier import closure
from vestibule.dossier.records import Dossier

ONLINE = "online"
"""The kind of gathering that is a conversation."""

ANSWERS = {"votes": "person", "statements": "author"}
"""What people contribute to a conversation, and the column that says who did."""


def later(tables: Mapping[str, pl.DataFrame], day: date) -> Iterator[pl.DataFrame]:
    """Yield what happened online after a day.

    Parameters
    ----------
    tables : mapping of str to pl.DataFrame
        Table name to the records that stand.
    day : date
        The last day (UTC) that counts.

    Yields
    ------
    pl.DataFrame
        ``table``, ``id``: answers given later; of conversations with dated answers,
        the attendances of people who had given none by then, and those that had
        none at all. What carries no moment stays: see `undated`.
    """
    given = _given(tables)
    if given.is_empty():
        return
    dated = given.drop_nulls("on")
    late = dated.filter(pl.col("on") > day)
    yield late.select("table", "id")
    # a statement without a moment, as a seed is, shows nobody's presence
    shows = given.filter(pl.col("on").is_not_null() | (pl.col("table") == "votes"))
    by_then = shows.join(late, on=["table", "id"], how="anti")
    begun = dated.select("gathering").unique()
    silent = begun.join(by_then, on="gathering", how="anti")
    yield _named("gatherings", silent.rename({"gathering": "id"}))
    if "attendances" in tables:
        there = tables["attendances"].join(begun, on="gathering", how="semi")
        absent = there.join(by_then, on=["gathering", "person"], how="anti")
        yield _named("attendances", absent)


def undated(dossier: Dossier) -> dict[str, int]:
    """Return how many records of an event carry no day: they belong to every day.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    dict of str to int
        ``gatherings`` without a day, ``answers`` online without a moment; only
        where there are any.
    """
    met = dossier.current("gatherings").filter(pl.col("kind") != ONLINE)
    tables = {name: dossier.current(name) for name in ANSWERS}
    tables["gatherings"] = dossier.table("gatherings")
    found = {
        "gatherings": met["held_on"].null_count(),
        "answers": _given(tables).filter(table="votes")["on"].null_count(),
    }
    return {name: n for name, n in found.items() if n}


def _named(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.lit(table).alias("table"), "id")


def _given(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return what was answered online: table, id, gathering, person, day or none."""
    schema = {
        **closure.NAMED,
        "gathering": pl.String(),
        "person": pl.String(),
        "on": pl.Date(),
    }
    found = [pl.DataFrame(schema=schema)]
    if "gatherings" not in tables:
        return found[0]
    online = tables["gatherings"].filter(kind=ONLINE).select(gathering="id")
    for name, who in ANSWERS.items():
        if name in tables:
            rows = tables[name].join(online, on="gathering", how="semi")
            found.append(
                rows.select(
                    pl.lit(name).alias("table"),
                    "id",
                    "gathering",
                    person=pl.col(who),
                    on=pl.col("at").dt.date(),
                )
            )
    return pl.concat(found)
