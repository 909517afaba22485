"""How few further answers would undo a claim?

Common ground has worked it out: so few people of one group, each answering alone and
not agreeing, bring a claim below its certainty. Here it stands beside how many of that
group were heard.
"""

from __future__ import annotations

import polars as pl

from vestibule.understand.ground.result import GroundResult

FRAGILE = 0.05
"""A claim that so small a part of a group's answers more would undo is fragile."""

FLIPS = pl.Schema(
    {
        "comparison": pl.String(),
        "statement": pl.String(),
        "key": pl.String(),
        "sure": pl.Float64(),
        "extra": pl.Int64(),
        "extra_in": pl.String(),
        "heard": pl.Int64(),
        "part": pl.Float64(),
        "fragile": pl.Boolean(),
    }
)
"""One row per claim."""


def flips(ground: GroundResult | None) -> pl.DataFrame:
    """Return the claims by how few further answers against them would undo them.

    Parameters
    ----------
    ground : GroundResult or None
        What is claimed.

    Returns
    -------
    pl.DataFrame
        `FLIPS`, the most fragile first. ``extra``: answers, missing where a million
        do not undo it; ``heard``: answers of that group so far; ``part``: of them.
    """
    if ground is None:
        return FLIPS.to_frame()
    heard = ground.segments.select(
        "comparison", "statement", extra_in="group", heard="n"
    )
    return (
        ground.claims.join(
            heard, on=["comparison", "statement", "extra_in"], how="left"
        )
        .with_columns(part=pl.col("extra") / pl.col("heard"))
        .with_columns(fragile=(pl.col("part") <= FRAGILE).fill_null(value=False))
        .select(list(FLIPS))
        .cast(FLIPS)
        .sort("part", "comparison", "statement", nulls_last=True)
    )
