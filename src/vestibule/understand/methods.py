"""Do public and secret counts of one statement say the same?

Where they contradict each other, neither is taken for common ground.

References
----------
.. [1] Holm, S. (1979), A simple sequentially rejective multiple test procedure,
   Scandinavian Journal of Statistics 6, 65-70.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import stats

from vestibule.understand import answers
from vestibule.understand.intervals import Floats

PAIR = ("statement", "method", "method_private")
"""A statement, and two ways in which it was counted."""

ERROR = 0.05
"""In how many tables of methods, at most, a difference may be claimed that is none."""

METHODS = pl.Schema(
    {
        "statement": pl.String(),
        "key": pl.String(),
        "public": pl.String(),
        "public_share": pl.Float64(),
        "private": pl.String(),
        "private_share": pl.Float64(),
        "gap": pl.Float64(),
        "both": pl.Int64(),
        "split": pl.Boolean(),
    }
)
"""What `of_methods` returns."""


def of_methods(
    overall: pl.DataFrame, rows: pl.DataFrame, *, least: int
) -> pl.DataFrame:
    """Return what public and secret counts of one statement say beside each other.

    Where enough gatherings were counted both ways, they alone are compared: the same
    people answered. Elsewhere all are, and a split may also tell who was counted how.

    Parameters
    ----------
    overall : pl.DataFrame
        `AgreementResult.overall`.
    rows : pl.DataFrame
        `AgreementResult.rows`.
    least : int
        Gatherings that are enough.

    Returns
    -------
    pl.DataFrame
        One row per statement, public method and secret method, by falling ``gap``:
        ``key``, ``public``, ``public_share``, ``private``, ``private_share`` (0 to
        1), ``gap`` (public less private, -1 to 1), ``both`` (gatherings counted both
        ways and compared alone; 0: all are) and ``split`` (both are enough, and the
        gap is too great for chance, by Holm's rule over all pairs).
    """
    kept = overall.select(
        "statement",
        "key",
        "method",
        "share",
        "worth",
        "enough",
        effect=pl.col("n") / pl.col("worth"),
    )
    private = pl.col("method").is_in(answers.PRIVATE)
    pairs = (
        kept.filter(~private)
        .join(kept.filter(private), on=["statement", "key"], suffix="_private")
        .join(_same(rows, least), on=list(PAIR), how="left")
        .with_columns(
            pl.coalesce("same_share", "share").alias("share"),
            pl.coalesce("same_share_private", "share_private").alias("share_private"),
            pl.coalesce(pl.col("same") / pl.col("effect"), "worth").alias("worth"),
            pl.coalesce(
                pl.col("same_private") / pl.col("effect_private"), "worth_private"
            ).alias("worth_private"),
            pl.col("both").fill_null(0),
        )
        .sort(PAIR)
    )
    enough = pl.col("enough") & pl.col("enough_private")
    told = pairs.with_columns(heard=enough, chance=pl.Series(_chance(pairs)))
    return (
        told.with_columns(split=_holm(told))
        .select(
            "statement",
            "key",
            "both",
            "split",
            public="method",
            public_share="share",
            private="method_private",
            private_share="share_private",
            gap=pl.col("share") - pl.col("share_private"),
        )
        .select(list(METHODS))
        .cast(METHODS)
        .sort("gap", "statement", "public", "private", descending=[True] + [False] * 3)
    )


def _same(rows: pl.DataFrame, least: int) -> pl.DataFrame:
    """Return shares over the gatherings that were counted by both of two methods."""
    met = (
        rows.filter((pl.col("comparison") == "") & ~pl.col("alone"))
        .group_by("statement", "method", "gathering")
        .agg(pl.col("agree").sum(), pl.col("n").sum())
    )
    private = pl.col("method").is_in(answers.PRIVATE)
    return (
        met.filter(~private)
        .join(met.filter(private), on=["statement", "gathering"], suffix="_private")
        .group_by(PAIR)
        .agg(
            both=pl.len().cast(pl.Int64),
            same=pl.col("n").sum(),
            same_private=pl.col("n_private").sum(),
            same_share=pl.col("agree").sum() / pl.col("n").sum(),
            same_share_private=pl.col("agree_private").sum()
            / pl.col("n_private").sum(),
        )
        .filter(pl.col("both") >= least)
    )


def _chance(pairs: pl.DataFrame) -> Floats:
    """Return how probable so great a gap is where methods make no difference."""
    names = ("share", "worth", "share_private", "worth_private")
    columns = (pairs[name].cast(pl.Float64).fill_null(np.nan) for name in names)
    first, people, second, others = (column.to_numpy() for column in columns)
    whole = (first * people + second * others) / (people + others)
    spread = np.sqrt(whole * (1 - whole) * (1 / people + 1 / others))
    far = np.abs(first - second)
    steps = np.divide(far, spread, out=np.zeros_like(far), where=spread > 0)
    return np.asarray(2 * stats.norm.sf(np.nan_to_num(steps)), dtype=np.float64)


def _holm(told: pl.DataFrame) -> pl.Series:
    """Return which pairs differ, wrongly for any in at most `ERROR` of all tables."""
    heard = told["heard"].fill_null(value=False).to_numpy()
    chance = np.where(heard, told["chance"].to_numpy(), 1.0)
    order = np.argsort(chance, kind="stable")
    bars = ERROR / np.maximum(heard.sum() - np.arange(chance.size), 1)
    held = np.logical_and.accumulate(chance[order] <= bars)
    split = np.zeros(chance.size, dtype=bool)
    split[order] = held
    return pl.Series("split", split & heard)
