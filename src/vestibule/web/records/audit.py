"""What was done, by whom? A chain: each entry hashes the one before it.

Ids and hashes, never content, so that erasing a record breaks nothing. An entry is
written in the transaction of what it tells; writers hold the pen, so that the chain
never forks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from json.encoder import encode_basestring as quoted
from typing import Any, Literal

from vestibule.web.records import numbering
from vestibule.web.records.models import AuditEntry
from vestibule.web.records.person import Person
from vestibule.web.records.site_rules import BEGINNING

Act = Literal[
    "write", "read", "sign", "publish", "take_down", "withdraw", "enter", "team"
]

MACHINE = "machine"
"""Who did it, where nobody did."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

BATCH = 500
"""Entries a statement writes."""

HASHED = ("number", "at", "by", "partner", "act", "table", "record", "sha256", "before")
"""What an entry's hash covers, in this order."""


def entry_hash(cells: Sequence[Any]) -> str:
    """Return the hash of an entry: SHA-256 of the JSON list of `HASHED`.

    Written out, for it runs a million times: two numbers, then texts or null.
    """
    number, at, *texts = cells
    said = ",".join(["null" if text is None else quoted(text) for text in texts])
    return hashlib.sha256(f"[{number},{at},{said}]".encode()).hexdigest()


def digest(row: Mapping[str, Any]) -> str:
    """Return the hash of what was written: cells as text, by name; no cell stays."""
    cells = {name: None if cell is None else str(cell) for name, cell in row.items()}
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    act: Act,
    *,
    by: Person | None,
    at: datetime,
    table: str | None = None,
    record: str | None = None,
    written: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry, with what it tells or not at all; None is the machine."""
    record_all(act, [(record, written)], by=by, at=at, table=table)


def record_all(
    act: Act,
    told: Iterable[tuple[str | None, Mapping[str, Any] | None]],
    *,
    by: Person | None,
    at: datetime,
    table: str | None = None,
) -> None:
    """Write an entry for each record: its id, and what was written of it."""
    who, partner = (by.pseudonym, by.partner) if by else (MACHINE, None)
    when = milliseconds(at)
    with numbering.pen():
        number, before = head()
        entries = []
        for one, written in told:
            number += 1
            sha256 = None if written is None else digest(written)
            cells = (number, when, who, partner, act, table, one, sha256, before)
            entry = AuditEntry(**dict(zip(HASHED, cells, strict=True)))
            entry.hash = before = entry_hash(cells)
            entries.append(entry)
        AuditEntry.objects.bulk_create(entries, batch_size=BATCH)


def reading(
    table: str, records: Iterable[str], *, by: Person | None, at: datetime
) -> None:
    """Write down that someone read sensitive records: an entry each."""
    ids = sorted(set(records))
    if ids:
        record_all("read", [(one, None) for one in ids], by=by, at=at, table=table)


def head() -> tuple[int, str]:
    """Return number and hash of the last entry; of an empty chain, 0 and zeros."""
    last = AuditEntry.objects.order_by("-number").values_list("number", "hash").first()
    return last or (0, BEGINNING)


def milliseconds(at: datetime) -> int:
    """Return a moment as the chain counts them."""
    return (at - EPOCH) // timedelta(milliseconds=1)
