"""How do opinions look at full scale? Votes in bulk, from hidden positions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from vestibule.dossier import ids, partitions
from vestibule.dossier.votebook import CODED
from vestibule.rehearsal import chance
from vestibule.rehearsal.chance import Floats

GROUP_SHARES = (0.45, 0.3, 0.15, 0.1)
"""Sizes of the four hidden groups."""

GROUP_CENTRES = np.array([[-1.2, -0.4], [1.1, -0.5], [0.2, 1.5], [1.4, 1.6]])
"""Where they stand, shape (groups, directions)."""

ACTIVITY_SPREAD = 0.8
"""Standard deviation of the logarithm of the votes per person."""

EXPOSURE_SPREAD = 0.7
"""Standard deviation of the logarithm of how often statements are shown."""

CHUNK_PEOPLE = 5_000
"""People drawn at a time: a chunk of 300 statements takes some 20 MB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crowd:
    """Votes in bulk and what lies behind them.

    Parameters
    ----------
    book : VoteBook
        The votes.
    groups : ndarray of int8, shape (people,)
        Hidden group of each person.
    positions : ndarray of float, shape (people, 2)
        Where each person stands.
    loads : ndarray of float, shape (statements, 2)
        How far each direction moves a statement.
    leans : ndarray of float, shape (statements,)
        Log-odds to agree of someone in the middle.
    """

    book: partitions.VoteBook
    groups: npt.NDArray[np.int8]
    positions: Floats
    loads: Floats
    leans: Floats


def votes(
    people: int = 100_000,
    statements: int = 300,
    votes: int = 3_000_000,
    seed: int = 1,
) -> partitions.VoteBook:
    """Return invented votes in partitions.

    Parameters
    ----------
    people, statements, votes : int
        As in `crowd`.
    seed : int
        Same seed, same bytes.

    Returns
    -------
    VoteBook
        The votes of `crowd`, without what lies behind them.
    """
    return crowd(people, statements, votes, seed).book


def crowd(
    people: int = 100_000,
    statements: int = 300,
    votes: int = 3_000_000,
    seed: int = 1,
) -> Crowd:
    """Return invented votes and the hidden groups and positions behind them.

    Four hidden groups in two directions; log-normal activity, skewed exposure,
    passing likelier near indifference.

    Parameters
    ----------
    people, statements : int
        How many, 1 or more.
    votes : int
        How many votes, exactly; at most ``people * statements``, at least one each.
    seed : int
        Same seed, same bytes.

    Returns
    -------
    Crowd
        At most one vote of a person on a statement.
    """
    draw = chance.stream(seed, "crowd")
    groups = draw.choice(len(GROUP_SHARES), size=people, p=GROUP_SHARES).astype(np.int8)
    positions = GROUP_CENTRES[groups] + draw.normal(0, 0.7, (people, 2))
    loads = draw.normal(0, 0.8, (statements, 2))
    leans = draw.normal(0.3, 0.9, statements)
    exposure = draw.lognormal(0, EXPOSURE_SPREAD, statements)
    counts = chance.activity(votes, people, statements, ACTIVITY_SPREAD, draw)
    parts = [
        _chunk(
            start,
            counts[start : start + CHUNK_PEOPLE],
            exposure,
            positions,
            loads,
            leans,
            draw,
        )
        for start in range(0, people, CHUNK_PEOPLE)
    ]
    book = partitions.VoteBook(
        people=_named("people", people, seed),
        statements=_named("statements", statements, seed),
        partitions=partitions.divided(pl.concat(parts)),
    )
    return Crowd(
        book=book, groups=groups, positions=positions, loads=loads, leans=leans
    )


def _chunk(
    start: int,
    counts: npt.NDArray[np.int64],
    exposure: Floats,
    positions: Floats,
    loads: Floats,
    leans: Floats,
    draw: np.random.Generator,
) -> pl.DataFrame:
    order = chance.order_drawn(len(counts), exposure, draw)
    person, statement = np.nonzero(order < counts[:, np.newaxis])
    stand = positions[start : start + len(counts)]
    logits = (leans + stand @ loads.T)[person, statement]
    return pl.DataFrame(
        {
            "person": (person + start).astype(np.int32),
            "statement": statement.astype(np.int32),
            "vote": chance.answers(logits, draw),
        },
        schema=CODED,
    )


def _named(table: str, n: int, seed: int) -> pl.Series:
    names = [str(number) for number in range(n)]
    return ids.derived_ids("repetition-foule", f"seed {seed}", table, names)
