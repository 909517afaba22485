"""Pairs of editions are attacked: nothing below the threshold comes out."""

from __future__ import annotations

import pytest
from tests.protect.editions import pairs

SAMPLE = range(30)

ALL = 10_000
"""Pairs of the long proof."""

MOST_REFUSED = 0.08
"""Of pairs, those of which an edition may be refused: a refusal proves little.

Measured on 400 pairs: 6.5 %, all of them the second edition.
"""


def test_nothing_below_the_threshold_comes_out_of_pairs_of_editions() -> None:
    of = pairs.tally(SAMPLE)

    assert of.found == {}
    assert of.refused <= MOST_REFUSED


@pytest.mark.proof
def test_nothing_comes_out_of_ten_thousand_pairs_of_editions() -> None:
    of = pairs.tally(range(ALL))

    assert of.found == {}
    assert of.pairs == ALL
    assert of.refused <= MOST_REFUSED
