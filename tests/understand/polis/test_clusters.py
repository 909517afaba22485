"""Is the fast k-means the slow one?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vestibule.understand.polis import clusters, nearest


def slow_lloyd(
    points: np.ndarray,
    centers: np.ndarray,
    weights: np.ndarray,
    iterations: int,
    tolerance: float,
) -> tuple[list[int], np.ndarray]:
    """Measure every point against every centre, one at a time."""
    for _ in range(iterations + 1):
        labels = []
        for point in points:
            best = 0
            for name, center in enumerate(centers):
                if np.square(point - center).sum() <= (
                    np.square(point - centers[best]).sum()
                ):
                    best = name
            labels.append(best)
        used = sorted(set(labels))
        labels = [used.index(label) for label in labels]
        own = [np.array(labels) == name for name in range(len(used))]
        moved = np.array(
            [np.average(points[m], axis=0, weights=weights[m]) for m in own]
        )
        pairs = zip(
            sorted(centers.tolist()),
            sorted(moved.tolist()),
            strict=len(used) == len(centers),
        )
        rest = all(np.hypot(a[0] - b[0], a[1] - b[1]) < tolerance for a, b in pairs)
        centers = moved
        if rest:
            break
    return labels, centers


def test_two_heaps_are_found_by_hand() -> None:
    points = np.array([[0, 0], [0, 2], [10, 0], [10, 2]], dtype=float)

    found = clusters.lloyd(points, points[:2], iterations=20, tolerance=0.01)

    # From (0,0) and (0,2) the split is by height, and stays so.
    assert found.labels.tolist() == [0, 1, 0, 1]
    assert found.centers.tolist() == [[5, 0], [5, 2]]
    assert found.sizes.tolist() == [2, 2]


def test_weights_pull_the_centre() -> None:
    points = np.array([[0.0, 0.0], [4.0, 0.0]])

    found = clusters.lloyd(
        points, points[:1], weights=np.array([3.0, 1.0]), iterations=5, tolerance=0.01
    )

    assert found.centers.tolist() == [[1, 0]]
    assert found.sizes.tolist() == [4]


def test_a_point_between_two_centres_joins_the_later_one() -> None:
    points = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 0.0]])

    found = clusters.lloyd(points, points[:2], iterations=1, tolerance=0.01)

    assert found.labels.tolist() == [0, 1, 1]


def test_a_centre_without_a_point_is_dropped() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0]])
    centers = np.array([[9.0, 9.0], [0.0, 0.0], [1.0, 0.0]])

    found = clusters.lloyd(points, centers, iterations=3, tolerance=0.01)

    assert found.labels.tolist() == [0, 1]
    assert found.centers.tolist() == points.tolist()


def test_the_first_distinct_points_keep_their_order() -> None:
    points = np.array([[3, 3], [1, 1], [3, 3], [2, 2], [0, 0]], dtype=float)

    assert clusters.first_distinct(points, 3).tolist() == [[3, 3], [1, 1], [2, 2]]
    assert len(clusters.first_distinct(points, 100)) == 4


def test_the_steps_are_counted_after_the_first() -> None:
    points = np.arange(20.0)[:, None] * [1.0, 0.0]
    start = points[:2]

    one = clusters.lloyd(points, start, iterations=1, tolerance=1e-9)
    by_hand, centers = slow_lloyd(points, start, np.ones(20), 1, 1e-9)

    assert one.labels.tolist() == by_hand
    assert one.centers == pytest.approx(centers)


@settings(max_examples=50)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 200),
    st.integers(1, 20),
    st.booleans(),
)
def test_bounds_change_nothing(seed: int, n: int, k: int, coarse: bool) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(0, 2, (n, 2))
    if coarse:
        points = np.round(points)
    weights = rng.integers(1, 9, n).astype(float)
    start = clusters.first_distinct(points, k)

    found = clusters.lloyd(
        points, start, weights=weights, iterations=30, tolerance=0.01
    )
    labels, centers = slow_lloyd(points, start, weights, 30, 0.01)

    assert found.labels.tolist() == labels
    assert found.centers == pytest.approx(centers)


def test_more_points_than_a_chunk_are_all_given_a_centre() -> None:
    rng = np.random.default_rng(3)
    points = rng.normal(0, 1, (nearest.CHUNK + 500, 2))

    found = clusters.lloyd(points, points[:40], iterations=100, tolerance=0.01)

    assert found.sizes.sum() == len(points)
    distances = np.square(points[:, None] - found.centers).sum(axis=2)
    moved_on = (distances.argmin(axis=1) != found.labels).mean()
    # Labels are those of the centres before the last move of under 0.01.
    assert moved_on < 0.01
