"""What is a record called? 128 bits, the same on every laptop for one import."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import polars as pl

from vestibule.errors import DataError

if TYPE_CHECKING:
    from hashlib import _Hash

ID_LENGTH = 32
"""Hexadecimal digits of a record id: 128 bits."""


def derived_id(process_key: str, source: str, table: str, row_key: str) -> str:
    """Return the id of a row that comes from a known source.

    Parameters
    ----------
    process_key : str
        Key of the process.
    source : str
        What the row was read from: the SHA-256 of a file, or ``seed 1``.
    table : str
        Table of the record.
    row_key : str
        What tells the row apart within its source and table.

    Returns
    -------
    str
        32 lower-case hexadecimal digits, the first half of a SHA-256.

    Raises
    ------
    DataError
        If the row has no key.

    Examples
    --------
    >>> derived_id("p", "s", "votes", "1") == derived_ids("p", "s", "votes", ["1"])[0]
    True
    """
    return _finished(_start(process_key, source, table), table, row_key)


def derived_ids(
    process_key: str, source: str, table: str, row_keys: pl.Series | Sequence[str]
) -> pl.Series:
    """Return the ids of many rows of one source and table.

    Parameters
    ----------
    process_key, source, table : str
        As in `derived_id`.
    row_keys : pl.Series or sequence of str, shape (rows,)
        What tells the rows apart.

    Returns
    -------
    pl.Series
        Shape (rows,), named ``id``, in the order of `row_keys`. Equal keys give
        equal ids: `conform` then names the second row.

    Raises
    ------
    DataError
        If a row has no key.
    """
    start = _start(process_key, source, table)
    keys: Iterable[str] = row_keys
    return pl.Series(
        "id", [_finished(start, table, key) for key in keys], dtype=pl.String
    )


def _start(*parts: str) -> _Hash:
    # Each part is preceded by its length: no two lists of parts read the same.
    hashed = hashlib.sha256()
    for part in parts:
        coded = part.encode()
        hashed.update(b"%d:%b" % (len(coded), coded))
    return hashed


def _finished(start: _Hash, table: str, row_key: str | None) -> str:
    if row_key is None:
        raise DataError(
            f"A row of {table} has no key to derive its id from: "
            "give each row something that tells it apart.",
            table=table,
        )
    hashed = start.copy()
    hashed.update(row_key.encode())
    return hashed.hexdigest()[:ID_LENGTH]
