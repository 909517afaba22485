"""Is the site served, or restored? Never both: a restore moves what is being read."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from vestibule.errors import DataError
from vestibule.web.work.lock import locked

FILE = "served.lock"


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Hold the home of the site; raises DataError where another does."""
    handle = os.open(Path(settings.HOME) / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not locked(handle):
            raise DataError(
                "The site of this home is being served, or restored: stop it first.",
                reason="site-busy",
            )
        yield
    finally:
        os.close(handle)
