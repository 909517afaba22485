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

SERVED = ("-c synchronous_commit=on", "-c jit=off")
"""What a server is told by each connection, whatever its own default: what was
acknowledged is on disk; and who may see what is a long question about few rows, which
takes a server longer to compile than to answer."""


def configured(url: str, home: Path, password_file: str = "") -> dict[str, Any]:
    """Return Django's settings of the database that a URL names; none: embedded.

    ``postgresql://user:password@host:5432/name``, or over a Unix socket
    ``postgresql:///name?host=/folder&user=me``. A password in a file goes before the
    one of the URL. Raises DataError where the URL or the file cannot be read.
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
    told = _server(parts.path.lstrip("/"), parts)
    return told | ({"PASSWORD": _kept(password_file)} if password_file else {})


def _kept(file: str) -> str:
    try:
        return Path(file).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as wrong:
        raise DataError(
            f"The password of the database cannot be read from {file}: "
            "DATABASE_PASSWORD_FILE names a text file that this account may read.",
            reason="password-file",
            file=file,
        ) from wrong


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
        "OPTIONS": {**options, "options": " ".join(SERVED)},
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

    A rollback journal is emptied, not deleted: that it was emptied reaches the disk
    before a commit returns. A deleted one could be there again after a power cut, and
    take back what was acknowledged. What a large import changes stays in memory until
    it is committed: written before, it would keep every reader out while it lasts.

    >>> pragmas((3, 51, 2)).startswith("PRAGMA journal_mode=TRUNCATE")
    True
    """
    journal = "WAL" if version >= SOUND_WAL else "TRUNCATE"
    return (
        f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; "
        "PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_spill=OFF"
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
