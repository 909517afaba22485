"""What is the least that must be hidden, all tables taken together?

The least cost over all choices of hidden units such that every need is met for every
reader, and every rule on what remains: an integer program whose inequalities are
found as they are needed (cutting planes). Units that no inequality ties, directly or
by others, are chosen apart, and after each round only what may have changed is looked
at again. Beyond `MOST_UNITS` free units that hang together, or where the solver does
not finish (`choosing`), cells are added greedily to meet the same inequalities:
enough is hidden, perhaps more than the least. The result says which it was.

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

from vestibule.protect.tables.choosing import Choice
from vestibule.protect.tables.exposure import Bools, Cut, Reader
from vestibule.protect.tables.system import Name, Need, System, Unit

Rule = Literal["optimal", "greedy"]
"""How the hidden cells were chosen."""

Check = Callable[[frozenset[str]], list[Cut]]
"""Hidden units to the inequalities of further rules that they break."""

MOST_UNITS = 400
"""Cells that may be hidden and hang together, beyond which the choice is greedy."""


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
        Free units that hang together, beyond which the choice is greedy.

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
    choice = Choice(units, most_units=most_units)
    while broken := search.broken(choice.hidden):
        choice.mend(broken)
    hidden = frozenset(
        unit.key for unit, out in zip(units, choice.hidden, strict=True) if out
    )
    return Suppression(
        hidden=hidden,
        rule="greedy" if choice.is_greedy else "optimal",
        cost=sum(unit.cost for unit in units if unit.key in hidden),
        unmet=tuple(needs[number].about for number in search.unmet),
        rounds=choice.rounds,
    )


class _Search:
    """What a choice of hidden units breaks, looked at again only where it changed."""

    def __init__(
        self,
        readers: Mapping[str, System],
        units: Sequence[Unit],
        needs: Sequence[Need],
        check: Check,
    ) -> None:
        self.units, self.check = units, check
        self.place = {unit.key: number for number, unit in enumerate(units)}
        self.readers = [Reader(system, units, needs) for system in readers.values()]
        self.could: Bools = np.array([u.state != "shown" for u in units], dtype=bool)
        every = range(len(needs))
        self.unmet = sorted(
            {
                number
                for reader in self.readers
                for number, _ in reader.weak(every, self.could)
            }
        )
        left = set(every).difference(self.unmet)
        self.left = [set(left) for _ in self.readers]
        self.before: Bools | None = None

    def broken(self, hidden: Bools) -> list[Cut]:
        """Return the cuts that a choice breaks."""
        found = []
        for reader, left in zip(self.readers, self.left, strict=True):
            asked = left
            if self.before is not None:
                changed = self.before != hidden
                asked = left.intersection(reader.near(changed, self.could))
            found += [cut for _, cut in reader.weak(asked, hidden)]
        self.before = hidden.copy()
        named = zip(self.units, hidden, strict=True)
        found += self.check(frozenset(unit.key for unit, out in named if out))
        return [cut for cut in found if self._can(cut, hidden)]

    def _can(self, cut: Cut, hidden: Bools) -> bool:
        """Return whether a cut asks for anything that may still be hidden."""
        return any(
            weight > 0 and (self.could & ~hidden)[self.place[key]]
            for key, weight in cut.weights.items()
        )
