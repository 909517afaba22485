"""Crowds whose true positions are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from vestibule.understand.polis import Votes

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crowd:
    """Votes, and what is behind them."""

    votes: Votes
    position: Floats
    acquiescence: Floats
    intercept: Floats
    loading: Floats


def crowd(
    *,
    people: int,
    statements: int,
    dimensions: int = 1,
    each: int = 15,
    passing: float = 0.0,
    says_yes: float = 0.5,
    seed: int = 0,
) -> Crowd:
    """Draw people who see three statements or more, and answer by the model."""
    draw = np.random.default_rng(seed)
    position = draw.normal(size=(people, dimensions))
    acquiescence = draw.normal(0, says_yes, people)
    intercept = draw.normal(0.4, 1, statements)
    loading = draw.normal(0, 1, (statements, dimensions))
    n = np.clip(draw.geometric(1 / each, people) + 2, 3, statements)
    person = np.repeat(np.arange(people), n)
    statement = np.concatenate(
        [np.sort(draw.choice(statements, k, replace=False)) for k in n]
    )
    odds = (
        intercept[statement]
        + acquiescence[person]
        + (loading[statement] * position[person]).sum(axis=1)
    )
    vote = np.where(draw.random(len(odds)) < special.expit(odds), 1, -1)
    vote[draw.random(len(odds)) < passing] = 0
    return Crowd(
        votes=votes_of(person, statement, vote, people, statements),
        position=position,
        acquiescence=acquiescence,
        intercept=intercept,
        loading=loading,
    )


def votes_of(
    person: npt.ArrayLike,
    statement: npt.ArrayLike,
    vote: npt.ArrayLike,
    people: int,
    statements: int,
) -> Votes:
    """Return votes as codes of the right types."""
    return Votes(
        person=np.asarray(person, dtype=np.int32),
        statement=np.asarray(statement, dtype=np.int32),
        vote=np.asarray(vote, dtype=np.int8),
        n_people=people,
        n_statements=statements,
    )


def of_matrix(rows: list[str]) -> Votes:
    """Return votes written as one string per person: + agree, - disagree, 0, space."""
    cells = [
        (person, statement, "-0+".index(sign) - 1)
        for person, row in enumerate(rows)
        for statement, sign in enumerate(row)
        if sign != " "
    ]
    person, statement, vote = zip(*cells, strict=True) if cells else ((), (), ())
    width = max((len(row) for row in rows), default=0)
    return votes_of(person, statement, vote, len(rows), width)


def shuffled(votes: Votes, seed: int) -> tuple[Votes, Floats, Floats]:
    """Return the same votes under other codes and in another order, and the codes."""
    draw = np.random.default_rng(seed)
    people = draw.permutation(votes.n_people)
    statements = draw.permutation(votes.n_statements)
    rows = draw.permutation(len(votes))
    other = votes_of(
        people[votes.person][rows],
        statements[votes.statement][rows],
        votes.vote[rows],
        votes.n_people,
        votes.n_statements,
    )
    return other, people, statements


def onto(truth: Floats, found: Floats) -> Floats:
    """Return the turn that brings true directions nearest to those found."""
    left, _, right = np.linalg.svd(truth.T @ found)
    turn: Floats = left @ right
    return turn
