"""What does a reader know of linked tables: numbers, sums, what is never negative?

Every number is a variable. What is shown is fixed; what is hidden lies anywhere
between its floor and nothing in particular, as long as all sums hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

Name = tuple[str, ...]
"""What a variable is called."""

Form = Mapping[Name, float]
"""A weighted sum of variables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Numbers that are shown together or not at all: a cell, or a bundle of cells.

    Parameters
    ----------
    key : str
        What it is called.
    names : tuple of Name
        Its variables.
    cost : float
        What hiding it costs, above 0.
    state : str
        ``hidden`` or ``shown`` whatever is decided, else ``free``.
    """

    key: str
    names: tuple[Name, ...]
    cost: float
    state: str = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a reader must not be able to find out.

    Parameters
    ----------
    about : Name
        The number, or the difference of two, that it protects.
    forms : tuple of Form
        Directions in which the truth may be off: the sum of how far each can go up
        must reach `least`. A form and its negative: the width of an interval.
    least : float
        In units of the forms, above 0.
    """

    about: Name
    forms: tuple[Form, ...]
    least: float


def width(form: Form) -> tuple[Form, Form]:
    """Return the two directions that make an interval of a form."""
    return form, {name: -weight for name, weight in form.items()}


@dataclass(frozen=True, kw_only=True)
class System:
    """Linked numbers, and all that ties them.

    Parameters
    ----------
    truth : mapping of Name to float
        One solution: the numbers themselves, or others that would print the same.
    floor : mapping of Name to float
        The least that a reader knows each to be; not above its truth. Missing: 0.
    equal : sequence of Form
        Forms that are zero.
    at_most : sequence of Form
        Forms that are at most zero.
    fixed : frozenset of Name
        Numbers in no unit that everyone knows. Those in no unit and not here are
        known by nobody.
    """

    truth: Mapping[Name, float]
    floor: Mapping[Name, float]
    equal: Sequence[Form]
    at_most: Sequence[Form] = ()
    fixed: frozenset[Name] = frozenset()

    def arrays(self) -> Arrays:
        """Return the system as arrays, in the order of `truth`."""
        place = {name: number for number, name in enumerate(self.truth)}
        values = np.array(list(self.truth.values()), dtype=float)
        floors = np.array([self.floor.get(name, 0.0) for name in self.truth])
        above = _matrix(self.at_most, place)
        return Arrays(
            place=place,
            room=values - floors,
            equal=_matrix(self.equal, place),
            above=above,
            slack=-(above @ values),
        )


@dataclass(frozen=True, kw_only=True)
class Arrays:
    """A system in terms of how far each number is from the truth.

    Parameters
    ----------
    place : mapping of Name to int
        Column of each variable.
    room : np.ndarray, shape (variables,)
        How far each can go down.
    equal, above : sparse matrix, shape (rows, variables)
        Deviations with ``equal @ z == 0`` and ``above @ z <= slack``.
    slack : np.ndarray, shape (rows,)
        Not below 0.
    """

    place: Mapping[Name, int]
    room: Floats
    equal: sparse.csr_array
    above: sparse.csr_array
    slack: Floats

    def rows(self, forms: Sequence[Form]) -> sparse.csr_array:
        """Return forms as rows."""
        return _matrix(forms, self.place)


def _matrix(forms: Sequence[Form], place: Mapping[Name, int]) -> sparse.csr_array:
    cells = [
        (row, place[name], weight)
        for row, form in enumerate(forms)
        for name, weight in form.items()
    ]
    rows, columns, weights = zip(*cells, strict=True) if cells else ((), (), ())
    shape = (len(forms), len(place))
    return sparse.csr_array(
        (np.array(weights, dtype=float), (np.array(rows, int), np.array(columns, int))),
        shape=shape,
    )
