"""What can be worked out from all editions, under one supposition?

Every number is a variable, and what is printed is what it is. Numbers that no sum and
no supposition ties, directly or by others, form different islands: what is asked of
one is answered without the rest, and one program answers for many islands at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse
from scipy.sparse import csgraph

from vestibule.protect.editions.ledger import Edition
from vestibule.protect.editions.publication import (
    Found,
    Guard,
    Number,
    Part,
    Publication,
    Rounded,
    Supposition,
)
from vestibule.protect.thresholds import Key

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

SMALL = 1e-6
"""Numbers of the solver that are so near are equal."""

SLACK = 1e-4
"""A whole number is allowed to be missed by so much before it is rounded."""

SOLVED, IMPOSSIBLE = 0, 2
"""What the solver says; anything else is that it gave up."""

LOOKS = 8
"""Directions in which all guards are looked at together, before each by itself."""

BEYOND = 1000.0
"""A number that nobody printed is at most so much more than the largest printed."""


class Reader:
    """Someone who holds all editions and supposes one thing of what changed.

    Parameters
    ----------
    publication : Publication
        Everything printed.
    supposing : Supposition
        Of people between two editions.
    guards : sequence of Guard
        What to find out.
    """

    def __init__(
        self,
        publication: Publication,
        supposing: Supposition,
        guards: Sequence[Guard],
    ) -> None:
        self.supposing, self.guards = supposing, guards
        self.place: dict[Number, int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.tied: list[tuple[dict[int, float], float]] = []
        self.is_empty = False
        for edition in publication.editions:
            self._read(edition, publication.may_be_zero)
        top = max((v for v in self.high if np.isfinite(v)), default=0.0) + BEYOND
        self.high = [value if np.isfinite(value) else top for value in self.high]
        for one in publication.rounded:
            self._round(one)
        if supposing != "either":
            self._follow(publication.editions)
        self._close()

    def _read(self, edition: Edition, may_be_zero: frozenset[Number]) -> None:
        for key, cell in edition.cells.items():
            given = cell.state == "shown"
            least = 1.0 if cell.state == "hidden" else 0.0
            for part, value in (("n", cell.n), ("of", cell.of)):
                if part == "of" and not cell.based:
                    continue
                number: Number = (edition.number, part, key)  # type: ignore[assignment]
                floor = least if part == "of" or not cell.based else 0.0
                floor = 0.0 if number in may_be_zero else floor
                self.place[number] = len(self.low)
                exact = given and value is not None
                self.low.append(float(value) if exact and value is not None else floor)
                self.high.append(
                    float(value) if exact and value is not None else np.inf
                )
            if cell.based:
                self._row(
                    {(edition.number, "n", key): 1, (edition.number, "of", key): -1},
                    -np.inf,
                )
        for tie in edition.ties:
            parts: tuple[Part, ...] = ("n", "of") if tie.bases else ("n",)
            for part in parts:
                row: dict[Number, float] = {
                    (edition.number, part, k): 1.0 for k in tie.parts
                }
                row[edition.number, part, tie.total] = -1.0
                self._row(row, 0.0)

    def _row(self, row: Mapping[Number, float], low: float) -> None:
        self.tied.append(({self.place[k]: w for k, w in row.items()}, low))

    def _round(self, one: Rounded) -> None:
        share = one.hundredths / 100
        self._row({one.number: 1.0, one.base: -(share + 0.005)}, -np.inf)
        self._row({one.number: -1.0, one.base: share - 0.005}, -np.inf)

    def _follow(self, editions: Sequence[Edition]) -> None:
        """Tie each number of people to its next edition: they only came, or left."""
        last: dict[tuple[Part, Key], Number] = {}
        for edition in editions:
            for key, cell in edition.cells.items():
                part: Part = "of" if cell.based else "n"
                number: Number = (edition.number, part, key)
                before = last.get((part, key))
                if before is not None:
                    first, then = (
                        (before, number)
                        if self.supposing == "came"
                        else (number, before)
                    )
                    self._row({first: 1.0, then: -1.0}, -np.inf)
                last[part, key] = number

    def _close(self) -> None:
        """Make rows of what ties the numbers, and part them into islands."""
        self.least, self.most = np.array(self.low), np.array(self.high)
        self.rows = self._matrix([row for row, _ in self.tied])
        self.bottom = np.array([low for _, low in self.tied])
        self.forms = self._matrix([self._form(guard) for guard in self.guards])
        self.named = self._matrix([{self.place[g.number]: 1.0} for g in self.guards])
        self.is_open = self.least < self.most
        self._part()
        self.ends = np.tile([np.inf, -np.inf], (len(self.guards), 1))
        self.said = self.ends.copy()

    def _matrix(self, rows: Sequence[Mapping[int, float]]) -> sparse.csr_array:
        cells = [(n, c, w) for n, row in enumerate(rows) for c, w in row.items()]
        at, columns, weights = zip(*cells, strict=True) if cells else ((), (), ())
        return sparse.csr_array(
            (np.array(weights, float), (np.array(at, int), np.array(columns, int))),
            shape=(len(rows), len(self.low)),
        )

    def _part(self) -> None:
        """Label open numbers, rows and guards: those of equal labels hang together.

        What is printed has label 0, and so has whatever it alone stands in.
        """
        every = sparse.vstack([self.rows, self.forms], format="csr")
        size, wide = every.shape
        row, column = every[:, np.flatnonzero(self.is_open)].tocoo().coords
        column = np.flatnonzero(self.is_open)[column]
        graph = sparse.coo_array(
            (np.ones(row.size), (row, column + size)), shape=(size + wide, size + wide)
        )
        _, label = csgraph.connected_components(graph, directed=False)
        is_open = np.concatenate([np.zeros(size, dtype=bool), self.is_open])
        is_open[row] = True
        used, place = np.unique(label[is_open], return_inverse=True)
        labels = np.zeros(size + wide, dtype=np.int64)
        labels[is_open] = place + 1
        many = self.rows.shape[0]
        self.of_rows, self.of_guards = labels[:many], labels[many:size]
        self.of_numbers, self.islands = labels[size:], used.size

    def look_around(self) -> bool:
        """Find some whole solutions: they settle most guards. Say if there are any."""
        if not self.low or not self._holds():
            return False
        every = np.arange(1, self.islands + 1)
        at = np.arange(len(self.guards))
        for turn in range(LOOKS):
            signs = np.where((at >> (turn // 2) ^ turn) & 1, 1.0, -1.0)
            self._least(self.named.T @ signs, every)
            if self.is_empty:
                return False
        return True

    def _holds(self) -> bool:
        """Return whether what is printed fits together where nothing else is tied."""
        alone = np.flatnonzero(self.of_rows == 0)
        told = self.rows[alone] @ np.where(self.is_open, 0.0, self.least)
        return bool(
            (told <= SMALL).all() and (told >= self.bottom[alone] - SMALL).all()
        )

    def fallen(self) -> Iterator[Found]:
        """Yield what is found out of guards."""
        left = list(range(len(self.guards)))
        while left := [number for number in left if not self._is_settled(number)]:
            _, first = np.unique(self.of_guards[left], return_index=True)
            lot = [left[at] for at in first]
            ends = self._ends(lot)
            told = set(lot)
            left = [number for number in left if number not in told]
            for at, number in enumerate(lot):
                if not self._is_settled(number):
                    near = None if ends is None else (ends[0][at], ends[1][at])
                    if (found := self._falls(number, near)) is not None:
                        yield found

    def _ends(self, lot: Sequence[int]) -> tuple[Floats, Floats] | None:
        """Return the least and most of guards of different islands; None: gave up."""
        labels = self.of_guards[lot]
        aim = np.asarray(self.forms[lot].sum(axis=0)).ravel()
        low, high = self._least(aim, labels), self._least(-aim, labels)
        if low is None or high is None:
            return None
        return self.forms[lot] @ low, self.forms[lot] @ high

    def _is_settled(self, number: int) -> bool:
        """Return whether whole solutions found on the way already leave enough open."""
        low, high = self.ends[number]
        if not low <= high:
            return False
        if self.guards[number].base is not None:
            return bool(low < -SMALL)
        return bool(high - low + 1 >= self.guards[number].possible)

    def _form(self, guard: Guard) -> dict[int, float]:
        """Return what must be able to vary; of a share, what must be able to fall."""
        if guard.base is None:
            return {self.place[guard.number]: 1.0}
        sign = -1.0 if guard.low else 1.0
        return {
            self.place[guard.number]: sign,
            self.place[guard.base]: -sign * guard.beyond,
        }

    def _falls(self, number: int, ends: tuple[float, float] | None) -> Found | None:
        """Return what is found out of a guard; the ends are those of broken numbers."""
        guard = self.guards[number]
        if guard.base is None and ends and ends[1] - ends[0] + 1 < guard.possible:
            return self._told(guard, *ends)
        aim, label = self.forms[[number]].toarray().ravel(), self.of_guards[[number]]
        low, high = (self._least(sign * aim, label, whole=True) for sign in (1.0, -1.0))
        if low is None or high is None:
            # the solver gave up: what is not known to be safe is not safe
            return self._told(guard, 0.0, max(guard.possible - 1.0, 0.0))
        if self._is_settled(number):
            return None
        if guard.base is not None:
            said = self.said[number]
            return self._told(guard, *(said if np.isfinite(said).all() else (0.0, 0.0)))
        return self._told(guard, float(aim @ low), float(aim @ high))

    def _told(self, guard: Guard, low: float, high: float) -> Found:
        return Found(
            guard=guard,
            supposing=self.supposing,
            low=int(np.ceil(low - SLACK)),
            high=int(np.floor(high + SLACK)),
        )

    def _least(
        self, aim: Floats, labels: Places, *, whole: bool = False
    ) -> Floats | None:
        """Return where a form is least on some islands; None: nowhere, or gave up."""
        inside = self.is_open & np.isin(self.of_numbers, labels)
        rows = np.flatnonzero((self.of_rows > 0) & np.isin(self.of_rows, labels))
        point = np.where(self.is_open, 0.0, self.least)
        given = self.rows[rows] @ point
        if inside.any():
            solved = _solved(
                aim[inside],
                optimize.LinearConstraint(
                    self.rows[rows][:, inside], self.bottom[rows] - given, -given
                ),
                optimize.Bounds(self.least[inside], self.most[inside]),
                whole=whole,
            )
            self.is_empty = solved.status == IMPOSSIBLE
            if solved.status != SOLVED:
                return None
            point[inside] = solved.x
        self._learn(point, labels)
        return point

    def _learn(self, point: Floats, labels: Places) -> None:
        """Keep how far guards went on the islands where all numbers came out whole."""
        off = np.zeros(self.islands + 1)
        np.maximum.at(off, self.of_numbers, np.abs(point - np.round(point)))
        whole = np.isin(self.of_guards, [*labels, 0]) & (off[self.of_guards] < SMALL)
        for kept, forms in ((self.ends, self.forms), (self.said, self.named)):
            values = forms @ np.round(point)
            kept[whole, 0] = np.minimum(kept[whole, 0], values[whole])
            kept[whole, 1] = np.maximum(kept[whole, 1], values[whole])


def _solved(
    aim: Floats,
    rows: optimize.LinearConstraint,
    bounds: optimize.Bounds,
    *,
    whole: bool,
) -> optimize.OptimizeResult:
    """Return what the solver says, asked in another way where it gives up."""
    for presolve in (True, False):
        solved = optimize.milp(
            aim,
            constraints=rows if rows.A.shape[0] else None,
            bounds=bounds,
            integrality=np.full(aim.size, int(whole)),
            options={"presolve": presolve},
        )
        if solved.status in (SOLVED, IMPOSSIBLE):
            break
    return solved
