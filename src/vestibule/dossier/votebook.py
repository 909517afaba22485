"""What is a book of votes in whole numbers, and does it hold together?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from vestibule.errors import DataError

CODED = pl.Schema({"person": pl.Int32(), "statement": pl.Int32(), "vote": pl.Int8()})
"""The columns of a partition."""

VOTES = (-1, 0, 1)
"""Disagree, pass, agree."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VotePartition:
    """The current votes of some people, as whole numbers.

    Parameters
    ----------
    person : ndarray of int32, shape (votes,)
        Place of the person in `VoteBook.people`; never falls.
    statement : ndarray of int32, shape (votes,)
        Place of the statement in `VoteBook.statements`.
    vote : ndarray of int8, shape (votes,)
        1 agree, 0 pass, -1 disagree.

    Raises
    ------
    DataError
        If the arrays differ in length, are not sorted, or hold another vote.
    """

    person: npt.NDArray[np.int32]
    statement: npt.NDArray[np.int32]
    vote: npt.NDArray[np.int8]

    def __post_init__(self) -> None:
        if not len(self.person) == len(self.statement) == len(self.vote):
            raise DataError(
                "A partition of votes has columns of different length: write it again."
            )
        if np.any(np.diff(self.person) < 0):
            raise DataError("A partition of votes is not sorted by person: sort it.")
        if not np.isin(self.vote, VOTES).all():
            raise DataError(
                "A partition of votes holds something else than -1, 0 and 1: "
                "1 is agree, 0 pass, -1 disagree."
            )

    def frame(self) -> pl.DataFrame:
        """Return the votes with columns ``person``, ``statement``, ``vote``."""
        return pl.DataFrame(
            {"person": self.person, "statement": self.statement, "vote": self.vote},
            schema=CODED,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VoteBook:
    """Current votes in partitions, and what their codes stand for.

    Parameters
    ----------
    people : pl.Series of str, shape (people,)
        Ids of people.
    statements : pl.Series of str, shape (statements,)
        Ids of statements, those without votes too.
    partitions : tuple of VotePartition
        By rising person; no person is in two.

    Raises
    ------
    DataError
        If a person is in two partitions or a code stands for nothing.
    """

    people: pl.Series
    statements: pl.Series
    partitions: tuple[VotePartition, ...]

    def __post_init__(self) -> None:
        last = -1
        for part in self.partitions:
            if len(part.person) == 0:
                continue
            if part.person[0] <= last:
                raise DataError(
                    "A person's votes are in two partitions: write them again, "
                    "divided between people."
                )
            last = int(part.person[-1])
            _check_codes(part.statement, len(self.statements), "statement")
        if last >= len(self.people):
            raise DataError(f"Person {last} of the votes has no id: write them again.")

    @property
    def n_votes(self) -> int:
        """Votes in all partitions."""
        return sum(len(part.vote) for part in self.partitions)

    def frame(self) -> pl.DataFrame:
        """Return all votes with columns ``person``, ``statement``, ``vote``."""
        frames = (part.frame() for part in self.partitions)
        return pl.concat([pl.DataFrame(schema=CODED), *frames])


def _check_codes(codes: npt.NDArray[np.int32], n: int, what: str) -> None:
    if codes.min() < 0 or codes.max() >= n:
        raise DataError(f"A {what} of the votes has no id: write the votes again.")
