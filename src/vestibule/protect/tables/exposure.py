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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from vestibule.protect.tables.system import Arrays, Floats, Name, Need, System, Unit

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

TOGETHER = 4_000
"""Variables of the programs that are handed to the solver side by side, at most: for
small programs the call costs more than the solving."""


@dataclass(frozen=True, slots=True)
class _Solved:
    """How far up a form can go, and the prices of the rows that hold it."""

    far: float
    slopes: Floats
    above: Floats


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
        self.seen: Floats = np.zeros((1, len(place)))
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
        found = []
        for some, strays in self._asked(list(needs), free):
            for need in some:
                reach, own, weights = 0.0, 0.0, np.zeros(len(self.units))
                for form in need.forms:
                    far, constant, more = self._stray(self.arrays.form(form), strays)
                    reach, own, weights = reach + far, own + constant, weights + more
                if reach < need.least - NOTHING:
                    found.append((need, self._cut(need.least - own, weights)))
        return found

    def reaches(self, needs: Sequence[Need]) -> list[float]:
        """Return how far the forms of each need go where no unit is hidden.

        Parameters
        ----------
        needs : sequence of Need
            Each about another number; beyond `least` it does not matter how far.

        Returns
        -------
        list of float
            For each need, at most its `least`.
        """
        free = (self.unit_of < 0) & ~self.fixed
        found: dict[Name, float] = {}
        for some, solved in self._asked(needs, free):
            for need in some:
                far = sum(next(solved).far for _ in need.forms)
                found[need.about] = min(need.least, far)
        return [found.get(need.about, need.least) for need in needs]

    def _asked(
        self, needs: Sequence[Need], free: Bools
    ) -> Iterator[tuple[list[Need], Iterator[_Solved]]]:
        """Yield needs that nothing seen so far meets, each lot with its programs."""
        self.seen = np.zeros((1, free.size))
        self._probe(needs, free)
        left = list(needs)
        lot = max(TOGETHER // max(int(free.sum()), 1), 1)
        while left := [need for need in left if not self._is_met(need)]:
            some, left = left[:lot], left[lot:]
            aims = [self.arrays.form(form) for need in some for form in need.forms]
            yield some, iter(self._solved(np.array(aims), free))

    def _probe(self, needs: Sequence[Need], free: Bools) -> None:
        """Look in a few directions at once: most needs are met on the way."""
        if len(needs) < PROBES or not free.any():
            return
        forms = np.array([self.arrays.form(need.forms[0]) for need in needs])
        # fixed signs, different in each probe: no chance, and each need goes both ways
        turns = np.arange(len(needs)) >> np.arange(PROBES)[:, None]
        self._solved(np.where(turns & 1, 1.0, -1.0) @ forms, free)

    def _is_met(self, need: Need) -> bool:
        """Return whether solutions already found stray far enough: no program needed."""
        far = sum(float((self.seen @ self.arrays.form(f)).max()) for f in need.forms)
        return far >= need.least - NOTHING

    def _stray(
        self, aim: Floats, strays: Iterator[_Solved]
    ) -> tuple[float, float, Floats]:
        """Return how far a form can go up, by what anyway, and what each unit adds."""
        solved = next(strays)
        one = self.arrays
        # reduced costs also of what is shown: what its hiding would be worth
        worth = aim - one.equal.T @ solved.slopes - one.above.T @ solved.above
        worth[np.abs(worth) < NOTHING] = 0.0
        gain = np.where(worth > 0, worth * self.far, -worth * one.room)
        held = self.unit_of >= 0
        weights = np.zeros(len(self.units))
        np.add.at(weights, self.unit_of[held], gain[held])
        constant = float(solved.above @ one.slack + gain[~held & ~self.fixed].sum())
        return solved.far, constant, weights

    def _solved(self, aims: Floats, free: Bools) -> list[_Solved]:
        """Return the optima of the reader's programs, one beside the other."""
        one, many, wide = self.arrays, len(aims), int(free.sum())
        if not wide:
            none = _Solved(0.0, np.zeros(one.equal.shape[0]), np.zeros(one.slack.size))
            return [none] * many
        side = sparse.eye_array(many)
        rows = sparse.kron(side, one.equal[:, free], format="csr")
        low, high = -one.room[free], np.full(wide, self.far)
        solved = optimize.linprog(
            -aims[:, free].ravel(),
            A_eq=rows,
            b_eq=np.zeros(rows.shape[0]),
            A_ub=sparse.kron(side, one.above[:, free], format="csr"),
            b_ub=np.tile(one.slack, many),
            bounds=np.tile(np.column_stack([low, high]), (many, 1)),
            method="highs",
        )
        points = np.zeros((many, free.size))
        points[:, free] = solved.x.reshape(many, wide)
        self.seen = np.vstack([self.seen, points])
        slopes = -np.asarray(solved.eqlin.marginals).reshape(many, -1)
        above = np.maximum(-np.asarray(solved.ineqlin.marginals), 0.0)
        reach = (aims * points).sum(axis=1)
        told = zip(reach, slopes, above.reshape(many, -1), strict=True)
        return [_Solved(float(far), slope, over) for far, slope, over in told]

    def _cut(self, least: float, weights: Floats) -> Cut:
        capped = np.minimum(weights / least, 1.0)
        return Cut(
            weights={
                unit.key: float(weight)
                for unit, weight in zip(self.units, capped, strict=True)
                if weight > NOTHING
            }
        )
