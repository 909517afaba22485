"""A reader with a computer: what can be worked out of what a file shows?

Written without a look at the room: it knows published cells, sums, and that counts
are whole and not negative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product

import numpy as np
from scipy import optimize

from vestibule.protect.cleared import Cell, Count
from vestibule.protect.thresholds import Key, Sum


def solved(cells: Mapping[Key, Cell], sums: Iterable[Sum], part: str) -> set[Key]:
    """Return the hidden cells that follow from the sums by elimination.

    `part` is ``value`` or ``of``; exact arithmetic, Gauss and Jordan.
    """
    unknown = sorted(key for key, cell in cells.items() if not isinstance(cell, Count))
    column = {key: number for number, key in enumerate(unknown)}
    rows: list[list[Fraction]] = []
    for one in sums:
        row = [Fraction(0)] * (len(unknown) + 1)
        for key, sign in [(one.total, -1), *((key, 1) for key in one.parts)]:
            cell = cells[key]
            if isinstance(cell, Count):
                row[-1] -= sign * (getattr(cell, part) or 0)
            else:
                row[column[key]] += sign
        rows.append(row)
    reduced = _reduced(rows, len(unknown))
    return {
        unknown[places[0]]
        for row in reduced
        if len(places := [n for n, factor in enumerate(row[:-1]) if factor]) == 1
    }


def _reduced(rows: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    done = 0
    for column in range(width):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        lead = rows[done][column]
        rows[done] = [factor / lead for factor in rows[done]]
        for number, row in enumerate(rows):
            if number != done and row[column]:
                factor = row[column]
                rows[number] = [
                    a - factor * b for a, b in zip(row, rows[done], strict=True)
                ]
        done += 1
    return rows[:done]


def tried(
    cells: Mapping[Key, Cell], sums: Iterable[Sum], most: int
) -> dict[Key, set[int]]:
    """Return every value that each hidden cell can have, by trying all of them.

    For small tables only: hidden cells are tried from 0 to `most`.
    """
    unknown = sorted(key for key, cell in cells.items() if not isinstance(cell, Count))
    known = {key: cell.value for key, cell in cells.items() if isinstance(cell, Count)}
    found: dict[Key, set[int]] = {key: set() for key in unknown}
    for guess in product(range(most + 1), repeat=len(unknown)):
        whole = {**known, **dict(zip(unknown, guess, strict=True))}
        if all(whole[s.total] == sum(whole[key] for key in s.parts) for s in sums):
            for key in unknown:
                found[key].add(whole[key])
    return found


def narrowed(
    cells: Mapping[Key, Cell], sums: Iterable[Sum], part: str
) -> dict[Key, float]:
    """Return how wide the interval of each hidden cell remains: two programs each."""
    held = list(sums)
    unknown = sorted(key for key, cell in cells.items() if not isinstance(cell, Count))
    matrix = np.zeros((len(held), len(unknown)))
    right = np.zeros(len(held))
    for row, one in enumerate(held):
        for key, sign in [(one.total, -1.0), *((key, 1.0) for key in one.parts)]:
            cell = cells[key]
            if isinstance(cell, Count):
                right[row] -= sign * (getattr(cell, part) or 0)
            else:
                matrix[row, unknown.index(key)] += sign
    widths = {}
    for number, key in enumerate(unknown):
        aim = np.eye(len(unknown))[number]
        ends = [
            optimize.linprog(sign * aim, A_eq=matrix, b_eq=right) for sign in (1, -1)
        ]
        known = all(end.status == 0 for end in ends)
        widths[key] = -ends[1].fun - ends[0].fun if known else np.inf
    return widths
