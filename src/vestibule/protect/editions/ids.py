"""What are records called in the public files of one edition?

A keyed fingerprint: HMAC-SHA256 of table and record under a key that is drawn for
one edition and thrown away, never written anywhere. Within an edition equal records
have equal ids; between editions nothing links them, and no id leads back.

References
----------
.. [1] RFC 2104, HMAC: Keyed-Hashing for Message Authentication.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

import polars as pl

from vestibule.errors import DataError

KEY_BYTES = 32
"""The least length of a key: 256 random bits, as `secrets.token_bytes(32)` draws."""

DIGITS = 24
"""Hexadecimal digits of an id: 96 bits, so that a million records never collide."""


class ShortKey(DataError):
    """The key of an edition can be guessed."""

    code = "short-key"


def public_id(key: bytes, table: str, record: str) -> str:
    """Return the id of a record in one edition.

    Parameters
    ----------
    key : bytes
        At least `KEY_BYTES` random bytes, for this edition alone; never stored.
    table : str
        Name of its table: one id in two tables says nothing.
    record : str
        Its internal id.

    Returns
    -------
    str
        `DIGITS` hexadecimal digits.

    Raises
    ------
    ShortKey
        If the key is shorter.

    Examples
    --------
    >>> public_id(bytes(32), "gatherings", "a") == public_id(bytes(32), "voices", "a")
    False
    """
    if len(key) < KEY_BYTES:
        raise ShortKey(
            f"The key of an edition has {len(key)} bytes: draw {KEY_BYTES} random ones.",
            length=len(key),
        )
    about = f"{len(table)}:{table}{record}".encode()
    return hmac.new(key, about, hashlib.sha256).hexdigest()[:DIGITS]


def public_ids(key: bytes, table: str, records: pl.Series | Sequence[str]) -> pl.Series:
    """Return the ids of many records of one table, missing for missing.

    Parameters
    ----------
    key : bytes
        As for `public_id`.
    table : str
        Name of their table.
    records : pl.Series or sequence of str
        Internal ids.

    Returns
    -------
    pl.Series
        In the same order. Sort rows by them before they are written: the order of
        records tells which came first.

    Raises
    ------
    ShortKey
        If the key is shorter than `KEY_BYTES`.
    """
    return pl.Series(
        "id",
        [None if one is None else public_id(key, table, one) for one in records],
        dtype=pl.String,
    )
