"""How many were reached of how many, where a promise counts something?

So many of so many arrived, were integrated, were built: counts stand in verifications,
as what a side saw on a day, whole or by ``part`` (a site, a signatory). Totals that
differ from the sum of their parts are named and never mended. Counts only: no list of
the people counted belongs in a dossier.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from vestibule.dossier.records import Dossier

COUNTED = pl.Schema(
    {
        "commitment": pl.String(),
        "side": pl.String(),
        "seen_on": pl.Date(),
        "parts": pl.Int64(),
        "stated": pl.Int64(),
        "summed": pl.Int64(),
        "reached": pl.Int64(),
        "target": pl.Int64(),
        "share": pl.Float64(),
        "problem": pl.String(),
    }
)
"""One row per commitment, side and day of counting: see `counted`."""


def counted(settled: Dossier, today: dt.date) -> pl.DataFrame:
    """Return what each side counted on each day.

    Parameters
    ----------
    settled : Dossier
        As `lineage.settled` gives it.
    today : date
        The day it is; later counts are not known yet.

    Returns
    -------
    pl.DataFrame
        `COUNTED`, by commitment, side, day. ``stated``: the total somebody wrote,
        ``summed``: the sum of the ``parts``; ``reached``: either, where they do not
        contradict each other; ``share``: of ``target``, 0 and above. ``problem``:
        ``parts-differ`` (the total is not the sum of its parts), ``totals-differ``
        (two totals, or one part counted twice with different numbers),
        ``above-target`` (more than there were; shown all the same).
    """
    rows = settled.table("verifications").filter(
        (pl.col("seen_on") <= today).fill_null(value=True)
        & (pl.col("reached").is_not_null() | pl.col("target").is_not_null())
    )
    once = rows.unique(["commitment", "side", "seen_on", "part", "reached", "target"])
    is_part = pl.col("part").is_not_null()
    parts = pl.col("reached").filter(is_part)
    whole = pl.col("reached").filter(~is_part).drop_nulls()
    names = pl.col("part").filter(is_part)
    of_parts = pl.col("target").filter(is_part)
    targets = pl.col("target").filter(~is_part).drop_nulls()
    told = once.group_by("commitment", "side", "seen_on").agg(
        parts=names.n_unique().cast(pl.Int64),
        stated=whole.first(),
        summed=pl.when((parts.len() > 0) & ~parts.has_nulls()).then(parts.sum()),
        target=pl.coalesce(
            targets.max(), pl.when(~of_parts.has_nulls()).then(of_parts.sum())
        ),
        twice=(whole.n_unique() > 1)
        | (targets.n_unique() > 1)
        | (names.n_unique() < names.len()),
    )
    differ = (pl.col("stated") != pl.col("summed")).fill_null(value=False)
    return (
        told.with_columns(target=pl.when(pl.col("target") > 0).then("target"))
        .with_columns(
            reached=pl.when(~differ & ~pl.col("twice")).then(
                pl.coalesce("stated", "summed")
            )
        )
        .with_columns(
            share=pl.col("reached") / pl.col("target"),
            problem=pl.when("twice")
            .then(pl.lit("totals-differ"))
            .when(differ)
            .then(pl.lit("parts-differ"))
            .when(pl.col("reached") > pl.col("target"))
            .then(pl.lit("above-target")),
        )
        .select(pl.col(name).cast(kind) for name, kind in COUNTED.items())
        .sort("commitment", "side", "seen_on")
    )
