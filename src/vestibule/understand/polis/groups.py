"""Which opinion groups does Polis see, and how many?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vestibule.understand.polis import clusters
from vestibule.understand.polis.clusters import Clusters
from vestibule.understand.polis.settings import PolisSettings
from vestibule.understand.polis.votes import Floats, Ints

BASE_PER_GROUP = 12
"""Another group is tried for each dozen base clusters."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """The groups chosen, and what the other choices would have been.

    Parameters
    ----------
    base : Clusters
        Base clusters of the clustered people.
    labels : ndarray of int32, shape (n_clustered,)
        Group of each clustered person, from 0.
    centers : ndarray of float64, shape (n_groups, 2)
        Weighted mean of the members' base clusters.
    sizes : ndarray of int32, shape (n_groups,)
        People in each group.
    silhouettes : dict of int to float
        For each k tried, the mean silhouette over base clusters, -1 to 1. A
        k that gives a single group is left out.
    """

    base: Clusters
    labels: Ints
    centers: Floats
    sizes: Ints
    silhouettes: dict[int, float]


def groups(
    points: Floats, settings: PolisSettings, *, workers: int | None = None
) -> Groups:
    """Group people in two steps, as Polis does.

    People are first gathered into at most 100 base clusters; these, weighted
    by their people, are grouped for each k from 2 on, and the k with the
    highest silhouette is taken (of equals the higher).

    Parameters
    ----------
    points : ndarray of float64, shape (n_clustered, 2)
        The clustered people in the order of the rows; at least one.
    settings : PolisSettings
        Sizes and steps.
    workers : int, optional
        Threads, all cores if absent; changes nothing but the time.

    Returns
    -------
    Groups
        One group only where all points coincide.

    Notes
    -----
    The result depends on the order of people, because k-means starts from
    the first distinct points. That is Polis' rule, kept here to be audited.
    """
    base = clusters.lloyd(
        points,
        clusters.first_distinct(points, settings.base_k),
        iterations=settings.base_iterations,
        tolerance=settings.tolerance,
        workers=workers,
    )
    tried = {k: _grouping(base, k, settings) for k in _candidates(base, settings)}
    silhouettes = {
        k: silhouette(base.centers, grouping.labels)
        for k, grouping in tried.items()
        if len(grouping.centers) > 1
    }
    if silhouettes:
        chosen = tried[max(silhouettes, key=lambda k: (silhouettes[k], k))]
    else:
        chosen = _grouping(base, 1, settings)
    return Groups(
        base=base,
        labels=chosen.labels[base.labels],
        centers=chosen.centers,
        sizes=np.round(chosen.sizes).astype(np.int32),
        silhouettes=silhouettes,
    )


def _candidates(base: Clusters, settings: PolisSettings) -> range:
    most = min(settings.max_k, 2 + len(base.centers) // BASE_PER_GROUP)
    return range(2, most + 1)


def _grouping(base: Clusters, k: int, settings: PolisSettings) -> Clusters:
    return clusters.lloyd(
        base.centers,
        clusters.first_distinct(base.centers, k),
        weights=base.sizes,
        iterations=settings.group_iterations,
        tolerance=settings.tolerance,
    )


def silhouette(points: Floats, labels: Ints) -> float:
    """Score how well labels separate points, each point counting once.

    Parameters
    ----------
    points : ndarray of float64, shape (n_points, 2)
        Few (base clusters): all distances are taken.
    labels : ndarray of int32, shape (n_points,)
        At least two different ones, from 0 without gaps.

    Returns
    -------
    float
        Mean of (b - a) / max(a, b), -1 to 1; a point alone counts as 0.

    References
    ----------
    .. [1] Rousseeuw (1987), Silhouettes, J. Comput. Appl. Math. 20.
    """
    distances = np.hypot(
        points[:, None, 0] - points[:, 0], points[:, None, 1] - points[:, 1]
    )
    sizes = np.bincount(labels)
    sums = distances @ np.eye(len(sizes))[labels]
    rows = np.arange(len(points))
    within = sums[rows, labels] / np.maximum(sizes[labels] - 1, 1)
    means = sums / sizes
    means[rows, labels] = np.inf
    nearest = means.min(axis=1)
    larger = np.maximum(within, nearest)
    alone = (sizes[labels] == 1) | (larger == 0)
    scores = np.where(alone, 0.0, (nearest - within) / np.where(alone, 1.0, larger))
    return float(scores.mean())
