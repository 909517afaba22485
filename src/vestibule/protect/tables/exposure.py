"""How far can a reader be off about a hidden number, and what would help?

For each need the reader's own linear program is solved: how far may the numbers
stray from the truth while all that is shown stays true? Where that is too little,
its dual is an inequality that every sufficient choice of hidden cells satisfies.

References
----------
.. [1] Fischetti, M. and Salazar, J.J. (2001), Solving the Cell Suppression Problem
   on Tabular Data with Linear Constraints, Management Science 47(7), 1008-1027.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from vestibule.protect.tables.system import Arrays, Floats, Form, Need, System, Unit

Bools = NDArray[np.bool_]

NOTHING = 1e-7
"""Below this a number counts as zero."""

FAR = 1000.0
"""How far up a hidden number may go, beside its own size: a reader has no bound."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """An inequality: the weights of hidden units add up to at least `least`.

    Parameters
    ----------
    weights : mapping of str to float
        Unit to weight, at most 1; below 0 where showing the unit instead helps.
    least : float
        1 where showing nothing more can help.
    """

    weights: Mapping[str, float]
    least: float = 1.0


PROBES = 4
"""Directions in which all needs are looked at together, before each by itself."""


class Reader:
    """Someone who knows all that is shown of one system.

    Parameters
    ----------
    system : System
        What ties the numbers.
    units : sequence of Unit
        What is shown or hidden together.
    """

    def __init__(self, system: System, units: Sequence[Unit]) -> None:
        self.arrays: Arrays = system.arrays()
        place = self.arrays.place
        self.unit_of = np.full(len(place), -1)
        for number, unit in enumerate(units):
            for name in unit.names:
                if name in place:
                    self.unit_of[place[name]] = number
        self.units = units
        self.seen: list[Floats] = []
        fixed = [name in system.fixed for name in place]
        self.fixed: Bools = np.array(fixed, dtype=bool)
        most = float(max((abs(one) for one in system.truth.values()), default=0.0))
        self.far = most + FAR

    def weak(self, needs: Iterable[Need], hidden: Bools) -> list[tuple[Need, Cut]]:
        """Return the needs that are not met, each with a cut that it gives.

        Parameters
        ----------
        needs : iterable of Need
            What must not be found out.
        hidden : np.ndarray of bool, shape (units,)
            Which units are hidden.

        Returns
        -------
        list of tuple
            Need and cut.
        """
        free = (self.unit_of >= 0) & hidden[self.unit_of]
        free |= (self.unit_of < 0) & ~self.fixed
        asked = list(needs)
        found = []
        self.seen = [np.zeros(free.size)]
        self._probe(asked, free)
        for need in asked:
            if self._is_met(need):
                continue
            reach, own, weights = 0.0, 0.0, np.zeros(len(self.units))
            for form in need.forms:
                far, constant, more = self._stray(self.arrays.form(form), free)
                reach, own, weights = reach + far, own + constant, weights + more
            if reach < need.least - NOTHING:
                found.append((need, self._cut(need.least - own, weights)))
        return found

    def _probe(self, needs: Sequence[Need], free: Bools) -> None:
        """Look in a few directions at once: most needs are met on the way."""
        if len(needs) < PROBES or not free.any():
            return
        forms = np.array([self.arrays.form(need.forms[0]) for need in needs])
        for probe in range(PROBES):
            # fixed signs, different in each probe: no chance, and each need goes both ways
            turns = np.arange(len(needs)) >> probe
            signs = np.where(turns & 1, 1.0, -1.0)
            self._solved(signs @ forms, free)

    def _is_met(self, need: Need) -> bool:
        """Return whether solutions already found stray far enough: no program needed."""
        points = np.array(self.seen)
        far = sum(float((points @ self.arrays.form(f)).max()) for f in need.forms)
        return far >= need.least - NOTHING

    def reach(self, form: Form) -> float:
        """Return how far up a form can go where no unit is hidden."""
        free = (self.unit_of < 0) & ~self.fixed
        return self._solved(self.arrays.form(form), free)[0]

    def _stray(self, aim: Floats, free: Bools) -> tuple[float, float, Floats]:
        """Return how far a form can go up, by what anyway, and what each unit adds."""
        far, slopes, above = self._solved(aim, free)
        one = self.arrays
        # reduced costs also of what is shown: what its hiding would be worth
        worth = aim - one.equal.T @ slopes - one.above.T @ above
        worth[np.abs(worth) < NOTHING] = 0.0
        gain = np.where(worth > 0, worth * self.far, -worth * one.room)
        held = self.unit_of >= 0
        weights = np.zeros(len(self.units))
        np.add.at(weights, self.unit_of[held], gain[held])
        constant = float(above @ one.slack + gain[~held & ~self.fixed].sum())
        return far, constant, weights

    def _solved(self, aim: Floats, free: Bools) -> tuple[float, Floats, Floats]:
        """Return the optimum of the reader's program, and the prices of its rows."""
        one = self.arrays
        if not free.any():
            return 0.0, np.zeros(one.equal.shape[0]), np.zeros(one.slack.size)
        rows = one.equal[:, free]
        low, high = -one.room[free], np.full(int(free.sum()), self.far)
        solved = optimize.linprog(
            -aim[free],
            A_eq=rows,
            b_eq=np.zeros(rows.shape[0]),
            A_ub=one.above[:, free],
            b_ub=one.slack,
            bounds=np.column_stack([low, high]),
            method="highs",
        )
        point = np.zeros(free.size)
        point[free] = solved.x
        self.seen.append(point)
        above = np.maximum(-np.asarray(solved.ineqlin.marginals), 0.0)
        return -float(solved.fun), -np.asarray(solved.eqlin.marginals), above

    def _cut(self, least: float, weights: Floats) -> Cut:
        capped = np.minimum(weights / least, 1.0)
        return Cut(
            weights={
                unit.key: float(weight)
                for unit, weight in zip(self.units, capped, strict=True)
                if weight > NOTHING
            }
        )
