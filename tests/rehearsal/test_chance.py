"""Chance: exact totals, and the same stream for the same seed and name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.rehearsal import chance


def test_each_part_has_its_own_stream() -> None:
    one, same = (chance.stream(1, "votes").random() for _ in "ab")

    assert one == same
    assert one != chance.stream(1, "people").random()
    assert one != chance.stream(2, "votes").random()


@given(
    total=st.integers(0, 500),
    n=st.integers(0, 40),
    low=st.integers(0, 10),
    seed=st.integers(0, 99),
)
def test_parts_sum_to_the_total(total: int, n: int, low: int, seed: int) -> None:
    parts = chance.spread(total, n, chance.stream(seed, "spread"), low=low)

    assert len(parts) == n
    if n:
        assert sum(parts) == total
        assert min(parts) >= min(low, total // n)


@given(
    total=st.integers(0, 1000),
    weights=st.lists(st.floats(0.1, 10), min_size=1, max_size=12),
)
def test_shares_by_largest_remainder_sum_to_the_total(
    total: int, weights: list[float]
) -> None:
    assert sum(chance.shared_out(total, weights)) == total


@given(
    people=st.integers(1, 60),
    most=st.integers(1, 20),
    share=st.floats(0, 1.5),
    seed=st.integers(0, 99),
)
def test_activity_sums_to_the_votes_and_stays_in_bounds(
    people: int, most: int, share: float, seed: int
) -> None:
    total = round(share * people * most)

    counts = chance.activity(total, people, most, 0.8, chance.stream(seed, "votes"))

    assert counts.sum() == min(total, people * most)
    assert counts.min() >= 0
    assert counts.max() <= most


def test_the_heavier_statement_is_met_first_as_often_as_its_weight_says() -> None:
    order = chance.order_drawn(20_000, np.array([3.0, 1.0]), chance.stream(1, "order"))

    assert (order[:, 0] == 0).mean() == pytest.approx(0.75, abs=0.01)
    assert (np.sort(order, axis=1) == [0, 1]).all()


def test_shares_of_a_vote_by_hand() -> None:
    logits = np.array([0.0, 50.0])

    assert chance.pass_share(logits) == pytest.approx([0.30, 0.05])
    assert chance.agree_share(logits) == pytest.approx([0.5, 1.0])
