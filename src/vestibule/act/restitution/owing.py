"""Which groups were heard, and by when is each owed an answer?

An obligation may be recorded; where nobody recorded one, being heard is enough. So no
group is forgotten because a form was not filled in, and two teams whose dossiers are
merged owe a group one answer, not two.
"""

from __future__ import annotations

import polars as pl

from vestibule.dossier.records import Dossier

NOT_HEARD = ("restitution_meeting",)
"""Gatherings to which an answer was brought: nothing more is owed for them."""

GROUP = ("gathering", "profile")
"""What makes a group: the gathering it was heard at, and its profile if not all of it."""

HEARD: dict[str, pl.DataType | type[pl.DataType]] = {
    "gathering": pl.String,
    "profile": pl.String,
    "code": pl.String,
    "kind": pl.String,
    "place": pl.String,
    "lang": pl.String,
    "people": pl.Int64,
    "homogeneous": pl.String,
    "held_on": pl.Date,
    "due_on": pl.Date,
    "deferred_to": pl.Date,
    "reason": pl.String,
    "recorded": pl.Boolean,
    "obligations": pl.List(pl.String),
}
"""Columns of `groups_heard`."""


def groups_heard(settled: Dossier) -> pl.DataFrame:
    """Return every group that was heard, with the day by which it is owed an answer.

    A group is a gathering, or those of one profile in it where an obligation names
    them. Several obligations to one group are one: the earliest day counts, and the
    deferral that was decided last. A gathering of which only a part is named in
    obligations is owed an answer as a whole too.

    Parameters
    ----------
    settled : Dossier
        `lineage.settled` records.

    Returns
    -------
    pl.DataFrame
        Columns `HEARD`, sorted by `gathering` and `profile`: ``people`` present
        (missing: nobody counted), ``homogeneous`` (the profile that everyone there
        shares; missing: a mixed gathering, or not noted), ``due_on`` (missing: the
        gathering has no day), ``deferred_to`` and ``reason``, ``recorded`` (whether
        an obligation was written down), ``obligations`` (their ids, sorted).
    """
    held = _held(settled)
    asked = _recorded(settled).join(
        held.select("gathering"), on="gathering", how="semi"
    )
    whole = held.join(_of_everyone(asked, held), on="gathering", how="anti")
    forgotten = whole.select(
        "gathering",
        profile="homogeneous",
        recorded=pl.lit(value=False),
        obligations=pl.lit([], dtype=pl.List(pl.String)),
    )
    days = pl.duration(days=settled.process.restitution_days)
    return (
        pl.concat([asked, forgotten], how="diagonal_relaxed")
        .join(held, on="gathering", how="left")
        .with_columns(due_on=pl.coalesce("due_on", pl.col("held_on") + days))
        .select(*(pl.col(name).cast(kind) for name, kind in HEARD.items()))
        .sort(*GROUP, nulls_last=False)
    )


def _held(settled: Dossier) -> pl.DataFrame:
    """Return the gatherings at which people were heard, and how many were there."""
    rows = settled.table("gatherings").filter(~pl.col("kind").is_in(list(NOT_HEARD)))
    listed = (
        settled.table("attendances")
        .group_by("gathering")
        .agg(pl.col("n").sum().alias("listed"))
    )
    shared = pl.when(pl.col("composition").eq_missing("mixed").not_()).then("profile")
    return rows.join(listed, left_on="id", right_on="gathering", how="left").select(
        "code",
        "kind",
        "place",
        "lang",
        "held_on",
        gathering="id",
        people=pl.max_horizontal("present", "listed"),
        homogeneous=shared,
    )


def _recorded(settled: Dossier) -> pl.DataFrame:
    """Return one row per group that obligations name."""
    rows = settled.table("obligations").sort("at", "origin", "seq", nulls_last=False)
    put_off = pl.col("deferred_to").is_not_null()
    return rows.group_by(*GROUP, maintain_order=True).agg(
        pl.col("due_on").min(),
        pl.col("deferred_to").filter(put_off).last(),
        pl.col("deferred_reason").filter(put_off).last().alias("reason"),
        pl.col("id").sort().alias("obligations"),
        pl.lit(value=True).alias("recorded"),
    )


def _of_everyone(asked: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Return the gatherings to all of which an answer was recorded as owed."""
    shared = held.select("gathering", "homogeneous")
    all_of_it = pl.col("profile").is_null() | (
        pl.col("profile") == pl.col("homogeneous")
    )
    return asked.join(shared, on="gathering").filter(all_of_it).select("gathering")
