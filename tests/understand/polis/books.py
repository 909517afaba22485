"""Small conversations as partitions."""

from __future__ import annotations

import numpy as np
import polars as pl

from vestibule.dossier import partitions
from vestibule.understand.polis import Votes


def book_of(votes: Votes, size: int = 7) -> partitions.VoteBook:
    """Return votes in partitions of about so many."""
    rows = pl.DataFrame(
        {"person": votes.person, "statement": votes.statement, "vote": votes.vote},
        schema=partitions.CODED,
    )
    return partitions.VoteBook(
        people=pl.Series([f"p{n}" for n in range(votes.n_people)], dtype=pl.String),
        statements=pl.Series(
            [f"s{n}" for n in range(votes.n_statements)], dtype=pl.String
        ),
        partitions=partitions.divided(rows, size=size),
    )


def camps(seed: int, people: int = 120, statements: int = 12) -> Votes:
    """Return votes of people leaning two ways; no two sums of squares are near."""
    draw = np.random.default_rng(seed)
    side = draw.normal(0, 1, (people, 2)) + np.where(
        draw.random((people, 1)) < 0.4, 2, -1
    )
    leaning = side @ (draw.normal(0, 1, (2, statements)) * [[2.0], [0.8]])
    votes = np.sign(np.round(leaning + draw.normal(0, 1, leaning.shape))).astype(
        np.int8
    )
    given = draw.random(votes.shape) < draw.uniform(0.3, 1.0, (people, 1))
    person, statement = np.nonzero(given)
    return Votes(
        person=person.astype(np.int32),
        statement=statement.astype(np.int32),
        vote=votes[given],
        n_people=people,
        n_statements=statements,
    )
