from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.understand import intervals, ranks
from vestibule.understand.intervals import Clustered


def clustered(
    yes: list[float], n: list[float], share: list[int] | None = None
) -> Clustered:
    of = np.array(share or [0] * len(n))
    return Clustered(
        share=of,
        yes=np.array(yes, dtype=float),
        n=np.array(n, dtype=float),
        times=np.ones(len(n)),
        shares=int(of.max()) + 1,
    )


def test_wilson_agrees_with_the_interval_worked_out_by_hand() -> None:
    # 8 of 10, z = 1.96: (0.8 + 0.19208 ± 1.96 * sqrt(0.016 + 0.009604)) / 1.38416.
    low, high = intervals.wilson(np.array([0.8]), np.array([10.0]), 0.95)

    assert low[0] == pytest.approx((0.99208 - 1.96 * 0.160012) / 1.38416, abs=1e-4)
    assert high[0] == pytest.approx((0.99208 + 1.96 * 0.160012) / 1.38416, abs=1e-4)


def test_gatherings_that_differ_are_worth_far_fewer_people() -> None:
    # Five gatherings of ten, all or nothing: each is worth about one person.
    worth, _ = intervals.effective(clustered([10, 10, 10, 0, 0], [10] * 5))

    # Own effect: 5/4 * (3 * 16 + 2 * 36) / (50 * 0.6 * 0.4) = 150 / 12 = 12.5.
    assert worth[0] == pytest.approx(50 / 12.5)


def test_gatherings_that_are_alike_keep_only_the_cautious_start() -> None:
    # No spread between or within: the start alone remains, 1 + 9 * 0.1 = 1.9.
    worth, rho = intervals.effective(clustered([10, 10, 10], [10] * 3))

    assert rho == pytest.approx(0.1)
    assert worth[0] == pytest.approx(30 / 1.9)


def test_one_gathering_gives_no_interval() -> None:
    worth, _ = intervals.effective(clustered([7], [10]))
    low, high = intervals.wilson(np.array([0.7]), worth, 0.95)

    assert np.isnan([worth[0], low[0], high[0]]).all()


def test_people_who_answered_alone_are_worth_themselves() -> None:
    lone = Clustered(
        share=np.array([0, 0]),
        yes=np.array([1.0, 0.0]),
        n=np.array([1.0, 1.0]),
        times=np.array([70.0, 30.0]),
        shares=1,
    )

    worth, _ = intervals.effective(lone)

    # Own effect of lone people is n / (n - 1), for want of one degree of freedom.
    assert worth[0] == pytest.approx(99.0)


def test_sureness_is_one_half_for_a_share_that_stands_at_the_bar() -> None:
    sure = intervals.sureness(np.array([0.5, 0.9]), np.array([20.0, 40.0]), 0.5)

    assert sure[0] == pytest.approx(0.5)
    assert sure[1] > 0.9999


@given(
    st.lists(
        st.integers(2, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=2,
        max_size=12,
    )
)
def test_a_share_is_never_worth_more_people_than_were_counted(
    met: list[tuple[int, int]],
) -> None:
    yes, n = zip(*met, strict=True)

    worth, rho = intervals.effective(clustered(list(yes), list(n)))

    assert 0 < worth[0] <= sum(n)
    assert 0 <= rho <= 1


def covered(
    rng: np.random.Generator, *, gatherings: int, rho: float, rounds: int, shares: int
) -> tuple[float, float]:
    """Return how often intervals of 95 % hold the truth, and lie wholly above it."""
    held, above = [], []
    for _ in range(rounds):
        n = rng.integers(8, 26, size=(shares, gatherings))
        truth = rng.uniform(0.3, 0.97, shares)[:, None] * np.ones((1, gatherings))
        if rho:
            alike = 1 / rho - 1
            chance = rng.beta(truth * alike, (1 - truth) * alike)
        else:
            chance = truth
        yes = rng.binomial(n, chance)
        of = np.repeat(np.arange(shares), gatherings).tolist()
        worth, _ = intervals.effective(clustered(yes.ravel(), n.ravel(), of))  # type: ignore[arg-type]
        share = yes.sum(axis=1) / n.sum(axis=1)
        low, high = intervals.wilson(share, worth, 0.95)
        held += list((low <= truth[:, 0]) & (truth[:, 0] <= high))
        above += list(low > truth[:, 0])
    return float(np.mean(held)), float(np.mean(above))


@pytest.mark.parametrize("rho", [0.0, 0.1])
def test_intervals_of_gatherings_hold_the_truth_about_as_often_as_they_say(
    rho: float,
) -> None:
    rng = np.random.default_rng(7)

    held, above = covered(rng, gatherings=8, rho=rho, rounds=40, shares=20)

    assert 0.93 <= held <= 0.985
    assert above <= 0.035


@pytest.mark.proof
@pytest.mark.parametrize("rho", [0.0, 0.05, 0.15, 0.3])
@pytest.mark.parametrize("gatherings", [3, 5, 10, 25])
@pytest.mark.parametrize("shares", [1, 20])
def test_intervals_are_honest_whatever_the_gatherings(
    rho: float, gatherings: int, shares: int
) -> None:
    rng = np.random.default_rng(11)

    held, above = covered(
        rng, gatherings=gatherings, rho=rho, rounds=8000 // shares, shares=shares
    )

    # One statement of three gatherings cannot tell how alike they are.
    least = 0.93 if shares > 1 or (gatherings > 3 and rho < 0.3) else 0.85
    assert held >= least
    assert above <= (1 - least) / 1.5


def test_equal_scores_share_the_best_rank_and_take_up_all() -> None:
    scores = np.array([[5.0, 3.0, 3.0, 1.0]] * 10)

    low, high = ranks.rank_range(scores, 0.9)

    assert ranks.ranked(scores[0]).tolist() == [1, 2, 2, 4]
    assert (low.tolist(), high.tolist()) == ([1, 2, 2, 4], [1, 3, 3, 4])


def test_gatherings_are_redrawn_within_their_stratum() -> None:
    taken = ranks.redrawn(["n", "n", "s", "s", "s"], 50, np.random.default_rng(3))

    assert (taken[:, :2].sum(axis=1) == 2).all()
    assert (taken[:, 2:].sum(axis=1) == 3).all()


def test_gatherings_alone_in_their_stratum_are_redrawn_together() -> None:
    taken = ranks.redrawn(["a", "b", None], 50, np.random.default_rng(3))

    assert (taken.sum(axis=1) == 3).all()
    assert (taken == 0).any()
