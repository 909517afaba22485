"""Who is grouped, who was heard together, and how may both come out differently?

People stand in the order of their content, so that a draw hangs on what somebody, and
the gathering they were heard in, voted; not on a name or a row.

References
----------
.. [1] Davison and Hinkley (1997), Bootstrap methods and their application, 3.8: the
   cluster is what is drawn again.
.. [2] Hanley and MacGibbon (2006), Creating non-parametric bootstrap samples using
   Poisson frequencies, Comput. Methods Programs Biomed. 83.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from vestibule.understand.groups.camps import Believed
from vestibule.understand.groups.settings import GroupSettings
from vestibule.understand.polis.votes import Flags, Floats, Ints, Positions
from vestibule.understand.positions import content
from vestibule.understand.positions.content import Keys
from vestibule.understand.positions.result import PositionResult

DIGITS = 9
"""Positions are equal for this purpose beyond these digits."""

LEAST = 1e-6
"""Least strength of a direction: places divided by it stay numbers."""

TIMES = stats.poisson(1).cdf(np.arange(12))
"""How often a unit is drawn: Poisson with mean 1."""

POSITION, UNIT, CAMP, LOOKED = 3, 4, 6, 7
"""What keys are salted with: places, units drawn again, camps, and whom to look at."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crowd:
    """People in the order of content.

    Parameters
    ----------
    people : ndarray of intp, shape (n,)
        Personal. The code each has outside.
    alike : ndarray of intp, shape (n,)
        Personal. Equal for people whom content cannot tell apart.
    place : ndarray, shape (n, D)
        Personal. Means of positions, under a normal prior with variance 1.
    covariance : ndarray, shape (n, D, D)
        Personal. Their covariances.
    pull : ndarray, shape (n, D)
        Personal. Precision times place, of the votes alone.
    known : ndarray, shape (n, D, D)
        Personal. Precision of the votes alone.
    strength : ndarray, shape (D,)
        How far each direction moves the log-odds of statements, root mean square:
        people are far apart who answer unlike.
    sure : ndarray of bool, shape (n,)
        Personal. Whose position forms groups.
    looked : ndarray of intp
        Personal. Rows of those of them who are looked at.
    key, unit : ndarray of uint64, shape (n,)
        Personal. Keys of the person and of the unit they were heard in.
    """

    people: Positions
    alike: Positions
    place: Floats
    covariance: Floats
    pull: Floats
    known: Floats
    strength: Floats
    sure: Flags
    looked: Positions
    key: Keys
    unit: Keys

    def some(self, rows: Positions) -> Crowd:
        """Return the people in some rows, all of whom are looked at."""
        return replace(
            self,
            people=self.people[rows],
            alike=self.alike[rows],
            place=self.place[rows],
            covariance=self.covariance[rows],
            pull=self.pull[rows],
            known=self.known[rows],
            sure=self.sure[rows],
            looked=np.arange(len(rows)),
            key=self.key[rows],
            unit=self.unit[rows],
        )

    def drawn(
        self, believed: Believed, roots: Floats, seed: int, replicate: int
    ) -> Floats:
        """Return lived places as they might be, (n, D), by roots of covariances."""
        chance = content.uniform(content.salted(self.key, seed, CAMP, replicate))
        sums = np.cumsum(believed.chance[:, :-1], axis=1)
        own = np.arange(len(self.key)), (chance[:, None] > sums).sum(axis=1)
        noise = np.stack(
            [
                content.normal(content.salted(self.key, seed, POSITION, replicate, d))
                for d in range(self.place.shape[1])
            ],
            axis=1,
        )
        moved = np.einsum("nij,nj->ni", roots[own], noise)
        return self.lived(believed.mean[own] + moved)

    def times(self, seed: int, replicate: int) -> Floats:
        """Return how often each person counts when units are drawn again, (n,)."""
        chance = content.uniform(content.salted(self.unit, seed, UNIT, replicate))
        return np.searchsorted(TIMES, chance).astype(np.float64)

    def lived(self, place: Floats) -> Floats:
        """Return places, (n, D), measured by how differently people answer."""
        return place * self.strength


def of_positions(
    found: PositionResult, units: Ints | None, placed: Flags, settings: GroupSettings
) -> Crowd:
    """Return the people who took a side, in the order of content.

    Parameters
    ----------
    found : PositionResult
        Positions with their covariance.
    units : ndarray of int32, shape (people codes,), optional
        The gathering of each person, -1 for who was heard alone; all alone if
        absent.
    placed : ndarray of bool, shape (people codes,)
        Who took a side.
    settings : GroupSettings
        Who is placed surely, and how many of them are looked at.

    Returns
    -------
    Crowd
        Those people.
    """
    rows = np.flatnonzero(placed)
    unit = _unit_keys(found.person_key, units)[rows]
    key = content.mixed(found.person_key[rows]) ^ content.mixed(unit)
    order = np.argsort(key, kind="stable")
    rows, key, unit = rows[order], key[order], unit[order]
    _, alike, counts = np.unique(key, return_inverse=True, return_counts=True)
    number = np.arange(len(key)) - np.repeat(np.cumsum(counts) - counts, counts)
    alone = np.ones(len(rows), dtype=bool) if units is None else units[rows] < 0
    # Those alike are still drawn one by one, and so are those heard alone.
    own = content.mixed(key ^ content.mixed(number.astype(np.uint64)))
    place = np.round(found.position[rows], DIGITS)
    covariance = np.round(found.covariance[rows], DIGITS)
    precision = np.linalg.inv(covariance).astype(np.float64, copy=False)
    strength = np.maximum(np.round(_strength(found), DIGITS), LEAST)
    sure = _variance(covariance, strength) <= settings.sure
    return Crowd(
        people=rows,
        alike=alike,
        place=place,
        covariance=covariance,
        pull=np.einsum("nij,nj->ni", precision, place),
        known=precision - np.eye(found.dimensions),
        strength=strength,
        sure=sure,
        looked=_looked(own, np.flatnonzero(sure), settings),
        key=own,
        unit=np.where(alone, own, unit),
    )


def _looked(key: Keys, rows: Positions, settings: GroupSettings) -> Positions:
    drawn = content.salted(key[rows], settings.seed, LOOKED)
    return np.sort(rows[np.argsort(drawn, kind="stable")[: settings.looked]])


def _variance(covariance: Floats, strength: Floats) -> Floats:
    """Return how roughly people are placed, each direction by what it moves."""
    weight = strength**2 / (strength**2).sum()
    return np.asarray(np.einsum("nii,i->n", covariance, weight))


def _strength(found: PositionResult) -> Floats:
    loadings = [f"loading_{d + 1}" for d in range(found.dimensions)]
    squares = found.statements.select(loadings).drop_nulls().to_numpy() ** 2
    return np.asarray(np.sqrt(squares.mean(axis=0)))


def _unit_keys(person_key: Keys, units: Ints | None) -> Keys:
    """Return the key of each person's gathering: made of all who were there."""
    if units is None or not (units >= 0).any():
        return np.zeros(len(person_key), dtype=np.uint64)
    together = units >= 0
    sums = np.zeros(int(units.max()) + 1, dtype=np.uint64)
    np.add.at(sums, units[together], content.mixed(person_key[together]))
    return np.where(together, content.mixed(sums)[units], np.uint64(0))
