"""How does a dossier come into the database? As a merge: set union, then withdrawals.

The same rules as `dossier.merging`, for a copy that stays where it is: only what is new
is written, only what leaves is deleted, in the order in which the triggers allow it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import connection

from vestibule.dossier import conform
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web import databases
from vestibule.web.records import (
    declarations,
    drafts,
    leaving,
    numbering,
    remembered,
    results,
    rows,
    withdrawn,
)
from vestibule.web.records.leaving import LASTING
from vestibule.web.records.models import Removal, Withdrawal

Tables = Mapping[str, pl.DataFrame]

Check = Callable[[Tables], None]
"""Raises where records may not come in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """How many rows of each table came in, and how many left."""

    added: dict[str, int]
    left: dict[str, int]


def store(
    dossier: Dossier, *, at: datetime, by: str, check: Check | None = None
) -> Stored:
    """Store a dossier, all or nothing; what is there already is not written twice.

    ``check`` is asked about what is new before anything of it is written.
    Raises ColumnError or CellError where a table does not conform, DataError where the
    dossier is of another process, or a record is there with other content.
    """
    given = {
        name: conform.conform(frame, TABLES[name])
        for name, frame in dossier.tables.items()
    }
    for name, frame in given.items():
        rows.check_storable(frame, name)
    with databases.much_at_once(connection), numbering.pen():
        declarations.check_same(dossier.process)
        declarations.declare(dossier.process.text, at=at, by=by)
        return add(given, check)


def add(given: Tables, check: Check | None = None) -> Stored:
    """Add records that conform; the pen is held."""
    new = {name: rows.fresh(frame, name) for name, frame in given.items()}
    if check is not None:
        check(new)
    numbering.note(_highest(given))
    if _nothing_ever_left(new):
        return _insert(new, left={})
    return _settle(new)


def _highest(given: Tables) -> dict[str, int]:
    numbers = [frame.select("origin", "seq") for frame in given.values()]
    if not numbers:
        return {}
    found = pl.concat(numbers).group_by("origin").agg(pl.col("seq").max())
    return dict(found.iter_rows())


def _nothing_ever_left(new: Tables) -> bool:
    arriving = any(name in new and not new[name].is_empty() for name in LASTING)
    return not (arriving or Withdrawal.objects.exists() or Removal.objects.exists())


def _insert(new: Tables, left: dict[str, int]) -> Stored:
    added = {}
    for name, frame in new.items():
        if not frame.is_empty():
            rows.insert(frame, name)
            added[name] = len(frame)
    return Stored(added=added, left=left)


def _settle(new: Tables) -> Stored:
    """Write what names the departed, let rows leave, then write what stays."""
    withdrawals = new.get("withdrawals", _none("withdrawals"))
    rows.insert(withdrawals, "withdrawals")
    withdrawn.note(withdrawals)
    found = leaving.leaving(new)
    rows.insert(found.bare, "removals")
    left: dict[str, int] = {}
    for step in found.steps:
        for key, part in step.group_by("table", maintain_order=True):
            name = str(key[0])
            gone = rows.delete(part["id"], name)
            left[name] = left.get(name, 0) + gone
    if left:
        results.forget()  # what was counted with them
        remembered.forget()
        drafts.forget()
    _check_removed(new.get("removals", _none("removals")))
    named = {n: len(new[n]) for n in ("withdrawals",) if n in new and len(new[n])}
    stored = _insert(found.staying, {n: k for n, k in left.items() if k})
    return Stored(added={**stored.added, **named}, left=stored.left)


def _none(name: str) -> pl.DataFrame:
    return TABLES[name].empty()


def _check_removed(given: pl.DataFrame) -> None:
    """Raise where a copy says that a record left and no withdrawal says why."""
    if rows.fresh(given, "removals").is_empty():
        return
    raise DataError(
        "This copy says that records left, and lacks the withdrawals by which they "
        "did: bring in the whole copy, not a part of it.",
        reason="no-withdrawal",
        records=len(given),
    )
