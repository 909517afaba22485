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


def uneven(seed: int, n: int) -> np.ndarray:
    """Return points in heaps, with some far away and many that coincide."""
    rng = np.random.default_rng(seed)
    heaps = rng.normal(0, 3, (30, 2))
    points = heaps[rng.integers(0, 30, n)] + rng.normal(0, 0.5, (n, 2))
    far = rng.random(n) < 0.01
    points[far] *= 20.0
    points[rng.random(n) < 0.2] = np.round(points[rng.random(n) < 0.2][:1])
    return points


def measured_all(points: np.ndarray, centers: np.ndarray) -> np.ndarray:
    squares = np.square(points[:, None] - centers).sum(axis=2)
    return len(centers) - 1 - squares[:, ::-1].argmin(axis=1)


@pytest.mark.parametrize("k", [3, nearest.WIDTH + 1, 60])
def test_candidates_of_a_cell_change_nothing(k: int) -> None:
    points = uneven(k, 9_000)
    divided = nearest.cells(points)
    search = nearest.Nearest(points, divided)
    centers = clusters.first_distinct(points, k)
    rng = np.random.default_rng(1)

    for _ in range(6):
        search.assign(centers, nearest.candidates(divided, centers))
        assert np.array_equal(search.labels, measured_all(points, centers))
        moved = centers + rng.normal(0, 0.2, centers.shape)
        search.loosen(np.hypot(*(moved - centers).T))
        centers = moved


def test_cells_with_many_candidates_are_measured_whole() -> None:
    points = uneven(5, 9_000)
    divided = nearest.cells(points)
    # All centres in one spot: each may be nearest anywhere.
    centers = np.random.default_rng(2).normal(0, 1e-3, (40, 2))

    listed = nearest.candidates(divided, centers)
    search = nearest.Nearest(points, divided)
    search.assign(centers, listed)

    assert listed is not None
    assert not listed.narrow.all()
    assert np.array_equal(search.labels, measured_all(points, centers))


def test_few_points_or_centres_need_no_cells() -> None:
    points = uneven(6, 2_000)

    assert nearest.cells(points[:100]) is None
    assert nearest.candidates(None, points[:50]) is None
    assert nearest.candidates(nearest.cells(points), points[:5]) is None


@pytest.mark.parametrize("weighted", [False, True])
def test_blocks_and_threads_change_no_digit(
    monkeypatch: pytest.MonkeyPatch, weighted: bool
) -> None:
    monkeypatch.setattr(clusters, "BLOCK", 1_000)
    points = uneven(7, 5_300)
    weights = np.arange(1.0, 5_301.0) if weighted else None
    start = clusters.first_distinct(points, 30)

    one, three = (
        clusters.lloyd(
            points,
            start,
            weights=weights,
            iterations=20,
            tolerance=0.01,
            workers=workers,
        )
        for workers in (1, 3)
    )

    assert np.array_equal(one.labels, three.labels)
    assert np.array_equal(one.centers, three.centers)
    assert one.sizes.sum() == (5_300 if weights is None else weights.sum())


def test_distinct_points_are_sought_as_far_as_needed() -> None:
    points = np.zeros((30_000, 2))
    points[-3:] = [[1, 1], [2, 2], [3, 3]]

    found = clusters.first_distinct(points, 3)

    assert found.tolist() == [[0, 0], [1, 1], [2, 2]]
