"""Would people who are spread evenly look as far apart as these groups do?

The flattest crowd without camps is an even one: nowhere thinner, but cut off at its
edges. Chance alone thins it somewhere, and a division finds the place: more so with
several directions to cut along, with few people, with few votes. So even crowds are
drawn, of as many people placed as roughly, divided in the same way; groups count that
lie further apart than nearly all of those do.

References
----------
.. [1] Ashman, Bird and Zepf (1994), Detecting bimodality in astronomical datasets,
   Astronomical Journal 108: how far apart two bells lie.
.. [2] Hartigan and Hartigan (1985), The dip test of unimodality, Annals of Statistics
   13: the even crowd as the hardest to tell from camps.
.. [3] Besag and Clifford (1991), Sequential Monte Carlo p-values, Biometrika 78: to stop
   early.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np

from vestibule.understand.groups import camps, clusters
from vestibule.understand.groups.camps import Camps
from vestibule.understand.groups.crowd import Crowd
from vestibule.understand.groups.settings import GroupSettings
from vestibule.understand.polis.votes import Floats
from vestibule.understand.positions import content

PEOPLE = 1_000
"""Most people who are looked at; of more, so many are drawn by what they voted."""

LEAST = 2
"""Even crowds that may lie as far apart, of the fewest that are drawn."""

STEPS = 25
"""Most steps of a fit: both of the crowd and of the even ones."""

WIDE = float(np.sqrt(3))
"""People spread evenly from -WIDE to WIDE have variance 1."""

PAIRED = 0.5
"""Part of an even crowd in which those further out are placed as roughly as people who
may stand further out: who says yes to nearly everything on one side tells less. Chosen
on simulated votes of even crowds: without it drawn crowds lie further apart than those
do, and with everyone paired, in one direction, less far."""

DRAWN, EVEN = 8, 9
"""What keys and draws are salted with: whom to look at, and even crowds."""


def apart(found: Camps) -> float:
    """Return how far apart the two camps lie that lie least so.

    Parameters
    ----------
    found : Camps
        At least two.

    Returns
    -------
    float
        Distance of two centres over the sum of the standard deviations of the two
        camps, along the line between the centres. 0 or more.
    """
    return min(
        _apart(found, one, other)
        for one, other in combinations(range(len(found.share)), 2)
    )


def _apart(found: Camps, one: int, other: int) -> float:
    between = found.center[other] - found.center[one]
    long = float(np.sqrt(between @ between))
    if long == 0:
        return 0.0
    way = between / long
    wide = [np.sqrt(way @ found.spread[camp] @ way) for camp in (one, other)]
    return long / float(sum(wide))


def chance(crowd: Crowd, k: int, settings: GroupSettings) -> float:
    """Return how often an even crowd, divided into k, lies as far apart.

    Parameters
    ----------
    crowd : Crowd
        People who are looked at, k at least.
    k : int
        Groups, 2 or more.
    settings : GroupSettings
        Replicates (one fewer even crowds are drawn, and enough to tell the chance that
        is asked for), seed, and that chance: beyond it no more are drawn.

    Returns
    -------
    float
        Above 0, at most 1; the crowd itself counts as one of the even ones.

    Notes
    -----
    Assumes that people were heard one by one (that gatherings are drawn again is left
    to `stability`), and that the noise of votes is normal, as what is believed of
    positions is. Groups along one direction are held to more than is asked: in 60
    even crowds of 500 whose votes were drawn, none was told as groups.
    """
    few = _some(crowd, settings)
    seen = apart(_divided(few, k, settings))
    most = max(settings.replicates, math.ceil(LEAST / settings.chance))
    as_far = drawn = 1
    while drawn < most and as_far <= settings.chance * most:
        other = _even(few, np.random.default_rng([settings.seed, EVEN, k, drawn]))
        as_far += apart(_divided(other, k, settings)) >= seen
        drawn += 1
    return as_far / drawn


def _some(crowd: Crowd, settings: GroupSettings) -> Crowd:
    drawn = content.salted(crowd.key, settings.seed, DRAWN)
    return crowd.some(np.sort(np.argsort(drawn, kind="stable")[:PEOPLE]))


def _divided(crowd: Crowd, k: int, settings: GroupSettings) -> Camps:
    draw = np.random.default_rng([settings.seed, k])
    points = crowd.lived(crowd.place)
    _, centers = clusters.divided(points, np.ones(len(points)), k, draw)
    return camps.fitted(crowd.pull, crowd.known, centers / crowd.strength, steps=STEPS)


def _even(crowd: Crowd, draw: np.random.Generator) -> Crowd:
    """Return as many people, placed as roughly, who are spread evenly."""
    true = _paired(crowd, draw.uniform(-WIDE, WIDE, crowd.place.shape), draw)
    pull = np.einsum("nij,nj->ni", crowd.known, true)
    pull += np.einsum("nij,nj->ni", _roots(crowd.known), draw.normal(size=true.shape))
    place = np.einsum("nij,nj->ni", crowd.covariance, pull)
    return replace(crowd, place=place, pull=pull)


def _paired(crowd: Crowd, true: Floats, draw: np.random.Generator) -> Floats:
    """Give places far out to people who may stand far out, for a part of people."""
    roots = np.linalg.cholesky(crowd.covariance)
    noise = draw.normal(size=true.shape)
    maybe = crowd.place + np.einsum("nij,nj->ni", roots, noise)
    rows = np.flatnonzero(draw.random(len(true)) < PAIRED)
    given = true.copy()
    inwards = np.argsort((true[rows] ** 2).sum(axis=1), kind="stable")
    here = np.argsort((maybe[rows] ** 2).sum(axis=1), kind="stable")
    given[rows[here]] = true[rows[inwards]]
    return given


def _roots(known: Floats) -> Floats:
    """Return the symmetric roots of precisions, which may be 0 in a direction."""
    size, turn = np.linalg.eigh(known)
    root = np.sqrt(np.maximum(size, 0.0))
    return np.asarray(np.einsum("nij,nj,nkj->nik", turn, root, turn))
