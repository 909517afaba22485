"""Which votes does the compatible layer read?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from vestibule.errors import DataError

if TYPE_CHECKING:
    from vestibule.dossier import partitions

Ints = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

NO_CODES: Ints = np.empty(0, dtype=np.int32)
NO_VOTES: Bytes = np.empty(0, dtype=np.int8)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Votes:
    """Current votes as three equally long arrays of codes.

    Parameters
    ----------
    person : ndarray of int32, shape (n_votes,)
        Who, from 0 in the order of joining (or of first votes).
    statement : ndarray of int32, shape (n_votes,)
        On what, from 0 in the order in which statements were written.
    vote : ndarray of int8, shape (n_votes,)
        1 agree, 0 pass, -1 disagree. Unseen is absent, never 0.
    n_people, n_statements : int
        How many codes there are; some may have no vote.

    Raises
    ------
    DataError
        If the arrays differ in length or hold a code out of range.
    """

    person: Ints
    statement: Ints
    vote: Bytes
    n_people: int
    n_statements: int

    def __post_init__(self) -> None:
        if not len(self.person) == len(self.statement) == len(self.vote):
            raise DataError(
                "person, statement and vote must be equally long:"
                f" {len(self.person)}, {len(self.statement)}, {len(self.vote)}"
            )
        _check_range("person", self.person, 0, self.n_people - 1)
        _check_range("statement", self.statement, 0, self.n_statements - 1)
        _check_range("vote", self.vote, -1, 1)

    def __len__(self) -> int:
        return len(self.vote)


def _check_range(name: str, codes: Ints | Bytes, low: int, high: int) -> None:
    if len(codes) and not (low <= codes.min() and codes.max() <= high):
        raise DataError(
            f"{name} must lie between {low} and {high},"
            f" not between {codes.min()} and {codes.max()}",
            array=name,
            low=low,
            high=high,
        )


def of_book(book: partitions.VoteBook) -> Votes:
    """Gather the partitions of a vote book into one set of arrays.

    Parameters
    ----------
    book : partitions.VoteBook
        Current votes, partitioned by person.

    Returns
    -------
    Votes
        The same votes with the same codes.
    """
    parts = book.partitions
    return Votes(
        person=np.concatenate([NO_CODES, *(part.person for part in parts)]),
        statement=np.concatenate([NO_CODES, *(part.statement for part in parts)]),
        vote=np.concatenate([NO_VOTES, *(part.vote for part in parts)]),
        n_people=len(book.people),
        n_statements=len(book.statements),
    )
