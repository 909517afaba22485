"""How does Polis draw k-means clusters, and how fast can that be exact?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vestibule.understand.polis.votes import Floats, Ints, Positions

CHUNK = 8192
"""Points compared with all centres at once: bounds memory, changes nothing."""

SLACK = 1e-9
"""Bounds this close are not trusted: the point is compared with all centres."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clusters:
    """One clustering of points.

    Parameters
    ----------
    labels : ndarray of int32, shape (n_points,)
        Cluster of each point, from 0 without gaps.
    centers : ndarray of float64, shape (n_clusters, 2)
        Mean of the members.
    sizes : ndarray of float64, shape (n_clusters,)
        Sum of the members' weights.
    """

    labels: Ints
    centers: Floats
    sizes: Floats


def first_distinct(points: Floats, k: int) -> Floats:
    """Return the first ``k`` distinct points: where Polis starts.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, 2)
        In the order of the rows.
    k : int
        How many are wanted.

    Returns
    -------
    ndarray of float64, shape (at most k, 2)
        Fewer rows where there are fewer distinct points.
    """
    _, first = np.unique(points, axis=0, return_index=True)
    return points[np.sort(first)[:k]]


def lloyd(
    points: Floats,
    centers: Floats,
    *,
    weights: Floats | None = None,
    iterations: int,
    tolerance: float,
) -> Clusters:
    """Cluster points by k-means exactly as Polis does, from given centres.

    Each step gives every point to its nearest centre, drops centres without
    a point, and moves the others to the mean of their points. It stops when
    no centre moves by ``tolerance`` or after ``iterations`` further steps.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, 2)
        At least one.
    centers : ndarray of float64, shape (k, 2)
        Distinct starting centres.
    weights : ndarray of float64, shape (n_points,), optional
        How much each point counts in a mean; 1 each if absent.
    iterations : int
        Most steps after the first.
    tolerance : float
        Largest distance a centre may move to be at rest.

    Returns
    -------
    Clusters
        Labels by the last centres but one and the means of those labels.

    Notes
    -----
    A point equally near to two centres joins the later one. Points whose
    nearest centre cannot have changed, by the triangle inequality [1]_, are
    not measured again; the result is that of measuring all.

    References
    ----------
    .. [1] Hamerly (2010), Making k-means even faster, SIAM Data Mining.
    """
    weights = np.ones(len(points)) if weights is None else weights
    search = _Nearest(points, len(centers))
    for _ in range(iterations + 1):
        search.assign(centers)
        used, sizes, moved = _means(points, weights, search.labels, len(centers))
        at_rest = _at_rest(centers, moved, tolerance)
        search.relabel(used)
        search.loosen(np.hypot(*(moved - centers[used]).T))
        centers = moved
        if at_rest:
            break
    return Clusters(labels=search.labels.astype(np.int32), centers=centers, sizes=sizes)


def _means(
    points: Floats, weights: Floats, labels: Ints, k: int
) -> tuple[Positions, Floats, Floats]:
    """Return which centres have members, their weights and their means."""
    members = np.bincount(labels, minlength=k)
    used = np.flatnonzero(members)
    sizes = np.bincount(labels, weights=weights, minlength=k)[used].astype(np.float64)
    sums = [
        np.bincount(labels, weights=weights * points[:, axis], minlength=k)[used]
        for axis in range(points.shape[1])
    ]
    return used, sizes, np.column_stack(sums) / sizes[:, None]


def _at_rest(before: Floats, after: Floats, tolerance: float) -> bool:
    """Compare centres in sorted order, as Polis does, not by their names."""
    shared = min(len(before), len(after))
    moves = _sorted(after)[:shared] - _sorted(before)[:shared]
    return bool(np.all(np.hypot(*moves.T) < tolerance))


def _sorted(centers: Floats) -> Floats:
    return centers[np.lexsort((centers[:, 1], centers[:, 0]))]


class _Nearest:
    """The nearest centre of each point, measured again only where needed.

    `upper` bounds the distance to the own centre from above, `lower` the one
    to the next centre from below: while upper < lower, the label holds.
    """

    def __init__(self, points: Floats, k: int) -> None:
        self.points = points
        self.labels: Ints = np.zeros(len(points), dtype=np.int32)
        self.upper: Floats = np.full(len(points), np.inf)
        self.lower: Floats = np.zeros(len(points))

    def assign(self, centers: Floats) -> None:
        """Give each point to its nearest centre."""
        doubtful = np.flatnonzero(self.upper + SLACK >= self.lower)
        for start in range(0, len(doubtful), CHUNK):
            self._measure(doubtful[start : start + CHUNK], centers)

    def _measure(self, chosen: Positions, centers: Floats) -> None:
        x, y = self.points[chosen, 0], self.points[chosen, 1]
        squares = np.square(x[:, None] - centers[:, 0])
        squares += np.square(y[:, None] - centers[:, 1])
        last = len(centers) - 1
        nearest = last - np.argmin(squares[:, ::-1], axis=1)
        rows = np.arange(len(chosen))
        self.upper[chosen] = np.sqrt(squares[rows, nearest])
        squares[rows, nearest] = np.inf
        self.lower[chosen] = np.sqrt(squares.min(axis=1))
        self.labels[chosen] = nearest

    def relabel(self, used: Positions) -> None:
        """Close the gaps that dropped centres left."""
        new = np.zeros(int(used[-1]) + 1, dtype=np.int32)
        new[used] = np.arange(len(used), dtype=np.int32)
        self.labels = new[self.labels]

    def loosen(self, moves: Floats) -> None:
        """Widen the bounds by how far the centres moved."""
        self.upper += moves[self.labels]
        self.lower -= moves.max()
