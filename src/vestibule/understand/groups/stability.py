"""Do the same groups come back, when positions and gatherings are drawn again?

References
----------
.. [1] Hennig (2007), Cluster-wise assessment of cluster stability, Comput. Stat.
   Data Anal. 52: a group is stable from a mean Jaccard similarity of 0.75.
.. [2] Monti, Tamayo, Mesirov and Golub (2003), Consensus clustering, Machine
   Learning 52: how often two people fall together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from vestibule.understand.groups import clusters
from vestibule.understand.groups.crowd import Crowd
from vestibule.understand.groups.settings import GroupSettings
from vestibule.understand.polis.votes import Floats, Positions


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Division:
    """People divided into k groups, and how that division held.

    Parameters
    ----------
    k : int
        Groups.
    membership : ndarray, shape (n, k)
        Personal. Share of replicates in which each person fell into each group.
    jaccard : tuple of float
        Mean similarity of each group with its like in the replicates, 0 to 1.
    together : tuple of float
        How often two people of the group fell together, 0 to 1.
    support : float
        Share of replicates in which every group came back with at least the
        similarity asked, and with a gap.
    crowding : float
        Mean over replicates of `clusters.crowding`.
    sizes : tuple of int
        People placed surely, by group.
    """

    k: int
    membership: Floats
    jaccard: tuple[float, ...]
    together: tuple[float, ...]
    support: float
    crowding: float
    sizes: tuple[int, ...]

    def holds(self, settings: GroupSettings) -> bool:
        """Say whether groups come back, each large enough."""
        return (
            min(self.jaccard) >= settings.stable and min(self.sizes) >= settings.least
        )

    def has_gap(self, settings: GroupSettings) -> bool:
        """Say whether fewer people stand between the groups than inside them."""
        return self.crowding <= settings.gap


def division(crowd: Crowd, k: int, settings: GroupSettings) -> Division:
    """Divide people into k groups, and see how often the groups come back.

    Parameters
    ----------
    crowd : Crowd
        At least k people placed surely.
    k : int
        Groups.
    settings : GroupSettings
        Replicates and seed.

    Returns
    -------
    Division
        Groups by falling size, ties by their place.
    """
    points = crowd.lived(crowd.place[crowd.sure])
    draw = np.random.default_rng([settings.seed, k])
    ones = np.ones(len(points))
    _, centers = clusters.divided(points, ones, k, draw)
    centers = _in_order(points, centers)
    labels = clusters.nearest(points, centers)
    told = [
        _replicate(crowd, labels, k, number, settings)
        for number in range(settings.replicates)
    ]
    jaccard = np.array([one.jaccard for one in told])
    crowding = np.array([one.crowding for one in told])
    came_back = (jaccard.min(axis=1) >= settings.stable) & (crowding <= settings.gap)
    membership = np.mean([np.eye(k)[one.labels] for one in told], axis=0)
    return Division(
        k=k,
        membership=_shared(membership, crowd.alike),
        jaccard=tuple(jaccard.mean(axis=0).tolist()),
        together=tuple(np.mean([one.together for one in told], axis=0).tolist()),
        support=float(came_back.mean()),
        crowding=float(crowding.mean()),
        sizes=tuple(np.bincount(labels, minlength=k).tolist()),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Replicate:
    labels: Positions
    jaccard: Floats
    together: Floats
    crowding: float


def _replicate(
    crowd: Crowd, labels: Positions, k: int, number: int, settings: GroupSettings
) -> _Replicate:
    places, times = crowd.drawn(settings.seed, number)
    draw = np.random.default_rng([settings.seed, k, number])
    sure = crowd.sure
    points, weights = places[sure], times[sure]
    own, centers = clusters.divided(points, weights, k, draw)
    seen = weights > 0
    shared = np.zeros((k, k))
    np.add.at(shared, (labels[seen], own[seen]), 1)
    size = shared.sum(axis=1)
    either = size[:, None] + shared.sum(axis=0) - shared
    alike = shared / np.maximum(either, 1)
    _, like = optimize.linear_sum_assignment(-alike)
    name = np.argsort(like)
    return _Replicate(
        labels=name[clusters.nearest(places, centers)],
        jaccard=alike[range(k), like],
        together=(shared**2).sum(axis=1) / np.maximum(size, 1) ** 2,
        crowding=clusters.crowding(points, weights, own, centers),
    )


def _in_order(points: Floats, centers: Floats) -> Floats:
    size = np.bincount(clusters.nearest(points, centers), minlength=len(centers))
    keys = [*np.round(centers, 6).T[::-1], -size]
    return centers[np.lexsort(keys)]


def _shared(membership: Floats, alike: Positions) -> Floats:
    """Give people whom content cannot tell apart the same membership."""
    count = np.bincount(alike)
    means = [np.bincount(alike, column) / count for column in membership.T]
    return np.stack(means, axis=1)[alike]
