"""What does each side say of each commitment, last?

Official, community and observer stand side by side and are never averaged. A side is
heard by its *rounds*: what was seen on one day. In a round several coders may read the
same evidence; where one record is marked as adjudicated it settles the round, else a
difference between coders is shown. Communities speak each for itself: the last word of
each place counts, and where places differ the side is *divided*.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.protect import consent
from vestibule.understand import met

SIDES = ("official", "community", "observer")
"""Who can say how far a commitment is kept."""

DIVIDED = "divided"
"""What a side says whose coders, or whose communities, say different things."""

VERDICTS = pl.Schema(
    {
        "commitment": pl.String(),
        "side": pl.String(),
        "place": pl.String(),
        "region": pl.String(),
        "region_key": pl.String(),
        "state": pl.String(),
        "level": pl.Int64(),
        "seen_on": pl.Date(),
        "coders": pl.Int64(),
        "records": pl.Int64(),
        "adjudicated": pl.Boolean(),
        "differ": pl.Boolean(),
        "gatherings": pl.Int64(),
        "people": pl.Int64(),
        "met": pl.List(pl.String()),
        "on_forces": pl.Boolean(),
        "public": pl.Boolean(),
        "why_not_public": pl.String(),
    }
)
"""One row per commitment, side and place that speaks for it: see `verdicts`."""

BY_SIDE = pl.Schema(
    {
        "commitment": pl.String(),
        "side": pl.String(),
        "state": pl.String(),
        "level": pl.Int64(),
        "seen_on": pl.Date(),
        "communities": pl.Int64(),
        "gatherings": pl.Int64(),
        "people": pl.Int64(),
        "places": pl.Int64(),
        "differ": pl.Boolean(),
    }
)
"""One row per commitment and side: see `by_side`."""


def verdicts(settled: Dossier, today: dt.date) -> pl.DataFrame:
    """Return the last word of each side on each commitment, place by place.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    today : date
        The day it is; what was seen later is not known yet. A verification without a
        day counts as the earliest.

    Returns
    -------
    pl.DataFrame
        `VERDICTS`. ``place``: of a community, where its gathering was held; else
        missing. ``state``: of `states.SEEN`, or ``divided`` where the coders of the last
        round differ and nobody has settled it; ``differ``: whether they do, settled or
        not. ``level``: 0 to 4, where all say the same. ``gatherings``, ``people``:
        behind it; ``met``: ids of these gatherings, so that one is counted once. ``public``: whether it may ever leave the team, after clearing:
        a community's verdict only if each of its gatherings agreed to be published
        (level 3), and on forces, or on someone whose side is not noted, only as part of
        its region; ``why_not_public``: ``no-gathering``, ``no-consent``, ``no-region``.

    Notes
    -----
    Rows that count a part of what was promised (``part``) tell the state only where
    no row of the round tells it of the whole.
    """
    rows = _placed(settled, today)
    key = ["commitment", "side", "witness"]
    last = rows.filter((pl.col("day") == pl.col("day").max()).over(key))
    is_whole = pl.col("part").is_null()
    whole = last.filter(is_whole | ~is_whole.any().over(key))
    told = whole.group_by(key).agg(
        pl.col("place", "region", "region_key", "seen_on", "on_forces").first(),
        *_settled_round(),
        coders=pl.col("coder").fill_null("").n_unique().cast(pl.Int64),
        records=pl.len().cast(pl.Int64),
        differ=pl.col("state").filter(~pl.col("adjudicated")).n_unique() > 1,
        gatherings=pl.col("gathering").n_unique().cast(pl.Int64)
        - pl.col("gathering").has_nulls().cast(pl.Int64),
        met=pl.col("gathering").drop_nulls().unique().sort(),
        unmet=pl.col("gathering").has_nulls(),
        agreed=pl.col("agreed").all(),
        adjudicated=pl.col("adjudicated").any(),
    )
    return (
        told.join(_people(whole, key), on=key, how="left")
        .with_columns(pl.col("people").fill_null(0), why_not_public=_why_not())
        .with_columns(public=pl.col("why_not_public").is_null())
        .select(pl.col(name).cast(kind) for name, kind in VERDICTS.items())
        .sort("commitment", "side", "place", nulls_last=False)
    )


def by_side(told: pl.DataFrame) -> pl.DataFrame:
    """Return what each side says of each commitment.

    Parameters
    ----------
    told : pl.DataFrame
        `VERDICTS`, or those of them that may be public.

    Returns
    -------
    pl.DataFrame
        `BY_SIDE`: one state where all its places say the same, else ``divided``.
        Places that cannot say are left aside where others can. ``communities``: how
        many places speak; ``places``: in how many of them people met.
    """
    both = ["commitment", "side"]
    able = (pl.col("state") != "cannot_say").any().over(both)
    counted = told.filter((pl.col("state") != "cannot_say") | ~able)
    one = pl.col("state").n_unique() == 1
    return (
        counted.group_by(both)
        .agg(
            state=pl.when(one).then(pl.col("state").first()).otherwise(pl.lit(DIVIDED)),
            level=pl.when(pl.col("level").n_unique() == 1).then(
                pl.col("level").first()
            ),
            seen_on=pl.col("seen_on").max(),
            communities=pl.len().cast(pl.Int64),
            gatherings=pl.col("gatherings").sum(),
            people=pl.col("people").sum(),
            places=pl.col("place").drop_nulls().n_unique().cast(pl.Int64),
            differ=pl.col("differ").any(),
        )
        .select(pl.col(name).cast(kind) for name, kind in BY_SIDE.items())
        .sort("commitment", "side")
    )


def _placed(settled: Dossier, today: dt.date) -> pl.DataFrame:
    """Return verifications until a day, with who stands behind each."""
    seen = settled.table("verifications").filter(
        (pl.col("seen_on") <= today).fill_null(value=True)
    )
    where = met.gatherings(settled).select(
        "gathering", "place", "region", "region_key", "people"
    )
    consents = consent.levels(settled, "gatherings", on=today).select(
        gathering="id", agreed=(pl.col("level") >= consent.PUBLISHED)
    )
    owners = settled.table("commitments").select(
        commitment="id", own="owner_side", response="response"
    )
    is_community = pl.col("side") == "community"
    return (
        seen.join(where, on="gathering", how="left")
        .join(consents, on="gathering", how="left")
        .join(owners, on="commitment", how="left")
        .join(_addressees(settled), on="response", how="left")
        .with_columns(
            pl.when(is_community).then(pl.col("place", "region", "region_key")),
            pl.col("agreed").fill_null(value=False),
            pl.col("adjudicated").fill_null(value=False),
            day=pl.col("seen_on").fill_null(dt.date.min),
            on_forces=pl.coalesce("own", "addressee_side").fill_null("forces")
            == "forces",
        )
        .with_columns(witness=pl.col("place").fill_null(""))
    )


def _addressees(settled: Dossier) -> pl.DataFrame:
    """Return the side of whoever gave each response."""
    asked = settled.table("recommendations").select(
        "addressee_side", recommendation="id"
    )
    given = settled.table("responses").select("recommendation", response="id")
    return given.join(asked, on="recommendation", how="left").drop("recommendation")


def _settled_round() -> tuple[pl.Expr, pl.Expr]:
    """Return state and level of a round: as adjudicated, else as all say."""
    made = []
    for name in ("state", "level"):
        by_judge = pl.col(name).filter(pl.col("adjudicated"))
        said = (
            pl.when(pl.col("adjudicated").any())
            .then(by_judge.implode())
            .otherwise(pl.col(name).implode())
        )
        made.append(said.list.unique())
    state, level = made
    return (
        pl.when(state.list.len() == 1)
        .then(state.list.first())
        .otherwise(pl.lit(DIVIDED))
        .alias("state"),
        pl.when((state.list.len() == 1) & (level.list.len() == 1))
        .then(level.list.first())
        .alias("level"),
    )


def _people(whole: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    # two coders of one gathering do not make its people twice as many
    once = whole.drop_nulls("gathering").unique([*key, "gathering"])
    return once.group_by(key).agg(pl.col("people").sum())


def _why_not() -> pl.Expr:
    is_community = pl.col("side") == "community"
    return (
        pl.when(~is_community)
        .then(pl.lit(None, pl.String))
        .when("unmet")
        .then(pl.lit("no-gathering"))
        .when(~pl.col("agreed"))
        .then(pl.lit("no-consent"))
        .when(pl.col("on_forces") & pl.col("region").is_null())
        .then(pl.lit("no-region"))
    )
