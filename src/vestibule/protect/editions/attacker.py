"""A hostile reader of all editions: what follows from what is printed?

It shares nothing with what chose the hidden cells: it reads the public ledger, solves
its own programs in whole numbers, and knows only which cells it must not find out.
The release gate asks it last; where it finds one, nothing is released.

It knows every printed number of every edition, every sum, that numbers are whole and
not negative, that a withheld number is not zero unless told otherwise, that no share
exceeds its base, shares printed as rounded hundredths, and supposes in turn of what
changed between editions that people only came, that they only left, or neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from vestibule.errors import Refused
from vestibule.protect.editions.ledger import Edition
from vestibule.protect.thresholds import Key

Part = Literal["n", "of"]
"""Of a cell: what is counted, or its base."""

Number = tuple[int, Part, Key]
"""Edition, part, cell."""

Supposition = Literal["came", "left", "either"]
"""What a reader supposes of people between two editions."""

SMALL = 1e-6
"""Numbers of the solver that are so near are equal."""

SLACK = 1e-4
"""A whole number is allowed to be missed by so much before it is rounded."""


LOOKS = 8
"""Directions in which all guards are looked at together, before each by itself."""

BEYOND = 1000.0
"""A number that nobody printed is at most so much more than the largest printed."""


class Recoverable(Refused):
    """A number that must stay hidden follows from what would be printed."""

    code = "recoverable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What a reader must not find out.

    Parameters
    ----------
    number : Number
        About which number.
    possible : int
        So many different whole numbers must remain possible for it, at least.
    table : str
        What a refusal calls it; no number stands in it.
    base : Number or None
        With `beyond`: that `number` over this base is a share of at least `beyond`,
        or, where `low`, of at most `beyond`, must not follow.
    beyond : float
        A share, 0 to 1.
    low : bool
        Which side.
    """

    number: Number
    possible: int = 0
    table: str = ""
    base: Number | None = None
    beyond: float = 0.0
    low: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """A share that is printed alone, in whole hundredths."""

    number: Number
    base: Number
    hundredths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the reader found out of one guard.

    Parameters
    ----------
    guard : Guard
        About what.
    supposing : Supposition
        Of people between editions.
    low, high : int
        The least and the most that the number can be. Never printed: for tests.
    """

    guard: Guard
    supposing: Supposition
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Everything that readers hold.

    Parameters
    ----------
    editions : sequence of Edition
        As printed, in order.
    rounded : sequence of Rounded
        Shares printed without their number.
    may_be_zero : frozenset of Number
        Withheld numbers that readers know may be zero.
    """

    editions: Sequence[Edition]
    rounded: Sequence[Rounded] = ()
    may_be_zero: frozenset[Number] = field(default_factory=frozenset)


def attack(publication: Publication, guards: Iterable[Guard]) -> tuple[Found, ...]:
    """Return the guards that fall.

    Parameters
    ----------
    publication : Publication
        Everything that readers hold.
    guards : iterable of Guard
        What they must not find out.

    Returns
    -------
    tuple of Found
        Empty: none falls.

    Notes
    -----
    It cannot know what a neighbour knows, nor numbers that stand in no edition.
    """
    found: dict[Guard, Found] = {}
    asked = list(guards)
    for supposing in ("came", "left", "either"):
        reader = _Reader(publication, supposing)
        if not reader.is_possible():
            continue
        reader.look_around(asked)
        for guard in asked:
            if guard not in found and (fallen := reader.falls(guard)) is not None:
                found[guard] = fallen
    return tuple(found.values())


def gate(fallen: Sequence[Found]) -> None:
    """Refuse a release from which a hidden number follows.

    Parameters
    ----------
    fallen : sequence of Found
        What the attack on all that readers would hold has found.

    Raises
    ------
    Recoverable
        Naming the tables, never a number.
    """
    if fallen:
        tables = sorted({one.guard.table for one in fallen})
        raise Recoverable(
            f"A number that must stay hidden in the table {', '.join(tables)} follows "
            "from the others, or from an earlier edition. Nothing was released: leave "
            "this table out, or break it down less.",
            tables=tables,
        )


class _Reader:
    """One supposition, its variables and rows."""

    def __init__(self, publication: Publication, supposing: Supposition) -> None:
        self.supposing = supposing
        self.place: dict[Number, int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.whole: list[NDArray[np.float64]] = []
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
        self.rows.append(({self.place[k]: w for k, w in row.items()}, low, 0.0))

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
        cells = [
            (n, c, w) for n, (row, _, _) in enumerate(self.rows) for c, w in row.items()
        ]
        rows, columns, weights = zip(*cells, strict=True) if cells else ((), (), ())
        self.matrix = sparse.csr_array(
            (np.array(weights, float), (np.array(rows, int), np.array(columns, int))),
            shape=(len(self.rows), len(self.low)),
        )
        self.from_ = np.array([low for _, low, _ in self.rows])
        self.to = np.array([high for _, _, high in self.rows])

    def is_possible(self) -> bool:
        """Return whether anything at all fits what is printed."""
        if not self.low:
            return False
        return self._least(np.zeros(len(self.low)), whole=False) is not None

    def look_around(self, guards: Sequence[Guard]) -> None:
        """Find some whole solutions in a few directions: they settle most guards."""
        for turn in range(LOOKS):
            form = {
                guard.number: 1.0 if (at >> (turn // 2) ^ turn) & 1 else -1.0
                for at, guard in enumerate(guards)
            }
            self._least(self._aim(form), whole=False)

    def falls(self, guard: Guard) -> Found | None:
        """Return what is found out of a guard; None: too little."""
        if guard.base is not None:
            return self._share(guard)
        if self._spread(guard.number) + 1 >= guard.possible:
            return None  # solutions found on the way differ by enough
        aim = self._aim({guard.number: 1.0})
        low, high = self._ends(aim, whole=False)
        if high - low + 1 >= guard.possible and not (
            _is_whole(low) and _is_whole(high)
        ):
            low, high = self._ends(aim, whole=True)
        if high - low + 1 >= guard.possible:
            return None
        return self._told(guard, low, high)

    def _spread(self, number: Number) -> float:
        """Return how far whole solutions found so far differ in a number."""
        at = self.place[number]
        values = [point[at] for point in self.whole]
        return max(values) - min(values) if values else 0.0

    def _share(self, guard: Guard) -> Found | None:
        """Return whether a share must lie beyond a limit."""
        sign = -1.0 if guard.low else 1.0
        form = {guard.number: sign}
        if guard.base is not None:
            form[guard.base] = -sign * guard.beyond
        least = self._least(self._aim(form), whole=True)
        if least is None or least < -SMALL:
            return None
        return self._told(
            guard, *self._ends(self._aim({guard.number: 1.0}), whole=False)
        )

    def _told(self, guard: Guard, low: float, high: float) -> Found:
        top = int(np.floor(high + SLACK)) if np.isfinite(high) else -1
        return Found(
            guard=guard,
            supposing=self.supposing,
            low=int(np.ceil(low - SLACK)),
            high=top,
        )

    def _aim(self, form: Mapping[Number, float]) -> NDArray[np.float64]:
        aim = np.zeros(len(self.low))
        for number, weight in form.items():
            aim[self.place[number]] = weight
        return aim

    def _ends(self, aim: NDArray[np.float64], *, whole: bool) -> tuple[float, float]:
        low = self._least(aim, whole=whole)
        high = self._least(-aim, whole=whole)
        down = 0.0 if low is None else np.ceil(low - SLACK) if whole else low
        up = np.inf if high is None else -high
        return float(down), float(np.floor(up + SLACK)) if whole and np.isfinite(
            up
        ) else float(up)

    def _least(self, aim: NDArray[np.float64], *, whole: bool) -> float | None:
        """Return the least of a form; None where there is none, or no solution."""
        solved = optimize.milp(
            aim,
            constraints=optimize.LinearConstraint(self.matrix, self.from_, self.to)
            if self.rows
            else None,
            bounds=optimize.Bounds(np.array(self.low), np.array(self.high)),
            integrality=np.full(aim.size, int(whole)),
        )
        if solved.status != 0:
            return None
        if np.abs(solved.x - np.round(solved.x)).max() < SMALL:
            self.whole.append(np.round(solved.x))
        return float(solved.fun)


def _is_whole(value: float) -> bool:
    return not np.isfinite(value) or abs(value - round(value)) < SMALL
