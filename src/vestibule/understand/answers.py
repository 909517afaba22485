"""Who answered what, counted how, in which gathering, speaking from where?

One table out of two kinds of records: votes, one person each, and tallies, counted
groups. A tally tells of a group only what holds of the whole gathering: its profile
if it was homogeneous, its place, its language, and its sex, age band or displacement
if everyone present shared it. Sex alone may be counted apart.
"""

from __future__ import annotations

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier
from vestibule.understand import met

INDIVIDUAL = "individual"
"""The counting method of votes; the others are those of tallies."""

PRIVATE = (INDIVIDUAL, "pots")
"""Methods by which nobody present sees what another answered."""

BASES = ("profile", "side", "sex", "age_band", "region", "displaced", "lang")
"""What a comparison may set side by side; ``region`` holds the id of a place here."""

COUNTING = ("statement", "method", "gathering", "place", "alone", "by_sex")
"""What tells how an answer was counted."""

COUNTED = ("agree", "disagree", "passed")
"""The three answers."""

WEIGHTS = ("weight", "weight_agree", "weight_squared")
"""Sums of weights by which each person counts alike, however much they answered:
of all answers, of those who agreed, and of the weights squared."""

FEWEST = 0.25
"""Nobody weighs more than if they had answered this part of the median."""


def answers(dossier: Dossier) -> pl.DataFrame:
    """Return all current answers to statements that were not moderated out.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    pl.DataFrame
        Rows to be summed: ``statement``, ``method``, ``gathering``, ``place`` (of
        the gathering), ``alone`` (whether each answered on their own: online or
        outside any gathering), ``by_sex`` (whether sexes were counted apart),
        ``agree``, ``disagree``, ``passed``, `WEIGHTS` (of tallies: 1 each), and
        `BASES` as text: keys of profiles, ``true`` or ``false``; missing where it is
        not known of all.
    """
    return dossier.once(_answers)


def _answers(dossier: Dossier) -> pl.DataFrame:
    put = dossier.current("statements").filter(pl.col("moderation") != "out")
    kept = put.select(statement="id")
    tallied = _tallied(dossier).join(kept, on="statement", how="semi")
    return pl.concat([_voted(dossier, kept), tallied])


def _voted(dossier: Dossier, kept: pl.DataFrame) -> pl.DataFrame:
    last = (
        dossier.current("votes")
        .join(kept, on="statement", how="semi")
        .sort(*versions.BY_TIME, "id", nulls_last=False)
        .unique(["person", "statement"], keep="last")
        .select("person", "statement", "gathering", "vote")
        .with_columns(weight=_weight())
    )
    people = dossier.current("people").select(
        "profile",
        "sex",
        "age_band",
        "lang",
        person="id",
        region="place",
        displaced=pl.col("displaced").cast(pl.String),
    )
    own = last.join(_profiled(dossier, people), on="person", how="left")
    rows = own.join(_met(dossier), on="gathering", how="left", suffix="_met")
    known = [pl.coalesce(name, f"{name}_met").alias(name) for name in BASES]
    keys = ["statement", "gathering", "place", "alone", *BASES]
    return (
        rows.with_columns(*known, pl.col("alone").fill_null(value=True))
        .group_by(keys)
        .agg(
            *(
                (pl.col("vote") == meant).sum().cast(pl.Int64).alias(name)
                for name, meant in zip(COUNTED, (1, -1, 0), strict=True)
            ),
            pl.col("weight").sum(),
            weight_agree=pl.col("weight").filter(pl.col("vote") == 1).sum(),
            weight_squared=(pl.col("weight") ** 2).sum(),
        )
        .with_columns(method=pl.lit(INDIVIDUAL), by_sex=pl.lit(value=False))
        .select(_columns())
    )


def _tallied(dossier: Dossier) -> pl.DataFrame:
    counted = (
        dossier.current("tallies")
        .sort("count", *versions.BY_TIME, "id", nulls_last=False)
        # A second count checks the first; the last one made stands.
        .unique(["gathering", "statement", "method", "sex"], keep="last")
        .rename({"sex": "counted_sex"})
    )
    rows = counted.join(_met(dossier), on="gathering", how="left").with_columns(
        by_sex=pl.col("counted_sex").is_not_null(),
        sex=pl.coalesce("counted_sex", "sex"),
        alone=pl.lit(value=False),
        weight=pl.sum_horizontal(COUNTED).cast(pl.Float64),
        weight_agree=pl.col("agree").cast(pl.Float64),
        weight_squared=pl.sum_horizontal(COUNTED).cast(pl.Float64),
    )
    return rows.select(_columns())


def of_all(rows: pl.DataFrame) -> pl.DataFrame:
    """Return answers in which nobody is counted twice, sexes counted together.

    Where a gathering was counted both as a whole and by sex, the whole stands.

    Returns
    -------
    pl.DataFrame
        Answers in which nobody is counted twice, sexes counted together.
    """
    once = ["gathering", "statement", "method"]
    whole = rows.filter(~pl.col("by_sex"))
    parts = rows.filter(pl.col("by_sex")).join(whole, on=once, how="anti")
    return pl.concat([whole, parts])


def of_each_sex(rows: pl.DataFrame) -> pl.DataFrame:
    """Return answers in which nobody is counted twice, by sex where it was counted."""
    once = ["gathering", "statement", "method"]
    parts = rows.filter(pl.col("by_sex"))
    whole = rows.filter(~pl.col("by_sex")).join(parts, on=once, how="anti")
    return pl.concat([whole, parts])


def _columns() -> list[str]:
    return [*COUNTING, *COUNTED, *WEIGHTS, *BASES]


def _weight() -> pl.Expr:
    """Return 1 over how many statements a person answered."""
    given = pl.len().over("person").cast(pl.Float64)
    return 1 / pl.max_horizontal(given, FEWEST * given.median())


def _profiled(dossier: Dossier, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the key and side of their profile instead of its id."""
    profiles = dossier.current("profiles").select("side", "key", profile="id")
    return rows.join(profiles, on="profile", how="left").with_columns(profile="key")


def _met(dossier: Dossier) -> pl.DataFrame:
    rows = _profiled(dossier, met.gatherings(dossier))
    return rows.select(
        "gathering",
        "place",
        "profile",
        "side",
        "sex",
        "age_band",
        "displaced",
        "lang",
        region="place",
        alone=pl.col("kind") == "online",
    )
