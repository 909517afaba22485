"""How does Polis draw k-means clusters, and how fast can that be exact?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from vestibule import engine
from vestibule.understand.polis import nearest
from vestibule.understand.polis.votes import Floats, Ints, Positions

BLOCK = 131_072
"""Points in one partial sum: fixed, so that sums have the same digits anywhere."""

FIRST_LOOK = 1024
"""Points among which the first distinct ones are sought before looking further."""


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
    looked = min(len(points), max(4 * k, FIRST_LOOK))
    while True:
        _, first = np.unique(points[:looked], axis=0, return_index=True)
        if len(first) >= k or looked == len(points):
            return points[np.sort(first)[:k]]
        looked = min(len(points), 8 * looked)


def lloyd(
    points: Floats,
    centers: Floats,
    *,
    weights: Floats | None = None,
    iterations: int,
    tolerance: float,
    workers: int | None = None,
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
    workers : int, optional
        Threads, all cores if absent; changes nothing but the time.

    Returns
    -------
    Clusters
        Labels by the last centres but one and the means of those labels.

    Notes
    -----
    A point equally near to two centres joins the later one. Points whose
    nearest centre cannot have changed are not measured again, and centres
    that cannot be nearest are not measured at all (`nearest.Nearest`); the
    result is that of measuring all. Means are sums over blocks of points,
    added in the order of the blocks.
    """
    divided = nearest.cells(points)
    blocks = [
        _Block(points[part], None if weights is None else weights[part], divided)
        for part in _parts(len(points))
    ]
    with engine.opened(workers=1 if len(blocks) == 1 else workers) as threads:
        for _ in range(iterations + 1):
            listed = nearest.candidates(divided, centers)
            step = partial(_Block.assigned, centers=centers, listed=listed)
            sums = threads.run(blocks, step, _Sums.merged)
            used = np.flatnonzero(sums.members)
            moved = sums.total[used] / sums.weight[used, None]
            at_rest = _at_rest(centers, moved, tolerance)
            moves = np.hypot(*(moved - centers[used]).T)
            for block in blocks:
                block.follow(used, moves)
            centers = moved
            if at_rest:
                break
    return Clusters(
        labels=np.concatenate([block.search.labels for block in blocks]),
        centers=centers,
        sizes=sums.weight[used],
    )


def _parts(n_points: int) -> list[slice]:
    return [slice(start, start + BLOCK) for start in range(0, n_points, BLOCK)]


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """What the points of some blocks add up to, centre by centre."""

    members: Positions
    weight: Floats
    total: Floats

    def merged(self, other: _Sums) -> _Sums:
        return _Sums(
            self.members + other.members,
            self.weight + other.weight,
            self.total + other.total,
        )


class _Block:
    """Some points and their nearest centres so far."""

    def __init__(
        self, points: Floats, weights: Floats | None, divided: nearest.Cells | None
    ) -> None:
        self.points = points
        self.weights = weights
        self.search = nearest.Nearest(points, divided)

    def assigned(self, centers: Floats, listed: nearest.Candidates | None) -> _Sums:
        """Give each point to its nearest centre and add the points up."""
        self.search.assign(centers, listed)
        labels, k = self.search.labels, len(centers)
        members = np.bincount(labels, minlength=k)
        x, y = self.points.T
        weight = members.astype(np.float64)
        if self.weights is not None:
            weight = self._total(self.weights, k)
            x, y = x * self.weights, y * self.weights
        total = np.column_stack([self._total(x, k), self._total(y, k)])
        return _Sums(members, weight, total)

    def _total(self, values: Floats, k: int) -> Floats:
        sums = np.bincount(self.search.labels, weights=values, minlength=k)
        return sums.astype(np.float64, copy=False)

    def follow(self, used: Positions, moves: Floats) -> None:
        """Name the centres that are left anew, and widen the bounds."""
        self.search.relabel(used)
        self.search.loosen(moves)


def _at_rest(before: Floats, after: Floats, tolerance: float) -> bool:
    """Compare centres in sorted order, as Polis does, not by their names."""
    shared = min(len(before), len(after))
    moves = _sorted(after)[:shared] - _sorted(before)[:shared]
    return bool(np.all(np.hypot(*moves.T) < tolerance))


def _sorted(centers: Floats) -> Floats:
    return centers[np.lexsort((centers[:, 1], centers[:, 0]))]
