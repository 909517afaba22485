"""How many in each group agreed, and how surely more than elsewhere?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vestibule.understand.polis.votes import Flags, Floats, Ints, Votes

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tallies:
    """Votes counted by group and statement.

    Parameters
    ----------
    agree, disagree, seen : ndarray of int64, shape (n_groups, n_statements)
        ``seen`` counts every vote, passes included.
    """

    agree: Counts
    disagree: Counts
    seen: Counts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proportions:
    """Proportions of one vote in each group, with their tests.

    Parameters
    ----------
    success : ndarray of int64, shape (n_groups, n_statements)
        Votes of this kind.
    p : ndarray of float64, shape (n_groups, n_statements)
        Their share with one added on each side, 0 to 1.
    p_test : ndarray of float64, shape (n_groups, n_statements)
        z of the share being above one half.
    repness : ndarray of float64, shape (n_groups, n_statements)
        Share here over the share in all other groups, above 0.
    repness_test : ndarray of float64, shape (n_groups, n_statements)
        z of the share here being above that elsewhere.
    """

    success: Counts
    p: Floats
    p_test: Floats
    repness: Floats
    repness_test: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupStatistics:
    """All that Polis computes of a group and a statement.

    Parameters
    ----------
    seen : ndarray of int64, shape (n_groups, n_statements)
        All votes, passes included.
    agree, disagree : Proportions
        The two directions.
    """

    seen: Counts
    agree: Proportions
    disagree: Proportions


def tallies(votes: Votes, groups: Ints, n_groups: int) -> Tallies:
    """Count raw votes by group and statement.

    Parameters
    ----------
    votes : Votes
        One row per current vote.
    groups : ndarray of int32, shape (n_people,)
        Group of each person, from 0; -1 for people in no group.
    n_groups : int
        How many groups there are.

    Returns
    -------
    Tallies
        Moderated-out and meta statements are counted as they were voted.
    """
    shape = (n_groups, votes.n_statements)
    group = groups[votes.person]
    inside = group >= 0
    cell = group[inside].astype(np.int64) * votes.n_statements
    cell += votes.statement[inside]
    vote = votes.vote[inside]

    def counted(cells: Counts) -> Counts:
        flat = np.bincount(cells, minlength=n_groups * votes.n_statements)
        return flat.reshape(shape)

    return Tallies(
        agree=counted(cell[vote == 1]),
        disagree=counted(cell[vote == -1]),
        seen=counted(cell),
    )


def with_zeroed(raw: Tallies, zeroed: Flags, sizes: Ints) -> Tallies:
    """Make moderated-out and meta statements a pass of everybody.

    Parameters
    ----------
    raw : Tallies
        From `tallies`.
    zeroed : ndarray of bool, shape (n_statements,)
        Statements set to zero for all rows.
    sizes : ndarray of int32, shape (n_groups,)
        People in each group.

    Returns
    -------
    Tallies
        What Polis' rating matrix counts.
    """
    return Tallies(
        agree=np.where(zeroed, 0, raw.agree),
        disagree=np.where(zeroed, 0, raw.disagree),
        seen=np.where(zeroed, sizes[:, None], raw.seen),
    )


def group_statistics(counts: Tallies) -> GroupStatistics:
    """Compute shares, ratios and tests of each group against all others.

    Parameters
    ----------
    counts : Tallies
        Of the rating matrix. "Others" are the other groups: people in no
        group count nowhere.

    Returns
    -------
    GroupStatistics
        Defined for every cell, also one nobody voted in (share 1/2).
    """
    return GroupStatistics(
        seen=counts.seen,
        agree=_proportions(counts.agree, counts.seen),
        disagree=_proportions(counts.disagree, counts.seen),
    )


def _proportions(success: Counts, seen: Counts) -> Proportions:
    success_rest = success.sum(axis=0) - success
    seen_rest = seen.sum(axis=0) - seen
    p = share(success, seen)
    return Proportions(
        success=success,
        p=p,
        p_test=one_proportion_test(success, seen),
        repness=p / share(success_rest, seen_rest),
        repness_test=two_proportions_test(success, success_rest, seen, seen_rest),
    )


def share(success: Counts, seen: Counts) -> Floats:
    """Return (success + 1) / (seen + 2).

    Parameters
    ----------
    success, seen : ndarray of int64
        Votes of one kind and all votes, of one shape.

    Returns
    -------
    ndarray of float64
        Above 0 and below 1; one half where nobody voted.
    """
    shares: Floats = (success + 1.0) / (seen + 2.0)
    return shares


def one_proportion_test(success: Counts, seen: Counts) -> Floats:
    """Return z of a share being above one half, with one vote added.

    Parameters
    ----------
    success, seen : ndarray of int64
        Votes of one kind and all votes, of one shape.

    Returns
    -------
    ndarray of float64
        1 where nobody voted: Polis adds a success, not a failure.
    """
    z: Floats = 2.0 * np.sqrt(seen + 1.0) * ((success + 1.0) / (seen + 1.0) - 0.5)
    return z


def two_proportions_test(
    success: Counts, success_rest: Counts, seen: Counts, seen_rest: Counts
) -> Floats:
    """Return z of a share being above another, with one vote added to each.

    Parameters
    ----------
    success, success_rest, seen, seen_rest : ndarray of int64
        Votes of one kind and all votes, here and elsewhere, of one shape.

    Returns
    -------
    ndarray of float64
        0 where everybody voted so on both sides.
    """
    s1, s2 = success + 1.0, success_rest + 1.0
    n1, n2 = seen + 1.0, seen_rest + 1.0
    pooled = (s1 + s2) / (n1 + n2)
    spread = np.sqrt(pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2))
    same = spread == 0.0
    z: Floats = np.where(same, 0.0, (s1 / n1 - s2 / n2) / np.where(same, 1.0, spread))
    return z
