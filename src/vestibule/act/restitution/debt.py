"""Who was told what became of their words, who answered, who still waits?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.act.restitution import owing
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier

STATES = ("due", "told", "answered", "deferred")
"""Each group is in exactly one: it waits, it was told, it replied, or it was put off."""

MEETING = "meeting"
"""The one medium at which others may be present."""

OTHERS = ("assembly", "another-profile")
"""Why a meeting did not tell a group: it was one of many, or of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is owed to the people heard, on a day; for the team.

    Parameters
    ----------
    today : date
        The day it tells of.
    groups : pl.DataFrame
        One row per group (columns `owing.HEARD`), and: ``state`` (one of `STATES`),
        ``told_on`` (the first day it was told; missing too where nobody noted the
        day), ``replied`` (how many replies), ``media`` (by which it was told, sorted),
        ``told_lang`` (in which languages, sorted), ``other_language`` (whether it was
        told, in other languages than its own only), ``only_with_others`` (one of
        `OTHERS` where the only news came at a meeting that was not its own; else
        missing), ``days_late`` (days past the day due, for those that wait; 0 or
        less: not yet; missing: no day), ``region`` (ancestor of level 1).
    days : int
        Days that the process gives itself.
    unanswerable : int
        Deferrals that give no reason: they count as due.
    """

    today: dt.date
    groups: pl.DataFrame
    days: int
    unanswerable: int

    @property
    def totals(self) -> Mapping[str, int]:
        """Groups by state, all states named."""
        counted = self.groups["state"].value_counts()
        found = dict(counted.iter_rows())
        return {state: int(found.get(state, 0)) for state in STATES}

    @property
    def late(self) -> pl.DataFrame:
        """The groups that wait beyond their day, the longest wait first."""
        waiting = self.groups.filter(
            (pl.col("state") == "due") & (pl.col("days_late") > 0)
        )
        return waiting.sort("days_late", "gathering", descending=[True, False])

    def debt(self, after: int = 0) -> int:
        """Return how many groups wait more than so many days beyond their day."""
        return self.late.filter(pl.col("days_late") > after).height


def owed(settled: Dossier, *, today: dt.date) -> Owed:
    """Return how each group that was heard stands: due, told, answered, deferred.

    A group was told by a restitution to it, whatever the medium; a broadcast tells
    and does not answer. It answered where a reply was written down. A meeting counts
    only where the group itself met: news given to an assembly, or to people of
    another profile, does not discharge what is owed to a group of one profile. A
    deferral holds until its day, and needs a reason.

    Parameters
    ----------
    settled : Dossier
        `lineage.settled` records.
    today : date
        What was told later is not known yet; who was heard later is not owed yet.

    Returns
    -------
    Owed
        Every group of `owing.groups_heard` by that day, each in one state.
    """
    heard = owing.groups_heard(settled)
    groups = heard.filter((pl.col("held_on") > today).fill_null(value=False).not_())
    told = _told(settled, groups, today)
    region = Gazetteer.of(settled).ancestors_frame(1)
    rows = (
        groups.join(_news(told), on=list(owing.GROUP), how="left", nulls_equal=True)
        .with_columns(state=_state(today))
        .with_columns(
            days_late=pl.when(pl.col("state") == "due").then(
                (pl.lit(today) - pl.col("due_on")).dt.total_days()
            ),
            replied=pl.col("replied").fill_null(0),
        )
        .join(region.rename({"ancestor": "region"}), on="place", how="left")
        .sort(*owing.GROUP, nulls_last=False)
    )
    bare = (pl.col("deferred_to") >= today) & pl.col("reason").is_null()
    return Owed(
        today=today,
        groups=rows,
        days=settled.process.restitution_days,
        unanswerable=rows.filter(bare).height,
    )


def _state(today: dt.date) -> pl.Expr:
    put_off = (pl.col("deferred_to") >= today) & pl.col("reason").is_not_null()
    return (
        pl.when(pl.col("replied") > 0)
        .then(pl.lit("answered"))
        .when(pl.col("was_told").fill_null(value=False))
        .then(pl.lit("told"))
        .when(put_off.fill_null(value=False))
        .then(pl.lit("deferred"))
        .otherwise(pl.lit("due"))
    )


def _told(settled: Dossier, groups: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """Return each restitution of a group by that day, and whether it was its own."""
    rows = settled.table("restitutions").filter(
        pl.col("told_on").is_null() | (pl.col("told_on") <= today)
    )
    met = settled.table("gatherings").select(
        gathering="id",
        met_profile="profile",
        mixed=pl.col("composition").eq_missing("mixed") | pl.col("profile").is_null(),
    )
    own = groups.select(*owing.GROUP, "homogeneous", "lang", obligation="obligations")
    return (
        rows.rename({"gathering": "meeting", "lang": "told_in"})
        .join(own.explode("obligation"), on="obligation", how="inner")
        .join(met.rename({"gathering": "meeting"}), on="meeting", how="left")
        .with_columns(others=_others())
    )


def _others() -> pl.Expr:
    """Return why a meeting was not this group's own; missing: it was."""
    ours = pl.coalesce("profile", "homogeneous")
    elsewhere = (
        (pl.col("medium") == MEETING)
        & pl.col("meeting").is_not_null()
        & (pl.col("meeting") != pl.col("gathering"))
        & ours.is_not_null()
    )
    return (
        pl.when(elsewhere & pl.col("mixed"))
        .then(pl.lit(OTHERS[0]))
        .when(elsewhere & (pl.col("met_profile") != ours))
        .then(pl.lit(OTHERS[1]))
    )


def _news(told: pl.DataFrame) -> pl.DataFrame:
    """Return, for each group, what it was told and what it replied."""
    own = pl.col("others").is_null()
    langs = pl.col("told_in").filter(own).drop_nulls().unique().sort()
    in_own = own & (pl.col("told_in") == pl.col("lang"))
    return told.group_by(*owing.GROUP).agg(
        own.any().alias("was_told"),
        pl.col("told_on").filter(own).min(),
        pl.col("reply").filter(own).is_not_null().sum().cast(pl.Int64).alias("replied"),
        pl.col("medium").filter(own).unique().sort().alias("media"),
        langs.alias("told_lang"),
        ((langs.len() > 0) & ~in_own.any()).alias("other_language"),
        pl.when(~own.any())
        .then(pl.col("others").drop_nulls().min())
        .alias("only_with_others"),
    )
