"""Which way do the directions point?

The model is the same whichever way its directions are turned. They are turned so that
the first moves the statements most and none repeats another, and so that what moves
most moves towards agreement.
"""

from __future__ import annotations

import numpy as np

from vestibule.understand.polis.votes import Floats
from vestibule.understand.positions.choices import Belief
from vestibule.understand.positions.content import Keys

ALIKE = 6
"""Digits beyond which two loadings count as equally strong."""


def turned(belief: Belief, keys: Keys) -> Belief:
    """Return the same belief on its own axes; no log-odds change.

    Parameters
    ----------
    belief : Belief
        Of people and statements.
    keys : ndarray of uint64, shape (n_statements,)
        Which of two equally strong statements decides on a sign.

    Returns
    -------
    Belief
        Directions by falling strength.
    """
    loadings = belief.statement[:, 1:]
    if not loadings.shape[1]:
        return belief
    _, axes = np.linalg.eigh(loadings.T @ loadings)
    axes = axes[:, ::-1]
    axes = axes * _signs(loadings @ axes, keys)
    turn = np.eye(len(axes) + 1)
    turn[1:, 1:] = axes
    return Belief(
        person=belief.person @ turn,
        person_cov=_turned(belief.person_cov, turn),
        statement=belief.statement @ turn,
        statement_cov=_turned(belief.statement_cov, turn),
    )


def _turned(covariance: Floats, turn: Floats) -> Floats:
    around: Floats = np.matmul(turn.T, np.matmul(covariance, turn))
    return around


def _signs(loadings: Floats, keys: Keys) -> Floats:
    size = np.round(np.abs(loadings), ALIKE)
    strongest = [np.lexsort((keys, column))[-1] for column in size.T]
    own = loadings[strongest, range(loadings.shape[1])]
    return np.where(own < 0, -1.0, 1.0)
