"""How much would a weighted share move, had other gatherings of this kind been held?

Cluster bootstrap: in each stratum of m gatherings, m - 1 are drawn with replacement
and count m / (m - 1) times; then every step of weighting is done anew, raking and cap
included. Weights differ between cells of the margins only, so that a replicate is
computed on cells and not on people.

References
----------
.. [1] Rao, J. N. K., Wu, C. F. J. and Yue, K. (1992), Some recent work on resampling
   methods for complex surveys, Survey Methodology 18, 209-217.
.. [2] Deming, W. E. and Stephan, F. F. (1940), On a least squares adjustment of a
   sampled frequency table, Annals of Mathematical Statistics 11, 427-444: raking.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from vestibule.understand.weights.sampling import Margin

Floats = NDArray[np.float64]

BATCH = 50
"""Replicates computed together."""

MISFIT = 1e-8
"""How far a replicate may miss a margin, relatively, before it is swept again."""

SWEEPS = 300
"""After so many sweeps a replicate that still misses a margin is lost."""

ROUNDS = 50
"""Rounds of capping and raking in a replicate."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cells:
    """People by cluster and by cell: one value of each margin, one base weight."""

    weight: sparse.csr_array
    yes: tuple[sparse.csr_array, ...]
    answered: tuple[sparse.csr_array, ...]
    levels: tuple[Floats, ...]
    totals: tuple[Floats, ...]
    ceiling: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replicates:
    """Shares of the outcomes in other samples of gatherings.

    Parameters
    ----------
    error : np.ndarray, shape (outcomes,)
        Standard error.
    lost : int
        Replicates in which the margins could not be met: some level was not drawn.
    """

    error: Floats
    lost: int


def replicates(
    rows: pl.DataFrame,
    outcomes: Sequence[str],
    *,
    stratum: str | None,
    margins: Sequence[Margin] = (),
    cap: float | None = None,
    times: int,
    rng: np.random.Generator,
) -> Replicates:
    """Return how shares vary from replicate to replicate.

    Parameters
    ----------
    rows : pl.DataFrame
        One row per person: margins, ``base``, ``cluster`` (from 0, of content, see
        `estimates`), outcomes 0 to 1.
    outcomes : sequence of str
        Columns.
    stratum : str or None
        Column; clusters are drawn within its values.
    margins : sequence of Margin
        What weights must meet; none: base weights stand.
    cap : float or None
        No weight above so many times the mean weight.
    times : int
        Replicates.
    rng : np.random.Generator
        Draws the clusters.

    Returns
    -------
    Replicates
        NaN for an outcome with fewer than two replicates.
    """
    if not outcomes:
        return Replicates(error=np.empty(0), lost=0)
    cells = _cells(rows, outcomes, margins, cap)
    strata = _strata(rows, stratum)
    shares = [_shares(cells, drawn) for drawn in _drawn(strata, times=times, rng=rng)]
    whole = np.concatenate(shares)
    met = ~np.isnan(whole).all(axis=1)
    error = [
        float(np.nanstd(column, ddof=1)) if np.isfinite(column).sum() > 1 else np.nan
        for column in whole[met].T
    ]
    return Replicates(error=np.array(error), lost=int((~met).sum()))


def _strata(rows: pl.DataFrame, stratum: str | None) -> list[NDArray[np.int64]]:
    """Return the clusters of each stratum."""
    key = pl.lit("") if stratum is None else pl.col(stratum)
    held = rows.group_by(stratum=key).agg(pl.col("cluster").unique().sort())
    return [ids.to_numpy() for ids in held.sort("stratum")["cluster"]]


def _drawn(
    strata: list[NDArray[np.int64]], *, times: int, rng: np.random.Generator
) -> Iterator[Floats]:
    """Yield how often each cluster counts, shape (replicates, clusters)."""
    n = sum(len(ids) for ids in strata)
    for start in range(0, times, BATCH):
        size = min(BATCH, times - start)
        drawn = np.ones((size, n))
        for ids in strata:
            m = len(ids)
            if m > 1:
                picked = rng.integers(0, m, (size, m - 1))
                places = picked + np.arange(size)[:, None] * m
                counts = np.bincount(places.ravel(), minlength=size * m)
                drawn[:, ids] = counts.reshape(size, m) * m / (m - 1)
        yield drawn


def _cells(
    rows: pl.DataFrame,
    outcomes: Sequence[str],
    margins: Sequence[Margin],
    cap: float | None,
) -> _Cells:
    keys = [*(margin.column for margin in margins), "base"]
    kinds = rows.select(keys).unique().sort(keys).with_row_index("cell")
    cell = rows.join(kinds, on=keys, maintain_order="left")["cell"].to_numpy()
    cluster = rows["cluster"].to_numpy()
    shape = (int(cluster.max()) + 1, kinds.height)
    base = rows["base"].to_numpy()

    def summed(amount: Floats) -> sparse.csr_array:
        return sparse.coo_array((base * amount, (cluster, cell)), shape=shape).tocsr()

    total = sum(margins[0].totals.values()) if margins else np.inf
    top = np.inf if cap is None else cap * total / len(rows)
    return _Cells(
        weight=summed(np.ones(len(rows))),
        yes=tuple(summed(rows[name].fill_null(0).to_numpy()) for name in outcomes),
        answered=tuple(
            summed(rows[name].is_not_null().cast(pl.Float64).to_numpy())
            for name in outcomes
        ),
        levels=tuple(_levels(kinds, margin) for margin in margins),
        totals=tuple(_totals(margin) for margin in margins),
        ceiling=top / kinds["base"].to_numpy(),
    )


def _peopled(margin: Margin) -> list[str]:
    return sorted(level for level, n in margin.totals.items() if n > 0)


def _levels(kinds: pl.DataFrame, margin: Margin) -> Floats:
    """Return which level each cell is of, shape (cells, levels)."""
    column = kinds[margin.column].to_list()
    return np.array(
        [[float(value == level) for level in _peopled(margin)] for value in column]
    )


def _totals(margin: Margin) -> Floats:
    return np.array([float(margin.totals[level]) for level in _peopled(margin)])


def _shares(cells: _Cells, drawn: Floats) -> Floats:
    """Return the outcomes' shares, shape (replicates, outcomes); NaN where lost."""
    factor, met = _factors(cells, (cells.weight.T @ drawn.T).T)
    shares = []
    for yes, answered in zip(cells.yes, cells.answered, strict=True):
        above = (factor * (yes.T @ drawn.T).T).sum(axis=1)
        below = (factor * (answered.T @ drawn.T).T).sum(axis=1)
        share = np.divide(
            above, below, out=np.full(len(above), np.nan), where=below > 0
        )
        shares.append(np.where(met, share, np.nan))
    return np.array(shares).T


def _factors(cells: _Cells, weight: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return by what each cell's weights are multiplied, and whether margins are met."""
    factor = np.ones_like(weight)
    met = np.ones(len(weight), dtype=bool)
    for _ in range(ROUNDS):
        met = _rake(cells, weight, factor)
        over = (factor > cells.ceiling * (1 + MISFIT)) & met[:, None] & (weight > 0)
        if not over.any():
            break
        np.minimum(factor, cells.ceiling, out=factor)
    return factor, met


def _rake(cells: _Cells, weight: Floats, factor: Floats) -> NDArray[np.bool_]:
    """Sweep `factor` in place until all margins are met; return where they are."""
    off = np.zeros(len(weight))
    for _ in range(SWEEPS):
        off[:] = 0.0
        for levels, totals in zip(cells.levels, cells.totals, strict=True):
            now = (weight * factor) @ levels
            ratio = np.divide(totals, now, out=np.zeros_like(now), where=now > 0)
            off = np.maximum(off, np.abs(ratio - 1).max(axis=1))
            factor *= ratio @ levels.T
        if not (off > MISFIT).any():
            break
    return off <= MISFIT
