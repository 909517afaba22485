"""Does abcvoting choose the same committees, and judge lists the same?

Its elections are small and its fractions exact: where several committees are level it
lists all of them, and ours must be one of these.
"""

from __future__ import annotations

import importlib
import itertools
import warnings
from types import ModuleType

import numpy as np
import pytest

from vestibule.agree import proportional
from vestibule.agree.proportional import pav, shares, standing

pytestmark = pytest.mark.filterwarnings("ignore")

SEEDS = range(40)


def load(name: str) -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(f"abcvoting.{name}")


def invented(seed: int) -> tuple[np.ndarray, int]:
    """Return approvals of 10 to 60 people in two camps, and a size of the list."""
    rng = np.random.default_rng(seed)
    people, statements = rng.integers(10, 60), rng.integers(6, 14)
    camp = rng.random((2, statements)) * rng.uniform(0.4, 1)
    matrix = rng.random((people, statements)) < camp[rng.integers(0, 2, people)]
    return matrix.astype(int), int(rng.integers(2, 6))


def as_profile(matrix: np.ndarray) -> object:
    profile = load("preferences").Profile(matrix.shape[1])
    profile.add_voters([np.flatnonzero(row).tolist() for row in matrix])
    return profile


def given(matrix: np.ndarray) -> proportional.Approvals:
    return proportional.of_matrix(matrix, [f"s{i:02d}" for i in range(matrix.shape[1])])


def anything(_: object) -> bool:
    return True


@pytest.mark.parametrize("seed", SEEDS)
def test_sequential_pav_is_one_of_theirs(seed: int) -> None:
    matrix, size = invented(seed)
    theirs = load("abcrules").compute_seqpav(
        as_profile(matrix), committeesize=size, resolute=False
    )

    ours = pav.sequential(given(matrix), size, fits=anything)

    assert {pick.statement for pick in ours} in [set(one) for one in theirs]


@pytest.mark.parametrize("seed", SEEDS)
def test_equal_shares_before_completion_is_one_of_theirs(seed: int) -> None:
    matrix, size = invented(seed)
    theirs = load("abcrules").compute_equal_shares(
        as_profile(matrix),
        committeesize=size,
        resolute=False,
        completion=None,
        algorithm="standard-fractions",
    )

    ours = shares.equal_shares(given(matrix), size, fits=anything)

    assert {pick.statement for pick in ours} in [set(one) for one in theirs]


@pytest.mark.parametrize("seed", SEEDS)
def test_lists_are_justified_when_theirs_are(seed: int) -> None:
    matrix, size = invented(seed)
    properties, profile = load("properties"), as_profile(matrix)
    rng = np.random.default_rng(seed)

    for _ in range(8):
        listed = sorted(rng.choice(matrix.shape[1], size, replace=False).tolist())
        ours = proportional.audit(given(matrix), [f"s{i:02d}" for i in listed])

        assert ours.ejr_plus == properties.check_EJR_plus(profile, listed)
        assert ours.jr == properties.check_JR(profile, listed)


@pytest.mark.parametrize("seed", range(12))
def test_the_score_is_theirs_and_exchange_comes_near_the_best(seed: int) -> None:
    matrix, size = invented(seed)
    scores, profile = load("scores"), as_profile(matrix)
    everyone = itertools.combinations(range(matrix.shape[1]), size)
    best = max(standing.score(given(matrix), some) for some in everyone)

    ours = proportional.short_list(given(matrix), size=size)
    listed = [int(name[1:]) for name in ours.chosen["statement"]]

    theirs = scores.thiele_score("pav", profile, listed)
    assert ours.score == pytest.approx(float(theirs))
    assert ours.score >= 0.98 * best
