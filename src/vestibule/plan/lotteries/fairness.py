"""With which probability is each allowed panel drawn, so that everyone's chance is fair?

*Maximin*: the least chance of any volunteer is as high as the quotas allow.
*Leximin*: so is then the second least, and so on. Both by column generation over
types: a linear program over the panels known so far, and a search in whole numbers
for the panel that would improve it most. When none does, the program over all panels
is solved; how far the bound of that search lies above the result is kept as ``gap``.

References
----------
.. [1] Flanigan, B., Gölz, P., Gupta, A., Hennig, B. and Procaccia, A. (2021), Fair
   algorithms for selecting citizens' assemblies, Nature 596, 548-552.
.. [2] Dantzig, G. and Wolfe, P. (1960), Decomposition principle for linear programs,
   Operations Research 8, 101-111.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from vestibule.plan.lotteries import panels
from vestibule.plan.lotteries.panels import Floats
from vestibule.plan.lotteries.pool import Counts, Pool

GAP = 1e-7
"""A result this near to its bound is the optimum; ten times finer than promised."""

PRECISE = 1e-6
"""To this a chance is settled: the gap, divided by a type's weight in the proof."""

FIRST_PANELS = 200
"""Panels looked for, at most, before the first program: varied ones save time."""

FADING = 0.8
"""By what a type is worth less in that search once a panel held people of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fair:
    """A lottery over panels.

    Parameters
    ----------
    panels : np.ndarray of int, shape (panels, types)
        How many of each type each panel holds.
    chance : np.ndarray, shape (panels,)
        With which probability it is drawn; sums to 1.
    by_type : np.ndarray, shape (types,)
        The chance of each person of a type to be on the panel, 0 to 1.
    gap : float
        How far, at most, any step's least chance lies below what is possible.
    """

    panels: Counts
    chance: Floats
    by_type: Floats
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Solved:
    least: float
    chance: Floats
    weight: Floats


def fair(pool: Pool, size: int, *, rule: str) -> Fair | None:
    """Return the fairest lottery.

    Parameters
    ----------
    pool : Pool
        The volunteers and quotas.
    size : int
        People on the panel.
    rule : str
        ``maximin`` or ``leximin``.

    Returns
    -------
    Fair or None
        None if no panel meets the quotas.

    Notes
    -----
    A type that no allowed panel can hold has chance 0 and is set aside: the least
    chance is then that of the others, by both rules.
    """
    columns = _first(pool, size)
    if columns is None:
        return None
    fixed = np.full(len(pool.counts), np.nan)
    gap = 0.0
    while True:
        solved, off = _generated(pool, size, columns, fixed)
        gap = max(gap, off)
        # A type with weight in the proof could gain at most off / weight.
        sure = max(off / PRECISE, PRECISE)
        free = np.isnan(fixed)
        tight = free & (solved.weight >= min(sure, solved.weight[free].max()))
        fixed[tight] = max(solved.least, 0.0)
        if not np.isnan(fixed).any() or (rule == "maximin" and solved.least > GAP):
            break
    used = solved.chance > 0
    held = np.array(columns)[used]
    chance = solved.chance[used] / solved.chance.sum()
    return Fair(
        panels=held, chance=chance, by_type=chance @ held / pool.counts, gap=gap
    )


def _first(pool: Pool, size: int) -> list[Counts] | None:
    """Return varied panels, until every type was on one or nothing new comes."""
    worth = np.ones(len(pool.counts))
    seen: dict[bytes, Counts] = {}
    for _ in range(min(FIRST_PANELS, 2 * len(worth))):
        found = panels.best(pool, size, worth / worth.mean())
        if found is None:
            return None
        seen[found.panel.tobytes()] = found.panel
        if np.array(list(seen.values())).any(axis=0).all():
            break
        worth[found.panel > 0] *= FADING
    return list(seen.values())


def _generated(
    pool: Pool, size: int, columns: list[Counts], fixed: Floats
) -> tuple[_Solved, float]:
    """Add panels until none improves the least chance that is not yet fixed."""
    known = {panel.tobytes() for panel in columns}
    while True:
        solved = _solved(np.array(columns) / pool.counts, fixed)
        # The proof: no lottery does better than the best panel at these weights.
        found = panels.best(pool, size, solved.weight / pool.counts)
        if found is None:
            raise AssertionError("a panel was found before")
        promised = solved.weight @ np.nan_to_num(fixed)
        off = max(float(found.bound - promised - solved.least), 0.0)
        if off <= GAP or found.panel.tobytes() in known:
            return solved, off
        columns.append(found.panel)
        known.add(found.panel.tobytes())


def _solved(shares: Floats, fixed: Floats) -> _Solved:
    """Solve the program over the panels known so far.

    Parameters
    ----------
    shares : np.ndarray, shape (panels, types)
        Which share of a type's people each panel holds.
    fixed : np.ndarray, shape (types,)
        Chances settled before; NaN where the least is still to be raised.

    Returns
    -------
    _Solved
        ``weight`` sums to 1 over the types that are not settled.
    """
    free = np.isnan(fixed)
    rows = np.column_stack([-shares.T, free.astype(float)])
    n = len(shares)
    found = optimize.linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=rows,
        # A hair of room: what was settled was settled in floating point.
        b_ub=-np.where(free, 0.0, np.maximum(fixed - GAP / 100, 0.0)),
        A_eq=np.append(np.ones(n), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, None)] * n + [(None, None)],
        method="highs",
        options=dict.fromkeys(
            ("primal_feasibility_tolerance", "dual_feasibility_tolerance"), 1e-10
        ),
    )
    weight = np.maximum(-found.ineqlin.marginals, 0.0)
    return _Solved(
        least=float(found.x[-1]),
        chance=np.maximum(found.x[:-1], 0.0),
        weight=weight / weight[free].sum(),
    )
