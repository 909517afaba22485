"""Do the same groups come back, when positions and gatherings are drawn again?

References
----------
.. [1] Hennig (2007), Cluster-wise assessment of cluster stability, Comput. Stat.
   Data Anal. 52: a group is stable from a mean Jaccard similarity of 0.75.
.. [2] Monti, Tamayo, Mesirov and Golub (2003), Consensus clustering, Machine
   Learning 52: how often two people fall together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize

from vestibule.understand.groups import camps, clusters, even, gaps
from vestibule.understand.groups.camps import Believed, Camps
from vestibule.understand.groups.crowd import Crowd
from vestibule.understand.groups.gaps import Between
from vestibule.understand.groups.settings import GroupSettings
from vestibule.understand.polis.votes import Flags, Floats, Positions

MISSED = 3
"""So many times as often as on average the gap between two groups may be missed: all
three between three groups at once are seldom found where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Division:
    """People divided into k groups, and how that division held.

    Parameters
    ----------
    k : int
        Groups.
    jaccard : tuple of float
        Mean similarity of each group with its like in the replicates, 0 to 1,
        among people placed in a group.
    together : tuple of float
        How often two people placed in the group fell together, 0 to 1.
    covered : float
        Share of people placed surely on the map who are placed in a group, 0 to 1.
    support : float
        Share of replicates in which every group came back with at least the
        similarity asked, and with a gap.
    crowding : float
        Between the two groups least apart: `deconvolved.valley`, everyone counted once.
    apart, least_apart : float
        Share of replicates with a gap: mean over each two groups, and of the two
        least apart. 0, and not looked at, where somewhere there is none with
        everyone counted once.
    chance : float
        `even.chance`; 1, and not looked at, where groups do not come back or there
        is no gap; 0 where no gap is asked for.
    sizes : tuple of int
        People looked at and placed in each group.
    camps : Camps
        What is believed before a vote, if there are k groups.
    centers : ndarray, shape (replicates, k, D)
        Of the groups of each replicate, by their names here.
    """

    k: int
    jaccard: tuple[float, ...]
    together: tuple[float, ...]
    covered: float
    support: float
    crowding: float
    apart: float
    least_apart: float
    chance: float
    sizes: tuple[int, ...]
    camps: Camps
    centers: Floats

    def holds(self, settings: GroupSettings) -> bool:
        """Say whether groups come back, each large enough, with most people in one."""
        return (
            min(self.jaccard) >= settings.stable
            and min(self.sizes) >= settings.least
            and self.covered >= settings.covered
        )

    def has_gap(self, settings: GroupSettings) -> bool:
        """Say whether fewer people stand between each two groups than inside them."""
        worst = 1 - MISSED * (1 - settings.held)
        return self.apart >= settings.held and self.least_apart >= worst

    def stands(self, settings: GroupSettings) -> bool:
        """Say whether groups come back, with gaps that an even crowd seldom has."""
        is_seldom = self.chance <= settings.chance
        return self.holds(settings) and self.has_gap(settings) and is_seldom


def division(crowd: Crowd, k: int, settings: GroupSettings) -> Division:
    """Divide people into k groups, and see how often the groups come back.

    Parameters
    ----------
    crowd : Crowd
        At least k people who are looked at.
    k : int
        Groups.
    settings : GroupSettings
        Replicates and seed.

    Returns
    -------
    Division
        Groups by falling size, ties by their place.

    Notes
    -----
    Those whose votes leave open where they belong change sides from one replicate to
    the next, also between real camps; so groups are compared among those placed, and
    the share placed is asked for beside it. Among them a Jaccard similarity is never
    low by much: what it tells is whether one group is as steady as the others.
    """
    few = crowd.some(crowd.looked)
    prior, centers = _camps(few, k, settings)
    believed = camps.believed(prior, few.pull, few.known)
    labels = clusters.nearest(few.lived(believed.middle()), few.lived(centers))
    times = np.stack([few.times(settings.seed, n) for n in range(settings.replicates)])
    again = _replicates(few, believed, labels, times, settings)
    fell = np.stack([one.labels for one in again])
    chance = _shared(_chance(fell, k), few.alike)
    group, own = chance.argmax(axis=1), chance.max(axis=1) >= settings.placed
    alike, together = _came_back(fell, times, np.where(own, group, -1), k)
    between = gaps.between(few.place, few.covariance, centers)
    thin = _gaps(between, times, settings)
    came_back = (alike.min(axis=1) >= settings.stable) & thin.all(axis=1)
    found = Division(
        k=k,
        jaccard=tuple(alike.mean(axis=0).tolist()),
        together=tuple(together.mean(axis=0).tolist()),
        covered=float(own.mean()),
        support=float(came_back.mean()),
        crowding=max(line.crowding() for line in between),
        apart=float(thin.mean()),
        least_apart=float(thin.mean(axis=0).min()),
        chance=float(settings.gap < 1),
        sizes=tuple(np.bincount(group[own], minlength=k).tolist()),
        camps=prior,
        centers=np.stack([one.centers for one in again]),
    )
    if settings.gap >= 1 or not (found.holds(settings) and found.has_gap(settings)):
        return found
    return replace(found, chance=even.chance(few, k, settings))


def membership(crowd: Crowd, found: Division, settings: GroupSettings) -> Floats:
    """Return how often each person falls into each group.

    Parameters
    ----------
    crowd : Crowd
        From which the division was found.
    found : Division
        Camps, and centres of the replicates.
    settings : GroupSettings
        Those of the division.

    Returns
    -------
    ndarray, shape (n, k)
        Personal. Shares of the replicates.
    """
    believed = camps.believed(found.camps, crowd.pull, crowd.known)
    roots = believed.roots()
    count = np.zeros((len(crowd.key), found.k))
    rows = np.arange(len(count))
    for number, centers in enumerate(found.centers):
        places = crowd.drawn(believed, roots, settings.seed, number)
        count[rows, clusters.nearest(places, centers)] += 1
    return _shared(count / len(found.centers), crowd.alike)


def _camps(crowd: Crowd, k: int, settings: GroupSettings) -> tuple[Camps, Floats]:
    """Return the camps, and the centres of the groups, by falling size."""
    draw = np.random.default_rng([settings.seed, k])
    ones = np.ones(len(crowd.key))
    _, first = clusters.divided(crowd.lived(crowd.place), ones, k, draw)
    prior = camps.fitted(crowd.pull, crowd.known, first / crowd.strength)
    believed = camps.believed(prior, crowd.pull, crowd.known)
    points = crowd.lived(believed.middle())
    _, centers = clusters.divided(points, ones, k, draw)
    return prior, _in_order(points, centers) / crowd.strength


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Replicate:
    labels: Positions
    centers: Floats


def _replicates(
    crowd: Crowd,
    believed: Believed,
    labels: Positions,
    times: Floats,
    settings: GroupSettings,
) -> list[_Replicate]:
    roots = believed.roots()
    k = believed.chance.shape[1]
    again = []
    for number, weights in enumerate(times):
        draw = np.random.default_rng([settings.seed, k, number])
        places = crowd.drawn(believed, roots, settings.seed, number)
        again.append(_replicate(places, weights, labels, k, draw))
    return again


def _replicate(
    places: Floats,
    weights: Floats,
    labels: Positions,
    k: int,
    draw: np.random.Generator,
) -> _Replicate:
    own, centers = clusters.divided(places, weights, k, draw)
    seen = weights > 0
    shared = np.zeros((k, k))
    np.add.at(shared, (labels[seen], own[seen]), 1)
    either = shared.sum(axis=1)[:, None] + shared.sum(axis=0) - shared
    _, like = optimize.linear_sum_assignment(-shared / np.maximum(either, 1))
    return _Replicate(labels=np.argsort(like)[own], centers=centers[like])


def _chance(fell: Positions, k: int) -> Floats:
    return np.stack([(fell == group).mean(axis=0) for group in range(k)], axis=1)


def _came_back(
    fell: Positions, times: Floats, group: Positions, k: int
) -> tuple[Floats, Floats]:
    """Return likeness and cohesion of each group in each replicate."""
    alike, together = np.zeros((2, len(fell), k))
    for number, (own, weights) in enumerate(zip(fell, times, strict=True)):
        seen: Flags = (weights > 0) & (group >= 0)
        shared = np.zeros((k, k))
        np.add.at(shared, (group[seen], own[seen]), 1)
        size = shared.sum(axis=1)
        both = np.diag(shared)
        alike[number] = both / np.maximum(size + shared.sum(axis=0) - both, 1)
        together[number] = (shared**2).sum(axis=1) / np.maximum(size, 1) ** 2
    return alike, together


def _gaps(between: list[Between], times: Floats, settings: GroupSettings) -> Flags:
    """Say in which replicates there is a gap between each two groups."""
    at_once = [line.crowding() <= settings.gap for line in between]
    if settings.gap >= 1 or not all(at_once):  # nothing to look for, or to find
        return np.full((len(times), len(between)), all(at_once))
    return np.array(
        [[line.crowding(own) <= settings.gap for line in between] for own in times]
    )


def _in_order(points: Floats, centers: Floats) -> Floats:
    size = np.bincount(clusters.nearest(points, centers), minlength=len(centers))
    keys = [*np.round(centers, 6).T[::-1], -size]
    return centers[np.lexsort(keys)]


def _shared(membership: Floats, alike: Positions) -> Floats:
    """Give people whom content cannot tell apart the same membership."""
    _, alike, count = np.unique(alike, return_inverse=True, return_counts=True)
    means = [np.bincount(alike, column) / count for column in membership.T]
    return np.stack(means, axis=1)[alike]
