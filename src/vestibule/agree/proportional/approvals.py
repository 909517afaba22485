"""Who agrees with which statement, as far as it is known?

A cell is 1 where a person agreed, 0 where they disagreed or passed. Where a person
was never shown the statement, nothing is known: the cell is the probability of
agreement that the caller gives for it, else it is left open and counts as 0. How
many cells are of which kind is kept, so that a result can say what it stands on.

Shares are kept in thousandths. Sums are then sums of whole numbers, and the same in
whatever order people and statements come.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from vestibule.dossier.votebook import VoteBook
from vestibule.errors import ColumnError, DataError

UNIT = 1000
"""A sure approval, where some are only probable: probabilities have three digits."""

PROBABILITIES = pl.Schema(
    {"person": pl.String(), "statement": pl.String(), "probability": pl.Float64()}
)
"""Columns of the probabilities that fill missing votes."""

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Approvals:
    """Agreement of people with statements, sparse, by statement.

    Parameters
    ----------
    statements : tuple of str
        Ids, rising: also the order in which ties are broken.
    matrix : scipy.sparse.csc_array of int, shape (people, statements)
        Approval in parts of `unit`; absent is 0. Rows are people, in no order.
    unit : int
        What a sure approval holds: 1 if all are sure, else `UNIT`.
    seen : np.ndarray of int, shape (statements,)
        People whose answer to it is known: agree, disagree or pass.
    filled : int
        Cells filled by a given probability.
    """

    statements: tuple[str, ...]
    matrix: sparse.csc_array
    unit: int
    seen: Codes
    filled: int

    @property
    def people(self) -> int:
        """People who answered anything, or of whom a probability was given."""
        return int(self.matrix.shape[0])

    @property
    def cells(self) -> int:
        """Pairs of a person and a statement."""
        return self.people * len(self.statements)

    def column(self, statement: int) -> tuple[NDArray[np.int32], NDArray[Any]]:
        """Return who approves a statement, and how much, in parts of `unit`."""
        start, end = self.matrix.indptr[statement : statement + 2]
        return self.matrix.indices[start:end], self.matrix.data[start:end]

    def approved(self) -> Codes:
        """Return the approvals of each statement, in parts of `unit`."""
        return np.asarray(self.matrix.sum(axis=0, dtype=np.int64)).ravel()


def of_matrix(
    matrix: Any, statements: list[str] | tuple[str, ...] | pl.Series
) -> Approvals:
    """Return approvals from a complete matrix.

    Parameters
    ----------
    matrix : array or scipy.sparse matrix, shape (people, statements)
        0 to 1: whether, or how probably, each person agrees with each statement.
    statements : sequence of str
        Distinct ids of the columns.

    Returns
    -------
    Approvals
        Every cell counts as known if all are 0 or 1, else as filled.

    Raises
    ------
    DataError
        If a value lies outside 0 to 1, or ids do not fit the columns.
    """
    given = sparse.csc_array(matrix)
    names = list(statements)
    if len(names) != given.shape[1] or len(set(names)) != len(names):
        raise DataError(
            f"{given.shape[1]} columns need as many distinct ids of statements,"
            f" not {len(set(names))}."
        )
    if given.nnz and not (given.data.min() >= 0 and given.data.max() <= 1):
        raise DataError("An approval must lie between 0 and 1.")
    sure = bool(np.isin(given.data, (0, 1)).all())
    people, size = given.shape
    return _ordered(
        given,
        names,
        unit=1 if sure else UNIT,
        seen=np.full(size, people if sure else 0, dtype=np.int64),
        filled=0 if sure else people * size,
    )


def _ordered(
    given: sparse.csc_array, names: list[str], *, unit: int, seen: Codes, filled: int
) -> Approvals:
    """Return approvals with statements in the order of their ids."""
    order = np.argsort(np.array(names, dtype=object), kind="stable")
    if np.any(np.diff(order) < 0):
        given = given[:, order]
    matrix = sparse.csc_array(
        (
            np.rint(given.data * unit).astype(np.int16 if unit > 1 else np.int8),
            given.indices,
            given.indptr,
        ),
        shape=given.shape,
    )
    matrix.eliminate_zeros()
    return Approvals(
        statements=tuple(names[i] for i in order),
        matrix=matrix,
        unit=unit,
        seen=seen[order],
        filled=filled,
    )


def of_book(
    book: VoteBook,
    probabilities: pl.DataFrame | None = None,
    *,
    leave_out: Collection[str] = (),
) -> Approvals:
    """Return approvals from votes, and from probabilities where there is no vote.

    Parameters
    ----------
    book : VoteBook
        Current votes. People without any are left out, unless a probability of
        theirs is given.
    probabilities : pl.DataFrame or None
        One row per person and statement, by their ids: `PROBABILITIES`, 0 to 1.
        Rows beside a vote are ignored: the vote stands. None: only votes count.
    leave_out : collection of str
        Ids of statements that cannot be chosen: those moderated out. What people
        answered to them still makes them people who were heard.

    Returns
    -------
    Approvals
        Statements that nobody saw are kept, with nothing in their column.

    Raises
    ------
    ColumnError
        If the probabilities lack a column.
    DataError
        If a probability lies outside 0 to 1, stands twice, or is of someone or of a
        statement that the votes do not know; or if a vote stands twice.
    """
    votes = book.frame()
    if votes.select("person", "statement").is_duplicated().any():
        raise DataError("A person has two current votes on one statement.")
    n = len(book.statements)
    seen = np.bincount(votes["statement"].to_numpy(), minlength=n)
    yes = votes.filter(pl.col("vote") == 1).select("person", "statement")
    known = votes["person"].unique()
    extra = _coded(book, probabilities, votes)
    person = pl.concat([yes["person"], extra["person"]]).to_numpy()
    heard = pl.concat([known, extra["person"]]).unique().sort().to_numpy()
    row = np.searchsorted(heard, person)
    column = pl.concat([yes["statement"], extra["statement"]]).to_numpy()
    value = np.concatenate([np.ones(yes.height), extra["probability"].to_numpy()])
    given = sparse.coo_array((value, (row, column)), shape=(len(heard), n)).tocsc()
    kept = np.flatnonzero(~book.statements.is_in(list(leave_out)).to_numpy())
    return _ordered(
        given[:, kept],
        book.statements.gather(kept).to_list(),
        unit=1 if extra.is_empty() else UNIT,
        seen=seen.astype(np.int64)[kept],
        filled=int(np.isin(extra["statement"].to_numpy(), kept).sum()),
    )


def of_cells(
    shares: NDArray[np.float64],
    known: NDArray[np.bool_],
    statements: Sequence[str],
) -> Approvals:
    """Return approvals from cells of which some are votes and some are expected.

    Parameters
    ----------
    shares : np.ndarray, shape (people, statements)
        0 to 1: 1 and 0 where a vote tells, elsewhere how probable agreement is; NaN
        where nothing is known, which counts as not approved.
    known : np.ndarray of bool, shape (people, statements)
        Where a vote tells.
    statements : sequence of str
        Distinct ids of the columns.

    Returns
    -------
    Approvals
        The same as `of_book` makes of the votes, where every cell is a vote.

    Raises
    ------
    DataError
        If a share lies outside 0 to 1.
    """
    if not (np.nanmin(shares, initial=0) >= 0 and np.nanmax(shares, initial=1) <= 1):
        raise DataError("An approval must lie between 0 and 1.")
    filled = ~known & ~np.isnan(shares)
    unit = UNIT if filled.any() else 1
    people, n = shares.shape
    indices, data = [], []
    for column in range(n):
        # Column by column: millions of cells are never held twice.
        parts = np.rint(np.nan_to_num(shares[:, column]) * unit).astype(np.int16)
        there = np.flatnonzero(parts)
        indices.append(there.astype(np.int32))
        data.append(parts[there].astype(np.float64) / unit)
    ends = np.cumsum([0, *(len(one) for one in indices)])
    none = np.zeros(0)
    given = sparse.csc_array(
        (
            np.concatenate([none, *data]),
            np.concatenate([none.astype(np.int32), *indices]),
            ends,
        ),
        shape=(people, n),
    )
    return _ordered(
        given,
        list(statements),
        unit=unit,
        seen=known.sum(axis=0).astype(np.int64),
        filled=int(filled.sum()),
    )


def _coded(
    book: VoteBook, probabilities: pl.DataFrame | None, votes: pl.DataFrame
) -> pl.DataFrame:
    """Return probabilities of missing votes, by the codes of the book."""
    given = PROBABILITIES.to_frame() if probabilities is None else probabilities
    absent = [name for name in PROBABILITIES if name not in given.columns]
    if absent:
        raise ColumnError(
            f"The probabilities lack the column {absent[0]}.", column=absent[0]
        )
    rows = given.select(list(PROBABILITIES)).cast(PROBABILITIES)
    if not rows["probability"].is_between(0, 1).fill_null(value=False).all():
        raise DataError("A probability must lie between 0 and 1.")
    if rows.select("person", "statement").is_duplicated().any():
        raise DataError("A person has two probabilities for one statement.")
    for name, ids in (("person", book.people), ("statement", book.statements)):
        codes = pl.DataFrame({name: ids}).with_columns(
            pl.int_range(pl.len(), dtype=pl.Int32).alias("code")
        )
        rows = rows.join(codes, on=name, how="left", maintain_order="left")
        if rows["code"].null_count():
            raise DataError(f"A probability is of a {name} that the votes do not know.")
        rows = rows.drop(name).rename({"code": name})
    return rows.join(votes, on=["person", "statement"], how="anti")
