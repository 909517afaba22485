"""How much was asked of each community: visits, hours, and what it got in return?

Communities tire of being asked. Before going again, a team looks at how often people
came, how many hours they asked for, and whether anyone ever came back to tell.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from vestibule.act.restitution import debt, owing
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier

RECENT_DAYS = 365
"""Visits of the last year are counted apart."""

ONLINE = "online"
"""Nobody came to a conversation online; it is no visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """What was asked of each place; for the team, never public below region.

    Parameters
    ----------
    today : date
        The day it tells of.
    places : pl.DataFrame
        One row per place as recorded at gatherings: ``place``, ``region``,
        ``visits`` (gatherings, those to tell included), ``recent`` (of the last
        `RECENT_DAYS`), ``told`` (visits to tell), ``last_on``, ``hours`` (hours of
        people's time: minutes times people present, where both are known),
        ``timed`` (visits that `hours` counts), ``groups`` heard there,
        ``groups_waiting`` (due, their day passed or not). Most hours first, then
        most visits. Where `timed` is below `visits`, `hours` is a lower bound.
    """

    today: dt.date
    places: pl.DataFrame


def burden(settled: Dossier, found: debt.Owed) -> Burden:
    """Return the ledger of what was asked of each community.

    Parameters
    ----------
    settled : Dossier
        `lineage.settled` records.
    found : Owed
        `debt.owed` of the same records and day.

    Returns
    -------
    Burden
        Gatherings dated later than the day are not counted; those without a day are.
    """
    went = _visits(settled, found.today)
    region = Gazetteer.of(settled).ancestors_frame(1)
    places = (
        went.group_by("place")
        .agg(
            pl.len().cast(pl.Int64).alias("visits"),
            (pl.col("held_on") > found.today - dt.timedelta(days=RECENT_DAYS))
            .sum()
            .cast(pl.Int64)
            .alias("recent"),
            pl.col("kind")
            .is_in(list(owing.NOT_HEARD))
            .sum()
            .cast(pl.Int64)
            .alias("told"),
            pl.col("held_on").max().alias("last_on"),
            pl.col("hours").sum().round(2),
            pl.col("hours").is_not_null().sum().cast(pl.Int64).alias("timed"),
        )
        .join(_waiting(found), on="place", how="left")
        .join(region.rename({"ancestor": "region"}), on="place", how="left")
        .with_columns(pl.col("groups", "groups_waiting").fill_null(0))
        .sort("hours", "visits", "place", descending=[True, True, False])
    )
    return Burden(today=found.today, places=places)


def _visits(settled: Dossier, today: dt.date) -> pl.DataFrame:
    listed = (
        settled.table("attendances")
        .group_by("gathering")
        .agg(pl.col("n").sum().alias("listed"))
    )
    came = (pl.col("kind") != ONLINE) & pl.col("place").is_not_null()
    known = pl.col("held_on").is_null() | (pl.col("held_on") <= today)
    present = pl.max_horizontal("present", "listed")
    return (
        settled.table("gatherings")
        .filter(came & known)
        .join(listed, left_on="id", right_on="gathering", how="left")
        .with_columns(hours=pl.col("minutes") * present / 60)
    )


def _waiting(found: debt.Owed) -> pl.DataFrame:
    return found.groups.group_by("place").agg(
        pl.len().cast(pl.Int64).alias("groups"),
        (pl.col("state") == "due").sum().cast(pl.Int64).alias("groups_waiting"),
    )
