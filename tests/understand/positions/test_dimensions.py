"""Is the number of directions chosen by the rule?"""

import numpy as np
import pytest
from tests.understand.positions.simulated import crowd

from vestibule.understand.positions import PositionSettings, content, dimensions
from vestibule.understand.positions.analysis import sides_of


def test_the_fewest_directions_within_one_standard_error_win() -> None:
    # One is 0.1 worse than two, give or take 0.11: within. None is 1 worse: beyond.
    best = np.array([1.0, 1.0, 1.0, 1.0])
    near = best + np.array([0.4, 0.1, 0.0, -0.1])

    found = dimensions._decided({0: best + 1, 1: near, 2: best}, 4, 10, 20)

    assert found.dimensions == 1
    assert found.losses == pytest.approx({0: 2.0, 1: 1.1, 2: 1.0})
    # Squares around 0.1: 0.09 + 0 + 0.01 + 0.04 = 0.14; over 3, over 4, the root.
    assert found.errors[1] == pytest.approx((0.14 / 3 / 4) ** 0.5)


def test_one_hidden_vote_chooses_nothing() -> None:
    found = dimensions._decided({0: np.ones(1), 1: np.zeros(1)}, 1, 2, 3)

    assert found.dimensions == 0
    assert found.losses == {}


def test_a_part_without_votes_loses_nothing() -> None:
    ordered = content.ordered(crowd(people=5, statements=4).votes)
    sides = sides_of(ordered.votes)
    none = np.zeros(len(sides), dtype=bool)

    for hidden in (none, ~none):
        lost = dimensions._losses(
            sides, ordered.statement_key, 1, hidden, PositionSettings()
        )
        assert lost.shape == (0,)
