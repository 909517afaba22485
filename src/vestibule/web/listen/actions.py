"""What is written of gatherings: held, corrected, settled, attended. All in the journal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from vestibule.dossier.tables.statements import UNDECIDED
from vestibule.errors import DataError
from vestibule.web.listen import checking
from vestibule.web.records import entry
from vestibule.web.records.access import Person
from vestibule.web.records.models import Attendance, Gathering, Statement, Tally, Text

Cells = Mapping[str, Any]


@transaction.atomic
def hold(*, new: str, cells: Cells, by: Person, at: datetime) -> str:
    """Write down a gathering that was held; sent twice, it is written once."""
    row = {**cells, "id": new, "facilitator": by.pseudonym}
    return entry.write("gatherings", row, by=by, at=at)


@transaction.atomic
def correct(of: Gathering, *, new: str, cells: Cells, by: Person, at: datetime) -> str:
    """Write a gathering anew where it was wrong; what it said before stays readable."""
    row = {**cells, "id": new, "facilitator": of.facilitator, "supersedes": of.pk}
    return entry.write("gatherings", row, by=by, at=at)


@transaction.atomic
def settle(
    kept: Gathering, others: Sequence[str], *, new: str, by: Person, at: datetime
) -> str:
    """Let one of several corrections stand: a new record that names them all."""
    own = {column.name: _cell(kept, column.name) for column in Gathering.TABLE.own}
    both = " ".join(sorted({kept.pk, *others}))
    return entry.write(
        "gatherings", {**own, "id": new, "supersedes": both}, by=by, at=at
    )


@transaction.atomic
def attend(
    of: Gathering, *, new: str, rows: Sequence[Cells], by: Person, at: datetime
) -> tuple[str, ...]:
    """Write down who attended, as counted; sent twice, it is written once."""
    first, *rest = rows
    records = [{**first, "id": new}, *rest]
    return entry.write_all(
        [("attendances", {**row, "gathering": of.pk}) for row in records], by=by, at=at
    )


@transaction.atomic
def note(
    of: Gathering, *, new: str, cells: Cells, by: Person, at: datetime
) -> tuple[str, ...]:
    """Write down what was said, redacted: a voice and its excerpt; never what was typed.

    Nobody but the one who chose the words has looked at it: two reviewers are to come.
    """
    voice = {name: cells.get(name) for name in ("lang", "profile", "consent", "medium")}
    voice |= {"id": new, "gathering": of.pk, "seconds": cells.get("seconds")}
    excerpt = {name: cell for name, cell in cells.items() if name not in VOICE_ONLY}
    excerpt |= {"gathering": of.pk, "voice": new, "review": "redacted"}
    records = [("voices", voice), ("excerpts", excerpt)]
    return entry.write_all(records, by=by, at=at)


VOICE_ONLY = frozenset({"medium", "seconds"})
"""What is typed with an excerpt and belongs to its voice."""


@transaction.atomic
def tally(of: Gathering, *, new: str, cells: Cells, by: Person, at: datetime) -> str:
    """Write down how a group answered a statement."""
    row = {**cells, "id": new, "gathering": of.pk}
    return entry.write("tallies", row, by=by, at=at)


@transaction.atomic
def recount(
    of: Attendance | Tally,
    rivals: Sequence[str],
    *,
    new: str,
    cells: Cells,
    by: Person,
    at: datetime,
) -> str:
    """Write a number anew where it was wrong; with it, what else stands beside it.

    What it said before stays readable. Raises DataError where someone corrected it
    meanwhile.
    """
    own = {column.name: _cell(of, column.name) for column in of.TABLE.own}
    every = " ".join(sorted({of.pk, *rivals}))
    row = {**own, **cells, "id": new, "supersedes": every}
    return entry.write(of.TABLE.name, row, by=by, at=at)


@transaction.atomic
def state(*, new: str, cells: Cells, by: Person, at: datetime) -> str:
    """Write a statement; nothing of it is published before someone decides on it."""
    waits = {"source": "seed", "moderation": "in", "sensitivity": UNDECIDED}
    return entry.write("statements", {**cells, **waits, "id": new}, by=by, at=at)


@transaction.atomic
def decide(of: Statement, *, verdict: str, new: str, by: Person, at: datetime) -> str:
    """Say whether a statement is sensitive, or put to nobody: a correction of it."""
    own = {column.name: _cell(of, column.name) for column in Statement.TABLE.own}
    own["sensitivity"] = "ordinary" if verdict == "ordinary" else "sensitive"
    if verdict == "out":
        own["moderation"] = "out"
    return entry.write(
        "statements", {**own, "id": new, "supersedes": of.pk}, by=by, at=at
    )


@transaction.atomic
def translate(
    of: Statement, *, new: str, cells: Cells, by: Person, at: datetime
) -> str:
    """Say a statement in another language: a draft until someone else checks it."""
    row = {**cells, "id": new, "statement": of.pk, "field": "words", "state": "draft"}
    return entry.write("texts", row, by=by, at=at)


@transaction.atomic
def check(
    text: Text, among: Collection[Text], *, new: str, by: Person, at: datetime
) -> str:
    """Say that a statement in another language says the same, as one more person.

    It takes the place of what was checked in that language before. ``among``: all
    versions in all languages. Raises DataError where they may not, with the reason.
    """
    if why := checking.why_not(text, among, by):
        raise DataError(
            "Nobody checks twice what they wrote or checked themselves: let someone "
            "else read it, or open the statement again.",
            reason=why,
        )
    own = {column.name: _cell(text, column.name) for column in Text.TABLE.own}
    row = {**own, "id": new, "state": checking.NEXT[text.state]}
    row["supersedes"] = " ".join(sorted(checking.replaced(text, among)))
    return entry.write("texts", row, by=by, at=at)


def _cell(record: Any, name: str) -> Any:
    return getattr(record, f"{name}_id" if record.TABLE[name].ref else name)
