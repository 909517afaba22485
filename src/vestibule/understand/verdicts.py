"""Common ground, divided, or not heard enough? What the shares of groups allow to say.

Verdicts, in the order in which they are tried:

- ``method_matters``: counted in public and in secret, the statement gives answers
  that contradict each other; neither is taken for common ground.
- ``common_ground``: every group of the comparison was heard enough and passes.
- ``dividing``: the intervals of two groups, counted by one method, do not overlap.
- ``counted_in_public``: sensitive, and some group answered in public only.
- ``not_heard_enough``: some group has too few people or gatherings for an answer.
- ``undecided``: all were heard; neither agreement nor division is sure.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vestibule.understand import answers

METHODS = {
    "statement": pl.String,
    "key": pl.String,
    "public": pl.String,
    "public_share": pl.Float64,
    "private": pl.String,
    "private_share": pl.Float64,
    "gap": pl.Float64,
    "split": pl.Boolean,
}
"""What `of_methods` returns."""


def of_methods(overall: pl.DataFrame) -> pl.DataFrame:
    """Return what public and secret counts of one statement say beside each other.

    Parameters
    ----------
    overall : pl.DataFrame
        `AgreementResult.overall`.

    Returns
    -------
    pl.DataFrame
        One row per statement, public method and secret method, by falling ``gap``:
        ``key``, ``public``, ``public_share``, ``private``, ``private_share`` (0 to
        1), ``gap`` (public less private, -1 to 1) and ``split`` (both are enough,
        and their intervals do not overlap).
    """
    kept = overall.select(
        "statement", "key", "method", "share", "low", "high", "enough"
    )
    private = pl.col("method").is_in(answers.PRIVATE)
    pairs = kept.filter(~private).join(
        kept.filter(private), on=["statement", "key"], suffix="_private"
    )
    apart = (pl.col("low") > pl.col("high_private")) | (
        pl.col("low_private") > pl.col("high")
    )
    return (
        pairs.select(
            "statement",
            "key",
            public="method",
            public_share="share",
            private="method_private",
            private_share="share_private",
            gap=pl.col("share") - pl.col("share_private"),
            split=(apart & pl.col("enough") & pl.col("enough_private")).fill_null(
                value=False
            ),
        )
        .cast(METHODS)  # type: ignore[arg-type]
        .sort("gap", "statement", "public", "private", descending=[True] + [False] * 3)
    )


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
        ``key``, ``verdict``, ``weakest`` (the group of the lowest share),
        ``weakest_share``, ``weakest_low``, ``sure`` (probability that all groups
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
    return (
        counts.filter("usable")
        .sort("share", "group", "method")
        .group_by("comparison", "statement", maintain_order=True)
        .agg(
            weakest=pl.col("group").first(),
            weakest_share=pl.col("share").first(),
            weakest_low=pl.col("low").min(),
            passes=(pl.col("low") > bar).all(),
            sure=pl.col("sure").product(),
        )
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
