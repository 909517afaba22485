"""Is the density of true places found, behind places known only roughly?"""

import numpy as np
import pytest
from scipy import optimize, stats

from vestibule.understand.groups import deconvolved, gaps


def rough(places: np.ndarray, noise: float, seed: int = 0) -> tuple[np.ndarray, ...]:
    """Return mean and variance of what is believed of people seen with noise."""
    seen = places + np.random.default_rng(seed).normal(0, noise, len(places))
    variance = noise**2 / (1 + noise**2)
    return seen * variance / noise**2, np.full(len(places), variance)


def two_camps(n: int = 1_000) -> np.ndarray:
    draw = np.random.default_rng(5)
    return np.where(draw.random(n) < 0.5, -1, 1) * 0.95 + draw.normal(0, 0.3, n)


def test_a_valley_worked_by_hand() -> None:
    grid, tall = np.arange(6.0), np.array([1.0, 4, 2, 1, 3, 1])

    # Lowest 1 between peaks of 4 and 3.
    assert deconvolved.valley(grid, tall, 1, 4) == pytest.approx(1 / 3)
    assert deconvolved.valley(grid, tall, 4, 1) == pytest.approx(1 / 3)
    # Between 1 and 2 lies no place; up to 3 it only falls.
    assert deconvolved.valley(grid, tall, 1, 2) == 1.0
    assert deconvolved.valley(grid, np.ones(6), 1, 4) == 1.0


def test_a_peak_far_beyond_is_of_others() -> None:
    grid = np.arange(9.0)
    tall = np.array([3.0, 1, 2, 1.5, 2, 1, 1, 9, 9])

    # Between 2 and 4 peaks count from 1 to 5 only: 1.5 over 2.
    assert deconvolved.valley(grid, tall, 2, 4) == 0.75


def test_who_said_nothing_leaves_the_bell_of_before() -> None:
    line = deconvolved.line(np.zeros(50) + np.linspace(-1e-9, 1e-9, 50), np.ones(50))

    own = line.fitted(np.ones(50))

    assert own == pytest.approx(np.zeros(deconvolved.CURVES), abs=1e-6)
    assert line.density(own) == pytest.approx(
        stats.norm.pdf(line.grid) / stats.norm.pdf(line.grid).sum()
    )


def test_nobody_counted_leaves_it_too() -> None:
    line = deconvolved.line(*rough(two_camps(), 0.5))

    assert line.fitted(np.zeros(1_000)) == pytest.approx(np.zeros(deconvolved.CURVES))


def test_the_fit_is_as_likely_as_the_references() -> None:
    line = deconvolved.line(*rough(two_camps(200), 0.5))
    times = np.ones(200)

    def lost(own: np.ndarray) -> float:
        told = np.log(line.likelihood @ line.density(own)).sum()
        return -float(told - deconvolved.firmness(times) / 2 * own @ own)

    best = optimize.minimize(lost, np.zeros(deconvolved.CURVES), method="BFGS")
    assert lost(line.fitted(times)) == pytest.approx(best.fun, abs=0.01)


def test_camps_are_seen_through_noise_that_fills_the_gap() -> None:
    places = two_camps()
    mean, variance = rough(places, 0.6)
    line = deconvolved.line(mean, variance)

    found = deconvolved.valley(
        line.grid, line.density(line.fitted(np.ones(1_000))), -1, 1
    )

    drawn = mean + np.random.default_rng(1).normal(0, np.sqrt(variance))
    middle = (np.abs(drawn) < 0.2).sum() / (np.abs(drawn - 0.6) < 0.2).sum()
    assert found < 0.5 < 0.6 < middle


def test_a_bell_has_no_valley_that_comes_back() -> None:
    draw = np.random.default_rng(3)
    line = deconvolved.line(*rough(draw.normal(size=2_000), 0.5))
    again = [
        line.density(line.fitted(draw.poisson(1, 2_000).astype(float)))
        for _ in range(20)
    ]

    found = [deconvolved.valley(line.grid, tall, -0.8, 0.8) for tall in again]

    assert np.mean(np.array(found) <= 0.75) < 0.5


def test_counting_everyone_twice_in_any_order_is_as_everyone_twice() -> None:
    mean, variance = rough(two_camps(100), 0.5)
    order = np.random.default_rng(2).permutation(100)
    line = deconvolved.line(mean, variance)
    other = deconvolved.line(mean[order], variance[order])

    twice = line.fitted(np.full(100, 2.0))

    assert other.fitted(np.full(100, 2.0)) == pytest.approx(twice, abs=1e-6)


def test_a_third_camp_aside_hides_no_gap() -> None:
    draw = np.random.default_rng(8)
    corners = 1.3 * np.array([[-1, -0.5], [1, -0.5], [0, 1.2]])
    seen = np.repeat(corners, 300, axis=0) + draw.normal(0, 0.45, (900, 2))
    noise = 0.16
    place = seen / (1 + noise)
    covariance = np.repeat(noise / (1 + noise) * np.eye(2)[None], 900, axis=0)

    found = gaps.between(place, covariance, corners / (1 + noise))

    assert [line.crowding() < 0.5 for line in found] == [True, True, True]
    assert found[0].crowding(np.ones(900)) == pytest.approx(
        found[0].crowding(), abs=0.01
    )


def test_two_groups_in_one_place_have_no_gap() -> None:
    place = np.random.default_rng(1).normal(size=(30, 1))

    found = gaps.between(place, np.full((30, 1, 1), 0.3), np.zeros((2, 1)))

    assert found[0].crowding() == 1.0


def test_a_step_that_only_loses_is_not_taken() -> None:
    line = deconvolved.line(*rough(two_camps(50), 0.5))
    now = np.zeros(deconvolved.CURVES)

    after, value = line._further(now, np.inf, np.ones(deconvolved.CURVES), np.ones(50))

    assert after is now
    assert value == np.inf
