"""What was withdrawn, kept beside the database too: a restored backup must not forget.

A file of lines in the home, one a withdrawal (its bare row, no content) or an edition that
was taken down. Whoever keeps the machine copies it away each day, apart from the backups.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
from vestibule.web.records.models import ReleaseFolder

FILE = "withdrawn.jsonl"

TABLE = TABLES["withdrawals"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Down:
    """An edition that was taken down: which one, by its number and hash, when, by whom."""

    edition: int
    sha256: str
    at: datetime
    by: str


def note(new: pl.DataFrame) -> None:
    """Add withdrawals to the list once they are on disk."""
    if not new.is_empty():
        transaction.on_commit(lambda: append(new))


def note_down(one: Down) -> None:
    """Add an edition that was taken down to the list once that is on disk."""
    transaction.on_commit(lambda: _append([_line_down(one)]))


def append(new: pl.DataFrame) -> None:
    """Add lines to the list and let them reach the disk."""
    _append([_line(row) for row in new.select(TABLE.names).iter_rows(named=True)])


def complete() -> int:
    """Add what the database knows and the list does not; return how many."""
    path = _path()
    known = listed(path)["id"] if path.is_file() else pl.Series("id", [], pl.String)
    missing = table_frame("withdrawals").filter(~pl.col("id").is_in(known.implode()))
    told = {(one.edition, one.sha256) for one in down(path)} if path.is_file() else ()
    gone = [one for one in held_down() if (one.edition, one.sha256) not in told]
    lines = [_line(row) for row in missing.select(TABLE.names).iter_rows(named=True)]
    if lines or gone:
        _append([*lines, *map(_line_down, gone)])
    return len(lines) + len(gone)


def listed(path: Path) -> pl.DataFrame:
    """Return the withdrawals of a list; raises FileError where it is not one."""
    found = [one for one in _told(path) if not isinstance(one, Down)]
    frame = pl.DataFrame(found, schema=TABLE.empty().schema) if found else TABLE.empty()
    return conform.conform(frame.unique("id", keep="first"), TABLE)


def down(path: Path) -> list[Down]:
    """Return the editions of a list that were taken down; raises FileError."""
    return [one for one in _told(path) if isinstance(one, Down)]


def held_down() -> list[Down]:
    """Return the editions that the database says were taken down."""
    rows = ReleaseFolder.objects.exclude(taken_down_at=None).order_by("pk")
    cells = rows.values_list("edition", "sha256", "taken_down_at", "taken_down_by")
    return [
        Down(edition=edition, sha256=sha256, at=at, by=by)
        for edition, sha256, at, by in cells
        if at is not None and by is not None
    ]


def _append(lines: Iterable[str]) -> None:
    path = _path()
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as out:
        # a line that was broken off would spoil the one written after it
        whole = out.read().rfind(b"\n") + 1
        out.truncate(whole)
        out.seek(whole)
        out.write("".join(lines).encode())
        out.flush()
        os.fsync(out.fileno())
    if is_new:
        files.flush(path.parent)


def _told(path: Path) -> list[dict[str, Any] | Down]:
    try:
        return list(_rows(path.read_text("utf-8").splitlines()))
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise FileError(
            f"{path.name} is not a list of withdrawals: take the file {FILE} of the "
            "site's home, or a copy of it.",
            reason="no-withdrawn",
            file=path.name,
        ) from wrong


def _rows(lines: Iterable[str]) -> Iterator[dict[str, Any] | Down]:
    *whole, last = lines or [""]
    for line in whole:
        yield _row(line)
    try:
        yield _row(last)
    except ValueError:
        return  # the machine stopped while it was written: the database has it


def _row(line: str) -> dict[str, Any] | Down:
    told = json.loads(line)
    at = told["at"]
    moment = None if at is None else datetime.fromisoformat(at).astimezone(UTC)
    if "edition" in told:
        return Down(**{**told, "at": moment})
    return {**{name: told[name] for name in TABLE.names}, "at": moment}


def _line(row: dict[str, Any]) -> str:
    at = row["at"]
    told = {**row, "at": None if at is None else at.isoformat()}
    return json.dumps(told, ensure_ascii=False) + "\n"


def _line_down(one: Down) -> str:
    told = {"edition": one.edition, "sha256": one.sha256, "at": one.at.isoformat()}
    return json.dumps({**told, "by": one.by}, ensure_ascii=False) + "\n"


def _path() -> Path:
    return Path(settings.HOME) / FILE
