"""What is carried with which objections, and who would be overruled?

In a consensus round each ballot supports a proposal, objects to it, or stands aside.
A proposal is *carried* where at least the share that the process declared supports it
and nobody objects; *over objections* where somebody does; else *not carried*. Who would be
overruled is named: a gathering, region or profile in which at least half of those who
spoke object to what is carried all the same. Consensus is an act of those present, not
a statistic of a population.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vestibule.agree.ballots import Held

PROPOSALS = pl.Schema(
    {
        "finding": pl.String(),
        "key": pl.String(),
        "state": pl.String(),
        "support": pl.Int64(),
        "objections": pl.Int64(),
        "aside": pl.Int64(),
        "spoke": pl.Int64(),
        "gatherings": pl.Int64(),
        "places": pl.Int64(),
        "gatherings_objecting": pl.Int64(),
    }
)

OVERRULED = pl.Schema(
    {
        "finding": pl.String(),
        "key": pl.String(),
        "kind": pl.String(),
        "who": pl.String(),
        "objections": pl.Int64(),
        "spoke": pl.Int64(),
        "gatherings": pl.Int64(),
        "places": pl.Int64(),
    }
)

WHO = {"region": "region_key", "profile": "profile", "gathering": "gathering"}
"""Who may be overruled, and the column of `Held.sheets` that tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objections:
    """A consensus round; for the team, before any clearing.

    Parameters
    ----------
    proposals : pl.DataFrame
        One row per proposal, by ``key``: ``finding``, ``key``, ``state`` (``carried``,
        ``over_objections``, ``not_carried``, ``unspoken``), ``support``,
        ``objections``, ``aside`` and ``spoke`` (their sum; ballots), ``gatherings``
        and ``places`` in which anyone spoke, ``gatherings_objecting``.
    overruled : pl.DataFrame
        One row per proposal carried over objections and party that would be
        overruled: ``finding``, ``key``, ``kind`` (``region``, ``profile``,
        ``gathering``), ``who`` (key of the region, id of the profile or gathering),
        ``objections``, ``spoke``, ``gatherings``, ``places``.
    share : float
        That the process declared.
    """

    proposals: pl.DataFrame
    overruled: pl.DataFrame
    share: float


def objections(held: Held, share: float) -> Objections | None:
    """Return what a consensus round carries, and over whom.

    Parameters
    ----------
    held : Held
        Ballots of a question of the kind ``consensus``.
    share : float
        Least share, 0 to 1, of those who spoke who must support what is carried over
        objections.

    Returns
    -------
    Objections or None
        None where the question was of another kind.
    """
    if "objected" not in held.ballots.says:
        return None
    said = _said(held)
    proposals = _summed(said, ["finding", "key"]).with_columns(state=_state(share))
    carried = proposals.filter(pl.col("state") == "over_objections")
    parts = [
        _summed(said.drop_nulls(column), ["finding", "key", column])
        .filter((2 * pl.col("objections") >= pl.col("spoke")) & (pl.col("spoke") > 0))
        .with_columns(kind=pl.lit(kind), who=pl.col(column))
        .join(carried, on="finding", how="semi")
        .select(list(OVERRULED))
        for kind, column in WHO.items()
    ]
    return Objections(
        proposals=proposals.select(list(PROPOSALS)).cast(PROPOSALS).sort("key"),
        overruled=pl.concat(parts).cast(OVERRULED).sort("key", "kind", "who"),
        share=share,
    )


def _said(held: Held) -> pl.DataFrame:
    """Return one row per sheet and proposal, with the ballots that said each thing."""
    given = held.ballots
    parts = [
        held.sheets.with_columns(
            finding=pl.lit(option),
            key=pl.lit(key),
            support=pl.Series(given.approved[:, at] * held.times),
            objections=pl.Series(given.objected[:, at] * held.times),
            spoke=pl.Series(given.spoken[:, at] * held.times),
        )
        for at, (option, key) in enumerate(held.options.rows())
    ]
    return pl.concat(parts)


def _summed(said: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    spoke = pl.col("spoke") > 0
    return said.group_by(by).agg(
        pl.col("support", "objections", "spoke").sum().cast(pl.Int64),
        aside=(pl.col("spoke") - pl.col("support") - pl.col("objections"))
        .sum()
        .cast(pl.Int64),
        gatherings=pl.col("gathering").filter(spoke).n_unique(),
        places=pl.col("place").filter(spoke).drop_nulls().n_unique(),
        gatherings_objecting=pl.col("gathering")
        .filter(pl.col("objections") > 0)
        .n_unique(),
    )


def _state(share: float) -> pl.Expr:
    is_enough = pl.col("support") >= share * pl.col("spoke") - 1e-9
    return (
        pl.when(pl.col("spoke") == 0)
        .then(pl.lit("unspoken"))
        .when(is_enough & (pl.col("objections") == 0))
        .then(pl.lit("carried"))
        .when(is_enough)
        .then(pl.lit("over_objections"))
        .otherwise(pl.lit("not_carried"))
    )
