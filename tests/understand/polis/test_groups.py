"""Which groups, and how many?"""

import numpy as np
import pytest

from vestibule.understand.polis import PolisSettings, groups


def heaps(n_each: int, places: list[tuple[float, float]]) -> np.ndarray:
    rng = np.random.default_rng(11)
    points = [rng.normal(place, 0.2, (n_each, 2)) for place in places]
    return np.concatenate(points, axis=1).reshape(-1, 2)


@pytest.mark.parametrize(
    "places",
    [[(0, 0), (9, 0)], [(0, 0), (9, 0), (0, 9)], [(0, 0), (9, 0), (0, 9), (9, 9)]],
)
def test_well_parted_heaps_are_the_groups(places: list[tuple[float, float]]) -> None:
    points = heaps(30, places)

    found = groups.groups(points, PolisSettings())

    assert len(found.sizes) == len(places)
    assert found.sizes.tolist() == [30] * len(places)
    assert len(set(found.labels[:: len(places)])) == 1
    assert max(found.silhouettes, key=found.silhouettes.__getitem__) == len(places)


def test_few_base_clusters_allow_two_groups_only() -> None:
    points = heaps(3, [(0, 0), (9, 0), (0, 9)])

    found = groups.groups(points, PolisSettings())

    assert list(found.silhouettes) == [2]


def test_one_point_is_one_group() -> None:
    found = groups.groups(np.zeros((4, 2)), PolisSettings())

    assert found.sizes.tolist() == [4]
    assert found.silhouettes == {}
    assert found.centers.tolist() == [[0, 0]]


def test_a_silhouette_is_worked_by_hand() -> None:
    points = np.array([[0, 0], [1, 0], [4, 0]], dtype=float)

    # Of (0,0): a = 1, b = 4: 3/4. Of (1,0): a = 1, b = 3: 2/3. Alone: 0.
    expected = (3 / 4 + 2 / 3 + 0) / 3
    assert groups.silhouette(points, np.array([0, 0, 1])) == pytest.approx(expected)


def test_points_on_one_spot_have_no_silhouette_to_win() -> None:
    points = np.zeros((4, 2))

    assert groups.silhouette(points, np.array([0, 0, 1, 1])) == 0
