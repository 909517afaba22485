"""How are the votes of millions held, so that one person's are found at once?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from vestibule.dossier.stored import StoredPartition
from vestibule.dossier.votebook import VotePartition
from vestibule.understand.polis.votes import (
    NO_CODES,
    NO_VOTES,
    Bytes,
    Counts,
    Ints,
    Positions,
    Votes,
)

Row = tuple[Ints, Bytes]
"""A person's statements, rising, and the votes on them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """Votes in rows by person, and the rows that have changed since.

    Parameters
    ----------
    starts : ndarray of int64, shape (n_loaded + 1,)
        Where each person's votes begin.
    statement : ndarray of int32, shape (n_votes,)
        Personal. As loaded.
    vote : ndarray of int8, shape (n_votes,)
        Personal. As loaded.
    changed : mapping of int to Row
        Personal. The whole rows of people who have voted since.
    """

    starts: Counts = field(repr=False)
    statement: Ints = field(repr=False)
    vote: Bytes = field(repr=False)
    changed: Mapping[int, Row] = field(repr=False, default_factory=dict)

    def votes(self, people: Positions, n_statements: int) -> Votes:
        """Return the votes of some people.

        Parameters
        ----------
        people : ndarray of intp, shape (n_people,)
            Rising codes, each once; those not loaded have no votes yet.
        n_statements : int
            How many statements there are by now.

        Returns
        -------
        Votes
            People coded by their place in `people`; sorted by person.
        """
        since = [place for place, p in enumerate(people.tolist()) if p in self.changed]
        as_loaded = np.delete(np.arange(len(people)), since)
        person, where = self._loaded(people[as_loaded])
        rows = [self.changed[int(people[place])] for place in since]
        lengths = [len(statements) for statements, _ in rows]
        own = np.concatenate([as_loaded[person], np.repeat(since, lengths)])
        statement = np.concatenate([self.statement[where], *(row[0] for row in rows)])
        vote = np.concatenate([self.vote[where], *(row[1] for row in rows)])
        order = np.argsort(own, kind="stable")
        return Votes(
            person=own[order].astype(np.int32),
            statement=statement[order],
            vote=vote[order],
            n_people=len(people),
            n_statements=n_statements,
        )

    def _loaded(self, people: Positions) -> tuple[Positions, Positions]:
        """Return for each vote as loaded whose it is and where it lies."""
        known = np.minimum(people, len(self.starts) - 2)
        begin = self.starts[known]
        lengths = np.where(people == known, self.starts[known + 1] - begin, 0)
        person = np.repeat(np.arange(len(people)), lengths)
        before = np.cumsum(lengths) - lengths
        return person, np.arange(len(person)) + (begin - before)[person]

    def with_rows(self, people: Positions, votes: Votes) -> Held:
        """Return the same with the rows of some people replaced.

        Parameters
        ----------
        people : ndarray of intp, shape (n_people,)
            As in `votes`.
        votes : Votes
            All their votes, sorted by person, then statement.

        Returns
        -------
        Held
            What was loaded is shared, not copied.
        """
        ends = np.searchsorted(votes.person, np.arange(len(people) + 1))
        rows = {
            person: (votes.statement[low:high], votes.vote[low:high])
            for person, low, high in zip(
                people.tolist(), ends[:-1].tolist(), ends[1:].tolist(), strict=True
            )
        }
        return Held(
            starts=self.starts,
            statement=self.statement,
            vote=self.vote,
            changed={**self.changed, **rows},
        )


def held(partitions: Iterable[VotePartition | StoredPartition], n_votes: Ints) -> Held:
    """Load partitions into memory.

    Parameters
    ----------
    partitions : iterable of VotePartition or StoredPartition
        By rising person; each is let go once its votes are taken.
    n_votes : ndarray of int32, shape (n_people,)
        Votes of each person.

    Returns
    -------
    Held
        Five bytes for each vote and eight for each person.
    """
    starts = np.zeros(len(n_votes) + 1, dtype=np.int64)
    np.cumsum(n_votes, out=starts[1:])
    statement = np.empty(starts[-1], dtype=NO_CODES.dtype)
    vote = np.empty(starts[-1], dtype=NO_VOTES.dtype)
    at = 0
    for partition in partitions:
        part = partition.load() if isinstance(partition, StoredPartition) else partition
        end = at + len(part.vote)
        statement[at:end], vote[at:end] = part.statement, part.vote
        at = end
    return Held(starts=starts, statement=statement, vote=vote)


def last_of(before: Votes, after: Votes) -> Votes:
    """Return votes of which the last on each person and statement counts.

    Parameters
    ----------
    before : Votes
        One vote of a person on a statement.
    after : Votes
        In the order of time, perhaps several; same codes.

    Returns
    -------
    Votes
        Sorted by person, then statement.
    """
    person, statement, vote = (
        np.concatenate([getattr(before, name), getattr(after, name)])
        for name in ("person", "statement", "vote")
    )
    order = np.lexsort((statement, person))
    same = (np.diff(person[order]) == 0) & (np.diff(statement[order]) == 0)
    # `lexsort` is stable: of equal cells the latest stands last.
    last = order[np.append(~same, True)] if len(order) else order
    return Votes(
        person=person[last],
        statement=statement[last],
        vote=vote[last],
        n_people=after.n_people,
        n_statements=after.n_statements,
    )
