"""Where do people stand, and what moves each statement? Variational EM on votes.

Each sweep renews what is believed of every person given the statements, of every
statement given the people, the weight of every vote, and the spread of each kind of
number. All sums are products of sparse matrices; nothing loops over votes.

References
----------
.. [1] Polson, Scott and Windle (2013), JASA 108: Polya-Gamma latent variables.
.. [2] Bishop (2006), Pattern recognition and machine learning, 10.6: variational
   logistic regression.
.. [3] Imai, Lo and Olmsted (2016), Fast estimation of ideal points with massive
   data, APSR 110.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from vestibule.understand.polis.votes import Floats
from vestibule.understand.positions import choices as choosing
from vestibule.understand.positions import content, moments
from vestibule.understand.positions.choices import Belief, Choices
from vestibule.understand.positions.content import Keys
from vestibule.understand.positions.settings import PositionSettings

EASY = 1e-2
"""The bound is used until beliefs move less than this; then the curve itself."""

WARM = 10
"""Sweeps before the evidence may loosen the prior of the loadings."""

STEP = 0.7
"""Part of the way that a weight goes: the curve, unlike the bound, may overshoot."""

TURNS = 20
"""Steps that find the first directions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far people and statements lie apart, learned from the votes.

    Parameters
    ----------
    acquiescence : float
        Variance of what a person adds to every statement.
    middle, intercept : float
        Mean and variance of the intercepts of statements.
    precision : tuple of float
        Precision of the loadings, one per direction.
    """

    acquiescence: float
    middle: float
    intercept: float
    precision: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fit:
    """Beliefs after the last sweep.

    Parameters
    ----------
    belief : Belief
        Of people and statements, in the order of content.
    spread : Spread
        Of each kind of number.
    sweeps : int
        Passes over the votes.
    settled : bool
        Whether beliefs had stopped moving.
    """

    belief: Belief
    spread: Spread
    sweeps: int
    settled: bool


def fit(
    choices: Choices, keys: Keys, dimensions: int, settings: PositionSettings
) -> Fit:
    """Fit positions and statements to yes and no.

    Parameters
    ----------
    choices : Choices
        In the order of content.
    keys : ndarray of uint64, shape (n_statements,)
        Keys of the statements: what the first directions start from.
    dimensions : int
        Directions, fewer than statements; 0: statements and acquiescence alone.
    settings : PositionSettings
        Prior, tolerance, most sweeps.

    Returns
    -------
    Fit
        Beliefs and spreads. Someone without a choice keeps the prior.
    """
    belief = _start(choices, keys, dimensions)
    spread = Spread(
        acquiescence=1.0,
        middle=0.0,
        intercept=2.0,
        precision=(settings.precision,) * dimensions,
    )
    weights = choices.matrix(np.full(len(choices), 0.25))
    answers = choices.matrix(np.where(choices.yes, 0.5, -0.5))
    weigh, step, limit = choosing.bound, 1.0, max(EASY, settings.tolerance)
    sweep, settled = 0, False
    for sweep in range(1, settings.sweeps + 1):
        before = belief
        belief = _people(belief, spread, weights, answers)
        belief = _statements(belief, spread, weights, answers)
        for rows, mean, variance in choosing.log_odds(belief, choices):
            weight, answer = weigh(mean, variance, choices.yes[rows])
            weights.data[rows] += step * (weight - weights.data[rows])
            answers.data[rows] += step * (answer - answers.data[rows])
        spread = _spread(belief, spread, settings, loosen=sweep > WARM)
        if _moved(before, belief) < limit:
            settled = weigh is choosing.expected
            if settled:
                break
            weigh, step, limit = choosing.expected, STEP, settings.tolerance
    return Fit(belief=belief, spread=spread, sweeps=sweep, settled=settled)


def _start(choices: Choices, keys: Keys, dimensions: int) -> Belief:
    n, d = choices.n_statements, dimensions + 1
    said = np.bincount(choices.statement, minlength=n)
    agreed = np.bincount(choices.statement, weights=choices.yes, minlength=n)
    mean = agreed / np.maximum(said, 1)
    first = np.zeros((n, d))
    first[:, 0] = np.log((agreed + 1) / (said - agreed + 1))
    if dimensions:
        apart = choices.matrix(choices.yes - mean[choices.statement])
        first[:, 1:] = _directions(apart, keys, dimensions) * np.sqrt(n) / 2
    return Belief(
        person=np.zeros((choices.n_people, d)),
        person_cov=np.zeros((choices.n_people, d, d)),
        statement=first,
        statement_cov=np.zeros((n, d, d)),
    )


def _directions(apart: sparse.csr_array, keys: Keys, k: int) -> Floats:
    """Return the k directions in which votes differ most, by turning a start."""
    turned = np.c_[*(content.normal(content.salted(keys, i)) for i in range(k))]
    back = apart.T.tocsr()
    for _ in range(TURNS):
        turned, _ = np.linalg.qr(back @ (apart @ turned))
    return np.asarray(turned)


def _people(
    belief: Belief,
    spread: Spread,
    weights: sparse.csr_array,
    answers: sparse.csr_array,
) -> Belief:
    d = belief.person.shape[1]
    mean, shaken = moments.fixed_first(belief.statement, belief.statement_cov)
    apart = belief.statement[:, :1] * mean
    apart[:, 1:] += belief.statement_cov[:, 0, 1:]
    own = np.array([1 / spread.acquiescence, *([1.0] * (d - 1))])
    known = moments.square(weights @ moments.second(mean, shaken), d)
    known[:, range(d), range(d)] += own
    covariance = np.linalg.inv(known).astype(np.float64, copy=False)
    pull = answers @ mean - weights @ apart
    return replace(
        belief,
        person=np.einsum("nij,nj->ni", covariance, pull),
        person_cov=covariance,
    )


def _statements(
    belief: Belief,
    spread: Spread,
    weights: sparse.csr_array,
    answers: sparse.csr_array,
) -> Belief:
    d = belief.person.shape[1]
    mean, shaken = moments.fixed_first(belief.person, belief.person_cov)
    apart = belief.person[:, :1] * mean
    apart[:, 1:] += belief.person_cov[:, 0, 1:]
    own = np.array([1 / spread.intercept, *spread.precision])
    known = moments.square(weights.T @ moments.second(mean, shaken), d)
    known[:, range(d), range(d)] += own
    covariance = np.linalg.inv(known).astype(np.float64, copy=False)
    pull = answers.T @ mean - weights.T @ apart
    pull[:, 0] += spread.middle * own[0]
    return replace(
        belief,
        statement=np.einsum("nij,nj->ni", covariance, pull),
        statement_cov=covariance,
    )


def _spread(
    belief: Belief, spread: Spread, settings: PositionSettings, *, loosen: bool
) -> Spread:
    """Renew the spreads: what the evidence makes likeliest, held by a weak prior."""
    says_yes = belief.person[:, 0] ** 2 + belief.person_cov[:, 0, 0]
    middle = float(belief.statement[:, 0].mean())
    lean = (belief.statement[:, 0] - middle) ** 2 + belief.statement_cov[:, 0, 0]
    learned = replace(
        spread,
        acquiescence=float((says_yes.sum() + 1) / (len(says_yes) + 2)),
        middle=middle,
        intercept=float((lean.sum() + 1) / (len(lean) + 1)),
    )
    if not loosen:
        return learned
    d = belief.statement.shape[1]
    own = belief.statement_cov[:, range(1, d), range(1, d)]
    size = (belief.statement[:, 1:] ** 2 + own).sum(axis=0)
    precision = (len(lean) + 2) / (size + 2 / settings.precision)
    held = np.clip(precision, settings.loosest, settings.precision)
    return replace(learned, precision=tuple(held.tolist()))


def _moved(before: Belief, after: Belief) -> float:
    people = ((before.person - after.person) ** 2).mean()
    statements = ((before.statement - after.statement) ** 2).mean()
    return float(np.sqrt(max(people, statements)))
