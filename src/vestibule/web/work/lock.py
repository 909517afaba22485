"""Who is the one worker? Whoever holds a lock that the machine lets go when they die."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections

FILE = "worker.lock"

NUMBER = 0x7665737469627565
"""Of the lock on a server: the name of the house, in letters."""


@contextlib.contextmanager
def sole() -> Iterator[bool]:
    """Yield whether this worker is the only one; held until the end of the block."""
    held = _on_server() if connection.vendor == "postgresql" else _on_file()
    with held as mine:
        yield mine


@contextlib.contextmanager
def _on_server() -> Iterator[bool]:
    # a connection of its own: it must outlive those that pages open and close
    held = connections.create_connection("default")
    try:
        with held.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [NUMBER])
            yield bool(cursor.fetchone()[0])
    finally:
        with contextlib.suppress(DatabaseError):
            held.close()


@contextlib.contextmanager
def _on_file() -> Iterator[bool]:
    path = Path(settings.HOME) / FILE
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield locked(handle)
    finally:
        os.close(handle)


def locked(handle: int) -> bool:
    """Lock an open file and return whether it could be; until it is closed."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows
        import msvcrt

        lock = getattr(msvcrt, "locking")  # noqa: B009 - absent from other systems
        mode = getattr(msvcrt, "LK_NBLCK")  # noqa: B009
        try:
            lock(handle, mode, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
