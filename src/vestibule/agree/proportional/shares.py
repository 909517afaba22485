"""What would people buy together, if each had the same share of the list to spend?

The method of equal shares: each person has 1 to spend, a statement costs n / k, and
those who agree with it pay. Bought is what costs its supporters the least for what
they get of it, as long as they can pay. Where approval is only probable, a person
pays in proportion to its probability. What people bought satisfies EJR+ where
approvals are sure. Money often remains that buys nothing: the list is then completed
by sequential PAV, and each statement says which step put it there.

Prices within one part in a thousand million count as level; ties go to the lowest id.

References
----------
.. [1] Peters, D. and Skowron, P. (2020), Proportionality and the limits of
   welfarism, EC 21; Peters, D., Pierczyński, G. and Skowron, P. (2021),
   Proportional participatory budgeting with additive utilities, NeurIPS 34.
"""

from __future__ import annotations

import heapq
import math

import numpy as np
from numpy.typing import NDArray

from vestibule.agree.proportional.approvals import Approvals
from vestibule.agree.proportional.pav import Fits, Pick

Floats = NDArray[np.float64]

NEAR = 1e-9
"""Prices this near, relatively, are level; a purse this empty is empty."""


def equal_shares(approvals: Approvals, size: int, *, fits: Fits) -> tuple[Pick, ...]:
    """Return what people buy together, the cheapest first.

    Parameters
    ----------
    approvals : Approvals
        The approvals.
    size : int
        Places on the list, k: a statement costs n / k.
    fits : callable
        Whether columns may be on the list together.

    Returns
    -------
    tuple of Pick
        At most `size`, often fewer.
    """
    purses = _Purses(approvals, approvals.people / size)
    bounds = [
        (0.0, column) for column, n in enumerate(approvals.approved()) if n
    ]  # a statement never becomes cheaper: what it cost before bounds its price
    picks: list[Pick] = []
    while bounds and len(picks) < size:
        level = _cheapest(purses, bounds)
        taken = [pick.statement for pick in picks]
        fitting = [entry for entry in level if fits([*taken, entry[1]])]
        for entry in fitting[1:]:
            heapq.heappush(bounds, entry)
        if fitting:
            tied = tuple(column for _, column in fitting[1:])
            picks.append(Pick(statement=fitting[0][1], step="shares", tied=tied))
            purses.pay(fitting[0][1])
    return tuple(picks)


def _cheapest(
    purses: _Purses, bounds: list[tuple[float, int]]
) -> list[tuple[float, int]]:
    """Take from the heap all that cost the least, by id; drop what none can pay."""
    fresh: list[tuple[float, int]] = []
    while bounds and (not fresh or bounds[0][0] <= fresh[0][0] * (1 + NEAR)):
        _, column = heapq.heappop(bounds)
        rate = purses.rate(column)
        if math.isfinite(rate):
            heapq.heappush(fresh, (rate, column))
    if not fresh:
        return []
    limit = fresh[0][0] * (1 + NEAR)
    for entry in fresh:
        if entry[0] > limit:
            heapq.heappush(bounds, entry)
    return sorted(
        (entry for entry in fresh if entry[0] <= limit), key=lambda entry: entry[1]
    )


class _Purses:
    """What each person has left to spend."""

    def __init__(self, approvals: Approvals, price: float) -> None:
        self._approvals = approvals
        self._price = price
        self._purse = np.ones(approvals.people)
        self._sort_kinds()

    def _sort_kinds(self) -> None:
        """Note the distinct purses: people with one purse need not be sorted again."""
        if self._approvals.unit == 1:
            self._values, kind = np.unique(self._purse, return_inverse=True)
            self._kind = kind.astype(np.int32)

    def rate(self, statement: int) -> float:
        """Return the least price per approval at which supporters pay it, or inf."""
        people, parts = self._approvals.column(statement)
        if self._approvals.unit == 1:
            values = self._values
            times = np.bincount(self._kind[people], minlength=len(values))
            return _rate(values, times * values, times.astype(float), self._price)
        share = parts / self._approvals.unit
        purse = self._purse[people]
        afford = purse / share
        # Equal multisets give equal sums in whatever order people came.
        order = np.lexsort((share, afford))
        return _rate(afford[order], purse[order], share[order], self._price)

    def pay(self, statement: int) -> None:
        """Let the supporters of a statement pay for it."""
        rate = self.rate(statement)
        people, parts = self._approvals.column(statement)
        left = self._purse[people] - rate * (parts / self._approvals.unit)
        self._purse[people] = np.where(left > NEAR, left, 0.0)
        self._sort_kinds()


def _rate(afford: Floats, purse: Floats, share: Floats, price: float) -> float:
    """Return the least r at which ``min(purse, r * share)`` sums to the price.

    Parameters
    ----------
    afford : np.ndarray, shape (entries,)
        The r that would empty each purse, rising.
    purse, share : np.ndarray, shape (entries,)
        What is there, and how much of the statement it is for.
    price : float
        What must be paid.

    Returns
    -------
    float
        Infinite if all together cannot pay.
    """
    emptied = np.cumsum(purse)
    if emptied[-1] < price * (1 - NEAR):
        return math.inf
    before = emptied - purse
    others = np.cumsum(share[::-1])[::-1]
    rate = np.divide(
        price - before, others, out=np.full_like(before, np.inf), where=others > 0
    )
    enough = np.flatnonzero(rate <= afford * (1 + NEAR))
    return float(rate[enough[0]]) if len(enough) else float(afford[-1])
