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

COLUMNS = (
    "place",
    "visits",
    "recent",
    "told",
    "last_on",
    "hours",
    "timed",
    "groups",
    "groups_waiting",
    "region",
)
"""Of `Burden.places`."""

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
        `RECENT_DAYS`), ``told`` (how often a group heard there was told, or people
        met there to be told), ``last_on``, ``hours`` (hours of
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
            pl.col("held_on").max().alias("last_on"),
            pl.col("hours").sum().round(2),
            pl.col("hours").is_not_null().sum().cast(pl.Int64).alias("timed"),
        )
        .join(_told(settled, went, found.today), on="place", how="left")
        .join(_waiting(found), on="place", how="left")
        .join(region.rename({"ancestor": "region"}), on="place", how="left")
        .with_columns(pl.col("told", "groups", "groups_waiting").fill_null(0))
        .select(*COLUMNS)
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


def _told(settled: Dossier, went: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """Return how often each place was told, by a meeting or without one.

    Several groups told at one meeting, or by one medium on one day, were told once.

    Returns
    -------
    pl.DataFrame
        Columns ``place`` and ``told``.
    """
    met = went.filter(pl.col("kind").is_in(list(owing.NOT_HEARD)))
    owing_to = settled.table("gatherings").select("place", heard="id")
    groups = settled.table("obligations").select(obligation="id", heard="gathering")
    noted = (
        settled.table("restitutions")
        .filter(pl.col("told_on").is_null() | (pl.col("told_on") <= today))
        .join(groups, on="obligation")
        .join(owing_to, on="heard")
        .drop_nulls("place")
    )
    day = pl.col("told_on").cast(pl.String).fill_null("")
    unmet = pl.concat_str(pl.col("medium"), day, separator=" ")
    once = pl.concat(
        [
            met.select("place", once="id"),
            noted.select("place", once=pl.coalesce("gathering", unmet)),
        ]
    )
    return once.group_by("place").agg(told=pl.col("once").n_unique().cast(pl.Int64))


def _waiting(found: debt.Owed) -> pl.DataFrame:
    return found.groups.group_by("place").agg(
        pl.len().cast(pl.Int64).alias("groups"),
        (pl.col("state") == "due").sum().cast(pl.Int64).alias("groups_waiting"),
    )
