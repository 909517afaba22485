"""Is the audit chain whole? Read once from its first entry to its last."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from vestibule.web.records.audit import EPOCH, HASHED, entry_hash
from vestibule.web.records.models import AuditEntry
from vestibule.web.records.site_rules import BEGINNING

CHUNK = 20_000
"""Entries read at a time."""

DAY = 24 * 3600 * 1000
"""Milliseconds."""


Cells = tuple[Any, ...]
"""What `HASHED` names of an entry, then its hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first place where the chain does not hold.

    ``reason``: ``number`` (an entry is missing, added or out of order), ``before`` (it
    does not follow the one before), ``hash`` (it was edited), ``head`` (it does not
    hold what a head kept elsewhere says), ``cut`` (it ends before such a head).
    """

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How far the chain was read, its head, and the first break, None if it holds."""

    entries: int
    head: str
    broken: Break | None

    @property
    def holds(self) -> bool:
        """Whether nothing was edited, deleted, added, moved or cut off."""
        return self.broken is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain ended on a day: what partners keep elsewhere."""

    on: date
    number: int
    hash: str


def verify(heads: Mapping[int, str] | None = None) -> Verdict:
    """Read the whole chain, and hold it to heads kept elsewhere: number to hash."""
    return judge(entries(), heads or {})


def entries() -> Iterator[Cells]:
    """Yield every entry in order, as the database holds it."""
    rows = AuditEntry.objects.order_by("number").values_list(*HASHED, "hash")
    yield from rows.iterator(chunk_size=CHUNK)


def judge(rows: Iterable[Cells], heads: Mapping[int, str]) -> Verdict:
    """Return what is to be said of entries, in the order in which they stand."""
    number, last = 0, BEGINNING
    for cells in rows:
        own = entry_hash(cells[:-1])
        # one comparison where all is well: this runs a million times
        if cells[0] != number + 1 or cells[-2] != last or cells[-1] != own:
            reason = _reason(cells, number + 1, last)
            return _broken(number, last, number + 1, reason)
        number, last = number + 1, own
        if number in heads and heads[number] != own:
            return _broken(number, last, number, "head")
    beyond = [kept for kept in heads if kept > number]
    if beyond:
        return _broken(number, last, number + 1, "cut")
    return Verdict(entries=number, head=last, broken=None)


def daily_heads(days: int | None = None) -> list[Head]:
    """Return the last entry of each day, latest day first; of the last `days` only."""
    return [*itertools.islice(_heads(), days)]


def _heads() -> Iterator[Head]:
    # from one day's last entry back to the day before: a question a day, whatever
    # stands between
    before = AuditEntry.objects.order_by("-number")
    while True:
        row = before.values_list("number", "at", "hash").first()
        if row is None:
            return
        number, at, hash_ = row
        on = (EPOCH + timedelta(milliseconds=at)).date()
        yield Head(on=on, number=number, hash=hash_)
        midnight = at - at % DAY
        earlier = AuditEntry.objects.filter(number__lt=number, at__lt=midnight)
        before = earlier.order_by("-number")


def _reason(cells: Cells, wanted: int, last: str) -> str:
    if cells[0] != wanted:
        return "number"
    return "before" if cells[-2] != last else "hash"


def _broken(entries: int, head: str, number: int, reason: str) -> Verdict:
    return Verdict(
        entries=entries, head=head, broken=Break(number=number, reason=reason)
    )
