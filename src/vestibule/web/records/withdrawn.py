"""What was withdrawn, kept beside the database too: a restored backup must not forget.

A file of lines in the home, one a withdrawal: its bare row, no content. Whoever keeps the
machine copies it away each day, apart from the backups.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction

from vestibule.dossier import conform
from vestibule.dossier.tables import TABLES
from vestibule.errors import FileError
from vestibule.web.records import files
from vestibule.web.records.frames import table_frame

FILE = "withdrawn.jsonl"

TABLE = TABLES["withdrawals"]


def note(new: pl.DataFrame) -> None:
    """Add withdrawals to the list once they are on disk."""
    if not new.is_empty():
        transaction.on_commit(lambda: append(new))


def append(new: pl.DataFrame) -> None:
    """Add lines to the list and let them reach the disk."""
    lines = [_line(row) for row in new.select(TABLE.names).iter_rows(named=True)]
    path = _path()
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as out:
        out.write("".join(lines).encode())
        out.flush()
        os.fsync(out.fileno())
    if is_new:
        files.flush(path.parent)


def complete() -> int:
    """Add what the database knows and the list does not; return how many."""
    path = _path()
    known = listed(path)["id"] if path.is_file() else pl.Series("id", [], pl.String)
    missing = table_frame("withdrawals").filter(~pl.col("id").is_in(known.implode()))
    if not missing.is_empty():
        append(missing)
    return missing.height


def listed(path: Path) -> pl.DataFrame:
    """Return the withdrawals of a list; raises FileError where it is not one."""
    try:
        lines = path.read_text("utf-8").splitlines()
        found = list(_rows(lines))
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise FileError(
            f"{path.name} is not a list of withdrawals: take the file {FILE} of the "
            "site's home, or a copy of it.",
            reason="no-withdrawn",
            file=path.name,
        ) from wrong
    frame = pl.DataFrame(found, schema=TABLE.empty().schema) if found else TABLE.empty()
    return conform.conform(frame.unique("id", keep="first"), TABLE)


def _rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    *whole, last = lines or [""]
    for line in whole:
        yield _row(line)
    try:
        yield _row(last)
    except ValueError:
        return  # the machine stopped while it was written: the database has it


def _row(line: str) -> dict[str, Any]:
    told = json.loads(line)
    at = told["at"]
    moment = None if at is None else datetime.fromisoformat(at).astimezone(UTC)
    return {**{name: told[name] for name in TABLE.names}, "at": moment}


def _line(row: dict[str, Any]) -> str:
    at = row["at"]
    told = {**row, "at": None if at is None else at.isoformat()}
    return json.dumps(told, ensure_ascii=False) + "\n"


def _path() -> Path:
    return Path(settings.HOME) / FILE
