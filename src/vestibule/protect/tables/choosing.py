"""Which units meet all inequalities found so far, at the least cost?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from vestibule.protect.tables import islands
from vestibule.protect.tables.exposure import Bools, Cut
from vestibule.protect.tables.system import Floats, Unit

MOST_NODES = 5_000
"""Nodes of the solver's search in one round, beyond which the choice is greedy."""

MOST_ROUNDS = 80
"""Rounds of cuts, beyond which the choice is greedy."""

BARELY = 1e-9
"""An inequality may be missed by so much: solvers count in fractions."""


class Choice:
    """Hidden units, mended whenever they break something.

    Parameters
    ----------
    units : sequence of Unit
        What may be hidden, must be, or must not.
    most_units : int
        Free units that hang together by inequalities, beyond which they are chosen
        greedily.
    """

    def __init__(self, units: Sequence[Unit], *, most_units: int) -> None:
        self.most_units = most_units
        self.place = {unit.key: number for number, unit in enumerate(units)}
        self.costs = np.array([unit.cost for unit in units], dtype=float)
        self.free: Bools = np.array([u.state == "free" for u in units], dtype=bool)
        self.hidden: Bools = np.array([u.state == "hidden" for u in units], dtype=bool)
        self.by_and_by: Bools = np.zeros(len(units), dtype=bool)
        self.cuts: list[tuple[NDArray[np.int64], Floats]] = []
        self.least: list[float] = []
        self.rounds = 0

    @property
    def is_greedy(self) -> bool:
        """Whether any units were hidden one by one."""
        return bool(self.by_and_by.any())

    def mend(self, broken: Sequence[Cut]) -> None:
        """Hide other units, or more, so that the cuts hold too.

        Parameters
        ----------
        broken : sequence of Cut
            Each asks for a unit that may be hidden and is not.
        """
        first = len(self.cuts)
        self.rounds += 1
        for cut in broken:
            self._keep(cut)
        for units, cuts in self._together(first):
            greedily = self.rounds > MOST_ROUNDS or units.size > self.most_units
            if greedily or self.by_and_by[units].any() or not self._best(units, cuts):
                self.by_and_by[units] = True
                self._more(cuts[cuts >= first])

    def _keep(self, cut: Cut) -> None:
        """Remember a cut in terms of free units: the others are what they are."""
        at = np.array([self.place[key] for key in cut.weights], dtype=np.int64)
        weights = np.array(list(cut.weights.values()))
        given = self.hidden[at] & ~self.free[at]
        self.least.append(cut.least - float(weights[given].sum()))
        self.cuts.append((at[self.free[at]], weights[self.free[at]]))

    def _matrix(self, cuts: Iterable[int]) -> sparse.csr_array:
        held = [self.cuts[number] for number in cuts]
        rows = np.repeat(np.arange(len(held)), [at.size for at, _ in held])
        columns = np.concatenate([at for at, _ in held])
        weights = np.concatenate([weights for _, weights in held])
        shape = (len(held), self.costs.size)
        return sparse.csr_array((weights, (rows, columns)), shape=shape)

    def _together(
        self, first: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Yield units that hang together, with their cuts, where there is a new one."""
        found = islands.islands(self._matrix(range(len(self.cuts))), self.free)
        for label in np.unique(found.rows[first:]):
            yield (
                np.flatnonzero(found.columns == label),
                np.flatnonzero(found.rows == label),
            )

    def _best(self, units: NDArray[np.int64], cuts: NDArray[np.int64]) -> bool:
        """Hide the least of some units; False where the solver gave up."""
        least = np.array([self.least[number] for number in cuts])
        solved = optimize.milp(
            self.costs[units],
            constraints=optimize.LinearConstraint(
                self._matrix(cuts)[:, units], lb=least - BARELY
            ),
            bounds=optimize.Bounds(0.0, 1.0),
            integrality=np.ones(units.size),
            options={"node_limit": MOST_NODES},
        )
        if solved.status == 0:
            self.hidden[units] = np.asarray(solved.x) > 0.5
        return bool(solved.status == 0)

    def _more(self, cuts: NDArray[np.int64]) -> None:
        """Hide more and more, the most help for the least cost first."""
        for number in cuts:
            at, weights = self.cuts[number]
            if weights[self.hidden[at]].sum() >= self.least[number]:
                continue
            helps = np.where(self.hidden[at] | (weights < 0), 0.0, weights)
            if helps.any():
                self.hidden[at[np.argmax(helps / self.costs[at])]] = True
