"""Pairs of editions under attack, one seed each; a range of seeds by hand:

python -m tests.protect.editions.pairs 0 1000
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from tests.protect.editions import generated, reading

from vestibule.dossier.process import Disclosure
from vestibule.errors import Refused
from vestibule.protect import editions

GIVEN = Disclosure()


@dataclass(frozen=True, kw_only=True)
class Attacked:
    """What became of a pair: how many editions were released, and what is wrong."""

    released: int
    found: tuple[object, ...] = ()


@dataclass(kw_only=True)
class Tally:
    """What became of many pairs; `released` counts pairs by editions released."""

    released: Counter[int] = field(default_factory=Counter)
    found: dict[int, tuple[object, ...]] = field(default_factory=dict)

    @property
    def pairs(self) -> int:
        return self.released.total()

    @property
    def refused(self) -> float:
        """Return the share of pairs of which an edition, or both, was refused."""
        return 1 - self.released[2] / self.pairs


def attacked(seed: int) -> Attacked:
    """Return what is wrong with a pair of editions; a refusal releases nothing."""
    draw = np.random.default_rng(seed)
    rows = generated.people(draw)
    tables = generated.tables(rows, seed)
    try:
        first = editions.clear(tables, GIVEN)
    except Refused:
        return Attacked(released=0)
    found: list[object] = [*reading.wrongly_shown(first, tables, GIVEN)]
    held = {1: (first, tables)}
    then = generated.tables(generated.later(rows, draw), seed)
    try:
        second = editions.clear(then, GIVEN, first.ledger)
    except Refused:
        found += reading.recovered(held, GIVEN)
        return Attacked(released=1, found=tuple(found))
    found += reading.wrongly_shown(second, then, GIVEN)
    found += reading.differences(first, second, GIVEN)
    found += reading.recovered({**held, 2: (second, then)}, GIVEN)
    return Attacked(released=2, found=tuple(found))


def tally(seeds: Iterable[int]) -> Tally:
    """Attack a pair for each seed."""
    counted = Tally()
    for seed in seeds:
        one = attacked(seed)
        counted.released[one.released] += 1
        if one.found:
            counted.found[seed] = one.found
    return counted


if __name__ == "__main__":
    of = tally(range(int(sys.argv[1]), int(sys.argv[2])))
    print(
        f"{of.pairs} pairs: {of.released[2]} released whole, {of.released[1]} the first"
        f" edition only, {of.released[0]} not at all; wrong: {of.found or 'none'}"
    )
    sys.exit(bool(of.found))
