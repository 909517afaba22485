"""How many distinct people stand behind presences that were partly only counted?

One person may attend several gatherings, and a presence that was only counted
does not say who it was. What is certain:

- In one gathering, each presence is another person. So there were at least as
  many people as at the largest gathering.
- The pseudonyms that one site made tell its people apart. So there were at least
  as many people as the site with most of them knows. Two sites may know the same
  person under two pseudonyms, and a person who was counted here may have a
  pseudonym there: these numbers are not added.
- Nobody was there who is neither a pseudonym nor counted. So there were at most
  as many people as pseudonyms and counted presences together.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

LOCAL_KINDS = ("focus_group", "interview", "story_session", "action_group")
"""Gatherings held where people live."""

ASSUMPTION = (
    "Assumed: nobody who was counted without a pseudonym took part in local "
    "gatherings (focus groups, interviews, story sessions, action groups) of two "
    "places, and two sites of different places did not meet the same person."
)
"""Under which the narrower bound of `assumed_low` holds."""


def distinct(presences: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return the least and the most distinct people in each cell.

    Parameters
    ----------
    presences : pl.DataFrame
        As `presences.presences` returns them: ``gathering``, ``person``, ``site``,
        ``n`` and the columns `by`.
    by : sequence of str
        What the cells are; empty for one cell.

    Returns
    -------
    pl.DataFrame
        One row per cell with presences: the columns `by`, ``people_low``,
        ``people_high``, and ``people`` where both are the same number, else
        missing.
    """
    cells = [*by, "everyone"]  # a key that is always there: polars groups by something
    rows = presences.with_columns(everyone=pl.lit(0))
    known = rows.drop_nulls("person").unique(["gathering", "person", *cells])
    counted = rows.filter(pl.col("person").is_null())
    met = pl.concat(
        [part.select("gathering", *cells, "n") for part in (_each(known), counted)]
    )
    people = pl.col("person").n_unique().cast(pl.Int64)
    parts = [
        met.group_by([*cells, "gathering"]).agg(least=pl.col("n").sum()),
        known.group_by([*cells, "site"]).agg(least=people),
        known.group_by(cells).agg(most=people),
        counted.group_by(cells).agg(most=pl.col("n").sum()),
    ]
    return (
        pl.concat(parts, how="diagonal")
        .group_by(cells)
        .agg(people_low=pl.col("least").max(), people_high=pl.col("most").sum())
        .with_columns(
            people=pl.when(pl.col("people_low") == pl.col("people_high")).then(
                "people_low"
            )
        )
        .drop("everyone")
        .sort(*by or ["people_low"], nulls_last=True)
    )


def bounds(presences: pl.DataFrame) -> tuple[int, int]:
    """Return the least and the most distinct people behind all presences."""
    found = distinct(presences, [])
    if found.is_empty():
        return 0, 0
    return int(found["people_low"][0]), int(found["people_high"][0])


def assumed_low(presences: pl.DataFrame, within: pl.DataFrame) -> int:
    """Return a higher least number of people, which holds under `ASSUMPTION`.

    The least numbers of the places are added up.

    Parameters
    ----------
    presences : pl.DataFrame
        As for `distinct`, with ``kind``, ``capacity`` and ``own_place``.
    within : pl.DataFrame
        ``place`` and ``above``: each place and every place it lies in, itself too.

    Returns
    -------
    int
        Never below the certain least number.

    Notes
    -----
    A place that contains another place of the list is left out, for the same
    people may be recorded at both. Someone with a pseudonym who was heard in two
    places counts in the first of them.
    """
    local = presences.filter(
        pl.col("kind").is_in(LOCAL_KINDS)
        & (pl.col("capacity") == "consulted")
        & pl.col("own_place").is_not_null()
    )
    above = within.filter(pl.col("place") != pl.col("above"))
    containing = above.join(local, left_on="place", right_on="own_place", how="semi")
    finest = local.join(containing, left_on="own_place", right_on="above", how="anti")
    home = pl.col("own_place").min().over("person")
    placed = finest.filter(pl.col("person").is_null() | (pl.col("own_place") == home))
    added = int(distinct(placed, ["own_place"])["people_low"].sum())
    return max(added, bounds(presences)[0])


def _each(known: pl.DataFrame) -> pl.DataFrame:
    """Return presences under a pseudonym as one person each."""
    return known.with_columns(n=pl.lit(1, pl.Int64))
