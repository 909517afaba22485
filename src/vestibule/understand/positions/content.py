"""In which order do people and statements stand, if nobody may look at their ids?

Each person and each statement gets a key made of votes alone: a statement's of the
keys of those who voted on it and how, a person's of the statements and votes. Sorted
by these keys the same votes always lie in memory in the same order, whatever they
were called and however the rows came, so every sum comes out the same to the last
bit. Whatever is drawn at random is drawn from these keys.

References
----------
.. [1] Weisfeiler and Leman (1968), The reduction of a graph to canonical form and
   the algebra which appears therein: colour refinement.
.. [2] Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators:
   the mixing function.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from vestibule.understand.polis.votes import Flags, Floats, Positions, Votes

Keys = npt.NDArray[np.uint64]

ROUNDS = 3
"""Rounds of refinement: a key then knows the votes of the voters of its votes."""

MOST_TIES = 8
"""Ties between statements that are broken; those beyond it stay alike."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ordered:
    """Votes in the order of their content.

    Parameters
    ----------
    votes : Votes
        Coded by rank of the keys, sorted by person, then statement.
    people, statements : ndarray of intp
        The code that each rank had before.
    person_key, statement_key : ndarray of uint64
        Key of each rank; equal for what cannot be told apart.
    """

    votes: Votes
    people: Positions
    statements: Positions
    person_key: Keys
    statement_key: Keys


def ordered(votes: Votes, *, without: Flags | None = None) -> Ordered:
    """Return the votes in the order of their content.

    Parameters
    ----------
    votes : Votes
        One row per current vote, in any order.
    without : ndarray of bool, shape (n_statements,), optional
        Statements whose votes are left out.

    Returns
    -------
    Ordered
        The same votes, coded and sorted by content.
    """
    kept = votes if without is None else _left(votes, without)
    person_key, statement_key = _keys(kept)
    people = np.argsort(person_key, kind="stable")
    statements = np.argsort(statement_key, kind="stable")
    person = _ranks(people)[kept.person]
    statement = _ranks(statements)[kept.statement]
    rows = np.lexsort((statement, person))
    return Ordered(
        votes=Votes(
            person=person[rows],
            statement=statement[rows],
            vote=kept.vote[rows],
            n_people=kept.n_people,
            n_statements=kept.n_statements,
        ),
        people=people,
        statements=statements,
        person_key=person_key[people],
        statement_key=statement_key[statements],
    )


def _left(votes: Votes, without: Flags) -> Votes:
    live = ~without[votes.statement]
    return Votes(
        person=votes.person[live],
        statement=votes.statement[live],
        vote=votes.vote[live],
        n_people=votes.n_people,
        n_statements=votes.n_statements,
    )


def _ranks(order: Positions) -> npt.NDArray[np.int32]:
    ranks = np.empty(len(order), dtype=np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks


def mixed(keys: Keys) -> Keys:
    """Return 64 bits that look unlike the 64 bits given.

    Parameters
    ----------
    keys : ndarray of uint64
        Any.

    Returns
    -------
    ndarray of uint64
        Equal where the keys are equal.
    """
    x = keys + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def salted(keys: Keys, *salts: int) -> Keys:
    """Return other keys: the same for the same keys and salts.

    Parameters
    ----------
    keys : ndarray of uint64
        Any.
    *salts : int
        What they are for: seed, number of the draw, and so on; 0 or more.

    Returns
    -------
    ndarray of uint64
        Shape of ``keys``.
    """
    for salt in salts:
        keys = mixed(keys ^ mixed(np.array([salt], dtype=np.uint64)))
    return keys


def uniform(keys: Keys) -> Floats:
    """Return numbers between 0 and 1, both excluded, drawn from keys.

    Parameters
    ----------
    keys : ndarray of uint64
        Any.

    Returns
    -------
    ndarray of float64
        Shape of ``keys``.
    """
    return ((mixed(keys) >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53


def normal(keys: Keys) -> Floats:
    """Return standard normal numbers drawn from keys.

    Parameters
    ----------
    keys : ndarray of uint64
        Any.

    Returns
    -------
    ndarray of float64
        Shape of ``keys``.
    """
    drawn: Floats = special.ndtri(uniform(keys))
    return drawn


def _keys(votes: Votes) -> tuple[Keys, Keys]:
    statement = np.zeros(votes.n_statements, dtype=np.uint64)
    person, statement = _refined(votes, statement)
    for _ in range(MOST_TIES):
        tied = _one_of_a_tie(votes, statement)
        if tied is None:
            break
        statement[tied] = mixed(statement[tied])
        person, statement = _refined(votes, statement)
    return person, statement


def _refined(votes: Votes, statement: Keys) -> tuple[Keys, Keys]:
    how = (votes.vote + 2).astype(np.uint64)
    for _ in range(ROUNDS):
        person = _summed(
            mixed(statement)[votes.statement] * how, votes.person, votes.n_people
        )
        voters = _summed(
            mixed(person)[votes.person] * how, votes.statement, len(statement)
        )
        statement = mixed(statement ^ voters)
    return person, statement


def _summed(keys: Keys, codes: npt.NDArray[np.int32], n: int) -> Keys:
    sums = np.zeros(n, dtype=np.uint64)
    # Whole numbers modulo 2**64: the order of the sum does not matter.
    np.add.at(sums, codes, mixed(keys))
    return mixed(sums)


def _one_of_a_tie(votes: Votes, statement: Keys) -> Positions | None:
    # Where people and statements mirror each other (one camp agrees with A and
    # disagrees with B, the other the reverse), content cannot tell A from B, and
    # whichever is taken gives the same picture. Twins, with the same votes of the
    # same people, stay alike.
    who = mixed(np.arange(votes.n_people, dtype=np.uint64))
    how = (votes.vote + 2).astype(np.uint64)
    column = _summed(who[votes.person] * how, votes.statement, len(statement))
    by_key = np.lexsort((column, statement))
    same = statement[by_key][1:] == statement[by_key][:-1]
    other = column[by_key][1:] != column[by_key][:-1]
    ties = np.flatnonzero(same & other)
    if not len(ties):
        return None
    one = by_key[ties[0]]
    return np.flatnonzero((statement == statement[one]) & (column == column[one]))
