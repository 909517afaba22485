"""What does one vote say, given what is believed of its person and statement?

Log-odds to agree are normal under the belief. Two ways to weigh a vote: the bound of
Polya and Gamma, which never overshoots and is used first, and the expected logistic
function itself, which does not shrink positions and loadings and is used to the end.

References
----------
.. [1] Polson, Scott and Windle (2013), Bayesian inference for logistic models using
   Polya-Gamma latent variables, JASA 108.
.. [2] Jaakkola and Jordan (2000), Bayesian parameter estimation via variational
   methods, Statistics and Computing 10: the same bound.
.. [3] MacKay (1992), The evidence framework applied to classification networks,
   Neural Computation 4: the expected logistic function.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse, special

from vestibule.understand.polis.votes import Flags, Floats, Ints
from vestibule.understand.positions import moments

BLOCK_PRODUCTS = 250_000
"""Multiplications done together: small blocks stay in the cache of one core, and below
the size at which linear algebra starts threads that wait for each other."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choices:
    """Yes and no, one row per choice, sorted by person, then statement.

    Parameters
    ----------
    person, statement : ndarray of int32, shape (choices,)
        Codes.
    yes : ndarray of bool, shape (choices,)
        What was chosen.
    n_people, n_statements : int
        How many codes there are.
    """

    person: Ints
    statement: Ints
    yes: Flags
    n_people: int
    n_statements: int

    def __len__(self) -> int:
        return len(self.yes)

    def starts(self) -> Ints:
        """Return where each person's rows begin, and the end, (n_people + 1,)."""
        starts = np.zeros(self.n_people + 1, dtype=np.int32)
        np.cumsum(np.bincount(self.person, minlength=self.n_people), out=starts[1:])
        return starts

    def matrix(self, values: Floats) -> sparse.csr_array:
        """Return values, one per choice, as people by statements."""
        shape = (self.n_people, self.n_statements)
        return sparse.csr_array((values, self.statement, self.starts()), shape=shape)

    def some(self, rows: Flags) -> Choices:
        """Return the choices in some rows; codes stay."""
        return Choices(
            person=self.person[rows],
            statement=self.statement[rows],
            yes=self.yes[rows],
            n_people=self.n_people,
            n_statements=self.n_statements,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Belief:
    """What is believed of people, and of statements: normal, independent.

    Log-odds to agree are ``intercept + acquiescence + loadings . position``.

    Parameters
    ----------
    person : ndarray, shape (n_people, 1 + D)
        Personal. Means of acquiescence, then position.
    person_cov : ndarray, shape (n_people, 1 + D, 1 + D)
        Personal. Covariances.
    statement : ndarray, shape (n_statements, 1 + D)
        Means of intercept, then loadings.
    statement_cov : ndarray, shape (n_statements, 1 + D, 1 + D)
        Covariances.
    """

    person: Floats
    person_cov: Floats
    statement: Floats
    statement_cov: Floats

    def __repr__(self) -> str:
        people, d = self.person.shape
        return f"Belief({people} people, {len(self.statement)} statements, {d - 1} D)"


def log_odds(
    belief: Belief, choices: Choices
) -> Iterator[tuple[slice, Floats, Floats]]:
    """Yield mean and variance of the log-odds of each choice, block by block.

    Parameters
    ----------
    belief : Belief
        Of people and statements.
    choices : Choices
        Sorted by person.

    Yields
    ------
    tuple of slice, ndarray, ndarray
        Which choices, and the mean and variance of each.
    """
    starts = choices.starts()
    n = choices.n_statements
    for people, mean, variance in grid(belief):
        rows = slice(int(starts[people.start]), int(starts[people.stop]))
        cells = (choices.person[rows] - people.start) * n + choices.statement[rows]
        yield rows, mean.ravel()[cells], variance.ravel()[cells]


def grid(belief: Belief) -> Iterator[tuple[slice, Floats, Floats]]:
    """Yield mean and variance of the log-odds of all answers, some people at a time.

    Every cell is computed, also unseen ones: faster than gathering rows.

    Parameters
    ----------
    belief : Belief
        Of people and statements.

    Yields
    ------
    tuple of slice, ndarray, ndarray
        Which people, and mean and variance, shape (people, n_statements) each.
    """
    d = belief.person.shape[1]
    loads, _ = moments.fixed_first(belief.statement, belief.statement_cov)
    gains, shaken = moments.fixed_first(belief.person, belief.person_cov)
    times = moments.twice(d)
    i, j = np.triu_indices(d)
    left = np.c_[belief.person, np.ones(len(belief.person))]
    right = np.c_[loads, belief.statement[:, 0]]
    wide = np.c_[belief.person_cov[:, i, j], moments.second(gains, shaken)]
    across = np.c_[
        loads[:, i] * loads[:, j] * times, belief.statement_cov[:, i, j] * times
    ]
    step = max(1, BLOCK_PRODUCTS // max(len(belief.statement) * wide.shape[1], 1))
    for first in range(0, len(belief.person), step):
        people = slice(first, min(first + step, len(belief.person)))
        mean = left[people] @ right.T
        yield people, mean, np.maximum(wide[people] @ across.T, 0.0)


def bound(mean: Floats, variance: Floats, yes: Flags) -> tuple[Floats, Floats]:
    """Weigh votes by the Polya-Gamma bound.

    Parameters
    ----------
    mean, variance : ndarray, shape (n,)
        Of the log-odds.
    yes : ndarray of bool, shape (n,)
        What was chosen.

    Returns
    -------
    tuple of ndarray
        Weight (0 to 1/4) and weighted working answer of each.
    """
    size = np.sqrt(np.maximum(mean * mean + variance, 1e-12))
    return np.tanh(size / 2) / (2 * size), np.where(yes, 0.5, -0.5)


def expected(mean: Floats, variance: Floats, yes: Flags) -> tuple[Floats, Floats]:
    """Weigh votes by the expected logistic function and its expected slope.

    Parameters
    ----------
    mean, variance : ndarray, shape (n,)
        Of the log-odds.
    yes : ndarray of bool, shape (n,)
        What was chosen.

    Returns
    -------
    tuple of ndarray
        Weight (0 to 1/4) and weighted working answer of each.
    """
    agree, weight = curve(mean, variance)
    return weight, yes - agree + weight * mean


def curve(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Return the expected probability to agree, and its expected slope.

    Parameters
    ----------
    mean, variance : ndarray, shape (n,)
        Of the log-odds.

    Returns
    -------
    tuple of ndarray
        Both between 0 and 1.
    """
    flat = np.sqrt(1 + np.pi / 8 * variance)
    agree = special.expit(mean / flat)
    return agree, agree * (1 - agree) / flat


def probabilities(belief: Belief, choices: Choices) -> Floats:
    """Return how probable agreement is, over all that is believed possible.

    Parameters
    ----------
    belief : Belief
        Of people and statements.
    choices : Choices
        Whose answers to what; ``yes`` is not looked at.

    Returns
    -------
    ndarray, shape (choices,)
        0 to 1.
    """
    agree = np.empty(len(choices))
    for rows, mean, variance in log_odds(belief, choices):
        agree[rows], _ = curve(mean, variance)
    return agree
