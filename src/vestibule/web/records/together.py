"""Who sends records at the same time writes together: one wait for the disk, for all.

To reach the disk takes as long for one record as for many. Whoever comes while others
write stands in line, and the first of those then writes for all who came meanwhile, in
one transaction. Each is answered when that is on disk, and refused alone: what is wrong
with one part keeps no other away.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from vestibule.web.records import bulk, numbering
from vestibule.web.records.bulk import Rows, Written
from vestibule.web.records.person import Person

MOST = 5_000
"""Records of one transaction, where more than one part is written: others wait too."""

PAUSE = 0.02
"""Seconds that whoever writes for several leaves the pen first: more come meanwhile, and
who writes from a page gets it too."""

Answer = Written | Exception


@dataclass(slots=True, eq=False)
class Part:
    """What one request sent, and what it is answered."""

    table: str
    rows: Rows
    by: Person
    at: datetime
    answer: Answer | None = None

    @property
    def ids(self) -> set[str]:
        """The ids its records were given."""
        return {str(row.get("id")) for row in self.rows}

    @property
    def kind(self) -> tuple[Any, ...]:
        """What parts share that may be read as one table, cell by cell as if alone.

        A whole number beside a text, or beside a fraction, would be read as another.
        """
        cells = {(name, type(cell)) for row in self.rows for name, cell in row.items()}
        return self.table, self.by, frozenset(cells)


@dataclass(slots=True)
class Group:
    """Parts of one kind in which no id stands twice."""

    parts: list[Part] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def add(self, part: Part) -> None:
        """Take a part in."""
        self.parts.append(part)
        self.ids |= part.ids


_line: deque[Part] = deque()
_turn = threading.Lock()
"""Held by who writes for all: one of this process at a time."""


def append(table: str, rows: Rows, *, by: Person, at: datetime) -> Written:
    """Write the records of one request, all or none; on disk when this returns.

    Raises as `bulk.append_many`; in a transaction of the caller's, RuntimeError.
    """
    mine = Part(table, rows, by, at)
    _line.append(mine)
    with _turn:
        while mine.answer is None:
            if len(_line) > 1:
                time.sleep(PAUSE)
            _write(_taken())
    if isinstance(mine.answer, Exception):
        raise mine.answer
    return mine.answer


def _taken() -> list[Part]:
    """Return the first in line, and those behind while there is room."""
    parts = [_line.popleft()]
    room = MOST - len(parts[0].rows)
    while _line and len(_line[0].rows) <= room:
        parts.append(_line.popleft())
        room -= len(parts[-1].rows)
    return parts


def _write(parts: Sequence[Part]) -> None:
    """Write parts in one transaction; each has its answer when this returns."""
    answers: dict[int, Answer] = {}
    try:
        with numbering.pen(durable=True):
            for group in _groups(parts):
                told = _answers(group.parts)
                answers |= {id(p): a for p, a in zip(group.parts, told, strict=True)}
            if transaction.get_rollback():
                raise DatabaseError("The transaction was broken off.")
    except Exception as error:
        answers = {id(part): error for part in parts}
    for part in parts:
        part.answer = answers[id(part)]


def _groups(parts: Iterable[Part]) -> list[Group]:
    groups: list[Group] = []
    latest: dict[Any, Group] = {}
    for part in parts:
        group = latest.get(part.kind)
        # sent twice at once: the second finds what the first wrote
        if group is None or group.ids & part.ids:
            group = latest[part.kind] = Group()
            groups.append(group)
        group.add(part)
    return groups


def _answers(parts: Sequence[Part]) -> list[Answer]:
    """Write parts of one kind; where that is refused, halves of them, down to one."""
    first = parts[0]
    at = max(part.at for part in parts)
    try:
        with transaction.atomic():
            rows = [part.rows for part in parts]
            return [*bulk.append_parts(first.table, rows, by=first.by, at=at)]
    except Exception as error:
        if len(parts) == 1:
            return [error]
    half = len(parts) // 2
    return [*_answers(parts[:half]), *_answers(parts[half:])]
