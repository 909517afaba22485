"""How do ballots add up, one by one?

- *borda*: an option gets one point for each option it stands before on a ballot, and
  half a point for each it stands level with. Options a ballot does not rank stand
  level with each other, after all it ranks. Every ballot thus gives out the same
  number of points, ``m (m - 1) / 2`` of m options, however many it ranks: leaving
  options out neither helps nor hurts the first (the averaged Borda count).
- *approval*: the ballots that approve it.
- *points*: the sum of points given to it.
- *first*: the ballots that put it alone in first place. A check, not a rule to decide by.

References
----------
.. [1] Dummett, M. (1997), Principles of Electoral Reform, Oxford, on incomplete ballots.
.. [2] Saari, D. (2008), Disposing Dictators, Demystifying Voting Paradoxes, Cambridge.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from vestibule.agree.rules.cast import PARTS, Ballots, Cast, Floats, Order, by_score


def halves(rank: Floats) -> NDArray[np.int64]:
    """Return half points per ballot and option, shape (ballots, options)."""
    before = np.zeros(rank.shape, dtype=np.int64)
    for option in range(rank.shape[1]):
        other = rank[:, [option]]
        before += 2 * (rank < other) + (rank == other)
    return before - 1


def alone_first(rank: Floats) -> NDArray[np.int64]:
    """Return 1 where a ballot puts an option first, alone."""
    best = rank.min(axis=1, keepdims=True, initial=np.inf)
    leads = (rank == best) & np.isfinite(best)
    alone = leads.sum(axis=1, keepdims=True) == 1
    return np.asarray(leads & alone, dtype=np.int64)


def borda(cast: Cast) -> Order:
    """Return the order by averaged Borda count; scores in points."""
    return _summed(cast, halves(cast.rank), 2)


def approval(cast: Cast) -> Order:
    """Return the order by approvals; scores in ballots."""
    return _summed(cast, cast.approved)


def points(cast: Cast) -> Order:
    """Return the order by the sum of points."""
    return _summed(cast, cast.points, PARTS)


def first(cast: Cast) -> Order:
    """Return the order by ballots that put an option alone in front."""
    return _summed(cast, alone_first(cast.rank))


def _summed(cast: Cast, cells: NDArray[np.int64], unit: int = 1) -> Order:
    summed = cast.total(cells).tolist()
    return by_score([Fraction(int(one), unit) for one in summed])


def each(ballots: Ballots, rule: str) -> Floats:
    """Return what each ballot adds under a rule that adds, shape (ballots, options).

    Parameters
    ----------
    ballots : Ballots
        The sheets.
    rule : str
        One of `ADDING`.

    Returns
    -------
    np.ndarray, shape (ballots, options)
        In points or ballots.
    """
    if rule == "borda":
        return np.asarray(halves(ballots.rank) / 2, dtype=np.float64)
    if rule == "approval":
        return ballots.approved
    return ballots.points


ADDING = ("borda", "approval", "points")
"""Rules whose score is a sum over ballots."""
