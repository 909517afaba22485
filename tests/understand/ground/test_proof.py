"""The row of the issue on false claims, and the one on intervals, in full."""

from __future__ import annotations

import pytest
from benchmarks import ground as measuring
from benchmarks import planted
from benchmarks.planted import World

pytestmark = pytest.mark.proof

REPLICATES = 40


@pytest.mark.parametrize("segments", planted.SIZES)
@pytest.mark.parametrize("name", measuring.WORLDS)
def test_no_more_than_one_claim_in_ten_is_false(name: str, segments: int) -> None:
    found = measuring.measured(measuring.WORLDS[name], segments, REPLICATES)

    assert found.false("model") <= 0.10
    assert found.claims["model"] >= 5 * REPLICATES


@pytest.mark.parametrize("segments", planted.SIZES)
def test_stated_probabilities_hold_where_the_model_is_right(segments: int) -> None:
    found = measuring.measured(World(), segments, 3 * REPLICATES)

    assert found.worst()[0] <= 0.03


@pytest.mark.parametrize("odds", [False, True])
@pytest.mark.parametrize("rho", [0.02, 0.05, 0.10, 0.15])
def test_intervals_hold_the_truth_as_often_as_they_say(rho: float, odds: bool) -> None:
    assert 0.93 <= measuring.covered(rho, 1000, odds=odds) <= 0.97
