"""Which order of options gives every group of like-minded ballots its share?

*pav*, sequential: next comes the option that adds most, where a ballot counts 1 for
the first option it finds in the order, 1/2 for the second, 1/3 for the third. Options
that add exactly as much come in together, level. `best` looks at all lists of one
length instead, where they are few; where the order's head is not among the best of
its length, ``second-best`` is said.

*shares*, the method of equal shares: half of the options, rounded up, have a place; a
place costs ballots / places, and every ballot has 1 to spend. Next comes the option
whose supporters pay the least each. Options exactly level stand level; they are paid
for by key, which is said, since one may leave too little for the next. What remains
once nothing can be paid for follows by sequential PAV.

References
----------
.. [1] Thiele, T. N. (1895), Om Flerfoldsvalg. Janson, S. (2016), Phragmén's and
   Thiele's election methods, arXiv 1611.08826.
.. [2] Peters, D. and Skowron, P. (2020), Proportionality and the limits of
   welfarism, EC 21.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from vestibule.agree.rules.cast import Cast, Order, level

MOST_LISTS = 20_000
"""Lists of one length that are looked at one by one; beyond it none is."""


@dataclass(slots=True, kw_only=True)
class _Head:
    """The head of an order while it grows."""

    levels: list[tuple[int, ...]] = field(default_factory=list)
    score: dict[int, Fraction] = field(default_factory=dict)

    @property
    def taken(self) -> list[int]:
        return [one for group in self.levels for one in group]

    def add(self, group: Collection[int], score: Fraction) -> None:
        self.levels.append(tuple(sorted(group)))
        self.score |= dict.fromkeys(group, score)


def pav(cast: Cast) -> Order:
    """Return the order by sequential PAV; the score is what an option added."""
    head = _Head()
    _grow(cast, head)
    return _ended(cast, head, ("second-best",) if _is_second_best(cast, head) else ())


def _grow(cast: Cast, head: _Head) -> None:
    """Add what adds most, until nothing that is left was approved by anyone."""
    scale = math.lcm(*range(1, cast.options + 1))
    while True:
        met = cast.approved[:, head.taken].sum(axis=1).tolist()
        worth = [w * scale // (1 + n) for w, n in zip(cast.weight, met, strict=True)]
        added = [Fraction(int(n), scale) for n in cast.total(cast.approved, worth)]
        for one in head.taken:
            added[one] = Fraction(-1)
        most = max(added, default=Fraction(0))
        if most <= 0:
            return
        head.add(level(added, most), most)


def _ended(cast: Cast, head: _Head, said: tuple[str, ...]) -> Order:
    """Put what nobody approved behind, level."""
    rest = tuple(sorted(set(range(cast.options)) - set(head.taken)))
    return Order(
        levels=(*head.levels, *((rest,) if rest else ())),
        score=tuple(head.score.get(one, Fraction(0)) for one in range(cast.options)),
        said=said,
    )


def score(cast: Cast, chosen: Collection[int]) -> Fraction:
    """Return the PAV score of a list: 1 + 1/2 + … for what each ballot finds on it."""
    met = cast.approved[:, sorted(chosen)].sum(axis=1).tolist()
    harmonic = [Fraction(0)]
    for n in range(1, len(chosen) + 1):
        harmonic.append(harmonic[-1] + Fraction(1, n))
    return sum(
        (w * harmonic[n] for w, n in zip(cast.weight, met, strict=True)), Fraction(0)
    )


def best(cast: Cast, size: int) -> tuple[tuple[int, ...], ...] | None:
    """Return all lists of one length with the highest PAV score.

    Parameters
    ----------
    cast : Cast
        Approvals.
    size : int
        Options on the list.

    Returns
    -------
    tuple of tuple of int, or None
        None where there are more than `MOST_LISTS` lists: it is not known.
    """
    if math.comb(cast.options, size) > MOST_LISTS:
        return None
    lists = list(itertools.combinations(range(cast.options), size))
    scale = math.lcm(*range(1, size + 1))
    worth = np.array(
        [sum(scale // n for n in range(1, k + 1)) for k in range(size + 1)]
    )
    scores = []
    for one in lists:
        met = cast.approved[:, list(one)].sum(axis=1)
        scores.append(int(cast.total(worth[met])))
    most = max(scores, default=0)
    return tuple(one for one, n in zip(lists, scores, strict=True) if n == most)


def _is_second_best(cast: Cast, head: _Head) -> bool:
    size = (cast.options + 1) // 2
    heads = itertools.accumulate(map(len, head.levels))
    if size not in heads:  # a tie at the border: no list of that length was chosen
        return False
    among = best(cast, size)
    return among is not None and tuple(sorted(head.taken[:size])) not in among


def shares(cast: Cast) -> Order:
    """Return the order by equal shares; the score is what each supporter paid."""
    places = (cast.options + 1) // 2
    head, purse = _Head(), [Fraction(1)] * len(cast.weight)
    price = Fraction(sum(cast.weight), places)
    said: set[str] = set()
    while len(head.taken) < places:
        rates = _rates(cast, head.taken, purse, price)
        if not rates:
            break
        least = min(rates.values())
        group = sorted(one for one, rate in rates.items() if rate == least)
        head.add(group, least)
        for one in group:
            if not _pay(cast, one, purse, price):
                said.add("tie-by-key")
    _grow(cast, head)
    return _ended(cast, head, tuple(sorted(said)))


def _rates(
    cast: Cast, taken: Sequence[int], purse: Sequence[Fraction], price: Fraction
) -> dict[int, Fraction]:
    found = {
        one: _rate(cast, one, purse, price)
        for one in range(cast.options)
        if one not in taken
    }
    return {one: rate for one, rate in found.items() if rate is not None}


def _rate(
    cast: Cast, option: int, purse: Sequence[Fraction], price: Fraction
) -> Fraction | None:
    """Return the least that each supporter pays at most, or None: they cannot."""
    kinds = np.flatnonzero(cast.approved[:, option]).tolist()
    left, people = price, sum(cast.weight[kind] for kind in kinds)
    for kind in sorted(kinds, key=lambda one: purse[one]):
        if purse[kind] * people >= left:
            return left / people
        left -= purse[kind] * cast.weight[kind]
        people -= cast.weight[kind]
    return None


def _pay(cast: Cast, option: int, purse: list[Fraction], price: Fraction) -> bool:
    """Let supporters pay, if they still can; return whether they did."""
    rate = _rate(cast, option, purse, price)
    if rate is None:
        return False
    for kind in np.flatnonzero(cast.approved[:, option]).tolist():
        purse[kind] = max(purse[kind] - rate, Fraction(0))
    return True
