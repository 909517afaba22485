"""Where does each box of a causal drawing stand, so that causes lie above effects?

Layers from top to bottom, at most three boxes each, so that it is legible on a
telephone; what leads back up is a return arrow. After Sugiyama, Tagawa and Toda (1981),
with circles broken as Eades, Lin and Smyth (1993) do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

Edge = tuple[int, int]
"""From cause to effect, by position."""

COLUMNS = 3
"""Boxes side by side at most."""

SWEEPS = 8
"""Times that each row is put in order again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """Where boxes stand.

    Parameters
    ----------
    row, column : tuple of int
        Of each box; row 0 is the top, column 0 the left.
    back : frozenset of (int, int)
        Edges that lead upwards.
    rows : int
        How many rows there are.
    """

    row: tuple[int, ...]
    column: tuple[int, ...]
    back: frozenset[Edge]
    rows: int


def laid_out(n: int, weights: Mapping[Edge, float]) -> Layers:
    """Return where boxes stand.

    Parameters
    ----------
    n : int
        Boxes.
    weights : mapping of (int, int) to float
        Edge to its weight, above 0: heavy ones are kept short and downwards.

    Returns
    -------
    Layers
        The same for the same edges in any order.
    """
    edges = dict(sorted(weights.items()))
    order = _ordered(n, edges)
    rank = {one: at for at, one in enumerate(order)}
    back = frozenset(pair for pair in edges if rank[pair[0]] > rank[pair[1]])
    ahead = {pair: weight for pair, weight in edges.items() if pair not in back}
    row = _lowered(order, ahead, _rows(order, ahead))
    rows = max(row, default=-1) + 1
    column = _columns(row, rows, edges)
    return Layers(row=tuple(row), column=tuple(column), back=back, rows=rows)


def _ordered(n: int, edges: Mapping[Edge, float]) -> list[int]:
    """Return boxes so that little weight leads back: sources first, sinks last."""
    left = set(range(n))
    first: list[int] = []
    last: list[int] = []
    while left:
        inside = {pair: w for pair, w in edges.items() if set(pair) <= left}
        out, into = _sums(left, inside, 0), _sums(left, inside, 1)
        sinks = sorted(one for one in left if not out[one] and into[one])
        sources = sorted(one for one in left if not into[one])
        if sinks:
            last[:0] = sinks
            left -= set(sinks)
        elif sources:
            first += sources
            left -= set(sources)
        else:
            best = max(sorted(left), key=lambda one: out[one] - into[one])
            first.append(best)
            left.remove(best)
    return [*first, *last]


def _sums(
    left: Iterable[int], edges: Mapping[Edge, float], end: int
) -> dict[int, float]:
    found = dict.fromkeys(left, 0.0)
    for pair, weight in edges.items():
        found[pair[end]] += weight
    return found


def _rows(order: Sequence[int], ahead: Iterable[Edge]) -> list[int]:
    """Return the row of each box: below all its causes, where there is room."""
    row = [0] * len(order)
    taken: Counter[int] = Counter()
    causes: dict[int, list[int]] = {}
    for cause, effect in ahead:
        causes.setdefault(effect, []).append(cause)
    for one in order:
        here = max((row[cause] + 1 for cause in causes.get(one, ())), default=0)
        while taken[here] >= COLUMNS:
            here += 1
        row[one] = here
        taken[here] += 1
    return row


def _lowered(
    order: Sequence[int], ahead: Mapping[Edge, float], row: list[int]
) -> list[int]:
    """Return rows in which a box that leads to more than leads to it stands lower.

    It moves down as near to its effects as there is room; rows left empty go.

    Returns
    -------
    list of int
        Of each box, from 0, every row held by some box.
    """
    everyone = range(len(order))
    out, into = _sums(everyone, ahead, 0), _sums(everyone, ahead, 1)
    taken = Counter(row)
    for one in reversed(order):
        below = [row[effect] for cause, effect in ahead if cause == one]
        if not below or out[one] <= into[one]:
            continue
        free = [r for r in range(row[one] + 1, min(below)) if taken[r] < COLUMNS]
        if free:
            taken[row[one]] -= 1
            row[one] = free[-1]
            taken[row[one]] += 1
    held = {here: at for at, here in enumerate(sorted(set(row)))}
    return [held[here] for here in row]


def _columns(row: Sequence[int], rows: int, edges: Mapping[Edge, float]) -> list[int]:
    """Return columns that keep heavy arrows short, row after row."""
    boxes = [[one for one, here in enumerate(row) if here == r] for r in range(rows)]
    column = [0] * len(row)
    for listed in boxes:
        # one box alone stands in the middle
        for place, one in enumerate(listed):
            column[one] = 1 if len(listed) == 1 else place
    for _ in range(SWEEPS):
        for listed in (*boxes, *reversed(boxes)):
            _settle(listed, column, edges)
    return column


def _settle(
    listed: Sequence[int], column: list[int], edges: Mapping[Edge, float]
) -> None:
    """Put the boxes of one row where their arrows are shortest."""
    beside = [
        (a, b, weight)
        for (a, b), weight in edges.items()
        if (a in listed) != (b in listed)
    ]

    def cost(places: tuple[int, ...]) -> float:
        here = dict(zip(listed, places, strict=True))
        return sum(
            weight * (here.get(a, column[a]) - here.get(b, column[b])) ** 2
            for a, b, weight in beside
        )

    best = min(permutations(range(COLUMNS), len(listed)), key=lambda p: (cost(p), p))
    if cost(best) < cost(tuple(column[one] for one in listed)):
        for one, place in zip(listed, best, strict=True):
            column[one] = place
