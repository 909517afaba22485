"""How closely could a reader work out what is hidden, from what is shown?

The reader knows every shown cell, every sum, and that no count is negative. What is
hidden then lies in a polytope; the width of its shadow on one cell is how far the
reader remains from knowing that cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Floats = NDArray[np.float64]

NOTHING = 1e-9
"""Below this a number counts as zero."""


def widths(sums: Floats, truth: Floats, floor: Floats, enough: Floats) -> Floats:
    """Return the width of the interval to which each hidden number can be narrowed.

    Parameters
    ----------
    sums : np.ndarray, shape (sums, cells)
        Coefficients of the hidden cells in each sum: 1 part, -1 total, 0 absent.
    truth : np.ndarray, shape (cells,)
        The hidden numbers.
    floor : np.ndarray, shape (cells,)
        The least that a reader knows each to be; not above `truth`.
    enough : np.ndarray, shape (cells,)
        Where a width is surely at least this much it is not measured further.

    Returns
    -------
    np.ndarray, shape (cells,)
        Never above the true width; the true width itself where it is below `enough`.
        Infinite where nothing bounds the number.

    Notes
    -----
    One direction in which the hidden numbers can move together (the projection of a
    cell on the null space of the sums) gives a lower bound at once; only where that
    bound is too short are linear programs solved, the most a cell can be, then the
    least. Where one ends the numbers of all cells are possible together: what lies
    between such ends bounds every width from below, and spares most other programs.
    """
    room = truth - floor
    moves = np.eye(truth.size) - np.linalg.pinv(sums) @ sums
    found = np.array([_reach(moves[:, one], room, one) for one in range(truth.size)])
    free = np.diag(moves) > NOTHING
    ends = _Ends(sums=sums, low=room.copy(), high=room.copy(), right=sums @ room)
    for one in map(int, np.flatnonzero(free & (found < enough))):
        for sign in (-1, 1):
            if max(found[one], ends.apart(one)) < enough[one]:
                ends.reach(one, sign)
        found[one] = max(found[one], ends.apart(one))
    return found


@dataclass(slots=True)
class _Ends:
    """The least and the greatest that each number was found to be able to be."""

    sums: Floats
    low: Floats
    high: Floats
    right: Floats

    def apart(self, one: int) -> float:
        return float(self.high[one] - self.low[one])

    def reach(self, one: int, sign: int) -> None:
        """Go as far as one number goes: down (1) or up (-1)."""
        aim = np.zeros(self.low.size)
        aim[one] = sign
        found = optimize.linprog(aim, A_eq=self.sums, b_eq=self.right, method="highs")
        if found.status != 0:
            self.high[one] = np.inf
            return
        self.low = np.minimum(self.low, found.x)
        self.high = np.maximum(self.high, found.x)


def _reach(move: Floats, room: Floats, one: int) -> float:
    if move[one] <= NOTHING:
        return 0.0
    move = np.where(np.abs(move) < NOTHING, 0.0, move)
    up = _steps(room, -move)
    down = _steps(room, move)
    return float((up + down) * move[one])


def _steps(room: Floats, fall: Floats) -> float:
    falling = fall > 0
    return float(np.min(room[falling] / fall[falling], initial=np.inf))
