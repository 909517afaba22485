"""Who agreed with what in each group, counted over votes that need not fit in memory?

Two walks over partitions, on threads or a cluster: how much each person answered,
then sums by statement, group and gathering. Sums are merged in the order of the
partitions, so that every way of running gives the same digits.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import polars as pl

from vestibule import engine
from vestibule.dossier.stored import StoredBook
from vestibule.dossier.votebook import VoteBook, VotePartition
from vestibule.errors import DataError
from vestibule.understand import answers
from vestibule.understand.ground.evidence import Floats, Ints

MEANT = (1, -1, 0)
"""Votes, in the order of `answers.COUNTED`."""

SUMMED = (*answers.COUNTED, *answers.WEIGHTS)
"""What is summed."""

LEAST_FOLDED = 100_000
"""Rows below which sums of the same cell are left side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    """Where people stand; each array has one entry a person."""

    segment: Ints
    met: Ints
    one: Floats

    def of(self, part: slice) -> _People:
        """Return some of them: all that a worker has to know."""
        return _People(
            segment=self.segment[part], met=self.met[part], one=self.one[part]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """How many votes the people of one partition gave, from the first of them."""

    start: int
    given: Ints

    @property
    def people(self) -> slice:
        return slice(self.start, self.start + len(self.given))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """Sums by cell; a cell may have several rows until they are folded.

    Parameters
    ----------
    cell : np.ndarray of int, shape (rows,)
        Statement, segment and gathering in one number.
    amounts : np.ndarray, shape (rows, `SUMMED`)
        The sums.
    distinct : int
        Rows after the last folding.
    """

    cell: Ints
    amounts: Floats
    distinct: int

    def folded(self) -> _Sums:
        """Return the same with one row for each cell, by rising cell."""
        cell, at = np.unique(self.cell, return_inverse=True)
        amounts = [
            np.bincount(at, weights=column, minlength=len(cell))
            for column in self.amounts.T
        ]
        return _Sums(cell=cell, amounts=np.stack(amounts, axis=1), distinct=len(cell))


def of_book(
    book: VoteBook | StoredBook,
    segment: Ints,
    segments: Sequence[str],
    *,
    gathering: Ints | None = None,
    on: str | None = None,
    workers: int | None = None,
) -> pl.DataFrame:
    """Return votes in bulk as rows for `common.of_rows`, without a dossier's tables.

    Parameters
    ----------
    book : VoteBook or StoredBook
        The votes, in memory or on disk.
    segment : np.ndarray of int, shape (people,)
        Segment of each person, 0 to ``len(segments) - 1``; below 0: none.
    segments : sequence of str
        What the codes stand for.
    gathering : np.ndarray of int or None, shape (people,)
        Where each person answered; below 0, or None: alone.
    on : str or None
        As in `engine.opened`.
    workers : int or None
        As in `engine.opened`.

    Returns
    -------
    pl.DataFrame
        As `segments.rows`: all votes individual, no statement sensitive, no
        gathering overheard, places unknown. By statement, segment and gathering.

    Raises
    ------
    DataError
        If there is not one segment, and one gathering, for each person.
    """
    n_people = _n_people(book)
    met = np.full(n_people, -1) if gathering is None else gathering
    for name, array in (("segment", segment), ("gathering", met)):
        if array.shape != (n_people,):
            raise DataError(
                f"{name} must hold one for each of {n_people} people, not {array.shape}",
                array=name,
            )
    n_met = int(met.max(initial=-1)) + 1
    if not book.partitions:
        return _rows(_nothing(), book.statements, segments, n_met)
    with engine.opened(on, workers=workers) as place:
        heard: tuple[_Stretch, ...] = place.run(book.partitions, _heard, operator.add)
        people = _People(segment=segment, met=met, one=_weights(heard, n_people))
        kernel = partial(_summed, n_segments=len(segments), n_met=n_met)
        # A worker is sent what it has to know of its own people only.
        own: Iterator[Any] = ((part.start, people.of(part.people)) for part in heard)
        sums: _Sums = place.run(book.partitions, kernel, _added, beside=own)
    return _rows(sums.folded(), book.statements, segments, n_met)


def _n_people(book: VoteBook | StoredBook) -> int:
    return book.n_people if isinstance(book, StoredBook) else len(book.people)


def _heard(partition: VotePartition) -> tuple[_Stretch, ...]:
    if not len(partition.person):
        return (_Stretch(start=0, given=np.zeros(0, dtype=np.int64)),)
    start = int(partition.person.min())
    return (_Stretch(start=start, given=np.bincount(partition.person - start)),)


def _weights(heard: Sequence[_Stretch], n_people: int) -> Floats:
    """Return what one answer of each person weighs: all people alike, but a few."""
    given = np.zeros(n_people, dtype=np.int64)
    for part in heard:
        given[part.people] += part.given
    usual = float(np.median(given[given > 0])) if given.any() else 0.0
    return np.asarray(1 / np.maximum(given, max(answers.FEWEST * usual, 1e-9)))


def _summed(
    partition: VotePartition, own: tuple[int, _People], *, n_segments: int, n_met: int
) -> _Sums:
    start, people = own
    person = partition.person - start
    segment = people.segment[person].astype(np.int64)
    kept = segment >= 0
    person, segment, vote = person[kept], segment[kept], partition.vote[kept]
    statement = partition.statement[kept].astype(np.int64)
    met = np.maximum(people.met[person], -1) + 1
    cell = (statement * n_segments + segment) * (n_met + 1) + met
    one = people.one[person]
    columns = [
        *((vote == meant).astype(np.float64) for meant in MEANT),
        one,
        np.where(vote == 1, one, 0.0),
        one**2,
    ]
    raw = _Sums(cell=cell, amounts=np.stack(columns, axis=1), distinct=0)
    return raw.folded()


def _added(some: _Sums, more: _Sums) -> _Sums:
    both = _Sums(
        cell=np.concatenate([some.cell, more.cell]),
        amounts=np.concatenate([some.amounts, more.amounts]),
        distinct=some.distinct,
    )
    is_long = len(both.cell) > max(2 * both.distinct, LEAST_FOLDED)
    return both.folded() if is_long else both


def _nothing() -> _Sums:
    none = np.zeros((0, len(SUMMED)))
    return _Sums(cell=np.zeros(0, dtype=np.int64), amounts=none, distinct=0)


def _rows(
    sums: _Sums, statements: pl.Series, segments: Sequence[str], n_met: int
) -> pl.DataFrame:
    cell, met = np.divmod(sums.cell, n_met + 1)
    statement, segment = np.divmod(cell, max(len(segments), 1))
    names = pl.Series(segments, dtype=pl.String)
    counts = {
        name: sums.amounts[:, column].astype(np.int64)
        for column, name in enumerate(answers.COUNTED)
    }
    weights = {
        name: sums.amounts[:, len(counts) + column]
        for column, name in enumerate(answers.WEIGHTS)
    }
    told = pl.DataFrame(
        {
            "statement": statements.gather(statement),
            "group": names.gather(segment),
            "met": met - 1,
            **counts,
            **weights,
        },
        schema_overrides={"met": pl.Int64},
    )
    return told.select(
        "statement",
        pl.col("statement").alias("key"),
        "group",
        method=pl.lit(answers.INDIVIDUAL),
        gathering=pl.when(pl.col("met") >= 0).then(pl.col("met").cast(pl.String)),
        place=pl.lit(None, pl.String),
        alone=pl.col("met") < 0,
        overheard=pl.lit(value=False),
        sensitive=pl.lit(value=False),
        n=pl.sum_horizontal(answers.COUNTED),
        **{name: pl.col(name) for name in SUMMED},
    )
