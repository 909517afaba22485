"""What do the votes of a partition add up to?

Everything the compatible layer needs of all people at once is a sum of whole
numbers over people: counts of each answer, and for each pair of statements the
products of what the same people answered. Whole numbers add up to the same in
any order and on any machine. With X the votes (1, 0, -1) and O what was
answered, the centred votes are R = X - O diag(m), so that

    R'R = X'X - (X'O) diag(m) - diag(m) (O'X) + diag(m) (O'O) diag(m)

and the mean m need not be known while adding. The sums describe pairs of
statements, not people; of few people they can tell what one of them answered.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from scipy import sparse

from vestibule.dossier.votebook import VotePartition
from vestibule.errors import DataError
from vestibule.understand.polis import matrices, projection, statistics
from vestibule.understand.polis.matrices import Margins
from vestibule.understand.polis.pca import Components
from vestibule.understand.polis.statistics import Tallies
from vestibule.understand.polis.votes import Counts, Flags, Floats, Ints, Votes

PEOPLE_AT_ONCE = 2**15 - 1
"""Four products of so many people fit, side by side, in one 64-bit number."""

FIELD_BITS = 16
"""Room for one of the four, with its sign."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sums:
    """Whole-number sums over people.

    Parameters
    ----------
    agree, disagree, seen : ndarray of int64, shape (n_statements,)
        Votes of all people; ``seen`` with passes.
    votes_votes : ndarray of int64, shape (n_statements, n_statements)
        X'X: the same people's votes on two statements, multiplied.
    votes_seen : ndarray of int64, shape (n_statements, n_statements)
        X'O: votes on the first by those who answered the second.
    seen_seen : ndarray of int64, shape (n_statements, n_statements)
        O'O: people who answered both.
    """

    agree: Counts
    disagree: Counts
    seen: Counts
    votes_votes: Counts
    votes_seen: Counts
    seen_seen: Counts

    def plus(self, other: Sums) -> Sums:
        """Return the sums over both sets of people."""
        return Sums(**{n: getattr(self, n) + getattr(other, n) for n in NAMES})

    def minus(self, other: Sums) -> Sums:
        """Return the sums without some of the people."""
        return Sums(**{n: getattr(self, n) - getattr(other, n) for n in NAMES})

    def widened(self, n_statements: int) -> Sums:
        """Return the sums with room for more statements, nobody having seen them."""
        more = n_statements - len(self.seen)
        return Sums(
            **{
                n: np.pad(getattr(self, n), [(0, more)] * getattr(self, n).ndim)
                for n in NAMES
            }
        )

    def means(self, zeroed: Flags) -> Floats:
        """Return the mean vote of each statement, 0 where `zeroed`."""
        return matrices.means(self.agree - self.disagree, self.seen, zeroed)

    def squares(self, zeroed: Flags) -> Floats:
        """Return R'R, shape (n_statements, n_statements), 0 where `zeroed`."""
        m = self.means(zeroed)
        crossed = self.votes_seen * m
        # Both at once, so that the square is symmetric to the last digit.
        square = self.votes_votes - (crossed + crossed.T)
        square += np.outer(m, m) * self.seen_seen
        square[zeroed] = 0.0
        square[:, zeroed] = 0.0
        return square

    def tallies(self) -> Tallies:
        """Return the counts of all people as one group."""
        return Tallies(
            agree=self.agree[None], disagree=self.disagree[None], seen=self.seen[None]
        )


NAMES = tuple(field.name for field in fields(Sums))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stretch:
    """A few bytes for each person of a partition, first to last.

    Parameters
    ----------
    start : int
        Code of the first person.
    n_votes : ndarray of int32, shape (n_people,)
        Personal. Votes given; people between may have none.
    first : ndarray of int32, shape (n_people,)
        Personal. The lowest statement voted on.
    """

    start: int
    n_votes: Ints
    first: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Heard:
    """What the first walk over the partitions brings.

    Parameters
    ----------
    sums : Sums
        Over all people so far.
    people : tuple of Stretch
        One for each partition, in order.
    """

    sums: Sums
    people: tuple[Stretch, ...]

    def merged(self, other: Heard) -> Heard:
        """Return what both partitions bring."""
        return Heard(sums=self.sums.plus(other.sums), people=self.people + other.people)


def heard(partition: VotePartition, *, n_people: int, n_statements: int) -> Heard:
    """Add up the votes of one partition.

    Parameters
    ----------
    partition : VotePartition
        Sorted by person; nobody's votes are in another partition.
    n_people, n_statements : int
        How many codes there are, in all partitions.

    Returns
    -------
    Heard
        With one stretch.

    Raises
    ------
    DataError
        If a code stands for nothing.
    """
    start, votes = local(partition, n_statements)
    if start < 0 or start + votes.n_people > n_people:
        raise DataError("A person of the votes has no id: write them again.")
    n_votes = np.bincount(votes.person, minlength=votes.n_people).astype(np.int32)
    stretch = Stretch(
        start=start, n_votes=n_votes, first=matrices.first_statements(votes)
    )
    return Heard(sums=sums_of(votes), people=(stretch,))


def local(partition: VotePartition, n_statements: int) -> tuple[int, Votes]:
    """Return the votes of a partition, with people coded from its first.

    Parameters
    ----------
    partition : VotePartition
        Perhaps empty.
    n_statements : int
        Statements of all partitions.

    Returns
    -------
    start : int
        Code of the first person, 0 if there is none.
    votes : Votes
        Their votes.
    """
    person = partition.person
    start, end = (int(person[0]), int(person[-1]) + 1) if len(person) else (0, 0)
    return start, Votes(
        person=person - np.int32(start),
        statement=partition.statement,
        vote=partition.vote,
        n_people=end - start,
        n_statements=n_statements,
    )


def sums_of(votes: Votes) -> Sums:
    """Add up some people's votes.

    Parameters
    ----------
    votes : Votes
        Sorted by person, one vote of a person on a statement.

    Returns
    -------
    Sums
        Over these people.
    """
    n = votes.n_statements
    agree, disagree, seen = (
        np.bincount(votes.statement[chosen], minlength=n)
        for chosen in (votes.vote == 1, votes.vote == -1, slice(None))
    )
    products = [np.zeros((n, n), dtype=np.int64) for _ in range(3)]
    for start in range(0, votes.n_people, PEOPLE_AT_ONCE):
        end = min(start + PEOPLE_AT_ONCE, votes.n_people)
        low, high = np.searchsorted(votes.person, [start, end])
        part = slice(int(low), int(high))
        for total, product in zip(
            products, _products(votes, part, start, end), strict=True
        ):
            total += product
    return Sums(
        agree=agree,
        disagree=disagree,
        seen=seen,
        votes_votes=products[0],
        votes_seen=products[1],
        seen_seen=products[2],
    )


def _products(
    votes: Votes, part: slice, start: int, end: int
) -> tuple[Counts, Counts, Counts]:
    """Return X'X, X'O and O'O of a few people by one sparse product."""
    # With b = 2^16: (X + b^2 O)'(X + b O) = X'X + b X'O + b^2 O'X + b^3 O'O.
    starts = np.searchsorted(votes.person[part], np.arange(start, end + 1))
    one = np.int64(1)

    def shifted(fields: int) -> sparse.csr_array:
        value = votes.vote[part] + (one << (fields * FIELD_BITS))
        return sparse.csr_array(
            (value, votes.statement[part], starts),
            shape=(end - start, votes.n_statements),
        )

    packed = (shifted(2).T.tocsr() @ shifted(1)).toarray()
    unpacked = []
    for _ in range(3):
        low = ((packed + (one << 15)) & ((one << FIELD_BITS) - 1)) - (one << 15)
        packed = (packed - low) >> FIELD_BITS
        unpacked.append(low)
    return unpacked[0], unpacked[1], packed


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """What it takes to place people one partition at a time.

    Parameters
    ----------
    center : ndarray of float64, shape (n_statements,)
        Mean votes of all people.
    zeroed : ndarray of bool, shape (n_statements,)
        Statements set to zero.
    components : Components
        The two directions.
    n_columns, n_zeroed : int
        Statements with a vote, and how many of them are set to zero.
    has_map : bool
        Whether anybody lies anywhere.
    """

    center: Floats
    zeroed: Flags
    components: Components
    n_columns: int
    n_zeroed: int
    has_map: bool

    @classmethod
    def of(cls, margins: Margins, components: Components) -> Frame:
        """Return the frame of a map."""
        return cls(
            center=margins.center,
            zeroed=margins.zeroed,
            components=components,
            n_columns=margins.n_columns,
            n_zeroed=int((margins.zeroed & margins.voted).sum()),
            has_map=margins.has_map,
        )

    def place(self, votes: Votes) -> Floats:
        """Place people by their votes, shape (n_people, 2)."""
        centred = matrices.centred(votes, self.center, self.zeroed)
        if not self.has_map:
            return np.zeros((votes.n_people, len(self.components.vectors)))
        n_seen = (np.diff(centred.indptr) + self.n_zeroed).astype(np.int32)
        return projection.placed(
            centred, n_seen, self.components, n_columns=self.n_columns
        )


def placed(partition: VotePartition, *, frame: Frame) -> tuple[Floats, ...]:
    """Place the people of one partition.

    Parameters
    ----------
    partition : VotePartition
        Their votes.
    frame : Frame
        Where the map lies.

    Returns
    -------
    tuple of ndarray of float64, shape (n_people, 2)
        One array: places of the people from its first to its last.

    Raises
    ------
    DataError
        If a person has two votes on one statement.
    """
    _, votes = local(partition, len(frame.center))
    return (frame.place(votes),)


def tallied(
    partition: VotePartition, groups: Ints, *, n_groups: int, n_statements: int
) -> Tallies:
    """Count the votes of one partition by group and statement.

    Parameters
    ----------
    partition : VotePartition
        Their votes.
    groups : ndarray of int32, shape (n_people,)
        Group (or any other segment) of the people from its first to its last;
        -1 for none.
    n_groups, n_statements : int
        How many there are.

    Returns
    -------
    Tallies
        Of this partition; add them with `added`.
    """
    _, votes = local(partition, n_statements)
    return statistics.tallies(votes, groups, n_groups)


def added(some: Tallies, more: Tallies) -> Tallies:
    """Return the votes of both.

    Parameters
    ----------
    some, more : Tallies
        Of the same groups and statements, of different people.

    Returns
    -------
    Tallies
        Their sum.
    """
    return Tallies(
        agree=some.agree + more.agree,
        disagree=some.disagree + more.disagree,
        seen=some.seen + more.seen,
    )
