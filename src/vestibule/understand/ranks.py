"""Second, or third? How sure a rank is, when other gatherings could have been held.

Gatherings are drawn again, with replacement, as many as there were within each
stratum; everything is ranked anew in each draw. What is ranked in nearly all draws
between second and third is called second or third.

References
----------
.. [1] Efron, B. and Tibshirani, R. (1993), An Introduction to the Bootstrap, ch. 8.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEAR = 1e-9
"""Scores nearer than this are equal: sums taken in another order differ by less."""


def ranked(scores: Floats) -> Ints:
    """Return ranks by falling score; equal scores share the best of their ranks.

    Parameters
    ----------
    scores : np.ndarray, shape (..., options)
        The higher the better.

    Returns
    -------
    np.ndarray of int, shape (..., options)
        From 1.

    Examples
    --------
    >>> ranked(np.array([4.0, 9.0, 4.0])).tolist()
    [2, 1, 2]
    """
    above = scores[..., None, :] > scores[..., :, None] + NEAR
    return np.asarray(1 + above.sum(axis=-1), dtype=np.int64)


def redrawn(strata: Sequence[object], draws: int, rng: np.random.Generator) -> Floats:
    """Return how often each unit is taken in each draw.

    Parameters
    ----------
    strata : sequence, shape (units,)
        The stratum of each unit; units alone in theirs form one stratum together,
        since alone they could not vary.
    draws : int
        How many times.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    np.ndarray, shape (draws, units)
        Whole numbers that sum, in each stratum, to its number of units.
    """
    members: dict[str, list[int]] = {}
    for unit, stratum in enumerate(strata):
        members.setdefault(repr(stratum), []).append(unit)
    alone = [units[0] for units in members.values() if len(units) == 1]
    grouped = [members[one] for one in sorted(members) if len(members[one]) > 1]
    taken = np.zeros((draws, len(strata)))
    for units in [*grouped, *([sorted(alone)] if alone else [])]:
        even = np.full(len(units), 1 / len(units))
        taken[:, units] = rng.multinomial(len(units), even, size=draws)
    return taken


def rank_range(scores: Floats, level: float) -> tuple[Ints, Ints]:
    """Return the lowest and highest rank that each option has in most draws.

    Parameters
    ----------
    scores : np.ndarray, shape (draws, options)
        The score of each option in each draw.
    level : float
        In what share of the draws its rank lies between them, 0 to 1, at least.

    Returns
    -------
    low, high : np.ndarray of int, shape (options,)
        From 1. Equal scores take up all the ranks they share.
    """
    best = ranked(scores)
    worst = scores.shape[-1] + 1 - ranked(-scores)
    tail = (1 - level) / 2
    low = np.quantile(best, tail, axis=0, method="lower")
    high = np.quantile(worst, 1 - tail, axis=0, method="higher")
    return low.astype(np.int64), high.astype(np.int64)
