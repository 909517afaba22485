"""Krippendorff's alpha: by hand, against the published example, against the package."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vestibule.understand.coding import alpha

MISSING = 0

EXAMPLE_C = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ]
)
"""Krippendorff (2011), example C: four coders, twelve units, 0 where one did not read."""


def counts(readings: np.ndarray, values: np.ndarray) -> np.ndarray:
    return (readings.T[:, :, None] == values).sum(axis=1)


@pytest.mark.parametrize(
    ("metric", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_the_published_example_gives_the_published_figures(
    metric: alpha.Metric, published: float
) -> None:
    values = np.arange(1, 6)

    found = alpha.alpha(counts(EXAMPLE_C, values), values, metric)

    assert found is not None
    assert round(found, 3) == published


def test_two_coders_and_four_excerpts_by_hand() -> None:
    # Read apart once: 2 of 8 readings in disagreeing pairs. Given 5 and 3 times, chance
    # would have (64 - 25 - 9) / 7 = 30/7 in disagreeing pairs. 1 - 2 / (30/7) = 8/15.
    units = np.array([[2, 0], [2, 0], [0, 2], [1, 1]])

    assert alpha.alpha(units, np.arange(2)) == pytest.approx(8 / 15)


def test_one_value_or_one_reading_says_nothing() -> None:
    assert alpha.alpha(np.array([[2, 0], [3, 0]]), np.arange(2)) is None
    assert alpha.alpha(np.array([[1, 0], [0, 1]]), np.arange(2)) is None


def test_what_is_added_up_by_cluster_is_the_same_alpha() -> None:
    units = np.array([[2.0, 0], [2, 0], [0, 2], [1, 1], [3, 1]])

    added = alpha.sums(units, np.array([0, 0, 1, 1, 2]), 3).sum(axis=0)
    seen, expected, readings = alpha.disagreement(added)

    assert 1 - seen / expected == pytest.approx(alpha.alpha(units, np.arange(2)))
    # Pairs that agree: 1, 1, 1, 0 and 1/2, weighted by the readings 2, 2, 2, 2 and 4.
    assert 1 - seen / readings == pytest.approx((2 + 2 + 2 + 0 + 2) / 12)


@given(
    st.lists(
        st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=12
    ),
    st.sampled_from(["nominal", "ordinal", "interval", "ratio"]),
)
def test_whatever_was_read_the_package_says_the_same(
    units: list[list[int]], metric: alpha.Metric
) -> None:
    values = np.arange(3)
    told = np.array(units)
    assume((told.sum(axis=1) > 0).any())
    twice = told[told.sum(axis=1) > 1]
    assume(len(twice) and (twice.sum(axis=0) > 0).sum() > 1)

    theirs = krippendorff.alpha(
        value_counts=told, value_domain=values, level_of_measurement=metric
    )

    assert alpha.alpha(told, values, metric) == pytest.approx(float(theirs))
