"""How do votes become the matrix that Polis analyses?

Polis fills a missing vote with the mean of its statement and then subtracts
that mean. A missing vote is therefore exactly zero, and the matrix stays
sparse: nothing here is ever made dense.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse

from vestibule.errors import DataError
from vestibule.understand.polis.settings import N_COMPONENTS
from vestibule.understand.polis.votes import (
    Counts,
    Flags,
    Floats,
    Ints,
    Positions,
    Votes,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Margins:
    """What is known of rows and columns, without the matrix.

    Parameters
    ----------
    center : ndarray of float64, shape (n_statements,)
        Mean vote of each statement, -1 to 1; 0 for statements set to zero.
    zeroed : ndarray of bool, shape (n_statements,)
        Moderated-out and meta statements: a pass of everybody.
    voted : ndarray of bool, shape (n_statements,)
        Statements with a vote: the columns of Polis.
    n_votes : ndarray of int32, shape (n_people,)
        Votes each person gave, on any statement.
    """

    center: Floats
    zeroed: Flags
    voted: Flags
    n_votes: Ints

    @property
    def has_map(self) -> bool:
        """Whether there are two people and two statements: less is no map."""
        return min(int((self.n_votes > 0).sum()), self.n_columns) >= N_COMPONENTS

    @property
    def n_columns(self) -> int:
        """Statements with at least one vote."""
        return int(self.voted.sum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratings(Margins):
    """The centred votes and what is needed to project them.

    Parameters
    ----------
    center, zeroed, voted, n_votes : ndarray
        As in `Margins`.
    centred : sparse.csr_array of float64, shape (n_people, n_statements)
        Vote minus the mean of its statement where there is a vote. Statements
        that are moderated out or meta hold nothing.
    n_seen : ndarray of int32, shape (n_people,)
        Votes of each person, one for each zeroed column included.
    """

    centred: sparse.csr_array
    n_seen: Ints


def ratings(votes: Votes, *, zeroed: Flags) -> Ratings:
    """Centre the votes as Polis does, without filling a cell.

    Parameters
    ----------
    votes : Votes
        One row per current vote.
    zeroed : ndarray of bool, shape (n_statements,)
        Statements set to zero for everybody: moderated out or meta.

    Returns
    -------
    Ratings
        The sparse centred matrix with its means and counts.

    Raises
    ------
    DataError
        If a person has two votes on one statement.

    Notes
    -----
    A zeroed column is zero for *all* rows, also those that never voted on it,
    so each counts as one vote of each person in the projection [1]_.

    References
    ----------
    .. [1] compdemocracy/polis, ``math``, ``named_matrix.clj`` and ``pca.clj``.
    """
    n_given = np.bincount(votes.statement, minlength=votes.n_statements)
    total = np.bincount(
        votes.statement, weights=votes.vote, minlength=votes.n_statements
    )
    center = means(total, n_given, zeroed)
    voted = n_given > 0
    matrix = centred(votes, center, zeroed)
    n_live = np.diff(matrix.indptr)
    return Ratings(
        centred=matrix,
        center=center,
        zeroed=zeroed,
        voted=voted,
        n_seen=(n_live + int((zeroed & voted).sum())).astype(np.int32),
        n_votes=np.bincount(votes.person, minlength=votes.n_people).astype(np.int32),
    )


def means(total: Floats | Counts, n_given: Counts, zeroed: Flags) -> Floats:
    """Return the mean vote of each statement.

    Parameters
    ----------
    total : ndarray, shape (n_statements,)
        Sum of the votes, agree as 1 and disagree as -1.
    n_given : ndarray of int64, shape (n_statements,)
        How many there are.
    zeroed : ndarray of bool, shape (n_statements,)
        Statements whose mean is 0 by decision.

    Returns
    -------
    ndarray of float64, shape (n_statements,)
        -1 to 1; 0 without a vote.
    """
    return np.where(zeroed, 0.0, total / np.maximum(n_given, 1))


def centred(votes: Votes, center: Floats, zeroed: Flags) -> sparse.csr_array:
    """Return votes minus the mean of their statement, nothing elsewhere.

    Parameters
    ----------
    votes : Votes
        One row per current vote; some people's are enough.
    center : ndarray of float64, shape (n_statements,)
        Mean votes, of all people.
    zeroed : ndarray of bool, shape (n_statements,)
        Statements to leave out.

    Returns
    -------
    sparse.csr_array of float64, shape (n_people, n_statements)
        Sorted by statement in each row.

    Raises
    ------
    DataError
        If a person has two votes on one statement.
    """
    person, statement, vote = votes.person, votes.statement, votes.vote
    if zeroed.any():
        live = ~zeroed[statement]
        person, statement, vote = person[live], statement[live], vote[live]
    if np.any(person[1:] < person[:-1]):
        by_person = np.argsort(person, kind="stable")
        person, statement, vote = (
            person[by_person],
            statement[by_person],
            vote[by_person],
        )
    starts = np.zeros(votes.n_people + 1, dtype=np.int32)
    np.cumsum(np.bincount(person, minlength=votes.n_people), out=starts[1:])
    matrix = sparse.csr_array(
        # A copy of the codes, because they are sorted in place below.
        (vote - center[statement], statement.copy(), starts),
        shape=(votes.n_people, votes.n_statements),
    )
    return _without_repeats(matrix)


def _without_repeats(matrix: sparse.csr_array) -> sparse.csr_array:
    """Return the matrix with sorted columns, or refuse a cell met twice."""
    matrix.sort_indices()
    same = matrix.indices[1:] == matrix.indices[:-1]
    # The first vote of a row may repeat the last statement of the row before.
    starts = matrix.indptr[1:-1]
    same[starts[(starts > 0) & (starts < matrix.nnz)] - 1] = False
    if same.any():
        raise DataError(
            f"{int(same.sum())} votes repeat a person and statement:"
            " keep the last vote of each first",
            repeats=int(same.sum()),
        )
    return matrix


def clustered(
    n_votes: Ints, n_columns: int, *, min_votes: int, min_clustered: int, keep: Flags
) -> Flags:
    """Say who is placed in groups: those who voted enough.

    Parameters
    ----------
    n_votes : ndarray of int32, shape (n_people,)
        Votes each person gave, on any statement.
    n_columns : int
        Statements with a vote: nobody needs more votes than that.
    min_votes : int
        Votes needed.
    min_clustered : int
        Below this many people, the most active are added.
    keep : ndarray of bool, shape (n_people,)
        People who are in whatever they voted: once in, always in.

    Returns
    -------
    ndarray of bool, shape (n_people,)
        Who is clustered. Someone without a vote never is, unless kept.
    """
    inside = keep | ((n_votes >= min(min_votes, n_columns)) & (n_votes > 0))
    short = min_clustered - int(inside.sum())
    if short > 0:
        outside = np.flatnonzero(~inside & (n_votes > 0))
        most_active = np.argsort(-n_votes[outside], kind="stable")[:short]
        inside[outside[most_active]] = True
    return inside


def rows(
    votes: Votes, clustered: Flags, *, order: Literal["loaded", "given"]
) -> Positions:
    """Return the clustered people in the order in which k-means meets them.

    Polis reads the votes of a conversation by statement, then participant,
    and gives each person the next row when it first meets them. k-means
    starts from the first rows, so the groups depend on this.

    Parameters
    ----------
    votes : Votes
        One row per current vote.
    clustered : ndarray of bool, shape (n_people,)
        Who is placed in groups.
    order : {"loaded", "given"}
        By the first statement voted on, then by person code; or by person
        code alone.

    Returns
    -------
    ndarray of intp, shape (n_clustered,)
        Person codes.

    Notes
    -----
    The order was read off a production result: the members of its base
    clusters follow it without exception, and do not follow first votes.
    """
    return ordered(first_statements(votes), clustered, order=order)


def first_statements(votes: Votes) -> Ints:
    """Return the lowest statement each person voted on.

    Parameters
    ----------
    votes : Votes
        One row per current vote.

    Returns
    -------
    ndarray of int32, shape (n_people,)
        The number of statements for someone without a vote.
    """
    first = np.full(votes.n_people, votes.n_statements, dtype=np.int32)
    np.minimum.at(first, votes.person, votes.statement)
    return first


def ordered(
    first: Ints, clustered: Flags, *, order: Literal["loaded", "given"]
) -> Positions:
    """Return the clustered people in the order of `rows`.

    Parameters
    ----------
    first : ndarray of int32, shape (n_people,)
        From `first_statements`: all that the order needs of the votes.
    clustered : ndarray of bool, shape (n_people,)
        Who is placed in groups.
    order : {"loaded", "given"}
        As in `rows`.

    Returns
    -------
    ndarray of intp, shape (n_clustered,)
        Person codes.
    """
    inside = np.flatnonzero(clustered)
    if order == "given":
        return inside
    return inside[np.argsort(first[inside], kind="stable")]
