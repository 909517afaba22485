"""How probably someone agrees with what they were not shown."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special
from tests.understand.positions import simulated

from vestibule.understand.polis.votes import Votes
from vestibule.understand.positions import choices, expected, positions
from vestibule.understand.positions.analysis import sides_of
from vestibule.understand.positions.choices import Belief


def test_a_belief_without_doubt_gives_the_logistic_curve() -> None:
    # log-odds 0.5 + 1 + 2 * 0.25 = 2 for the first, 0.5 - 1 + 2 * 0 = -0.5
    belief = Belief(
        person=np.array([[1.0, 0.25], [-1.0, 0.0]]),
        person_cov=np.zeros((2, 2, 2)),
        statement=np.array([[0.5, 2.0]]),
        statement_cov=np.zeros((1, 2, 2)),
    )

    told = expected.probable(belief)

    assert told[:, 0] == pytest.approx(special.expit([2.0, -0.5]))


def votes(rows: list[tuple[int, int, int]], people: int, statements: int) -> Votes:
    return simulated.votes_of(*zip(*rows, strict=True), people, statements)


def test_nothing_is_expected_where_nobody_was_placed_or_took_a_side() -> None:
    nobody = votes([(0, 0, 0), (1, 1, 0)], 2, 2)
    rows = [(n, s, 1 if (n + s) % 2 else -1) for n in range(12) for s in range(3)]
    passed = votes([*rows, *((n, 3, 0) for n in range(12))], 12, 4)

    told = expected.agreeing(positions(passed))

    assert expected.agreeing(positions(nobody)) is None
    assert told is not None
    assert np.isnan(told[:, 3]).all()
    assert ((told[:, :3] > 0) & (told[:, :3] < 1)).all()


def test_it_is_the_same_by_codes_as_the_model_says_in_its_own_order() -> None:
    rng = np.random.default_rng(3)
    rows = [
        (n, s, int(rng.choice([1, -1, 0], p=[0.5, 0.4, 0.1])))
        for n in range(40)
        for s in range(6)
        if rng.random() < 0.7
    ]
    given = votes(rows, 40, 6)
    found = positions(given)
    assert found.sides is not None

    sides = sides_of(given)
    seen = choices.probabilities(found.sides, sides)

    grid = expected.probable(found.sides)
    assert grid[sides.person, sides.statement] == pytest.approx(seen)
    assert found.sides.person[:, 1:] == pytest.approx(found.position)


def test_what_is_expected_of_answers_that_were_not_given_is_calibrated() -> None:
    crowd = simulated.crowd(people=600, statements=20, each=8, passing=0.1, seed=4)
    odds = crowd.intercept + crowd.acquiescence[:, None]
    true = 0.9 * special.expit(odds + crowd.position @ crowd.loading.T)
    given = crowd.votes
    unseen = np.ones(true.shape, dtype=bool)
    unseen[given.person, given.statement] = False

    told = expected.agreeing(positions(given))

    assert told is not None
    for low in (0.2, 0.4, 0.6):
        here = unseen & (told >= low) & (told < low + 0.2)
        assert true[here].mean() == pytest.approx(told[here].mean(), abs=0.04)
