"""How sure can a share be, when people were heard together and not one by one?

People in one gathering hear each other: twelve who agree in one room are not twelve
witnesses. A share therefore counts as if from fewer people, by the design effect
``1 + (m - 1) rho``: m is the size of a gathering (weighted by itself), rho how much
alike people of one gathering answer. One gathering more or less tells little about
rho, so it is estimated from all shares of a table together, with a cautious start.

References
----------
.. [1] Kish, L. (1965), Survey Sampling, Wiley, chapter 5.
.. [2] Donner, A. and Klar, N. (2000), Design and Analysis of Cluster Randomization
   Trials in Health Research, Arnold: the analysis of variance estimate of rho.
.. [3] Korn, E. and Graubard, B. (1998), Survey Methodology 24, 193-201: intervals
   from an effective number of people.
.. [4] Wilson, E. B. (1927), Journal of the American Statistical Association 22.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]

START_RHO = 0.1
"""How alike answers of one gathering are thought to be before any is seen."""

START_WEIGHT = 10
"""How many gatherings that first thought is worth."""

LEAST_GATHERINGS = 2
"""Below this nothing is known about how gatherings differ: no interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """Shares counted in gatherings, one entry per share and gathering.

    Parameters
    ----------
    share : np.ndarray of int, shape (entries,)
        Which share an entry belongs to, from 0 to ``shares - 1``.
    yes, n : np.ndarray, shape (entries,)
        How many said yes in that gathering, of how many; `n` above 0.
    times : np.ndarray, shape (entries,)
        How many such gatherings the entry stands for: a thousand people who each
        answered alone are two entries with `n` of 1.
    shares : int
        How many shares there are.
    """

    share: NDArray[np.int64]
    yes: Floats
    n: Floats
    times: Floats
    shares: int

    def total(self, amounts: Floats) -> Floats:
        """Return the sum of some amounts over the gatherings of each share."""
        weights = amounts * self.times
        summed = np.bincount(self.share, weights=weights, minlength=self.shares)
        return summed.astype(np.float64)


def effective(given: Clustered) -> tuple[Floats, float]:
    """Return how many people standing alone each share is worth.

    Parameters
    ----------
    given : Clustered
        All shares of one table, counted in the same way.

    Returns
    -------
    people : np.ndarray, shape (shares,)
        Not above the people counted; NaN where there are fewer than
        `LEAST_GATHERINGS` gatherings.
    rho : float
        The estimate, 0 to 1, that was used for all shares. Where gatherings of one
        share differ more than it foretells, that share's own design effect is used.
    """
    people, gatherings = given.total(given.n), given.total(np.ones_like(given.n))
    share = np.divide(
        given.total(given.yes), people, out=np.zeros_like(people), where=people > 0
    )
    rho = _rho(given, people, gatherings, share)
    squares = given.total(given.n**2)
    size = np.divide(squares, people, out=np.ones_like(people), where=people > 0)
    effect = np.maximum(1 + (size - 1) * rho, _own_effect(given, gatherings, share))
    enough = gatherings >= LEAST_GATHERINGS
    return np.where(enough, people / effect, np.nan), rho


def _rho(given: Clustered, people: Floats, gatherings: Floats, share: Floats) -> float:
    many = (gatherings >= LEAST_GATHERINGS) & (people > gatherings)
    here = many[given.share]
    part, of = given.yes / given.n, share[given.share]
    between = given.total(np.where(here, given.n * (part - of) ** 2, 0.0))
    within = given.total(np.where(here, given.yes * (1 - part), 0.0))
    between = between[many] / (gatherings - 1)[many]
    within = within[many] / (people - gatherings)[many]
    squares = given.total(given.n**2)[many]
    size = (people[many] - squares / people[many]) / (gatherings[many] - 1)
    weight = gatherings[many] - 1
    spread = between + (size - 1) * within
    above = float(np.sum(weight * (between - within)))
    below = float(np.sum(weight * spread))
    typical = below / weight.sum() if below > 0 else 1.0
    above += START_WEIGHT * START_RHO * typical
    below += START_WEIGHT * typical
    return float(np.clip(above / below, 0.0, 1.0))


def _own_effect(given: Clustered, gatherings: Floats, share: Floats) -> Floats:
    people = given.total(given.n)
    off = given.total((given.yes - share[given.share] * given.n) ** 2)
    alone = people * share * (1 - share)
    many = (gatherings >= LEAST_GATHERINGS) & (alone > 0)
    scale = np.divide(gatherings, gatherings - 1, out=np.ones_like(off), where=many)
    effect = np.divide(scale * off, alone, out=np.ones_like(off), where=many)
    return np.maximum(effect, 1.0)


def wilson(share: Floats, people: Floats, level: float) -> tuple[Floats, Floats]:
    """Return an interval for each share.

    Parameters
    ----------
    share : np.ndarray, shape (shares,)
        0 to 1.
    people : np.ndarray, shape (shares,)
        How many each is worth, not always whole; NaN gives NaN.
    level : float
        How often such an interval should hold the truth, 0 to 1.

    Returns
    -------
    low, high : np.ndarray, shape (shares,)
        0 to 1.

    Examples
    --------
    >>> [round(float(end[0]), 3) for end in wilson(np.array([.5]), np.array([10.]), .95)]
    [0.237, 0.763]
    """
    z = float(stats.norm.ppf(0.5 + level / 2))
    turn = 1 + z**2 / people
    middle = (share + z**2 / (2 * people)) / turn
    half = z / turn * np.sqrt(share * (1 - share) / people + z**2 / (4 * people**2))
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def sureness(share: Floats, people: Floats, bar: float) -> Floats:
    """Return how probable it is that each share lies above a bar.

    Parameters
    ----------
    share : np.ndarray, shape (shares,)
        0 to 1.
    people : np.ndarray, shape (shares,)
        How many each is worth; NaN gives NaN.
    bar : float
        0 to 1.

    Returns
    -------
    np.ndarray, shape (shares,)
        Posterior probability from Jeffreys' prior, 0 to 1.
    """
    yes, no = share * people, (1 - share) * people
    return np.asarray(stats.beta.sf(bar, yes + 0.5, no + 0.5), dtype=np.float64)
