"""Pairs of editions are attacked: nothing below the threshold comes out."""

from __future__ import annotations

import pytest
from tests.protect.editions import pairs

from vestibule.protect.editions import attacker, needs

SAMPLE = (*range(6), 774)
"""774: whoever knew that nothing hidden was nobody would have found a number."""

ALL = 10_000
"""Pairs of the long proof."""

MOST_REFUSED = 0.002
"""Of pairs, those of which an edition may be refused: a refusal proves little.

Measured on 10,000 pairs: none.
"""


def test_nothing_below_the_threshold_comes_out_of_a_pair_of_editions() -> None:
    of = pairs.tally(SAMPLE)

    assert of.found == {}
    assert of.refused <= MOST_REFUSED


def test_the_proof_finds_what_editions_without_protection_give_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # only what is too small itself is hidden, nothing beside it, and no gate
    monkeypatch.setattr(needs, "needs", lambda *_: iter(()))
    monkeypatch.setattr(attacker, "gate", lambda _: None)

    assert len(pairs.tally(range(3)).found) > 1


@pytest.mark.proof
def test_nothing_comes_out_of_ten_thousand_pairs_of_editions() -> None:
    of = pairs.tally(range(ALL))

    assert of.found == {}
    assert of.pairs == ALL
    assert of.refused <= MOST_REFUSED
