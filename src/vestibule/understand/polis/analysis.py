"""What does Polis make of these votes?"""

from __future__ import annotations

import numpy as np

from vestibule.errors import DataError
from vestibule.understand.polis import assembly, matrices, pca, projection, statistics
from vestibule.understand.polis.result import PolisResult
from vestibule.understand.polis.settings import PolisSettings
from vestibule.understand.polis.votes import Flags, Votes


def analyse(
    votes: Votes,
    *,
    moderated_out: Flags | None = None,
    meta: Flags | None = None,
    keep: Flags | None = None,
    settings: PolisSettings | None = None,
) -> PolisResult:
    """Analyse votes by the formulas of Polis, from a cold start.

    Preparation, two principal components, projection, base clusters, groups,
    representative statements, consensus, group-aware consensus and routing
    weights, on sparse matrices. The same votes in the same order give the
    same result; nothing is sampled, whatever the number of people.

    Parameters
    ----------
    votes : Votes
        One row per current vote.
    moderated_out : ndarray of bool, shape (n_statements,), optional
        Statements that moderators refused; none if absent.
    meta : ndarray of bool, shape (n_statements,), optional
        Statements about the people themselves; none if absent.
    keep : ndarray of bool, shape (n_people,), optional
        People placed in groups although they voted little: Polis never lets
        go of someone it once placed. Nobody if absent.
    settings : PolisSettings, optional
        The constants of Polis if absent.

    Returns
    -------
    PolisResult
        Every part; ``limits`` names what it cannot say.

    Raises
    ------
    DataError
        If there is no vote, a vote is repeated, or flags have another length.

    Notes
    -----
    Polis itself starts from its last result, so its published groups can
    often not be derived again from its votes; a difference from them is no
    error here. The groups belong to the analysis, never to a public portrait.

    References
    ----------
    .. [1] Small et al. (2021), Polis: scaling deliberation by mapping high
       dimensional opinion spaces, Recerca 26(2).
    """
    if len(votes) == 0:
        raise DataError("there are no votes to analyse", votes=0)
    settings = settings or PolisSettings()
    moderated = assembly.moderation(moderated_out, meta, votes.n_statements)
    ratings = matrices.ratings(votes, zeroed=moderated.zeroed)
    components = pca.components(ratings.centred)
    found = assembly.drawn(
        ratings,
        components,
        projection.people(ratings, components),
        matrices.first_statements(votes),
        keep=keep,
        settings=settings,
    )
    group = found.group()
    nobody_apart = np.zeros(votes.n_people, dtype=np.int32)
    return assembly.result(
        found,
        group=group,
        everybody=statistics.tallies(votes, nobody_apart, 1),
        grouped=statistics.tallies(votes, group, len(found.groups.sizes)),
        moderated=moderated,
        settings=settings,
    )
