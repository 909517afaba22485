"""Is it the same content? One hash for CSV, Parquet and database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import polars as pl

from vestibule.dossier import casting
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES

CHUNK_ROWS = 100_000
"""Rows written out at once."""


def canonical_chunks(frame: pl.DataFrame, table: str) -> Iterator[bytes]:
    r"""Yield the canonical bytes of a table, piece by piece.

    They are CSV (RFC 4180, UTF-8) with a header, ``\n`` as line end, rows sorted
    by id, columns in the order of the schema, missing as nothing, moments as
    ``2030-01-02T03:04:05.678Z``, numbers as their shortest exact decimal.

    Parameters
    ----------
    frame : pl.DataFrame
        Rows that conform to the table.
    table : str
        Name of the table.

    Yields
    ------
    bytes
        At most `CHUNK_ROWS` rows; the header comes with the first.
    """
    rows = frame.select(TABLES[table].names).sort("id")
    for start in range(0, max(len(rows), 1), CHUNK_ROWS):
        chunk = rows.slice(start, CHUNK_ROWS)
        yield chunk.write_csv(
            include_header=start == 0, datetime_format=casting.MOMENT_FORMAT
        ).encode()


def table_hash(frame: pl.DataFrame, table: str) -> str:
    """Return the SHA-256 of a table's canonical bytes.

    Parameters
    ----------
    frame : pl.DataFrame
        Rows that conform to the table, in any order.
    table : str
        Name of the table.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    hashed = hashlib.sha256()
    for chunk in canonical_chunks(frame, table):
        hashed.update(chunk)
    return hashed.hexdigest()


def content_hash(dossier: Dossier) -> str:
    """Return the SHA-256 of all records of a dossier.

    It covers the name and hash of each table that has rows, in the order of
    `TABLES`. `process.toml` is not part of it: a rule may change, facts do not.

    Parameters
    ----------
    dossier : Dossier
        Its tables conform.

    Returns
    -------
    str
        64 hexadecimal digits, equal whatever the form it is stored in.
    """
    hashed = hashlib.sha256()
    for name in TABLES:
        rows = dossier.tables.get(name)
        if rows is not None and not rows.is_empty():
            hashed.update(f"{name} {table_hash(rows, name)}\n".encode())
    return hashed.hexdigest()
