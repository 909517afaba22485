"""Which statement does Polis show next?"""

from __future__ import annotations

import numpy as np

from vestibule.understand.polis import statistics
from vestibule.understand.polis.statistics import Tallies
from vestibule.understand.polis.votes import Flags, Floats


def priorities(
    raw: Tallies, extremity: Floats, *, meta: Flags, meta_priority: float
) -> Floats:
    """Weigh each statement for the lottery that picks the next one shown.

    Few passes, an extreme place on the map and agreement make a statement
    important; few votes so far lift it, up to ninefold.

    Parameters
    ----------
    raw : Tallies
        Raw votes of clustered people by group, shape (n_groups,
        n_statements).
    extremity : ndarray of float64, shape (n_statements,)
        Distance of each statement from the middle of the map.
    meta : ndarray of bool, shape (n_statements,)
        Statements about the people themselves: shown with a fixed weight.
    meta_priority : float
        That weight.

    Returns
    -------
    ndarray of float64, shape (n_statements,)
        Above 0. The chance to be shown is proportional to it.

    Notes
    -----
    Agreement raises the weight, so what many reject is shown less and its
    votes are fewer: votes are not missing at random.
    """
    agree, seen = raw.agree.sum(axis=0), raw.seen.sum(axis=0)
    passes = seen - agree - raw.disagree.sum(axis=0)
    importance = (
        (1.0 - statistics.share(passes, seen))
        * (extremity + 1.0)
        * statistics.share(agree, seen)
    )
    novelty = 1.0 + 8.0 * np.exp2(-seen / 5.0)
    return np.where(meta, meta_priority, np.square(importance * novelty))
