"""Lower bounds of what was not heard: by hand, by listing all cases, by many replicates."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understand.saturation.dialogues import World, held

from vestibule.understand.saturation import bounds

HOMOGENEOUS = [
    World(gatherings=gatherings, themes=themes, each=each)
    for gatherings in (20, 50, 150)
    for themes, each in ((20, 1.0), (40, 1.6), (60, 0.7), (60, 2.3))
]
"""From 4 to 30 themes unheard on average."""

HETEROGENEOUS = [
    World(gatherings=gatherings, themes=themes, alike=alike)
    for gatherings in (20, 60, 150)
    for themes in (20, 60)
    for alike in ("mild", "strong", "two kinds", "gatherings differ")
]


def test_chao2_by_hand() -> None:
    # 9/10 * (6 * 5) / (2 * 4)
    assert bounds.chao2(6, 3, 10) == pytest.approx(3.375)
    assert bounds.chao2(0, 4, 10) == 0.0


@pytest.mark.parametrize("none", [0, 1, 2])
def test_the_tails_are_those_of_all_ways_counted_one_by_one(none: int) -> None:
    # Three gatherings; one theme in two of them, two in one of them, `none` in none:
    # of all ways in which such themes can carry four marks, how many have as many pairs?
    rows = [marks for marks in product((0, 1), repeat=3) if sum(marks) <= 2]
    twice = [
        sum(sum(row) == 2 for row in way)
        for way in product(rows, repeat=3 + none)
        if sum(map(sum, way)) == 4
    ]
    same = np.mean([n == 1 for n in twice])

    few, many = bounds._tails(2, 1, none, 3)

    # The fewer pairs, the more different themes were heard.
    assert few == pytest.approx(np.mean([n > 1 for n in twice]) + same / 2)
    assert many == pytest.approx(np.mean([n < 1 for n in twice]) + same / 2)


def test_without_rare_themes_nothing_is_said_of_those_unheard() -> None:
    assert bounds.unheard(0, 0, 50, 0.95) == (0, None)


def test_many_themes_heard_once_and_none_twice_leave_many_unheard() -> None:
    low, high = bounds.unheard(12, 0, 30, 0.95)

    assert low >= 10
    assert high is None


def test_themes_heard_twice_and_none_once_leave_few_unheard() -> None:
    low, high = bounds.unheard(0, 12, 30, 0.95)

    assert low == 0
    assert high is not None
    assert high <= 2


@given(st.integers(0, 25), st.integers(1, 25), st.integers(2, 200))
def test_an_interval_holds_every_number_that_fits_and_no_other(
    once: int, twice: int, gatherings: int
) -> None:
    low, high = bounds.unheard(once, twice, gatherings, 0.95)

    assert high is not None
    assert 0 <= low <= high
    # both tails move with the number: outside it, one of them is too small
    assert bounds._tails(once, twice, high + 1, gatherings)[0] <= 0.025
    assert low == 0 or bounds._tails(once, twice, low - 1, gatherings)[1] <= 0.025


@given(st.integers(1, 20), st.integers(1, 20), st.integers(2, 100))
def test_a_surer_interval_is_wider(once: int, twice: int, gatherings: int) -> None:
    low, high = bounds.unheard(once, twice, gatherings, 0.9)
    wider = bounds.unheard(once, twice, gatherings, 0.99)

    assert wider[0] <= low
    assert high is not None
    assert wider[1] is not None
    assert wider[1] >= high


def test_new_themes_to_expect_by_hand() -> None:
    expected, low, high = bounds.next_new(5, 20, 0.95)

    # Garwood's limits for a count of 5 are 1.6235 and 11.6683.
    assert expected == 0.25
    assert (low, high) == pytest.approx((1.6235 / 20, 11.6683 / 20), abs=1e-4)
    # None once: 3.6889 is the limit for a count of 0.
    assert bounds.next_new(0, 20, 0.95) == pytest.approx((0, 0, 3.6889 / 20), abs=1e-4)


def test_the_mean_over_all_orders_is_the_mean_over_all_subsets() -> None:
    marks = np.array([[1, 1, 0, 0], [0, 1, 0, 0], [1, 1, 1, 1]])

    found = bounds.accumulated(marks.sum(axis=1), 4)

    subsets = list(product((0, 1), repeat=4))
    for size in range(1, 5):
        named = [
            int((marks @ np.array(one) > 0).sum())
            for one in subsets
            if sum(one) == size
        ]
        assert found[size - 1] == pytest.approx(np.mean(named))


def test_a_sample_of_homogeneous_dialogues_is_covered_at_the_stated_level() -> None:
    covered, low = held(World(gatherings=60, themes=40), 500, seed=1)

    assert 0.93 <= covered <= 0.97
    assert low >= 0.95


def test_where_themes_differ_a_sample_never_says_more_than_are_missing() -> None:
    world = World(gatherings=60, themes=40, alike="strong")

    assert held(world, 300, seed=2)[1] >= 0.97


@pytest.mark.proof
def test_homogeneous_dialogues_are_covered_at_the_stated_level() -> None:
    """The issue's table: 93 - 97 % of 500, world by world, and over all.

    Where fewer than three themes are unheard on average no method of whole numbers
    keeps to 97 %: there it is above, which is safe.
    """
    covered = [held(world, 500, seed=n)[0] for n, world in enumerate(HOMOGENEOUS)]

    assert 0.95 <= np.mean(covered) <= 0.97
    # 500 replicates vary by two hundredths
    assert min(covered) >= 0.93
    assert max(covered) <= 0.985
    one_of_each = [
        held(HOMOGENEOUS[n % len(HOMOGENEOUS)], 1, seed=10_000 + n)[0]
        for n in range(500)
    ]
    assert 0.93 <= np.mean(one_of_each) <= 0.97


@pytest.mark.proof
@pytest.mark.parametrize("world", HETEROGENEOUS, ids=str)
def test_where_themes_differ_the_lower_limit_is_at_or_below_the_truth(
    world: World,
) -> None:
    """The issue's table: in at least 95 % of 500."""
    assert held(world, 500, seed=7)[1] >= 0.95
