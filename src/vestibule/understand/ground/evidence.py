"""How well does each share explain the answers of each group to each statement?

People who answer in one gathering answer alike. The agreement of a gathering is
therefore thought to vary around the share of its group (a beta-binomial count): with
a likeness ``rho`` between two people of one gathering, ``n`` people are worth
``n / (1 + (n - 1) rho)``. Who answered alone is a gathering of one.

Shares are laid out as log-odds in narrow bins, one edge of which is the bar.

References
----------
.. [1] Skellam, J. G. (1948), A probability distribution derived from the binomial
   distribution by regarding the probability of success as variable between the sets
   of trials, Journal of the Royal Statistical Society B 10, 257-261.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WIDTH = 0.05
"""Of a bin, in log-odds: at most 1.25 points of a share."""

REACH = 7.0
"""How far the bins reach: shares of 0.1 to 99.9 %."""

INSIDE = 8
"""Points by which a narrow likelihood is averaged inside a bin."""

NARROW = 300
"""Answers from which a likelihood may be too narrow for the middle of a bin."""

RHO_GRID = np.linspace(-6.0, 1.0, 15)
"""Log-odds of the likenesses at which tables are made: 0.002 to 0.73."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Answers in one comparison, counted by gatherings.

    Parameters
    ----------
    statements, segments, methods : tuple of str
        What the codes stand for; the first method is the one whose scale is used.
    statement, segment, method : np.ndarray of int, shape (entries,)
        Codes.
    yes, n : np.ndarray of int, shape (entries,)
        How many agreed in one gathering, of how many who answered; `n` above 0.
    times : np.ndarray, shape (entries,)
        How many such gatherings the entry stands for.
    """

    statements: tuple[str, ...]
    segments: tuple[str, ...]
    methods: tuple[str, ...]
    statement: Ints
    segment: Ints
    method: Ints
    yes: Ints
    n: Ints
    times: Floats

    @property
    def cells(self) -> int:
        """Return how many pairs of a statement and a segment there are."""
        return len(self.statements) * len(self.segments)

    @property
    def cell(self) -> Ints:
        """Return the cell of each entry: statements by segments."""
        return self.statement * len(self.segments) + self.segment

    @property
    def clustered(self) -> bool:
        """Return whether anyone answered together with others."""
        return bool((self.n > 1).any())

    def total(self, amounts: Floats | Ints) -> Floats:
        """Return sums of amounts, shape (statements, segments)."""
        summed = np.bincount(
            self.cell, weights=amounts * self.times, minlength=self.cells
        )
        shape = (len(self.statements), len(self.segments))
        return np.asarray(summed, dtype=np.float64).reshape(shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bins:
    """Log-odds in bins; the bar is an edge.

    Parameters
    ----------
    edges : np.ndarray, shape (bins + 1,)
        Log-odds, rising by `WIDTH`.
    bar : int
        Which edge the bar is.
    """

    edges: Floats
    bar: int
    middle: Floats = field(init=False)
    share: Floats = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "middle", (self.edges[1:] + self.edges[:-1]) / 2)
        object.__setattr__(self, "share", special.expit(self.edges))


def bins(bar: float) -> Bins:
    """Return bins around a share, 0 to 1."""
    centre = float(np.clip(special.logit(bar), -REACH + 1, REACH - 1))
    below = int(np.ceil((centre + REACH) / WIDTH))
    above = int(np.ceil((REACH - centre) / WIDTH))
    steps = np.arange(-below, above + 1, dtype=np.float64)
    return Bins(edges=centre + WIDTH * steps, bar=below)


class Evidence:
    """Log-likelihoods of all cells, for any likeness and any shift of methods.

    Parameters
    ----------
    counted : Counted
        The answers.
    over : Bins
        Where shares are looked at.
    """

    def __init__(self, counted: Counted, over: Bins) -> None:
        self.counted = counted
        self.bins = over
        self._narrow = counted.total(counted.n).ravel() >= NARROW
        # Tables are made when a likeness near them is asked for, once.
        self._tables: dict[tuple[int, int], Floats] = {}
        self._averaged: dict[int, Floats] = {}

    def at(self, likeness: float, shifts: Floats) -> Floats:
        """Return log-likelihoods averaged inside bins, shape (cells, bins).

        Parameters
        ----------
        likeness : float
            Log-odds of ``rho``.
        shifts : np.ndarray, shape (methods - 1,)
            How much further from 0 the log-odds are when counted by each method but
            the first.

        Returns
        -------
        Floats
            Log-likelihoods averaged inside bins, shape (cells, bins).
        """
        if shifts.size == 0:
            return self._between(likeness, self._whole)
        whole = self._between(likeness, partial(self._made, 0))
        for method, shift in enumerate(shifts, start=1):
            table = self._between(likeness, partial(self._made, method))
            whole = whole + lifted(table, float(shift) / WIDTH)
        return self._inside(whole)

    def _between(self, likeness: float, table: Callable[[int], Floats]) -> Floats:
        """Return the table of one likeness, interpolated between those made."""
        if not self.counted.clustered:
            return table(0)
        step = RHO_GRID[1] - RHO_GRID[0]
        place = float(np.clip((likeness - RHO_GRID[0]) / step, 0, RHO_GRID.size - 1))
        first, weights = _lagrange(np.array([place]), RHO_GRID.size)
        start = int(first[0])
        parts = [weights[one, 0] * table(start + one) for one in range(4)]
        return np.asarray(np.sum(parts, axis=0))

    def _made(self, method: int, number: int) -> Floats:
        """Return the table of one method at one likeness of `RHO_GRID`."""
        key = (method, number)
        if key not in self._tables:
            rho = float(special.expit(RHO_GRID[number]))
            self._tables[key] = self._table(method, rho)
        return self._tables[key]

    def _whole(self, number: int) -> Floats:
        """Return the same of the first method, averaged inside bins."""
        if number not in self._averaged:
            self._averaged[number] = self._inside(self._made(0, number))
        return self._averaged[number]

    def _table(self, method: int, rho: float) -> Floats:
        """Return the log-likelihood of what one method counted, without constants."""
        mine = self.counted.method == method
        p = special.expit(self.bins.middle)
        yes, no = self.counted.yes[mine], (self.counted.n - self.counted.yes)[mine]
        sizes = self.counted.n[mine]
        whole = self._gathered(yes, mine) @ rising(yes, p, rho)
        whole += self._gathered(no, mine) @ rising(no, 1 - p, rho)
        whole -= self._gathered(sizes, mine) @ rising(sizes, np.ones(1), rho)
        return np.asarray(whole, dtype=np.float64)

    def _gathered(self, amount: Ints, mine: NDArray[np.bool_]) -> sparse.csr_matrix:
        height = int(amount.max(initial=0)) + 1
        given = (self.counted.times[mine], (self.counted.cell[mine], amount))
        return sparse.csr_matrix(given, shape=(self.counted.cells, height))

    def _inside(self, table: Floats) -> Floats:
        """Return log-averages inside bins, where a likelihood may be narrow."""
        whole = table.copy()
        if self._narrow.any():
            whole[self._narrow] = averaged(table[self._narrow])
        return whole


def rising(amount: Ints, p: Floats, rho: float) -> Floats:
    """Return ``sum(log(p (1 - rho) + i rho) for i < a)``, shape (amounts, shares)."""
    steps = np.arange(int(amount.max(initial=0)))[:, np.newaxis]
    terms = np.log(p * (1 - rho) + steps * rho)
    start = np.zeros((1, p.size))
    return np.concatenate([start, np.cumsum(terms, axis=0)])


def averaged(table: Floats) -> Floats:
    """Return the logarithm of the mean likelihood inside each bin.

    The logarithm of a likelihood is smooth even where the likelihood is a needle, so
    it is interpolated.

    Returns
    -------
    Floats
        The logarithm of the mean likelihood inside each bin.
    """
    inside = (np.arange(INSIDE) + 0.5) / INSIDE - 0.5
    parts = np.stack([lifted(table, float(one)) for one in inside])
    top = parts.max(axis=0)
    parts -= top
    return np.asarray(np.log(np.exp(parts, out=parts).mean(axis=0)) + top)


def moved(table: Floats, over: Bins, at: Floats) -> Floats:
    """Return log-likelihoods read at other log-odds, by cubic interpolation.

    Parameters
    ----------
    table : np.ndarray, shape (cells, bins)
        At the middles of bins.
    over : Bins
        Those bins.
    at : np.ndarray, shape (bins,)
        Log-odds; outside the bins the nearest four are continued.

    Returns
    -------
    Floats
        Log-likelihoods read at other log-odds, by cubic interpolation.
    """
    place = (at - over.middle[0]) / WIDTH
    return _cubic(table, *_lagrange(place, table.shape[-1]))


def moved_apart(table: Floats, over: Bins, at: Floats) -> Floats:
    """Return log-likelihoods read at other log-odds, others for each row.

    Parameters
    ----------
    table : np.ndarray, shape (rows, bins)
        At the middles of bins.
    over : Bins
        Those bins.
    at : np.ndarray, shape (rows, bins)
        Log-odds; outside the bins the nearest of them stands.

    Returns
    -------
    Floats
        Log-likelihoods read at other log-odds, by cubic interpolation.
    """
    place = np.clip((at - over.middle[0]) / WIDTH, 0, table.shape[-1] - 1)
    first, weights = _lagrange(place, table.shape[-1])
    steps = (
        weights[step] * np.take_along_axis(table, first + step, axis=-1)
        for step in range(4)
    )
    return np.asarray(sum(steps), dtype=np.float64)


def lifted(table: Floats, by: float) -> Floats:
    """Return log-likelihoods read so many bins further up, all of them alike.

    As `moved`, and faster: inside, neighbours and weights are the same for all bins.

    Returns
    -------
    Floats
        Log-likelihoods read so many bins further up.
    """
    size = table.shape[-1]
    first, weights, start, end = _alike(size, by)
    if start >= end:
        return _cubic(table, *_lagrange(np.arange(size, dtype=np.float64) + by, size))
    whole = np.empty_like(table)
    inside = whole[..., start:end]
    np.multiply(table[..., start + first : end + first], weights[0], out=inside)
    for step in range(1, 4):
        near = table[..., start + first + step : end + first + step]
        inside += weights[step] * near
    ends = _ends(size, by)
    whole[..., ends[0]] = _cubic(table, *ends[1:])
    return whole


@lru_cache(maxsize=64)
def _alike(size: int, by: float) -> tuple[int, tuple[float, ...], int, int]:
    """Return a first neighbour and weights, and the bins of which they hold."""
    first = int(np.floor(by)) - 1
    start, end = max(0, -first), min(size, size - 3 - first)
    _, weights = _lagrange(np.array([float(start)]) + by, size)
    return first, tuple(float(one) for one in weights[:, 0]), start, end


@lru_cache(maxsize=64)
def _ends(size: int, by: float) -> tuple[Ints, Ints, Floats]:
    """Return the other bins, with neighbours and weights of their own."""
    _, _, start, end = _alike(size, by)
    outer = np.concatenate([np.arange(start), np.arange(end, size)])
    return outer, *_lagrange(outer + by, size)


def _cubic(table: Floats, first: Ints, weights: Floats) -> Floats:
    whole = np.zeros((*table.shape[:-1], first.size))
    for step in range(4):
        whole += weights[step] * table[..., first + step]
    return whole


def _lagrange(place: Floats, size: int) -> tuple[Ints, Floats]:
    """Return the first of four neighbours of each place, and their weights."""
    first = np.clip(np.floor(place).astype(np.int64) - 1, 0, size - 4)
    x = place - first
    weights = np.stack(
        [
            -(x - 1) * (x - 2) * (x - 3) / 6,
            x * (x - 2) * (x - 3) / 2,
            -x * (x - 1) * (x - 3) / 2,
            x * (x - 1) * (x - 2) / 6,
        ]
    )
    return first, weights
