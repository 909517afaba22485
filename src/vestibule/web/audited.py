"""Is the journal of this machine's site whole? Asked by the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vestibule.errors import FileError, Refused
from vestibule.web import home, main

LONGEST = 10_000_000
"""Bytes of a file of heads: three centuries of days."""


class JournalBroken(Refused):
    """The journal is not what it was: something was changed in the database itself."""

    code = "journal-broken"


def audited(heads: Path | None = None) -> Mapping[str, Any]:
    """Return how many entries the journal has and its head; `heads` were kept elsewhere.

    Raises JournalBroken with the number of the entry where it no longer holds, FileError
    where the file of heads cannot be read.
    """
    kept = read_heads(heads) if heads is not None else {}
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
