"""How sure are the parameters of a statement, when positions are guesses too?

Positions are not seen, so a statement knows less than its votes seem to tell. The
information that the guesses take away is subtracted (Louis). What remains holds the
axes and their scale as given: it says how a statement lies among the others.

References
----------
.. [1] Louis (1982), Finding the observed information matrix when using the EM
   algorithm, JRSS B 44.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from vestibule.understand.polis.votes import Floats
from vestibule.understand.positions import choices as choosing
from vestibule.understand.positions import moments
from vestibule.understand.positions.choices import Belief, Choices
from vestibule.understand.positions.fitting import Fit


def with_lost_information(fit: Fit, choices: Choices) -> Belief:
    """Return the belief with wider covariances of the statements.

    Parameters
    ----------
    fit : Fit
        On the axes on which it was fitted.
    choices : Choices
        What it was fitted to.

    Returns
    -------
    Belief
        Means and people unchanged. Nothing is less sure than its prior.
    """
    belief, spread = fit.belief, fit.spread
    d = belief.person.shape[1]
    prior = np.array([1 / spread.intercept, *spread.precision])
    known = moments.square(_information(belief, choices), d)
    known[:, range(d), range(d)] += prior
    values, vectors = np.linalg.eigh(known)
    values = np.maximum(values, prior.min())
    covariance = np.matmul(vectors / values[:, None, :], vectors.swapaxes(1, 2))
    return replace(belief, statement_cov=covariance)


def _information(belief: Belief, choices: Choices) -> Floats:
    n, d = choices.n_statements, belief.person.shape[1]
    i, j = np.triu_indices(d)
    gains, shaken = moments.fixed_first(belief.person, belief.person_cov)
    loads, _ = moments.fixed_first(belief.statement, belief.statement_cov)
    full = moments.second(gains, shaken)
    total = np.zeros((n, len(i)))
    for rows, mean, variance in choosing.log_odds(belief, choices):
        person, statement = choices.person[rows], choices.statement[rows]
        agree, weight = choosing.curve(mean, variance)
        # How the pull of a vote on its statement moves with its person's numbers.
        moves = -weight[:, None, None] * np.einsum(
            "ni,nj->nij", gains[person], loads[statement]
        )
        moves[:, range(1, d), range(1, d)] += (choices.yes[rows] - agree)[:, None]
        lost = np.matmul(
            np.matmul(moves, belief.person_cov[person]), moves.swapaxes(1, 2)
        )
        kept = weight[:, None] * full[person] - lost[:, i, j]
        for place in range(len(i)):
            total[:, place] += np.bincount(statement, kept[:, place], minlength=n)
    return total
