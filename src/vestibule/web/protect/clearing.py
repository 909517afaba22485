"""What a reviewer writes: of a flag, of the words, and other words in their place.

Each asks the rule again while the pen is held: of two people at once, the second is
told what the first has done.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from vestibule.dossier.tables import TABLES
from vestibule.errors import Refused
from vestibule.protect import reviewing
from vestibule.protect.reviewing import Review
from vestibule.web.protect import texts
from vestibule.web.records import entry, numbering, slices
from vestibule.web.records.person import Person


class NotReviewed(Refused):
    """The rule of reviewing says no; ``why`` tells which part of it."""

    code = "not-reviewed"


def judge(
    table: str, record: str, said: Mapping[str, str], *, by: Person, at: datetime
) -> int:
    """Write what a reviewer says of open flags; return how many were new."""
    with numbering.pen():
        given = _review(table, record, by, at)
        marks = [flag.mark for flag, _ in given.waiting.open] if given.waiting else []
        new = [
            (mark, said[mark])
            for mark in marks
            if mark in said and not (said[mark] == "harmless" and mark in given.mine)
        ]
        one = table.removesuffix("s")
        rows = [
            (
                "screenings",
                {
                    one: record,
                    "flag": mark,
                    "verdict": verdict,
                    "reviewer": by.pseudonym,
                },
            )
            for mark, verdict in new
        ]
        if rows:
            entry.write_all(rows, by=by, at=at)
        return len(rows)


def clear(table: str, record: str, *, by: Person, at: datetime) -> str:
    """Clear some words as their first or second reviewer; raises NotReviewed."""
    with numbering.pen():
        given = _review(table, record, by, at)
        why = reviewing.why_not_clear(given)
        if why is not None or given.row is None:
            raise _refusal(why or "missing")
        return _write(table, reviewing.cleared(given.row, by.pseudonym), by=by, at=at)


def refuse(table: str, record: str, *, by: Person, at: datetime) -> str:
    """Say that some words are never to be quoted; raises NotReviewed."""
    with numbering.pen():
        row = _row(table, record, by, at)
        told = {
            "review": "refused",
            "reviewed_by": by.pseudonym,
            "second_reviewed_by": None,
        }
        return _write(table, {**row, **told}, by=by, at=at)


def redact(
    table: str,
    record: str,
    words: str,
    *,
    others: texts.Others = MappingProxyType({}),
    by: Person,
    at: datetime,
) -> str:
    """Put other words, other translations in the place of some; both look again.

    ``others``: the translations, by the fields of `texts`; None drops one.
    """
    with numbering.pen():
        dossier = slices.around(table, record)
        row = _open(reviewing.review(dossier, table, record, by=by.pseudonym, on=at.date()))  # fmt: skip
        found = texts.of(dossier, table, row)
        if not found.keys() >= {texts.WORDS, *others}:
            raise _refusal("meanwhile")
        new = texts.asked(found, {texts.WORDS: words, **others})
        if not new:
            raise _refusal("same-words")
        rows = texts.rows(dossier, table, row, new)
        return entry.write_all([(n, _own(n, one)) for n, one in rows], by=by, at=at)[0]


def _row(table: str, record: str, by: Person, at: datetime) -> dict[str, Any]:
    return _open(_review(table, record, by, at))


def _open(given: Review) -> dict[str, Any]:
    if given.row is None or given.row["review"] == "refused":
        raise _refusal("refused" if given.row else "missing")
    return given.row


def _review(table: str, record: str, by: Person, at: datetime) -> Review:
    dossier = slices.around(table, record)
    return reviewing.review(dossier, table, record, by=by.pseudonym, on=at.date())


def _write(table: str, row: dict[str, Any], *, by: Person, at: datetime) -> str:
    return entry.write(table, _own(table, row), by=by, at=at)


def _own(table: str, row: dict[str, Any]) -> dict[str, Any]:
    own = {column.name: row[column.name] for column in TABLES[table].own}
    return {**own, "supersedes": row["id"]}


def _refusal(why: str) -> NotReviewed:
    return NotReviewed(f"These words cannot be cleared now: {why}.", why=why)
