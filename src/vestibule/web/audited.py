"""Is the journal of this machine's site whole? Asked by the command line."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vestibule.errors import FileError, Refused
from vestibule.web import home, main
from vestibule.web.keeping import bundle

LONGEST = 10_000_000
"""Bytes of a file of heads: three centuries of days."""


class JournalBroken(Refused):
    """The journal is not what it was: something was changed in the database itself."""

    code = "journal-broken"


def audited(heads: Path | None = None) -> Mapping[str, Any]:
    """Return how many entries the journal has and its head; `heads` were kept elsewhere.

    A backup is such a file too: it says where the journal stood when it was made. Raises
    JournalBroken with the number of the entry where it no longer holds, FileError where
    the file cannot be read.
    """
    kept = _kept(heads) if heads is not None else {}
    if not (home.folder(os.environ)).is_dir() and not os.environ.get("DATABASE_URL"):
        raise FileError("There is no site here: serve one first.", reason="no-site")
    main.begin()
    from vestibule.web.records import chain

    found = chain.verify(kept)
    if found.broken is not None:
        raise JournalBroken(
            f"The journal does not hold at entry {found.broken.number}: "
            f"{found.broken.reason}. Keep the database as it is, take the last backup "
            "that holds, and tell the protection officers of all partners.",
            number=found.broken.number,
            reason=f"journal-{found.broken.reason}",
        )
    return {"entries": found.entries, "head": found.head, "heads": len(kept)}


def _kept(file: Path) -> dict[int, str]:
    """Return the heads of a file that was kept elsewhere: a list of them, or a backup."""
    if not zipfile.is_zipfile(file):
        return read_heads(file)
    number, hash_ = bundle.opened(file).manifest["head"]
    return {number: hash_} if number else {}


def read_heads(file: Path) -> dict[int, str]:
    """Return number to hash of the lines of a file: day, number, hash; raises FileError."""
    kept: dict[int, str] = {}
    try:
        if file.stat().st_size > LONGEST:
            raise ValueError
        for line in file.read_text("utf-8").splitlines():
            if line.strip():
                _, number, hash_ = line.split()
                kept[int(number)] = hash_.lower()
    except (OSError, ValueError) as wrong:
        raise FileError(
            f"{file} holds no heads of a journal: each line is a day, a number and a "
            "hash, as the journal's page gives them.",
            reason="no-heads",
            file=str(file),
        ) from wrong
    return kept
