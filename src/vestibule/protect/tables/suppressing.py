"""What is the least that must be hidden, all tables taken together?

The least cost over all choices of hidden units such that every need is met for every
reader, and every rule on what remains: an integer program whose inequalities are
found as they are needed (cutting planes). Beyond `MOST_UNITS` free units, or where
the solver does not finish within `MOST_NODES`, cells are added greedily to meet the
same inequalities: enough is hidden, perhaps more than the least. The result says
which it was.

References
----------
.. [1] Fischetti, M. and Salazar, J.J. (2001), Solving the Cell Suppression Problem
   on Tabular Data with Linear Constraints, Management Science 47(7), 1008-1027.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import optimize, sparse

from vestibule.protect.tables.exposure import Bools, Cut, Reader
from vestibule.protect.tables.system import Name, Need, System, Unit

Rule = Literal["optimal", "greedy"]
"""How the hidden cells were chosen."""

Check = Callable[[frozenset[str]], list[Cut]]
"""Hidden units to the inequalities of further rules that they break."""

MOST_UNITS = 400
"""Cells that may be hidden, beyond which the choice is greedy."""

MOST_NODES = 5_000
"""Nodes of the solver's search in one round, beyond which the choice is greedy."""

MOST_ROUNDS = 80
"""Rounds of cuts, beyond which the choice is greedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Which units are hidden.

    Parameters
    ----------
    hidden : frozenset of str
        Keys of units.
    rule : {'optimal', 'greedy'}
        Whether no choice costs less, or enough was added one by one.
    cost : float
        Of all that is hidden.
    unmet : tuple of Name
        What stays too well known even where everything that may be hidden is.
    rounds : int
        How often the choice was mended.
    """

    hidden: frozenset[str]
    rule: Rule
    cost: float
    unmet: tuple[Name, ...]
    rounds: int


def suppressed(
    readers: Mapping[str, System],
    units: Sequence[Unit],
    needs: Sequence[Need],
    *,
    check: Check = lambda _: [],
    most_units: int = MOST_UNITS,
) -> Suppression:
    """Return the units to hide.

    Parameters
    ----------
    readers : mapping of str to System
        What each kind of reader knows; all must be kept from finding out. Their
        systems hold the same units.
    units : sequence of Unit
        What may be hidden, must be, or must not.
    needs : sequence of Need
        What must not be found out.
    check : callable
        Further rules: hidden units to the cuts that they break.
    most_units : int
        Free units beyond which the choice is greedy.

    Returns
    -------
    Suppression
        By least cost, or greedy: it says which. A need that cannot be met even with
        everything hidden is in `unmet`, and the caller must publish nothing.

    Notes
    -----
    It protects against what follows from sums, signs and inequalities that it is
    given, not against local knowledge. Readers of whole numbers know a little more
    than the programs solved here: `attacker` tries with whole numbers.
    """
    search = _Search(readers, units, needs, check)
    free = sum(unit.state == "free" for unit in units)
    rule: Rule = "optimal" if free <= most_units else "greedy"
    if rule == "optimal" and not search.best():
        rule = "greedy"
    if rule == "greedy":
        search.greedy()
    hidden = frozenset(
        unit.key for unit, out in zip(units, search.hidden, strict=True) if out
    )
    return Suppression(
        hidden=hidden,
        rule=rule,
        cost=sum(unit.cost for unit in units if unit.key in hidden),
        unmet=tuple(need.about for need in search.unmet),
        rounds=search.rounds,
    )


class _Search:
    """A choice of hidden units, mended until it holds."""

    def __init__(
        self,
        readers: Mapping[str, System],
        units: Sequence[Unit],
        needs: Sequence[Need],
        check: Check,
    ) -> None:
        self.units = units
        self.place = {unit.key: number for number, unit in enumerate(units)}
        self.readers = [Reader(system, units) for system in readers.values()]
        self.check = check
        self.forced: Bools = np.array([u.state == "hidden" for u in units], dtype=bool)
        self.shown: Bools = np.array([u.state == "shown" for u in units], dtype=bool)
        self.costs = np.array([unit.cost for unit in units], dtype=float)
        self.hidden = self.forced.copy()
        self.cuts: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
        self.least: list[float] = []
        self.rounds = 0
        everything = ~self.shown
        lost = {
            need.about: need
            for reader in self.readers
            for need, _ in reader.weak(needs, everything)
        }
        self.unmet = list(lost.values())
        self.needs = [need for need in needs if need.about not in lost]

    def broken(self) -> list[Cut]:
        """Return the cuts that the present choice breaks."""
        found = [
            cut
            for reader in self.readers
            for _, cut in reader.weak(self.needs, self.hidden)
        ]
        named = zip(self.units, self.hidden, strict=True)
        found += self.check(frozenset(unit.key for unit, out in named if out))
        return [cut for cut in found if self._can(cut)]

    def _can(self, cut: Cut) -> bool:
        """Return whether a cut asks for anything that may still be hidden."""
        return any(
            weight > 0 and not (self.shown | self.hidden)[self.place[key]]
            for key, weight in cut.weights.items()
        )

    def best(self) -> bool:
        """Hide the least; False where the solver gave up."""
        while broken := self.broken():
            self.rounds += 1
            if self.rounds > MOST_ROUNDS:
                return False
            self.cuts += [self._row(cut) for cut in broken]
            self.least += [cut.least for cut in broken]
            solved = optimize.milp(
                self.costs,
                constraints=optimize.LinearConstraint(
                    sparse.csr_array(np.array(self.cuts)),
                    lb=np.array(self.least) - 1e-9,
                ),
                bounds=optimize.Bounds(
                    self.forced.astype(float), (~self.shown).astype(float)
                ),
                integrality=np.ones(self.costs.size),
                options={"node_limit": MOST_NODES},
            )
            if solved.status != 0:
                return False
            self.hidden = np.asarray(solved.x) > 0.5
        return True

    def _row(self, cut: Cut) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        row = np.zeros(len(self.units))
        for key, weight in cut.weights.items():
            row[self.place[key]] = weight
        return row

    def greedy(self) -> None:
        """Hide more and more, the most help for the least cost first."""
        while broken := self.broken():
            self.rounds += 1
            for cut in broken:
                row = self._row(cut)
                if row[self.hidden].sum() < cut.least:
                    row[self.hidden | self.shown | (row < 0)] = 0.0
                    if row.any():
                        self.hidden[int(np.argmax(row / self.costs))] = True
