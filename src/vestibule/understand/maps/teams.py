"""Did two teams who merged separately see the same map?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.understand.maps.result import SystemMap


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAgreement:
    """How alike two maps of the same claims are.

    Parameters
    ----------
    factors, claims : int
        Coded factors, and claims, that both maps hold.
    rand : float or None
        Adjusted Rand index of who was merged with whom: 1 alike, 0 as by chance, below
        0 less than by chance. None below two factors, and where neither team could
        differ from chance.
    precision, recall : float or None
        Of pairs of claims that the first team has in one link, the share that the
        second has in one link too; and of the second's, the share of the first's, 0
        to 1. None where a team has no such pair.
    signs : float or None
        Share of claims whose link has the same sign in both, 0 to 1.
    apart : pl.DataFrame
        ``factor``, ``first``, ``second``: coded factors that stand with other
        companions in the two maps, and what stands for them there.
    """

    factors: int
    claims: int
    rand: float | None
    precision: float | None
    recall: float | None
    signs: float | None
    apart: pl.DataFrame


def agreement(first: SystemMap, second: SystemMap) -> TeamAgreement:
    """Return how alike two maps are, by pairs.

    Parameters
    ----------
    first, second : SystemMap
        Of the same coded factors and claims, merged by two teams.

    Returns
    -------
    TeamAgreement
        What only one of the maps holds is left out.

    Notes
    -----
    Counting pairs needs no matching of the two teams' names. Agreement is not truth:
    two teams trained alike err alike.

    References
    ----------
    .. [1] Hubert, L. and Arabie, P. (1985), Comparing partitions, Journal of
       Classification 2.
    """
    merged = _members(first).join(_members(second), on="member", suffix="_second")
    claims = _linked(first).join(_linked(second), on="claim", suffix="_second")
    table = _counts(merged["factor"], merged["factor_second"])
    links = _counts(claims["link"], claims["link_second"])
    both, ours, theirs = _pairs(links)
    same = (claims["sign"] == claims["sign_second"]).mean()
    return TeamAgreement(
        factors=merged.height,
        claims=claims.height,
        rand=_adjusted_rand(table),
        precision=both / ours if ours else None,
        recall=both / theirs if theirs else None,
        signs=float(same) if isinstance(same, float) else None,
        apart=_apart(merged),
    )


def _members(system: SystemMap) -> pl.DataFrame:
    rows = system.factors.select("factor", member="members")
    return rows.explode("member").sort("member")


def _linked(system: SystemMap) -> pl.DataFrame:
    signs = system.links.select(
        "cause", "effect", "sign", link=pl.int_range(pl.len(), dtype=pl.Int64)
    )
    told = system.claims.select("claim", "cause", "effect")
    return told.join(signs, on=["cause", "effect"]).select("claim", "link", "sign")


def _counts(first: pl.Series, second: pl.Series) -> list[Sequence[int]]:
    """Return sizes of common parts, of the first's parts, of the second's."""
    frame = pl.DataFrame({"a": first, "b": second})
    return [
        frame.group_by(by).len()["len"].to_list() for by in (["a", "b"], ["a"], ["b"])
    ]


def _pairs(counts: Sequence[Sequence[int]]) -> tuple[float, float, float]:
    both, ours, theirs = (
        float(sum(n * (n - 1) // 2 for n in sizes)) for sizes in counts
    )
    return both, ours, theirs


def _adjusted_rand(counts: Sequence[Sequence[int]]) -> float | None:
    n = sum(counts[0])
    if n < 2:
        return None
    both, ours, theirs = _pairs(counts)
    expected = ours * theirs / (n * (n - 1) / 2)
    most = (ours + theirs) / 2
    if np.isclose(most, expected):
        return 1.0 if both == most else None
    return (both - expected) / (most - expected)


def _apart(merged: pl.DataFrame) -> pl.DataFrame:
    """Return the factors whose companions differ."""
    both = pl.len().over("factor", "factor_second")
    alike = (both == pl.len().over("factor")) & (both == pl.len().over("factor_second"))
    return (
        merged.filter(~alike)
        .select("factor", factor_of="factor_second", member="member")
        .select(factor="member", first="factor", second="factor_of")
        .sort("factor")
    )
