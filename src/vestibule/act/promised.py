"""Which promises were made, where from, and how does each stand?

A commitment follows from an answer that accepts or amends a recommendation, from an
action that people approved, or from an agreement that was signed and that the process
declares. Anything else is no promise: it is shown, with the reason, and never counted.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from vestibule.act import recommended
from vestibule.act.observed import DIVIDED, SIDES
from vestibule.act.states import ANSWERED, BINDING
from vestibule.dossier.records import Dossier

PROMISED = pl.Schema(
    {
        "commitment": pl.String(),
        "key": pl.String(),
        "source": pl.String(),
        "why_not": pl.String(),
        "counted": pl.Boolean(),
        "recommendation": pl.String(),
        "response": pl.String(),
        "action": pl.String(),
        "agreement": pl.String(),
        "owner": pl.String(),
        "owner_side": pl.String(),
        "made_on": pl.Date(),
        "due_on": pl.Date(),
        "ended_on": pl.Date(),
        "ended": pl.Boolean(),
        "taken_back": pl.Boolean(),
        **dict.fromkeys(SIDES, pl.String()),
        "state": pl.String(),
        "contested": pl.Boolean(),
        "overdue": pl.Boolean(),
        "overdue_days": pl.Int64(),
        "kept": pl.Boolean(),
        "claimed": pl.Boolean(),
        "broken": pl.Boolean(),
    }
)
"""One row per commitment: see `promised`."""

UNKEPT = ("not_begun", "undone")
"""States that break a promise once its day has passed."""


def promised(
    settled: Dossier, actions: pl.DataFrame, sides: pl.DataFrame, today: dt.date
) -> pl.DataFrame:
    """Return how each commitment stands on a day.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    actions : pl.DataFrame
        `planned.ACTIONS`.
    sides : pl.DataFrame
        `observed.BY_SIDE`.
    today : date
        The day it is; what was promised later is not known yet.

    Returns
    -------
    pl.DataFrame
        `PROMISED`, by owner, day and id.

        ``source``: ``response``, ``action`` or ``agreement``; missing where it is no
        promise, and ``why_not`` says why (``nothing``, ``response-unknown``,
        ``not-accepted``, ``action-unknown``, ``not-approved``, ``agreement-unknown``).
        ``counted``: whether it is one. ``taken_back``: the addressee answered again
        later, and refused.

        ``official``, ``community``, ``observer``: what each side last said, missing
        where it said nothing. ``state``: what all sides that can say something agree
        on; ``contested`` where they differ, or one is divided; ``cannot_say`` where none
        can; ``unverified`` where none has looked.

        ``ended``: its agreement has ended; ``overdue``: its day passed (before that end)
        and it is not agreed to be done, for ``overdue_days``. ``kept``: done, as the
        community or an observer confirms; ``claimed``: done, as the official side alone
        says; ``broken``: overdue, and all who can say find it not begun or undone.
    """
    rows = settled.table("commitments").rename({"id": "commitment"})
    rows = rows.filter((pl.col("made_on") <= today).fill_null(value=True))
    return (
        _sourced(settled, rows, actions, today)
        .join(_side_by_side(sides), on="commitment", how="left")
        .with_columns(state=_state(), counted=pl.col("source").is_not_null())
        .with_columns(contested=pl.col("state") == "contested", **_in_time(today))
        .with_columns(**_kept())
        .select(pl.col(name).cast(kind) for name, kind in PROMISED.items())
        .sort("owner", "made_on", "commitment")
    )


def why_not(
    settled: Dossier,
    actions: pl.DataFrame,
    today: dt.date,
    *,
    response: str | None = None,
    action: str | None = None,
    agreement: str | None = None,
) -> tuple[str | None, bool]:
    """Return why a commitment that names this would be no promise, before it is made.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    actions : pl.DataFrame
        `planned.ACTIONS`.
    today : date
        The day it is.
    response, action, agreement : str or None
        What it would follow from.

    Returns
    -------
    tuple of (str or None, bool)
        ``why_not`` and ``taken_back`` as of `promised`.
    """
    named = {"response": response, "action": action, "agreement": agreement}
    row = pl.DataFrame([named], schema=dict.fromkeys(named, pl.String()))
    found = _sourced(settled, row, actions, today).row(0, named=True)
    return found["why_not"], bool(found["taken_back"])


def _sourced(
    settled: Dossier, rows: pl.DataFrame, actions: pl.DataFrame, today: dt.date
) -> pl.DataFrame:
    given = settled.table("responses").select("recommendation", "answer", response="id")
    said = settled.table("responses").filter(
        pl.col("answer").is_in(ANSWERED)
        & (pl.col("given_on") <= today).fill_null(value=True)
    )
    last = recommended.last_answers(said).select("recommendation", last="answer")
    approved = actions.select("action", action_approved="approved")
    agreements = pl.DataFrame(
        [(one.key, one.ended_on) for one in settled.process.agreements],
        schema={"agreement": pl.String, "ended_on": pl.Date},
        orient="row",
    ).with_columns(declared=pl.lit(value=True))
    joined = (
        rows.join(given, on="response", how="left")
        .join(last, on="recommendation", how="left")
        .join(approved, on="action", how="left")
        .join(agreements, on="agreement", how="left")
    )
    return joined.with_columns(
        source=_source(),
        why_not=_why_not(),
        taken_back=pl.col("answer").is_in(BINDING).fill_null(value=False)
        & (pl.col("last") == "refused").fill_null(value=False),
        ended=(pl.col("ended_on") <= today).fill_null(value=False),
    )


def _source() -> pl.Expr:
    return (
        pl.when(pl.col("answer").is_in(BINDING))
        .then(pl.lit("response"))
        .when("action_approved")
        .then(pl.lit("action"))
        .when("declared")
        .then(pl.lit("agreement"))
    )


def _why_not() -> pl.Expr:
    """Return why something is no promise: what it leans on, looked at in this order."""
    reasons = (
        ("response", "answer", "response-unknown", "not-accepted"),
        ("action", "action_approved", "action-unknown", "not-approved"),
        ("agreement", "declared", "agreement-unknown", "agreement-unknown"),
    )
    why = pl.lit("nothing")
    for name, found, unknown, wanting in reversed(reasons):
        of_it = (
            pl.when(pl.col(found).is_null())
            .then(pl.lit(unknown))
            .otherwise(pl.lit(wanting))
        )
        why = pl.when(pl.col(name).is_not_null()).then(of_it).otherwise(why)
    return pl.when(_source().is_null()).then(why)


def _side_by_side(sides: pl.DataFrame) -> pl.DataFrame:
    said = [
        pl.col("state").filter(pl.col("side") == side).first().alias(side)
        for side in SIDES
    ]
    return sides.group_by("commitment").agg(said)


def _state() -> pl.Expr:
    looked = pl.concat_list(SIDES).list.drop_nulls()
    able = looked.list.set_difference(pl.lit(["cannot_say"])).list.unique()
    is_split = (able.list.len() > 1) | able.list.contains(DIVIDED)
    return (
        pl.when(looked.list.len() == 0)
        .then(pl.lit("unverified"))
        .when(able.list.len() == 0)
        .then(pl.lit("cannot_say"))
        .when(is_split)
        .then(pl.lit("contested"))
        .otherwise(able.list.first())
    )


def _in_time(today: dt.date) -> dict[str, pl.Expr]:
    horizon = pl.min_horizontal(pl.lit(today), pl.col("ended_on"))
    late = (pl.col("due_on") < horizon).fill_null(value=False)
    overdue = late & (pl.col("state") != "done")
    days = (horizon - pl.col("due_on")).dt.total_days()
    return {"overdue": overdue, "overdue_days": pl.when(overdue).then(days)}


def _kept() -> dict[str, pl.Expr]:
    done = pl.col("counted") & (pl.col("state") == "done")
    confirmed = pl.col("community").eq_missing("done") | pl.col("observer").eq_missing(
        "done"
    )
    unkept = pl.col("state").is_in(UNKEPT)
    return {
        "kept": done & confirmed,
        "claimed": done & ~confirmed,
        "broken": pl.col("counted") & pl.col("overdue") & unkept,
    }
