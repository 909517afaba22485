"""How are points divided into k groups?

k-means with weights. Starts are drawn from the points in the order in which they are
given, which is that of content: same points, same groups.

References
----------
.. [1] Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28.
.. [2] Arthur and Vassilvitskii (2007), k-means++, SODA.
"""

from __future__ import annotations

import numpy as np

from vestibule.understand.polis.votes import Floats, Positions

STARTS = 4
"""Starts of which the best division is kept."""

START_POINTS = 2_000
"""Points that a start looks at; all of them finish it."""

STEPS = 60
"""Most steps of k-means."""


def divided(
    points: Floats, weights: Floats, k: int, draw: np.random.Generator
) -> tuple[Positions, Floats]:
    """Divide points into k groups around their centres.

    Parameters
    ----------
    points : ndarray, shape (n, D)
        Where they lie.
    weights : ndarray, shape (n,)
        How often each counts, 0 or more.
    k : int
        Groups.
    draw : numpy.random.Generator
        For the starts.

    Returns
    -------
    tuple of ndarray
        Label of each point, (n,), and centres, (k, D). A group may be empty.
    """
    step = -(-len(points) // START_POINTS)
    few, own = points[::step], weights[::step]
    best, least = few[:k], np.inf
    for _ in range(STARTS):
        centers = _settled(few, own, _spread_out(few, own, k, draw))
        loss = float(own @ _distances(few, centers).min(axis=1))
        if loss < least:
            best, least = centers, loss
    centers = _settled(points, weights, best)
    return _distances(points, centers).argmin(axis=1), centers


def nearest(points: Floats, centers: Floats) -> Positions:
    """Return the label of the nearest centre of each point.

    Parameters
    ----------
    points : ndarray, shape (n, D)
        Where they lie.
    centers : ndarray, shape (k, D)
        Of the groups.

    Returns
    -------
    ndarray of intp, shape (n,)
        0 to k - 1.
    """
    return np.asarray(_distances(points, centers).argmin(axis=1))


def _distances(points: Floats, centers: Floats) -> Floats:
    apart = np.zeros((len(points), len(centers)))
    for place in range(points.shape[1]):
        apart += (points[:, place, None] - centers[:, place]) ** 2
    return apart


def _spread_out(
    points: Floats, weights: Floats, k: int, draw: np.random.Generator
) -> Floats:
    chance = weights.astype(np.float64)
    chosen = []
    for _ in range(k):
        total = np.cumsum(chance)
        place = np.searchsorted(total, draw.random() * total[-1], side="right")
        chosen.append(min(int(place), len(points) - 1))
        chance = weights * _distances(points, points[chosen]).min(axis=1)
    return points[chosen]


def _settled(points: Floats, weights: Floats, centers: Floats) -> Floats:
    before = np.full(len(points), -1)
    for _ in range(STEPS):
        labels = nearest(points, centers)
        if np.array_equal(labels, before):
            break
        before = labels
        size = np.bincount(labels, weights, minlength=len(centers))
        sums = np.stack(
            [
                np.bincount(labels, weights * column, minlength=len(centers))
                for column in points.T
            ],
            axis=1,
        )
        # An empty group keeps its place.
        centers = np.where(
            size[:, None] > 0, sums / np.where(size > 0, size, 1)[:, None], centers
        )
    return centers
