"""Are the parts of grouping right, one by one?"""

import numpy as np
import pytest
from scipy import stats
from tests.understand.positions.simulated import crowd, of_matrix

from vestibule.understand.groups import GroupSettings, analysis, clusters
from vestibule.understand.groups import representative as telling
from vestibule.understand.groups.representative import Held
from vestibule.understand.positions import PositionSettings, positions


def test_four_points_are_divided_as_by_hand() -> None:
    points = np.array([[0.0], [1.0], [9.0], [10.0]])

    labels, centers = clusters.divided(points, np.ones(4), 2, np.random.default_rng(1))

    assert labels[0] == labels[1] != labels[2] == labels[3]
    assert sorted(centers[:, 0].tolist()) == [0.5, 9.5]


def test_a_point_counted_three_times_pulls_the_centre() -> None:
    points = np.array([[0.0], [1.0], [9.0], [9.0]])

    _, centers = clusters.divided(
        points, np.array([3.0, 1.0, 1.0, 0.0]), 2, np.random.default_rng(1)
    )

    assert sorted(centers[:, 0].tolist()) == [0.25, 9.0]


def test_more_groups_than_places_leave_one_empty() -> None:
    points = np.zeros((4, 1))

    labels, _ = clusters.divided(points, np.ones(4), 2, np.random.default_rng(1))

    assert len(set(labels.tolist())) == 1


def test_fishers_test_agrees_with_the_reference() -> None:
    ours = telling.two_sided(
        np.array([8]), np.array([10]), np.array([1]), np.array([6])
    )

    _, greater = stats.fisher_exact([[8, 2], [1, 5]], alternative="greater")
    assert ours[0] == pytest.approx(2 * greater)


def test_the_rule_of_false_discoveries_worked_by_hand() -> None:
    # Sorted against 0.0125, 0.025, 0.0375, 0.05: the third is the last below.
    found = telling.discovered(np.array([0.04, 0.001, 0.03, 0.9]), 0.05)

    assert found.tolist() == [False, True, False, False]
    assert telling.discovered(np.array([0.04, 0.001, 0.037, 0.03]), 0.05).all()
    assert not telling.discovered(np.array([]), 0.05).any()


def test_under_random_groups_one_pair_in_a_hundred_at_most_is_representative() -> None:
    draw = np.random.default_rng(1)
    votes = crowd(people=400, statements=60, each=25).votes
    told, pairs = 0, 0
    for _ in range(20):
        group = draw.integers(0, 3, 400)
        table = telling.representative(
            [Held(votes=votes, group=group)], 3, GroupSettings()
        )
        told, pairs = told + len(table), pairs + 3 * 60

    assert told / pairs <= 0.01


@pytest.mark.parametrize("rows", [["++", "++"], ["+-", "-+"]])
def test_a_part_that_leaves_too_little_forms_no_group(rows: list[str]) -> None:
    votes = of_matrix(rows)
    place = positions(votes, settings=PositionSettings(dimensions=1))

    group = analysis._without(votes, place, np.array([0, 1]), 3, GroupSettings())

    assert group.tolist() == [-1, -1]
