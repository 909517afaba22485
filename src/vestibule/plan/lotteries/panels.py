"""Which panel, allowed by the quotas, holds most of what is looked for?

A panel is told by how many people of each type it holds. The best one is found in
whole numbers by HiGHS.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from vestibule.plan.lotteries.pool import Counts, Pool

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Best:
    """The best panel for some values.

    Parameters
    ----------
    panel : np.ndarray of int, shape (types,)
        How many of each type.
    bound : float
        No allowed panel is worth more.
    """

    panel: Counts
    bound: float


def best(pool: Pool, size: int, values: Floats) -> Best | None:
    """Return the allowed panel of most value.

    Parameters
    ----------
    pool : Pool
        The volunteers and quotas.
    size : int
        People on the panel.
    values : np.ndarray, shape (types,)
        What one person of each type is worth.

    Returns
    -------
    Best or None
        None if no panel meets the quotas.
    """
    found = optimize.milp(
        -values,
        constraints=[
            optimize.LinearConstraint(np.ones((1, len(values))), size, size),
            *_bounds(pool),
        ],
        bounds=optimize.Bounds(0, pool.counts),
        integrality=np.ones(len(values)),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    panel = np.rint(found.x).astype(np.int64)
    return Best(panel=panel, bound=max(-found.mip_dual_bound, float(values @ panel)))


def _bounds(pool: Pool) -> list[optimize.LinearConstraint]:
    if not pool.quotas:
        return []
    least = [quota.least for quota in pool.quotas]
    most = [quota.most for quota in pool.quotas]
    return [optimize.LinearConstraint(pool.inside, least, most)]
