"""Which database, and how carefully does it write?"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from vestibule.errors import DataError

FILE = "vestibule.sqlite3"
"""Name of the embedded database in the home."""

SOUND_WAL = (3, 51, 3)
"""Up to the release before, two connections could damage a write-ahead log."""

WAIT_SECONDS = 20
"""How long a writer waits for another."""

LARGE_CACHE = 256 * 1024
"""KiB that SQLite may hold of the database while a whole dossier comes in."""


def configured(url: str, home: Path) -> dict[str, Any]:
    """Return Django's settings of the database that a URL names; none: embedded.

    ``postgresql://user:password@host:5432/name``, or over a Unix socket
    ``postgresql:///name?host=/folder&user=me``.
    """
    if not url:
        return _embedded(home / FILE)
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise DataError(
            "DATABASE_URL does not name a PostgreSQL database: write "
            "postgresql://user:password@host/name, or leave it empty for the "
            "embedded database.",
            reason="database-url",
        )
    return _server(parts.path.lstrip("/"), parts)


def _server(name: str, parts: Any) -> dict[str, Any]:
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": options.pop("user", unquote(parts.username or "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # what was acknowledged is on disk, whatever the server's default
        "OPTIONS": {**options, "options": "-c synchronous_commit=on"},
    }


def _embedded(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": WAIT_SECONDS,
            "init_command": pragmas(sqlite3.sqlite_version_info),
        },
    }


def pragmas(version: tuple[int, ...]) -> str:
    """Return what each connection to SQLite is told first, by the library's version.

    >>> pragmas((3, 51, 2)).startswith("PRAGMA journal_mode=DELETE")
    True
    """
    journal = "WAL" if version >= SOUND_WAL else "DELETE"
    return (
        f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; "
        "PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON"
    )


@contextlib.contextmanager
def much_at_once(connection: Any) -> Iterator[None]:
    """Give SQLite memory for a long writing, so that it waits for the disk at its end.

    What does not fit is brought to the disk in the midst of a transaction, and waited
    for: with the usual 2 MB that takes minutes. What is promised stays the same.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute(f"PRAGMA cache_size = -{LARGE_CACHE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {usual}")
