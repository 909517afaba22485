"""What do people buy together, if each ballot has the same purse?

Ballots that say the same are one kind and keep one purse. Kinds come in an order of
their own, and sums are taken over sorted values: neither the order of ballots nor that
of actions changes a digit. Prices within one part in a thousand million are level.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEAR = 1e-9
"""Prices this near, relatively, are level."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """Actions, what they cost, and what ballots get of them.

    Parameters
    ----------
    cost : np.ndarray, shape (actions,)
        Above 0, in the unit of the process.
    utility : np.ndarray, shape (kinds, actions)
        What one ballot of a kind gets of an action, 0 or more.
    weight : np.ndarray, shape (kinds,)
        Ballots of each kind, or parts of ballots.
    support : np.ndarray, shape (actions,)
        What all ballots together give to an action: approvals, or points.
    """

    cost: Floats
    utility: Floats
    weight: Floats
    support: Floats

    @property
    def ballots(self) -> float:
        """How many ballots there are."""
        return math.fsum(self.weight)

    def spent(self, actions: tuple[int, ...]) -> float:
        """Return what actions cost together."""
        return math.fsum(self.cost[one] for one in actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """One action that was bought.

    Parameters
    ----------
    action : int
        Its column.
    paid : float
        What each supporter paid at most.
    tied : tuple of int
        Columns that were exactly level with it, and came later by rule.
    """

    action: int
    paid: float
    tied: tuple[int, ...] = ()


def equal_shares(case: Case, share: float) -> tuple[Bought, ...]:
    """Return what ballots buy if each has `share` to spend.

    Parameters
    ----------
    case : Case
        The actions and the ballots.
    share : float
        Of one ballot, in the unit of the process.

    Returns
    -------
    tuple of Bought
        In the order of buying.
    """
    purse = np.full(len(case.weight), share)
    # An action never becomes cheaper: what it cost before bounds its price.
    bounds = [(0.0, one) for one in range(len(case.cost)) if case.support[one] > 0]
    bought: list[Bought] = []
    while bounds:
        level = _cheapest(case, purse, bounds)
        if not level:
            break
        rate, first = level[0]
        for entry in level[1:]:
            heapq.heappush(bounds, entry)
        paid = np.minimum(purse, rate * case.utility[:, first])
        tied = tuple(sorted(one for _, one in level[1:]))
        bought.append(Bought(action=first, paid=float(paid.max()), tied=tied))
        purse = np.maximum(purse - paid, 0.0)
    return tuple(bought)


def _cheapest(
    case: Case, purse: Floats, bounds: list[tuple[float, int]]
) -> list[tuple[float, int]]:
    """Take from the heap all that cost the least; drop what none can pay."""
    fresh: list[tuple[float, int]] = []
    least = math.inf
    while bounds and bounds[0][0] <= least * (1 + NEAR):
        _, one = heapq.heappop(bounds)
        rate = _rate(case, purse, one)
        if math.isfinite(rate):
            fresh.append((rate, one))
            least = min(least, rate)
    level = [entry for entry in fresh if entry[0] <= least * (1 + NEAR)]
    for entry in fresh:
        if entry not in level:
            heapq.heappush(bounds, entry)
    return sorted(level, key=lambda entry: (case.cost[entry[1]], entry[1]))


def _rate(case: Case, purse: Floats, action: int) -> float:
    """Return the least r at which ``min(purse, r * utility)`` sums to the cost, or inf."""
    utility = case.utility[:, action]
    kinds = np.flatnonzero((utility > 0) & (case.weight > 0))
    gets, has, weight = utility[kinds], purse[kinds], case.weight[kinds]
    afford = has / gets
    order = np.lexsort((gets, has, weight, afford))
    money = np.cumsum((weight * has)[order])
    price = case.cost[action]
    if not len(money) or money[-1] < price * (1 - NEAR):
        return math.inf
    before = money - (weight * has)[order]
    others = np.cumsum((weight * gets)[order][::-1])[::-1]
    rates = (price - before) / others
    enough = np.flatnonzero(rates <= afford[order] * (1 + NEAR))
    return float(rates[enough[0]]) if len(enough) else float(afford[order][-1])
