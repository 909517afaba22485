"""How does each action stand: who owns it, is it approved, what blocks it?"""

from __future__ import annotations

import datetime as dt

import polars as pl

from vestibule.act import harm
from vestibule.act.states import AGREED
from vestibule.dossier.records import Dossier

ACTIONS = pl.Schema(
    {
        "action": pl.String(),
        "key": pl.String(),
        "group": pl.String(),
        "finding": pl.String(),
        "claim": pl.String(),
        "owner": pl.String(),
        "place": pl.String(),
        "due_on": pl.Date(),
        "cost": pl.Float64(),
        "predicts": pl.String(),
        "sign": pl.String(),
        "state": pl.String(),
        "said_approved": pl.Boolean(),
        "approved": pl.Boolean(),
        "unanswered": pl.List(pl.String()),
        "blocked": pl.Boolean(),
        "missing": pl.List(pl.String()),
        "overdue": pl.Boolean(),
    }
)
"""One row per action: see `planned`."""

WANTED = ("owner", "place", "due_on", "finding", "predicts")
"""What an action should say of itself before it begins."""


def planned(settled: Dossier, today: dt.date) -> pl.DataFrame:
    """Return how each action stands on a day.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    today : date
        The day it is.

    Returns
    -------
    pl.DataFrame
        `ACTIONS`, by id; for the team: owner, place and cost are personal.
        ``unanswered``: keys of the do-no-harm questions that still block it; ``blocked``:
        whether there are any, of an action not dropped. ``said_approved``: someone wrote
        that it is approved; ``approved``: and nothing blocks it. ``missing``: what of
        `WANTED` it does not say. ``overdue``: its day has passed and it is neither done
        nor dropped.
    """
    rows = settled.table("actions").rename({"id": "action"})
    open_ = [
        [one.key for one in harm.unanswered(settled.process, text)]
        for text in rows["harm"]
    ]
    is_open = pl.col("unanswered").list.len() > 0
    is_said = pl.col("state").is_in(AGREED) | pl.col("approved").fill_null(value=False)
    lacks = [pl.when(pl.col(one).is_null()).then(pl.lit(one)) for one in WANTED]
    over = pl.col("state").is_in(("done", "dropped"))
    return (
        rows.with_columns(
            pl.Series("unanswered", open_, dtype=pl.List(pl.String)),
            said_approved=is_said & (pl.col("state") != "dropped"),
            missing=pl.concat_list(lacks).list.drop_nulls(),
            overdue=(pl.col("due_on") < today).fill_null(value=False) & ~over,
        )
        .with_columns(
            approved=pl.col("said_approved") & ~is_open,
            blocked=is_open & (pl.col("state") != "dropped"),
        )
        .select(ACTIONS.names())
        .sort("action")
    )
