"""How far can a reader be off about a hidden number, and what would help?

For each need the reader's own linear program is solved: how far may the numbers
stray from the truth while all that is shown stays true? Where that is too little,
its dual is an inequality that every sufficient choice of hidden cells satisfies.

What is shown parts the numbers into islands (`islands`): a program needs the island of
what it asks for, and no more, and one call of the solver answers for many islands.

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

from vestibule.protect.tables import islands
from vestibule.protect.tables.islands import Islands
from vestibule.protect.tables.system import Arrays, Floats, Need, System, Unit

Bools = NDArray[np.bool_]

NOTHING = 1e-7
"""Below this a number counts as zero."""

FAR = 1000.0
"""How far up a hidden number may go, beside its own size: a reader has no bound."""

PROBES = 4
"""Directions in which all needs are looked at together, before each by itself."""


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


@dataclass(frozen=True, slots=True)
class _Solved:
    """The prices of the rows that hold a lot of forms."""

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
    needs : sequence of Need
        What they must not find out; asked for by its place in this sequence.
    """

    def __init__(
        self, system: System, units: Sequence[Unit], needs: Sequence[Need]
    ) -> None:
        self.arrays: Arrays = system.arrays()
        place = self.arrays.place
        self.units, self.needs = units, needs
        self.unit_of = np.full(len(place), -1)
        for number, unit in enumerate(units):
            for name in unit.names:
                if name in place:
                    self.unit_of[place[name]] = number
        fixed = [name in system.fixed for name in place]
        self.fixed: Bools = np.array(fixed, dtype=bool)
        most = float(max((abs(one) for one in system.truth.values()), default=0.0))
        self.far = most + FAR
        self._gather()

    def _gather(self) -> None:
        """Keep the forms of all needs as rows, and which rows tie what."""
        one = self.arrays
        self.forms = one.rows([form for need in self.needs for form in need.forms])
        ends = np.cumsum([0, *(len(need.forms) for need in self.needs)])
        self.ends = ends
        self.prices = sparse.vstack([one.equal, one.above], format="csr").T.tocsr()
        self.ties = sparse.vstack(
            [one.equal, one.above, self._whole_needs(ends)], format="csr"
        )

    def _whole_needs(self, ends: NDArray[np.int64]) -> sparse.csr_array:
        """Return one row for each need: what any of its forms asks for."""
        forms = abs(self.forms)
        starts = np.repeat(np.arange(len(self.needs)), np.diff(ends))
        shape = (len(self.needs), forms.shape[0])
        which = (starts, np.arange(forms.shape[0]))
        return sparse.csr_array((np.ones(starts.size), which), shape=shape) @ forms

    def near(self, units: Bools, could: Bools) -> list[int]:
        """Return the needs that a change of units may bear upon.

        Parameters
        ----------
        units : np.ndarray of bool, shape (units,)
            Those that were hidden or shown anew.
        could : np.ndarray of bool, shape (units,)
            Those that may ever be hidden.

        Returns
        -------
        list of int
            Places of needs; of all others, what was found still holds.
        """
        found = islands.islands(self.ties, self._free(could))
        moved = np.unique(found.columns[(self.unit_of >= 0) & units[self.unit_of]])
        return np.flatnonzero(np.isin(self._of_needs(found), moved)).tolist()

    def weak(self, asked: Iterable[int], hidden: Bools) -> list[tuple[int, Cut]]:
        """Return the needs that are not met, each with a cut that it gives.

        Parameters
        ----------
        asked : iterable of int
            Places of the needs to look at.
        hidden : np.ndarray of bool, shape (units,)
            Which units are hidden.

        Returns
        -------
        list of tuple
            Need and cut.
        """
        found = []
        free = self._free(hidden)
        held = islands.islands(self.ties, free)
        for number, solved in self._asked(asked, free, held):
            if not self._is_met(number):
                label = self._of_needs(held)[number]
                found.append((number, self._cut(number, solved, held.rows == label)))
        return found

    def reaches(self) -> list[float]:
        """Return how far the forms of each need go where no unit is hidden.

        Returns
        -------
        list of float
            For each need, at most its `least`.
        """
        free = self._free(np.zeros(len(self.units), dtype=bool))
        found = [need.least for need in self.needs]
        held = islands.islands(self.ties, free)
        for number, _ in self._asked(range(len(found)), free, held):
            found[number] = min(found[number], self._far(number))
        return found

    def _free(self, hidden: Bools) -> Bools:
        free = np.zeros(self.unit_of.size, dtype=bool)
        held = self.unit_of >= 0
        free[held] = hidden[self.unit_of[held]]
        return free | (~held & ~self.fixed)

    def _of_needs(self, found: Islands) -> islands.Labels:
        return found.rows[self.prices.shape[1] :]

    def _asked(
        self, asked: Iterable[int], free: Bools, held: Islands
    ) -> Iterator[tuple[int, list[_Solved]]]:
        """Yield needs that nothing seen so far meets, with how their forms ended."""
        left = sorted(asked)
        self.seen = np.zeros(self.forms.shape[0])
        label = self._of_needs(held)
        self._probe(left, free, held)
        while left := [number for number in left if not self._is_met(number)]:
            _, first = np.unique(label[left], return_index=True)
            lot = [left[at] for at in first]
            ended = self._lot(lot, free, held)
            yield from ((number, ended[: self._many(number)]) for number in lot)
            told = set(lot)
            left = [number for number in left if number not in told]

    def _lot(self, lot: Sequence[int], free: Bools, held: Islands) -> list[_Solved]:
        """Return how the forms of needs of different islands end, each at once."""
        labels = self._of_needs(held)[lot]
        ended = []
        for turn in range(max(self._many(number) for number in lot)):
            rows = [self.ends[n] + turn for n in lot if turn < self._many(n)]
            aim = np.asarray(self.forms[rows].sum(axis=0)).ravel()
            ended.append(self._solved(aim, free, held, labels))
        return ended

    def _many(self, number: int) -> int:
        return len(self.needs[number].forms)

    def _probe(self, asked: Sequence[int], free: Bools, held: Islands) -> None:
        """Look in a few directions at once: most needs are met on the way."""
        if len(asked) < PROBES or not free.any():
            return
        forms = self.forms[self.ends[:-1][asked]]
        labels = np.unique(self._of_needs(held)[asked])
        # fixed signs, different in each probe: no chance, and each need goes both ways
        turns = np.arange(len(asked)) >> np.arange(PROBES)[:, None]
        for signs in np.where(turns & 1, 1.0, -1.0):
            self._solved(forms.T @ signs, free, held, labels)

    def _is_met(self, number: int) -> bool:
        """Return whether solutions already found stray far enough: no program needed."""
        return self._far(number) >= self.needs[number].least - NOTHING

    def _far(self, number: int) -> float:
        return float(self.seen[self.ends[number] : self.ends[number + 1]].sum())

    def _solved(
        self, aim: Floats, free: Bools, held: Islands, labels: islands.Labels
    ) -> _Solved:
        """Return the optimum of the reader's program on some islands."""
        one, equal = self.arrays, self.arrays.equal.shape[0]
        inside = np.isin(held.columns, labels) & free
        rows = np.isin(held.rows[: self.prices.shape[1]], labels)
        rows &= held.rows[: self.prices.shape[1]] != islands.NOWHERE
        ties, over = np.flatnonzero(rows[:equal]), np.flatnonzero(rows[equal:])
        point, slopes, above = (
            np.zeros(free.size),
            np.zeros(equal),
            np.zeros(one.slack.size),
        )
        if inside.any():
            low, high = -one.room[inside], np.full(int(inside.sum()), self.far)
            solved = optimize.linprog(
                -aim[inside],
                A_eq=one.equal[ties][:, inside],
                b_eq=np.zeros(ties.size),
                A_ub=one.above[over][:, inside],
                b_ub=one.slack[over],
                bounds=np.column_stack([low, high]),
                method="highs",
            )
            point[inside] = solved.x
            slopes[ties] = -np.asarray(solved.eqlin.marginals)
            above[over] = np.maximum(-np.asarray(solved.ineqlin.marginals), 0.0)
        self.seen = np.maximum(self.seen, self.forms @ point)
        return _Solved(slopes, above)

    def _cut(self, number: int, solved: Sequence[_Solved], rows: Bools) -> Cut:
        """Return what every choice that meets a need satisfies."""
        need, own = self.needs[number], 0.0
        weights = np.zeros(len(self.units))
        for at, ended in enumerate(solved):
            aim = self.forms[[self.ends[number] + at]].toarray().ravel()
            constant, more = self._worth(aim, ended, rows[: self.prices.shape[1]])
            own, weights = own + constant, weights + more
        capped = np.minimum(weights / (need.least - own), 1.0)
        helps = np.flatnonzero(capped > NOTHING).tolist()
        return Cut(weights={self.units[at].key: float(capped[at]) for at in helps})

    def _worth(self, aim: Floats, ended: _Solved, rows: Bools) -> tuple[float, Floats]:
        """Return how far a form can go anyway, and what the hiding of each unit adds."""
        one = self.arrays
        prices = np.where(rows, np.concatenate([ended.slopes, ended.above]), 0.0)
        # reduced costs also of what is shown: what its hiding would be worth
        worth = aim - self.prices @ prices
        worth[np.abs(worth) < NOTHING] = 0.0
        gain = np.where(worth > 0, worth * self.far, -worth * one.room)
        held = self.unit_of >= 0
        weights = np.zeros(len(self.units))
        np.add.at(weights, self.unit_of[held], gain[held])
        over = prices[one.equal.shape[0] :]
        constant = float(over @ one.slack + gain[~held & ~self.fixed].sum())
        return constant, weights
