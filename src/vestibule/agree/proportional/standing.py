"""How many statements of a list does each person approve, and what is one more worth?

Where approvals are sure, a person approves h statements of the list, and one more is
worth ``1 / (h + 1)`` to the score of Thiele and Aziz (PAV): the first voice on the
list counts most. Where some are only probable, h is uncertain; what one more is
worth is the expectation of ``1 / (h + 1)``, taking the answers of one person as
independent *given* their probabilities (which is what a posterior of a position
states). The expected score keeps what makes the greedy rule good: each statement
adds less to a longer list [2]_.

References
----------
.. [1] Thiele, T. N. (1895), Om Flerfoldsvalg; Lackner, M. and Skowron, P. (2023),
   Multi-Winner Voting with Approval Preferences, Springer, chapter 2.
.. [2] Nemhauser, G., Wolsey, L. and Fisher, M. (1978), An analysis of approximations
   for maximizing submodular set functions, Mathematical Programming 14, 265-294.
.. [3] Halpern, D. et al. (2023), Representation with incomplete votes, AAAI 37.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vestibule.agree.proportional.approvals import Approvals

SCALE = 232_792_560
"""Parts of one: divisible by 1 to 20, so that ``1 / (h + 1)`` is whole up to h = 19."""

Worth = NDArray[np.int64]


class Standing(Protocol):
    """Where people stand towards a list."""

    def add(self, statement: int) -> None:
        """Put a statement on the list."""

    def worth(self) -> Worth:
        """Return what one more approved statement adds per person, of `SCALE`."""

    def below(self, level: int) -> Worth:
        """Return the chance to approve fewer than `level`, per person, of `SCALE`."""


class Counted:
    """Standing where every approval is sure."""

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals
        self._count = np.zeros(approvals.people, dtype=np.int32)

    def add(self, statement: int) -> None:
        """Put a statement on the list."""
        people, _ = self._approvals.column(statement)
        self._count[people] += 1

    def worth(self) -> Worth:
        """Return what one more approved statement adds per person."""
        most = int(self._count.max(initial=0))
        parts = np.rint(SCALE / np.arange(1, most + 2)).astype(np.int64)
        return parts[self._count]

    def below(self, level: int) -> Worth:
        """Return the chance to approve fewer than `level`, per person."""
        return np.where(self._count < level, SCALE, 0)


class Expected:
    """Standing where some approvals are only probable: a Poisson binomial per person.

    Parameters
    ----------
    approvals : Approvals
        The approvals.

    Notes
    -----
    Every step is elementwise: a person's numbers do not depend on the others'.
    """

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals
        self._chance = [np.ones(approvals.people)]

    def add(self, statement: int) -> None:
        """Put a statement on the list."""
        people, parts = self._approvals.column(statement)
        yes = np.zeros(self._approvals.people)
        yes[people] = parts / self._approvals.unit
        old = [*self._chance, np.zeros_like(yes)]
        more = [np.zeros_like(yes), *self._chance]
        self._chance = [
            stay * (1 - yes) + rise * yes for stay, rise in zip(old, more, strict=True)
        ]

    def worth(self) -> Worth:
        """Return what one more approved statement adds per person."""
        return self._parts(chance / (h + 1) for h, chance in enumerate(self._chance))

    def below(self, level: int) -> Worth:
        """Return the chance to approve fewer than `level`, per person."""
        return self._parts(self._chance[:level])

    def _parts(self, terms: Iterable[NDArray[np.float64]]) -> Worth:
        summed = np.zeros(self._approvals.people)
        for term in terms:
            summed += term
        return np.rint(summed * SCALE).astype(np.int64)


def of(approvals: Approvals, chosen: Iterable[int] = ()) -> Standing:
    """Return where people stand towards a list of statements.

    Parameters
    ----------
    approvals : Approvals
        The approvals.
    chosen : iterable of int
        Columns; the order does not matter, they are added as they rise.

    Returns
    -------
    Standing
        Ready to take more.
    """
    kind = Counted if approvals.unit == 1 else Expected
    standing = kind(approvals)
    for statement in sorted(chosen):
        standing.add(statement)
    return standing


def weighed(approvals: Approvals, statement: int, worth: Worth) -> int:
    """Return the sum of `worth` over those who approve, of `SCALE` times the unit."""
    people, parts = approvals.column(statement)
    if approvals.unit == 1:
        return int(worth[people].sum())
    return int(np.dot(worth[people], parts.astype(np.int64)))


def score(approvals: Approvals, chosen: Iterable[int]) -> float:
    """Return the (expected) PAV score of a list: higher represents more.

    Parameters
    ----------
    approvals : Approvals
        The approvals.
    chosen : iterable of int
        Columns of the list.

    Returns
    -------
    float
        At least 0, at most people times ``1 + 1/2 + … + 1/k``.

    Examples
    --------
    >>> from vestibule.agree.proportional import approvals
    >>> given = approvals.of_matrix([[1, 1, 0], [0, 0, 1]], ["a", "b", "c"])
    >>> score(given, [0, 1]), score(given, [0, 2])
    (1.5, 2.0)
    """
    standing = of(approvals)
    total = 0
    for statement in sorted(chosen):
        total += weighed(approvals, statement, standing.worth())
        standing.add(statement)
    return total / (SCALE * approvals.unit)
