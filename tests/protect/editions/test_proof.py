"""Pairs of editions are attacked: nothing below the threshold comes out."""

from __future__ import annotations

import numpy as np
import pytest
from tests.protect.editions import generated, reading

from vestibule.dossier.process import Disclosure
from vestibule.errors import Refused
from vestibule.protect import editions

GIVEN = Disclosure()

SAMPLE = range(4)

ALL = 10_000
"""Pairs of the long proof."""


def attacked(seed: int) -> list[object]:
    """Return what is wrong with a pair of editions; a refusal releases nothing."""
    draw = np.random.default_rng(seed)
    rows = generated.people(draw)
    tables = generated.tables(rows, seed)
    try:
        first = editions.clear(tables, GIVEN)
    except Refused:
        return []
    found: list[object] = [*reading.wrongly_shown(first, tables, GIVEN)]
    held = {1: (first, tables)}
    then = generated.tables(generated.later(rows, draw), seed)
    try:
        second = editions.clear(then, GIVEN, first.ledger)
    except Refused:
        return [*found, *reading.recovered(held, GIVEN)]
    found += reading.wrongly_shown(second, then, GIVEN)
    found += reading.differences(first, second, GIVEN)
    return [*found, *reading.recovered({**held, 2: (second, then)}, GIVEN)]


@pytest.mark.parametrize("seed", SAMPLE)
def test_nothing_below_the_threshold_comes_out_of_a_pair_of_editions(
    seed: int,
) -> None:
    assert attacked(seed) == []


@pytest.mark.proof
def test_nothing_comes_out_of_ten_thousand_pairs_of_editions() -> None:
    assert {seed: found for seed in range(ALL) if (found := attacked(seed))} == {}
