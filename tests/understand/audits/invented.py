"""Invented answers in which something was planted, or nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import special

from vestibule.understand.audits import given as givens
from vestibule.understand.audits.given import Given
from vestibule.understand.polis import Votes

Ints = npt.NDArray[np.int64]

MINUTE = 60_000
DAY = 24 * 60 * MINUTE


def votes_of(matrix: npt.ArrayLike, *, unseen: int = 9) -> Votes:
    """Return a matrix of answers (people by statements) as votes; `unseen` is none."""
    answers = np.asarray(matrix)
    person, statement = np.nonzero(answers != unseen)
    return Votes(
        person=person.astype(np.int32),
        statement=statement.astype(np.int32),
        vote=answers[person, statement].astype(np.int8),
        n_people=answers.shape[0],
        n_statements=answers.shape[1],
    )


def field(
    seed: int,
    *,
    met: int = 40,
    each: int = 12,
    statements: int = 24,
    alike: float = 1.0,
) -> tuple[Given, Ints]:
    """Gatherings in which everyone answers everything, and answers like the others.

    Two camps, much that nearly all agree on, one facilitator for five gatherings who
    entered all sheets of a gathering at once. Also returns the gathering of each.
    """
    draw = np.random.default_rng([seed, 7])
    people = met * each
    unit = np.repeat(np.arange(met), each)
    odds = draw.normal(1.2, 1.2, statements) + np.zeros((people, 1))
    odds += draw.normal(0, alike, (met, statements))[unit]
    camp = np.where(draw.random(people) < 0.4, 1.5, -1.0)
    odds += camp[:, None] * draw.normal(0, 1, statements)
    odds += draw.normal(0, 0.7, (people, 1))
    vote = np.where(draw.random(odds.shape) < special.expit(odds), 1, -1)
    vote[draw.random(odds.shape) < 0.08] = 0
    return together(vote, unit), unit


def together(matrix: npt.ArrayLike, unit: Ints) -> Given:
    """Return answers given in gatherings, entered by one recorder for five of them."""
    votes = votes_of(matrix)
    given = givens.of_votes(votes, gatherings=unit.astype(np.int32))
    day = given.meeting.astype(np.int64) * DAY
    return replace(given, entered=(given.meeting // 5).astype(np.int32), at=day)


def online(
    seed: int, *, people: int = 600, statements: int = 60, days: int = 14
) -> Given:
    """People who come by day rather than by night, and answer some statements."""
    draw = np.random.default_rng([seed, 8])
    place = np.where(draw.random(people) < 0.35, 1.2, -0.7) + draw.normal(
        0, 0.4, people
    )
    odds = draw.normal(0.5, 1.2, statements) + place[:, None] * draw.normal(
        0, 1.0, statements
    )
    vote = np.where(draw.random(odds.shape) < special.expit(odds), 1, -1)
    vote[draw.random(odds.shape) < 0.12] = 0
    many = np.clip(draw.lognormal(2.9, 0.7, people), 1, statements).astype(int)
    # Most see the first statements first: rows of the same statements come about.
    vote[np.arange(statements) >= many[:, None]] = 9
    hour = np.clip(draw.normal(15, 4, people), 0, 23.9)
    busy = draw.choice(days, people, p=special.softmax(draw.normal(0, 0.8, days)))
    first = ((busy * 24 + hour) * 60 * MINUTE).astype(np.int64)
    return timed(givens.of_votes(votes_of(vote)), first)


def timed(given: Given, first: Ints) -> Given:
    """Return the same with a first moment of each person, twenty seconds an answer."""
    person = given.votes.person
    start = np.searchsorted(person, np.arange(given.votes.n_people))
    number = np.arange(len(person)) - start[person]
    return replace(given, at=first[person] + 20_000 * number)


def answers(given: Given) -> Ints:
    """Return answers as a matrix; 9 is none."""
    votes = given.votes
    matrix = np.full((votes.n_people, votes.n_statements), 9)
    matrix[votes.person, votes.statement] = votes.vote
    return matrix
