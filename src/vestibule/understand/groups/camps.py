"""Where would people stand, if they were k camps?

Positions were estimated as if people were one bell. Where they are camps, that draws
everyone to the empty middle, and leaves it open to which camp many belong. So what is
believed before a vote is estimated again, as k bells, from how roughly each person is
placed; what is believed of each person then follows from it and from their own votes.

References
----------
.. [1] Bovy, Hogg and Roweis (2011), Extreme deconvolution: inferring complete
   distribution functions from noisy, heterogeneous and incomplete observations, Annals
   of Applied Statistics 5.
.. [2] Fraley and Raftery (2007), Bayesian regularization for normal mixture estimation
   and model-based clustering, Journal of Classification 24.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vestibule.understand.polis.votes import Floats

STEPS = 60
"""Most steps of the fit."""

STILL = 1e-5
"""A fit stops when the log-likelihood of a person gains less than this."""

FIRST = 0.3
"""Variance of a camp that the fit starts from (1: that of all people)."""

PEOPLE, NARROW = 2.0, 0.1
"""Each camp starts with so many people of this variance: none shrinks to a point."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Camps:
    """Bells from which people may come.

    Parameters
    ----------
    share : ndarray, shape (k,)
        Of people, summing to 1.
    center : ndarray, shape (k, D)
        Means.
    spread : ndarray, shape (k, D, D)
        Covariances.
    """

    share: Floats
    center: Floats
    spread: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Believed:
    """What is believed of each person, given the camps and their votes.

    Parameters
    ----------
    chance : ndarray, shape (n, k)
        Personal. Of each camp, summing to 1.
    mean : ndarray, shape (n, k, D)
        Personal. Where they stand, if of that camp.
    covariance : ndarray, shape (n, k, D, D)
        Personal. How surely.
    told : ndarray, shape (n,)
        Personal. Log-likelihood of the person's votes, up to a constant.
    """

    chance: Floats
    mean: Floats
    covariance: Floats
    told: Floats

    def middle(self) -> Floats:
        """Return the mean position of each person, (n, D)."""
        return np.asarray((self.chance[:, :, None] * self.mean).sum(axis=1))

    def roots(self) -> Floats:
        """Return the lower roots of the covariances, (n, k, D, D)."""
        return np.linalg.cholesky(self.covariance).astype(np.float64, copy=False)


def believed(camps: Camps, pull: Floats, known: Floats) -> Believed:
    """Return what is believed of people who may come from any camp.

    Parameters
    ----------
    camps : Camps
        What is believed before any vote.
    pull : ndarray, shape (n, D)
        Personal. Precision times place, of the votes alone.
    known : ndarray, shape (n, D, D)
        Personal. Precision of the votes alone, 0 for who said nothing.

    Returns
    -------
    Believed
        A mixture of k normal distributions each.
    """
    firm = np.linalg.inv(camps.spread)
    own = np.einsum("kij,kj->ki", firm, camps.center)
    covariance = np.linalg.inv(known[:, None] + firm)
    mean = np.einsum("nkij,nkj->nki", covariance, pull[:, None] + own)
    told = np.log(camps.share) - (own * camps.center).sum(axis=1) / 2
    told = told - np.linalg.slogdet(camps.spread)[1] / 2
    told = told + np.linalg.slogdet(covariance)[1] / 2
    told = told + (mean * (pull[:, None] + own)).sum(axis=2) / 2
    most = told.max(axis=1, keepdims=True)
    chance = np.exp(told - most)
    total = chance.sum(axis=1, keepdims=True)
    return Believed(
        chance=chance / total,
        mean=mean,
        covariance=covariance,
        told=(np.log(total) + most)[:, 0],
    )


def fitted(
    pull: Floats, known: Floats, centers: Floats, *, steps: int = STEPS
) -> Camps:
    """Fit as many camps as there are centres to start from.

    Parameters
    ----------
    pull : ndarray, shape (n, D)
        Personal. As for `believed`.
    known : ndarray, shape (n, D, D)
        Personal. As for `believed`.
    centers : ndarray, shape (k, D)
        Where the camps start.
    steps : int
        Most steps of the fit.

    Returns
    -------
    Camps
        In the order of the centres.

    Notes
    -----
    That k bells can be fitted does not mean that there are k camps: two bells fit an
    even crowd too. Whether a gap lies between is asked elsewhere, without camps.
    """
    k, d = centers.shape
    camps = Camps(
        share=np.full(k, 1 / k),
        center=centers,
        spread=np.repeat(FIRST * np.eye(d)[None], k, axis=0),
    )
    before = -np.inf
    for _ in range(steps):
        now = believed(camps, pull, known)
        told = float(now.told.mean())
        if told - before < STILL:
            break
        camps, before = _renewed(now), told
    return camps


def _renewed(now: Believed) -> Camps:
    people = now.chance.sum(axis=0)
    center = np.einsum("nk,nkd->kd", now.chance, now.mean)
    center /= np.maximum(people, 1e-9)[:, None]
    apart = now.mean - center
    spread = np.einsum("nk,nki,nkj->kij", now.chance, apart, apart)
    spread += np.einsum("nk,nkij->kij", now.chance, now.covariance)
    spread += PEOPLE * NARROW * np.eye(center.shape[1])
    return Camps(
        share=(people + 1) / (people + 1).sum(),
        center=center,
        spread=spread / (people + PEOPLE)[:, None, None],
    )
