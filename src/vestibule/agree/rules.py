"""How do ballots become scores? A few rules, each stated before anyone votes.

- *borda*: an option gets one point for each option it stands before on a ballot, and
  half a point for each it stands level with. Options a ballot does not rank stand
  level with each other, after all it ranks. Every ballot thus gives out the same
  number of points, ``m (m - 1) / 2`` of m options, however many it ranks: leaving
  options out neither helps nor hurts the first (the averaged Borda count).
- *approval*: the ballots that approve it.
- *points*: the sum of points given to it.
- *first*: the ballots that put it alone in first place. A check, not a rule to decide by.
- *pairs*: the options it beats, ballot by ballot, with half for each it ties with
  (Copeland). A check.

Scores are whole numbers of half points: sums are exact in any order.

References
----------
.. [1] Dummett, M. (1997), Principles of Electoral Reform, Oxford, on incomplete ballots.
.. [2] Saari, D. (2008), Disposing Dictators, Demystifying Voting Paradoxes, Cambridge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """Ballots as numbers, one row per kind of ballot.

    Parameters
    ----------
    rank : np.ndarray, shape (ballots, options)
        From 1; infinite where the ballot does not rank the option.
    approved, points : np.ndarray, shape (ballots, options)
        1 or 0; at least 0. Zero where the ballot says nothing.
    """

    rank: Floats
    approved: Floats
    points: Floats


def borda(ballots: Ballots) -> Floats:
    """Return points per ballot and option, shape (ballots, options), in halves."""
    own, other = ballots.rank[:, :, None], ballots.rank[:, None, :]
    before = (own < other).sum(axis=2)
    level = (own == other).sum(axis=2) - 1
    return np.asarray(before + level / 2, dtype=np.float64)


def approval(ballots: Ballots) -> Floats:
    """Return 1 where a ballot approves an option, shape (ballots, options)."""
    return ballots.approved


def points(ballots: Ballots) -> Floats:
    """Return the points a ballot gives to an option, shape (ballots, options)."""
    return ballots.points


def first(ballots: Ballots) -> Floats:
    """Return 1 where a ballot puts an option first, alone, in shape as the others."""
    best = ballots.rank.min(axis=1, keepdims=True)
    leads = (ballots.rank == best) & np.isfinite(best)
    alone = leads.sum(axis=1, keepdims=True) == 1
    return np.asarray(leads & alone, dtype=np.float64)


def pairs(ballots: Ballots, times: Floats) -> Floats:
    """Return how many options each beats, shape (options,), in halves.

    Parameters
    ----------
    ballots : Ballots
        The ballots.
    times : np.ndarray, shape (ballots,)
        How many of each.

    Returns
    -------
    Floats
        How many options each beats, shape (options,), in halves.
    """
    own, other = ballots.rank[:, :, None], ballots.rank[:, None, :]
    wins = np.einsum("b,bij->ij", times, (own < other).astype(np.float64))
    beats = (wins > wins.T).sum(axis=1)
    ties = (wins == wins.T).sum(axis=1) - 1
    return np.asarray(beats + ties / 2, dtype=np.float64)


RULES: Mapping[str, Callable[[Ballots], Floats]] = {
    "borda": borda,
    "approval": approval,
    "points": points,
}
"""The rules that may decide."""
