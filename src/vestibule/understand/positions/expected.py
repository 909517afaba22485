"""How probably does a person agree with a statement that they were not shown?

They agree if they take a side (and do not pass), and if that side is agreement: the
two steps of the model of positions, each averaged over all that is believed possible.

References
----------
.. [1] Halpern, D. et al. (2023), Representation with incomplete votes, AAAI 37: lists
   from estimated approvals.
.. [2] MacKay (1992), The evidence framework applied to classification networks,
   Neural Computation 4: the expected logistic function.
"""

from __future__ import annotations

import numpy as np

from vestibule.understand.polis.votes import Floats
from vestibule.understand.positions import choices
from vestibule.understand.positions.choices import Belief
from vestibule.understand.positions.result import PositionResult


def agreeing(found: PositionResult) -> Floats | None:
    """Return how probably each person agrees with each statement.

    Parameters
    ----------
    found : PositionResult
        From `positions`.

    Returns
    -------
    ndarray of float64, shape (people codes, n_statements) or None
        0 to 1, of all who answer, those who pass too; NaN for statements on which
        nobody took a side. None where nobody could be placed.

    Notes
    -----
    Personal: it serves sums over people, and never leaves. Assumes what positions
    assume: that who was shown what does not hang on the answer, given the position.
    For a pair that was answered it is no answer: the vote stands.

    It must not be used as a vote, or to tell, score or choose a person.
    """
    if found.sides is None or found.passing is None:
        return None
    told = probable(found.sides) * (1 - probable(found.passing))
    sided = found.statements["agree"] + found.statements["disagree"]
    told[:, sided.to_numpy() == 0] = np.nan
    return told


def probable(belief: Belief) -> Floats:
    """Return the expected probability of yes of each person on each statement.

    Parameters
    ----------
    belief : Belief
        Of people and statements.

    Returns
    -------
    ndarray of float64, shape (n_people, n_statements)
        0 to 1.
    """
    told = np.empty((len(belief.person), len(belief.statement)))
    for people, mean, variance in choices.grid(belief):
        told[people], _ = choices.curve(mean, variance)
    return told
