"""Common ground, divided, or not heard enough? What the shares of groups allow to say.

Verdicts, in the order in which they are tried:

- ``method_matters``: counted in public and in secret, the statement gives answers
  that contradict each other; neither is taken for common ground.
- ``common_ground``: every group of the comparison was heard enough and passes.
- ``dividing``: the intervals of two groups, counted by one method, do not overlap.
- ``counted_in_public``: sensitive, and some group answered in public only.
- ``not_heard_enough``: some group has too few people or gatherings for an answer.
- ``undecided``: all were heard; neither agreement nor division is sure.

A group passes if the lower end of its interval, by the method that tells most of it,
lies above the agreed share, and by no other method its share lies below. That two
intervals of 95 % do not overlap happens by chance in about one of 180 pairs of groups
that are alike: among many statements, a small gap proves little.

References
----------
.. [1] Holm, S. (1979), A simple sequentially rejective multiple test procedure,
   Scandinavian Journal of Statistics 6, 65-70.
.. [2] Schenker, N. and Gentleman, J. (2001), On judging the significance of
   differences by examining the overlap between confidence intervals, American
   Statistician 55, 182-186.
"""

from __future__ import annotations

from collections.abc import Mapping

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


def of_groups(
    counts: pl.DataFrame,
    groups: Mapping[str, tuple[str, ...]],
    methods: pl.DataFrame,
    *,
    bar: float,
) -> pl.DataFrame:
    """Return what can be said of each statement in each comparison.

    Parameters
    ----------
    counts : pl.DataFrame
        `AgreementResult.counts`.
    groups : mapping of str to tuple of str
        Comparison to the keys of its groups.
    methods : pl.DataFrame
        `AgreementResult.methods`.
    bar : float
        The share that every group must pass, 0 to 1.

    Returns
    -------
    pl.DataFrame
        One row per comparison and statement that someone answered, by both:
        ``key``, ``verdict``, ``weakest`` (the group of the lowest share, each by the
        method that tells most of it), ``weakest_share``, ``weakest_low``, ``sure`` (probability that all groups
        pass, taking them as independent; missing if one was not heard), ``thin``
        (groups not heard enough, space separated, empty for none), and of the two
        groups farthest apart by one method (secret before public, then the one
        that heard most people): ``highest``, ``lowest``, ``gap`` (0 to 1), ``clear``
        (their intervals do not overlap), ``method``.
    """
    asked = counts.select("comparison", "statement", "key", "sensitive").unique()
    whole = (
        asked.join(_weakest(counts, bar), on=["comparison", "statement"], how="left")
        .join(_thin(asked, counts, groups), on=["comparison", "statement"], how="left")
        .join(_gaps(counts), on=["comparison", "statement"], how="left")
        .with_columns(
            pl.col("clear").fill_null(value=False),
            split=pl.col("statement").is_in(
                methods.filter("split")["statement"].unique().implode()
            ),
        )
    )
    heard = pl.col("thin") == ""
    return whole.select(
        "comparison",
        "statement",
        "key",
        _verdict(heard).alias("verdict"),
        "weakest",
        "weakest_share",
        "weakest_low",
        pl.when(heard).then("sure").alias("sure"),
        "thin",
        "highest",
        "lowest",
        "gap",
        "clear",
        "method",
    ).sort("comparison", "statement")


def _verdict(heard: pl.Expr) -> pl.Expr:
    return (
        pl.when("split")
        .then(pl.lit("method_matters"))
        .when(heard & pl.col("passes"))
        .then(pl.lit("common_ground"))
        .when("clear")
        .then(pl.lit("dividing"))
        .when(~heard & pl.col("sensitive") & pl.col("in_public"))
        .then(pl.lit("counted_in_public"))
        .when(~heard)
        .then(pl.lit("not_heard_enough"))
        .otherwise(pl.lit("undecided"))
    )


def _weakest(counts: pl.DataFrame, bar: float) -> pl.DataFrame:
    """Return the group with the lowest share, each by the method that tells most."""
    cell = ["comparison", "statement"]
    usable = counts.filter("usable")
    # Chosen by how much it is worth, never by its outcome: no method is shopped for.
    main = usable.sort("worth", "method", descending=[True, False]).unique(
        [*cell, "group"], keep="first", maintain_order=True
    )
    others = usable.group_by(cell).agg(unopposed=(pl.col("share") > bar).all())
    return (
        main.sort("share", "group")
        .group_by(cell, maintain_order=True)
        .agg(
            weakest=pl.col("group").first(),
            weakest_share=pl.col("share").first(),
            weakest_low=pl.col("low").first(),
            passes=(pl.col("low") > bar).all(),
            sure=pl.col("sure").product(),
        )
        .join(others, on=cell)
        .with_columns(passes=pl.col("passes") & pl.col("unopposed"))
        .drop("unopposed")
    )


def _thin(
    asked: pl.DataFrame, counts: pl.DataFrame, groups: Mapping[str, tuple[str, ...]]
) -> pl.DataFrame:
    """Return the groups without a usable count, and whether only public ones exist."""
    declared = pl.DataFrame(
        [(name, group) for name, held in groups.items() for group in held],
        schema={"comparison": pl.String, "group": pl.String},
        orient="row",
    )
    cell = ["comparison", "statement", "group"]
    heard = counts.filter("usable").select(cell).unique()
    public = counts.filter(pl.col("enough") & ~pl.col("usable")).select(cell).unique()
    missing = (
        asked.select("comparison", "statement")
        .join(declared, on="comparison")
        .join(heard, on=cell, how="anti")
        .join(public.with_columns(in_public=pl.lit(value=True)), on=cell, how="left")
    )
    thin = missing.group_by("comparison", "statement").agg(
        thin=pl.col("group").sort().str.join(" "),
        in_public=pl.col("in_public").fill_null(value=False).any(),
    )
    return (
        asked.select("comparison", "statement")
        .join(thin, on=["comparison", "statement"], how="left")
        .with_columns(
            pl.col("thin").fill_null(""), pl.col("in_public").fill_null(value=False)
        )
    )


def _gaps(counts: pl.DataFrame) -> pl.DataFrame:
    """Return the two groups farthest apart, counted by one method."""
    usable = counts.filter("usable").sort("share", "group")
    apart = (
        usable.group_by("comparison", "statement", "method", maintain_order=True)
        .agg(
            people=pl.col("n").sum(),
            groups=pl.len(),
            highest=pl.col("group").last(),
            lowest=pl.col("group").first(),
            gap=pl.col("share").last() - pl.col("share").first(),
            clear=pl.col("low").last() > pl.col("high").first(),
        )
        .filter(pl.col("groups") > 1)
        .with_columns(private=pl.col("method").is_in(answers.PRIVATE))
    )
    return (
        apart.sort("private", "people", "method", descending=[True, True, False])
        .unique(["comparison", "statement"], keep="first", maintain_order=True)
        .drop("people", "groups", "private")
    )
