"""What does Polis make of these votes?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vestibule.errors import DataError
from vestibule.understand.polis import (
    consensus,
    frames,
    groups,
    matrices,
    pca,
    projection,
    representative,
    statistics,
)
from vestibule.understand.polis.groups import Groups
from vestibule.understand.polis.limits import LIMITS
from vestibule.understand.polis.matrices import Ratings
from vestibule.understand.polis.pca import Components
from vestibule.understand.polis.result import SMALLEST_LISTED, PolisResult
from vestibule.understand.polis.settings import LARGE_CONVERSATION, PolisSettings
from vestibule.understand.polis.votes import Flags, Floats, Ints, Positions, Votes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Map:
    """Where people lie and which groups they form."""

    ratings: Ratings
    components: Components
    points: Floats
    clustered: Flags
    rows: Positions
    groups: Groups


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
    out = _flags("moderated_out", moderated_out, votes.n_statements)
    about = _flags("meta", meta, votes.n_statements)
    kept = _flags("keep", keep, votes.n_people)
    drawn = _map(votes, out | about, kept, settings)
    return _result(votes, drawn, out, about, settings)


def _flags(name: str, flags: Flags | None, length: int) -> Flags:
    if flags is None:
        return np.zeros(length, dtype=np.bool_)
    if flags.shape != (length,):
        raise DataError(
            f"{name} must hold one flag for each of {length}, not {flags.shape}",
            array=name,
        )
    return flags.astype(np.bool_)


def _map(votes: Votes, zeroed: Flags, kept: Flags, settings: PolisSettings) -> _Map:
    ratings = matrices.ratings(votes, zeroed=zeroed)
    components = pca.components(ratings.centred)
    points = projection.people(ratings, components)
    clustered = matrices.clustered(
        ratings.n_votes,
        ratings.n_columns,
        min_votes=settings.min_votes,
        min_clustered=settings.min_clustered,
        keep=kept,
    )
    rows = matrices.rows(votes, clustered, order=settings.order)
    return _Map(
        ratings=ratings,
        components=components,
        points=points,
        clustered=clustered,
        groups=groups.groups(points[rows], settings),
        rows=rows,
    )


def _result(
    votes: Votes, drawn: _Map, out: Flags, about: Flags, settings: PolisSettings
) -> PolisResult:
    ratings, found = drawn.ratings, drawn.groups
    allowed = ratings.voted & ~ratings.zeroed
    group = _spread(found.labels, drawn.rows, votes.n_people)
    raw = statistics.tallies(votes, group, len(found.sizes))
    tests = statistics.group_statistics(
        statistics.with_zeroed(raw, ratings.zeroed, found.sizes)
    )
    everybody = statistics.tallies(votes, np.zeros(votes.n_people, dtype=np.int32), 1)
    voters = ratings.n_votes > 0
    return PolisResult(
        n_participants=int(voters.sum()),
        n_clustered=int(drawn.clustered.sum()),
        n_votes=len(votes),
        n_statements=votes.n_statements,
        n_voted=ratings.n_columns,
        statements=frames.statements(
            ratings,
            drawn.components,
            everybody=everybody,
            grouped=raw,
            moderated_out=out,
            meta=about,
            meta_priority=settings.meta_priority,
        ),
        group_statements=frames.group_statements(tests, ratings.voted),
        representative=representative.representative(
            tests, allowed=allowed, settings=settings
        ),
        consensus=consensus.consensus(everybody, allowed=allowed, settings=settings),
        components=drawn.components,
        k=len(found.sizes),
        group_sizes=tuple(found.sizes.tolist()),
        silhouettes=found.silhouettes,
        projections=np.where(voters[:, None], drawn.points, np.nan),
        clustered=drawn.clustered,
        group=group,
        base_cluster=_spread(found.base.labels, drawn.rows, votes.n_people),
        base_centers=found.base.centers,
        group_centers=found.centers,
        limits=_limits(drawn, settings),
        settings=settings,
    )


def _spread(values: Ints, rows: Positions, n_people: int) -> Ints:
    everyone = np.full(n_people, -1, dtype=np.int32)
    everyone[rows] = values
    return everyone


def _limits(drawn: _Map, settings: PolisSettings) -> tuple[str, ...]:
    ratings, sizes = drawn.ratings, drawn.groups.sizes
    n_participants = int((ratings.n_votes > 0).sum())
    n_clustered = int(drawn.clustered.sum())
    n_enough = int(
        (ratings.n_votes >= min(settings.min_votes, ratings.n_columns)).sum()
    )
    holds = {
        "order-dependent": len(sizes) > 1,
        "one-participant": n_participants == 1,
        "one-statement": ratings.n_columns == 1,
        "no-spread": not drawn.points.any(),
        "one-direction": bool(drawn.points.any()) and drawn.components.rank == 1,
        "few-participants": n_enough < min(n_clustered, settings.min_clustered),
        "not-clustered": n_clustered < n_participants,
        "small-group": bool((sizes < SMALLEST_LISTED).any()),
        "all-moderated": not bool((ratings.voted & ~ratings.zeroed).any()),
        "large-conversation": n_participants > LARGE_CONVERSATION,
    }
    return tuple(code for code in LIMITS if holds[code])
