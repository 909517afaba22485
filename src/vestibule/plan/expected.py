"""Which places should be heard, and how many people live there?"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import polars as pl

from vestibule.dossier.records import Dossier

CAMP = "camp"


def places(
    settled: Dossier, presences: pl.DataFrame, targets: pl.DataFrame, level: int
) -> pl.DataFrame:
    """Return the places whose voices are looked for.

    Those of the administrative frame in use while people met (or the latest, if
    nobody met yet), camps among them; those with a target; those that were heard.
    Regions abroad are looked for only if they have a target or were heard.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` returns it.
    presences : pl.DataFrame
        As `presences.presences` returns them, at `level`.
    targets : pl.DataFrame
        Rows of the table.
    level : int
        Level of the places; camps count as regions.

    Returns
    -------
    pl.DataFrame
        ``place``, ``key``, ``name``, ``kind``, ``tile_row``, ``tile_col``,
        ``outside``, ``targeted``; sorted by key.
    """
    everywhere = settled.table("places").filter(pl.col("level") == level)
    met = {*presences["place"].drop_nulls(), *presences["held_in"].drop_nulls()}
    targeted = targets["place"].unique()
    inside = ~pl.col("outside").fill_null(value=False) | (pl.col("kind") == CAMP)
    looked_for = inside & _of_vintage(everywhere, met) & _while_met(presences)
    chosen = everywhere.filter(
        looked_for | pl.col("id").is_in([*met]) | pl.col("id").is_in(targeted.to_list())
    )
    return chosen.select(
        "key",
        "name",
        "kind",
        "tile_row",
        "tile_col",
        pl.col("outside").fill_null(value=False),
        pl.col("id").is_in(targeted.to_list()).alias("targeted"),
        place="id",
    ).sort("key")


def _of_vintage(everywhere: pl.DataFrame, met: set[str]) -> pl.Expr:
    """Return whether a place belongs to the frame in use."""
    used = everywhere.filter(pl.col("id").is_in([*met]))
    # A place of several frames says little about which of them was in use.
    tokens = Counter(
        vintage
        for said in (used if len(used) else everywhere)["vintage"].drop_nulls()
        if len(said.split()) == 1
        for vintage in said.split()
    )
    if not tokens:
        return pl.lit(value=True)
    most = max(tokens.values()) if len(used) else 0
    vintage = max(name for name, n in tokens.items() if n >= most)
    said = pl.col("vintage").str.split(" ").list.contains(vintage)
    return said | pl.col("vintage").is_null()


def _while_met(presences: pl.DataFrame) -> pl.Expr:
    """Return whether a place is valid on some day of the gatherings, or now."""
    days = presences["held_on"].drop_nulls().to_list()
    if not days:
        return pl.col("valid_to").is_null()
    first: dt.date = min(days)
    last: dt.date = max(days)
    starts = pl.col("valid_from").is_null() | (pl.col("valid_from") <= last)
    ends = pl.col("valid_to").is_null() | (pl.col("valid_to") >= first)
    return starts & ends


def population(
    frame: pl.DataFrame, listed: pl.DataFrame
) -> tuple[str | None, pl.DataFrame]:
    """Return who lives in the places: context, never a weight.

    Parameters
    ----------
    frame : pl.DataFrame
        Rows of the table `frame`.
    listed : pl.DataFrame
        As `places` returns them.

    Returns
    -------
    tuple of (str or None, pl.DataFrame)
        The edition: the one that covers most of the places, the latest of these.
        ``place``, ``population``, ``population_share`` (of all places it covers).
    """
    parts = frame.filter(
        pl.col("sex").is_null()
        & pl.col("age_band").is_null()
        & ~pl.col("published_total")
        & pl.col("place").is_in(listed["place"].to_list())
    )
    editions = (
        parts.group_by("edition")
        .agg(pl.len().alias("covered"), pl.col("year").max())
        .sort("covered", "year", "edition", descending=[True, True, False])
    )
    edition = None if editions.is_empty() else str(editions["edition"][0])
    chosen = parts.filter(pl.col("edition") == (edition or ""))
    share = pl.col("population") / pl.col("population").sum()
    return edition, chosen.select(
        "place", "population", share.alias("population_share")
    )
