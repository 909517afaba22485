"""Is there a gap between each two groups?

Along the line between two centres, the density of true places is estimated (`deconvolved`)
from the people near that line; a gap is a valley. Those far from the line, of other
groups as a rule, count for less and less, so that no third group hides a gap or makes
one: to take the people of the two groups only would cut the crowd along sharp edges,
and edges look like camps.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from vestibule.understand.groups import deconvolved
from vestibule.understand.groups.deconvolved import Line
from vestibule.understand.polis.votes import Floats, Positions

ASIDE = 0.3
"""At this distance from the line, as a share of its length, people count 0.6."""

FAR = 0.01
"""Who would count for less is left out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Between:
    """The line between two centres, and who stands near it.

    Parameters
    ----------
    line : Line
        What is known of the people near it.
    people : ndarray of intp, shape (m,)
        Personal. Their rows.
    near : ndarray, shape (m,)
        Personal. How much each counts, 0 to 1.
    ends : tuple of float
        The two centres on the line.
    coefficients : ndarray
        Of the density with everyone counted once.
    """

    line: Line
    people: Positions
    near: Floats
    ends: tuple[float, float]
    coefficients: Floats

    def crowding(self, times: Floats | None = None) -> float:
        """Return how thin it gets between the two, 0 to 1.

        Parameters
        ----------
        times : ndarray, shape (n,), optional
            How often each person of the crowd counts; once if absent.

        Returns
        -------
        float
            As for `deconvolved.valley`.
        """
        own = self.coefficients
        if times is not None:
            own = self.line.fitted(self.near * times[self.people], own)
        thick = self.line.density(own)
        return deconvolved.valley(self.line.grid, thick, *self.ends)


def between(place: Floats, covariance: Floats, centers: Floats) -> list[Between]:
    """Return the line between each two centres.

    Parameters
    ----------
    place : ndarray, shape (n, D)
        Personal. Means of positions under a normal prior.
    covariance : ndarray, shape (n, D, D)
        Personal. Their covariances.
    centers : ndarray, shape (k, D)
        Of the groups.

    Returns
    -------
    list of Between
        k (k - 1) / 2 of them. Two centres in one place are left with no valley.
    """
    return [
        _between(place, covariance, one, other)
        for one, other in combinations(centers, 2)
    ]


def _between(place: Floats, covariance: Floats, one: Floats, other: Floats) -> Between:
    long = max(float(np.sqrt(((other - one) ** 2).sum())), 1e-9)
    way = (other - one) / long
    along = (place * way).sum(axis=1)
    from_one = ((place - one) ** 2).sum(axis=1)
    aside = np.maximum(from_one - (along - one @ way) ** 2, 0.0)
    near = np.exp(-aside / (ASIDE * long) ** 2 / 2)
    people = np.flatnonzero(near >= min(FAR, near.max()))
    variance = np.einsum("nij,i,j->n", covariance[people], way, way)
    line = deconvolved.line(along[people], variance)
    return Between(
        line=line,
        people=people,
        near=near[people],
        ends=(float(one @ way), float(other @ way)),
        coefficients=line.fitted(near[people]),
    )
