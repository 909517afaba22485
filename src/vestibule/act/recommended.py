"""How does each recommendation stand: asked, answered, or met with silence?

The addressee has a right of reply: it may answer again, and of several answers the last
by date counts; all are kept. Silence after the day to answer by is an answer; it is no
promise, and nothing that was promised can be broken by it.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from vestibule.act.states import ANSWERED
from vestibule.dossier import versions
from vestibule.dossier.records import Dossier

RECOMMENDED = pl.Schema(
    {
        "recommendation": pl.String(),
        "key": pl.String(),
        "finding": pl.String(),
        "gathering": pl.String(),
        "addressee": pl.String(),
        "addressee_side": pl.String(),
        "made_on": pl.Date(),
        "answer_by": pl.Date(),
        "state": pl.String(),
        "answered_on": pl.Date(),
        "responses": pl.Int64(),
        "changed": pl.Boolean(),
        "waited": pl.Int64(),
        "silent_days": pl.Int64(),
    }
)
"""One row per recommendation: see `recommended`."""


def recommended(settled: Dossier, today: dt.date) -> pl.DataFrame:
    """Return how each recommendation stands on a day.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    today : date
        The day it is; what was asked or answered later is not known yet.

    Returns
    -------
    pl.DataFrame
        `RECOMMENDED`, by addressee, day and id. ``state``: ``accepted``, ``amended``,
        ``refused`` (the last answer), ``silent`` (none, and ``answer_by`` has passed or
        silence was recorded), ``asked`` (none yet). ``responses``: answers given;
        ``changed``: whether they differ. ``waited``: days from asking to the last
        answer, else to today; missing without the day of asking. ``silent_days``: days
        since ``answer_by``, of those that are silent.
    """
    asked = _until(settled.table("recommendations"), "made_on", today).rename(
        {"id": "recommendation"}
    )
    given = _until(settled.table("responses"), "given_on", today)
    said = given.filter(pl.col("answer").is_in(ANSWERED))
    last = last_answers(said).select("recommendation", "answer", answered_on="given_on")
    counted = said.group_by("recommendation").agg(
        responses=pl.len().cast(pl.Int64), changed=pl.col("answer").n_unique() > 1
    )
    silence = given.filter(answer="silence").select("recommendation").unique()
    day = pl.lit(today)
    passed = (pl.col("answer_by") < day).fill_null(value=False) | pl.col("silence")
    return (
        asked.join(last, on="recommendation", how="left")
        .join(counted, on="recommendation", how="left")
        .join(
            silence.with_columns(silence=pl.lit(value=True)),
            on="recommendation",
            how="left",
        )
        .with_columns(
            pl.col("responses").fill_null(0),
            pl.col("changed", "silence").fill_null(value=False),
        )
        .with_columns(
            state=pl.coalesce(
                "answer",
                pl.when(passed).then(pl.lit("silent")).otherwise(pl.lit("asked")),
            ),
            waited=(
                pl.coalesce("answered_on", day) - pl.col("made_on")
            ).dt.total_days(),
        )
        .with_columns(
            silent_days=pl.when(state="silent").then(
                (day - pl.col("answer_by")).dt.total_days().clip(lower_bound=0)
            )
        )
        .select(pl.col(name).cast(kind) for name, kind in RECOMMENDED.items())
        .sort("addressee", "made_on", "recommendation")
    )


def last_answers(said: pl.DataFrame) -> pl.DataFrame:
    """Return the answer that counts of each recommendation: the last by date.

    Parameters
    ----------
    said : pl.DataFrame
        Rows of ``responses``. Of two of one day, or without any, the one written last
        (`versions.BY_TIME`).

    Returns
    -------
    pl.DataFrame
        The same columns, one row per recommendation.
    """
    return said.sort("given_on", *versions.BY_TIME, "id", nulls_last=False).unique(
        "recommendation", keep="last", maintain_order=True
    )


def _until(rows: pl.DataFrame, column: str, today: dt.date) -> pl.DataFrame:
    return rows.filter((pl.col(column) <= today).fill_null(value=True))
