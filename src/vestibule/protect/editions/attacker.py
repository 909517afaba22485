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

from collections.abc import Iterable, Iterator, Mapping, Sequence
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

SOLVED, IMPOSSIBLE = 0, 2
"""What the solver says; anything else is that it gave up."""

LOOKS = 8
"""Directions in which all guards are looked at together, before each by itself."""

TOGETHER = 4_000
"""Variables of the programs that are handed to the solver side by side, at most: for
small programs the call costs more than the solving."""

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
    asked = list(dict.fromkeys(guards))
    # whoever supposes less knows less: what "either" finds, the others find
    ways: tuple[Supposition, ...] = ("came", "left")
    for supposing in ways if len(publication.editions) > 1 else ():
        reader = _Reader(publication, supposing)
        if reader.look_around(asked):
            found = {one.guard: one for one in reader.fallen(asked)} | found
            ways = ()
    if ways:
        reader = _Reader(publication, "either")
        if reader.look_around(asked):
            found = {one.guard: one for one in reader.fallen(asked)}
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

    def look_around(self, guards: Sequence[Guard]) -> bool:
        """Find some whole solutions: they settle most guards. Say if there are any."""
        if not self.low:
            return False
        aims = []
        for turn in range(LOOKS):
            form = {
                guard.number: 1.0 if (at >> (turn // 2) ^ turn) & 1 else -1.0
                for at, guard in enumerate(guards)
            }
            aims.append(self._aim(form))
        return self._leasts(aims) is not None or not self.is_empty

    def fallen(self, guards: Sequence[Guard]) -> Iterator[Found]:
        """Yield what is found out of guards."""
        left = list(guards)
        lot = max(TOGETHER // (2 * len(self.low)), 1)
        while left := [guard for guard in left if not self._is_settled(guard)]:
            some, left = left[:lot], left[lot:]
            forms = [self._form(guard) for guard in some]
            ends = self._leasts([aim for form in forms for aim in (form, -form)])
            for at, guard in enumerate(some):
                if self._is_settled(guard):
                    continue
                near = None if ends is None else (ends[2 * at], -ends[2 * at + 1])
                if (told := self._falls(guard, near)) is not None:
                    yield told

    def _is_settled(self, guard: Guard) -> bool:
        """Return whether whole solutions found on the way already leave enough open."""
        if not self.whole:
            return False
        values = np.array(self.whole) @ self._form(guard)
        if guard.base is not None:
            return bool(values.min() < -SMALL)
        return bool(np.ptp(values) + 1 >= guard.possible)

    def _form(self, guard: Guard) -> NDArray[np.float64]:
        """Return what must be able to vary; of a share, what must be able to fall."""
        if guard.base is None:
            return self._aim({guard.number: 1.0})
        sign = -1.0 if guard.low else 1.0
        return self._aim({guard.number: sign, guard.base: -sign * guard.beyond})

    def _falls(self, guard: Guard, ends: tuple[float, float] | None) -> Found | None:
        """Return what is found out of a guard; the ends are those of broken numbers."""
        if guard.base is None and ends and ends[1] - ends[0] + 1 < guard.possible:
            return self._told(guard, *ends)
        form = self._form(guard)
        whole = self._leasts([form, -form], whole=True)
        if whole is None:
            # the solver gave up: what is not known to be safe is not safe
            return self._told(guard, 0.0, max(guard.possible - 1.0, 0.0))
        if self._is_settled(guard):
            return None
        if guard.base is not None:
            at = self.place[guard.number]
            values = [point[at] for point in self.whole] or [0.0]
            return self._told(guard, min(values), max(values))
        return self._told(guard, whole[0], -whole[1])

    def _told(self, guard: Guard, low: float, high: float) -> Found:
        return Found(
            guard=guard,
            supposing=self.supposing,
            low=int(np.ceil(low - SLACK)),
            high=int(np.floor(high + SLACK)),
        )

    def _aim(self, form: Mapping[Number, float]) -> NDArray[np.float64]:
        aim = np.zeros(len(self.low))
        for number, weight in form.items():
            aim[self.place[number]] = weight
        return aim

    def _leasts(
        self, aims: Sequence[NDArray[np.float64]], *, whole: bool = False
    ) -> list[float] | None:
        """Return the least of each form, solved side by side; None: no solution."""
        many, wide = len(aims), len(self.low)
        rows = optimize.LinearConstraint(
            sparse.kron(sparse.eye_array(many), self.matrix, format="csc"),
            np.tile(self.from_, many),
            np.tile(self.to, many),
        )
        for presolve in (True, False):
            solved = optimize.milp(
                np.concatenate(aims),
                constraints=rows if self.rows else None,
                bounds=optimize.Bounds(
                    np.tile(np.array(self.low), many),
                    np.tile(np.array(self.high), many),
                ),
                integrality=np.full(many * wide, int(whole)),
                options={"presolve": presolve},
            )
            if solved.status in (SOLVED, IMPOSSIBLE):
                break
        self.is_empty = solved.status == IMPOSSIBLE
        if solved.status != SOLVED:
            return None
        points = solved.x.reshape(many, wide)
        near = np.abs(points - np.round(points)).max(axis=1) < SMALL
        self.whole.extend(np.round(points[near]))
        return [float(aim @ point) for aim, point in zip(aims, points, strict=True)]
