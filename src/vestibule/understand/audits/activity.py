"""Does the map show opinions, or who voted much?

Where few votes are known, positions are drawn to the middle. The correlation with the
distance from the middle is therefore taken over draws from what is believed of each
person: there, someone who said little is as likely to stand far out as anyone.

References
----------
.. [1] Spearman (1904), The proof and measurement of association between two things,
   Am. J. Psychol. 15.
.. [2] Bonett and Wright (2000), Sample size requirements for estimating Pearson,
   Kendall and Spearman correlations, Psychometrika 65: the variance of its arctanh.
.. [3] Kish (1965), Survey sampling: the design effect of people heard together.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import stats

from vestibule.understand.audits import given as givens
from vestibule.understand.audits.given import Given
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.polis.votes import Floats, Ints
from vestibule.understand.positions import content
from vestibule.understand.positions.result import PositionResult

PLACE = 13
"""What keys are salted with: places drawn from what is believed."""

DRAWS = 20
"""Draws of places at most; their mean correlation moves by less than 0.01."""

STRONG = 0.3
"""From this correlation on (either way) the map partly shows activity."""

ACTIVITY = pl.Schema(
    {
        "direction": pl.String(),
        "people": pl.Int64(),
        "effective": pl.Float64(),
        "rho": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "strong": pl.Boolean(),
    }
)
"""One row per direction (``1``, ``2``…) and ``distance`` from the middle."""


def activity(
    given: Given, placed: PositionResult | None, *, settings: AuditSettings
) -> pl.DataFrame:
    """Return how the number of answers goes with where people stand.

    Parameters
    ----------
    given : Given
        The answers.
    placed : PositionResult or None
        Of the same people; None, or without directions: no rows.
    settings : AuditSettings
        Level, draws and seed.

    Returns
    -------
    pl.DataFrame
        `ACTIVITY`. ``rho``: Spearman's, -1 to 1; ``effective``: people, less what is
        lost because people heard together are alike; ``strong``: at least
        `STRONG` either way, with an interval that does not hold 0. No rows for fewer
        than ten people, or where all answered equally much.

    Notes
    -----
    The sign of a direction has no meaning of its own. A correlation is not a bias:
    people who care may answer more. It says that votes are not missing at random.
    """
    if placed is None or placed.dimensions == 0:
        return ACTIVITY.to_frame()
    took = given.votes.vote != 0
    sides = np.bincount(given.votes.person[took], minlength=given.votes.n_people)
    people = np.flatnonzero(sides > 0)
    many = given.n_each[people]
    if len(people) < 10 or many.min() == many.max():
        return ACTIVITY.to_frame()
    ranks = _standard(many)
    unit = given.unit[people]
    rows = [
        _row(str(d + 1), [placed.position[people, d]], ranks, unit, settings)
        for d in range(placed.dimensions)
    ]
    far = _distances(given, placed, people, settings)
    rows.append(_row("distance", far, ranks, unit, settings))
    return pl.DataFrame(rows, schema=ACTIVITY)


def _standard(values: np.ndarray) -> Floats:
    ranks = stats.rankdata(values)
    spread = ranks.std()
    return np.asarray((ranks - ranks.mean()) / (spread or 1.0))


def _distances(
    given: Given, placed: PositionResult, people: np.ndarray, settings: AuditSettings
) -> list[Floats]:
    root = np.linalg.cholesky(placed.covariance[people])
    own = givens.own_keys(given)[people]
    found = []
    for number in range(min(DRAWS, settings.draws)):
        keys = [
            content.salted(own, settings.seed, PLACE, number, d)
            for d in range(placed.dimensions)
        ]
        noise = np.stack([content.normal(one) for one in keys], axis=1)
        moved = placed.position[people] + np.einsum("nij,nj->ni", root, noise)
        found.append(np.hypot.reduce(moved, axis=1))
    return found


def _row(
    name: str,
    values: list[Floats],
    ranks: Floats,
    unit: Ints,
    settings: AuditSettings,
) -> dict[str, object]:
    other = [_standard(one) for one in values]
    rho = float(np.mean([(ranks * one).mean() for one in other]))
    effective = _effective(ranks, other[0], rho, unit)
    low, high = _interval(rho, effective, settings.level)
    clear = low > 0 or high < 0
    return {
        "direction": name,
        "people": len(ranks),
        "effective": effective,
        "rho": rho,
        "low": low,
        "high": high,
        "strong": bool(clear and abs(rho) >= STRONG),
    }


def _effective(x: Floats, y: Floats, rho: float, unit: Ints) -> float:
    """Return people, divided by how much more gatherings vary than lone people."""
    inside = unit >= 0
    if not inside.any():
        return float(len(x))
    pull = x * y - rho * (x**2 + y**2) / 2
    together = np.bincount(unit[inside], weights=pull[inside])
    varied = float((together**2).sum() + (pull[~inside] ** 2).sum())
    return len(x) / max(varied / max(float((pull**2).sum()), 1e-300), 1.0)


def _interval(rho: float, effective: float, level: float) -> tuple[float, float]:
    if effective <= 4:
        return -1.0, 1.0
    z = stats.norm.ppf((1 + level) / 2)
    off = z * np.sqrt((1 + rho**2 / 2) / (effective - 3))
    middle = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    return float(np.tanh(middle - off)), float(np.tanh(middle + off))
