"""Which groups were heard enough on which statement, and if not, why?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vestibule.dossier.process import Disclosure
from vestibule.understand import answers

CELL = ["statement", "group"]
"""What tells one cell from another, in one comparison."""


def cells(
    rows: pl.DataFrame,
    statements: pl.DataFrame,
    groups: Sequence[str],
    least: Disclosure,
) -> pl.DataFrame:
    """Return every statement by every group, whether heard or not.

    Parameters
    ----------
    rows : pl.DataFrame
        `segments.rows`.
    statements : pl.DataFrame
        ``statement`` and ``key``: all that were put to anyone, or might have been.
    groups : sequence of str
        Of the comparison, in order.
    least : Disclosure
        How many people and gatherings are enough.

    Returns
    -------
    pl.DataFrame
        By statement, then group as given: ``agree``, ``n``, ``gatherings``,
        ``overheard`` (of what is evidence), ``enough`` and ``why`` not.
    """
    private = pl.col("method").is_in(answers.PRIVATE)
    kept = rows.with_columns(evident=private | ~pl.col("sensitive"))
    mine, together = pl.col("evident"), pl.col("evident") & ~pl.col("alone")
    heard = kept.group_by(CELL).agg(
        agree=pl.col("agree").filter(mine).sum(),
        sides=(pl.col("agree") + pl.col("disagree")).filter(mine).sum(),
        n=pl.col("n").filter(mine).sum(),
        asked=pl.col("n").sum(),
        # Counted in two ways, the same people answered: the larger count is theirs.
        people=pl.col("n").filter(mine & pl.col("alone")).sum(),
        gatherings=pl.col("gathering").filter(together).n_unique(),
        overheard=pl.col("gathering").filter(together & pl.col("overheard")).n_unique(),
    )
    met = (
        kept.filter(together)
        .group_by(*CELL, "gathering")
        .agg(pl.col("n").sum(), methods=pl.col("method").n_unique())
        .group_by(CELL)
        .agg(met=(pl.col("n") / pl.col("methods")).sum())
    )
    order = pl.DataFrame(
        {"group": list(groups), "place": range(len(groups))},
        schema={"group": pl.String, "place": pl.Int64},
    )
    numbers = ["agree", "sides", "n", "asked", "gatherings", "overheard"]
    whole = (
        statements.select("statement", "key")
        .join(order, how="cross")
        .join(heard, on=CELL, how="left")
        .join(met, on=CELL, how="left")
        .with_columns(
            *(pl.col(name).fill_null(0).cast(pl.Int64) for name in numbers),
            people=pl.col("people").fill_null(0) + pl.col("met").fill_null(0),
        )
    )
    found = whole.with_columns(why=_why(least)).sort("statement", "place")
    return found.with_columns(enough=pl.col("why") == "").drop("place", "met")


def _why(least: Disclosure) -> pl.Expr:
    met = pl.col("gatherings")
    few = (pl.col("people") < least.people) | ((met > 0) & (met < least.gatherings))
    return (
        pl.when(pl.col("asked") == 0)
        .then(pl.lit("never_asked"))
        .when(pl.col("n") == 0)
        .then(pl.lit("counted_in_public"))
        .when(few)
        .then(pl.lit("too_few"))
        .when(pl.col("sides") == 0)
        .then(pl.lit("took_no_side"))
        .otherwise(pl.lit(""))
    )


def why_nothing(cells_heard: pl.DataFrame, rows: pl.DataFrame) -> str | None:
    """Return why nothing can be said of a whole comparison, or None.

    Parameters
    ----------
    cells_heard : pl.DataFrame
        From `cells`.
    rows : pl.DataFrame
        What is evidence: `counting.evident`.

    Returns
    -------
    str or None
        ``nobody_answered``, ``one_group``, ``no_two_groups`` (heard enough on one
        statement), ``all_agreed`` (with everything), or None: something can be said.
    """
    if rows.is_empty():
        return "nobody_answered"
    if rows["group"].n_unique() < 2:
        return "one_group"
    both = cells_heard.filter("enough").group_by("statement").len()
    if both.filter(pl.col("len") > 1).is_empty():
        return "no_two_groups"
    if (rows["agree"] == rows["n"]).all():
        return "all_agreed"
    return None
