"""What waits for reviewers, and what one of them sees of it?"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.http import Http404

from vestibule.dossier.records import Dossier
from vestibule.protect import reviewing, sensitivity
from vestibule.protect.reviewing import Review
from vestibule.protect.screening import Flag, Screen
from vestibule.web.protect import texts
from vestibule.web.records import access, results, slices, versions
from vestibule.web.records.access import Person, Right
from vestibule.web.records.among import Among
from vestibule.web.records.models import Excerpt, Validation

QUOTED = 4
"""Consent from which words may be quoted: below it nobody needs to read them twice."""

OPEN = "review"
"""The result that names what two people cleared although a flag is open on it."""

MODELS: dict[str, Any] = {"excerpts": Excerpt, "validations": Validation}
Place = tuple[str, str]
"""Table and id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of a text, with the flags on them."""

    words: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A text under review: the words or a translation of them."""

    field: str
    """Where a page redacts it."""
    lang: str | None
    words: str
    pieces: tuple[Piece, ...]

    @property
    def is_original(self) -> bool:
        """Whether it is what was said, and no translation."""
        return self.field == texts.WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A flag that is open, as a reviewer meets it."""

    mark: str
    kind: str
    words: str
    harmless: int
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One excerpt or objection on its reviewer's table."""

    table: str
    record: str
    called: str
    """What the team calls it: its gathering, and an excerpt's place there."""
    review: Review
    why: str | None
    texts: tuple[Told, ...]
    flags: tuple[Open, ...]
    words: str
    finding: str | None


def queue(person: Person, today: date) -> list[Place]:
    """Return what waits for this person: not what they cleared, nor without consent."""
    found = [("excerpts", one) for one in _excerpts(person, today)]
    return found + [("validations", one) for one in _objections(person, today)]


def _excerpts(person: Person, today: date) -> list[str]:
    agreed = access.sight_of(person, today).consented.at_least("excerpts", QUOTED)
    rows = access.visible(Excerpt, person, right=Right.REVIEW, today=today)
    waits = rows.filter(agreed).exclude(review="refused")
    return _unread(waits, person)


def _objections(person: Person, today: date) -> list[str]:
    rows = access.visible(Validation, person, right=Right.REVIEW, today=today)
    waits = rows.filter(objection__isnull=False, consent=QUOTED)
    return _unread(waits.exclude(review="refused"), person)


def _unread(rows: Any, person: Person) -> list[str]:
    done = {"review": "cleared", "second_reviewed_by__isnull": False}
    mine = {"review": "cleared", "reviewed_by__iexact": person.pseudonym}
    waits = rows.exclude(**done).exclude(**mine)
    flagged = rows.filter(Among("pk", _flagged()))
    return sorted({*waits.values_list("pk", flat=True)} | {*flagged.values_list("pk", flat=True)})  # fmt: skip


def _flagged() -> set[str]:
    known = results.latest(OPEN)
    return set(known.content["open"]) if known else set()


def sheet(person: Person, table: str, record: str, today: date) -> Sheet:
    """Return one record for its reviewer; who read it is written down.

    Raises Http404 where it is missing or not theirs.
    """
    if table not in MODELS:
        raise Http404
    row = access.one(MODELS[table], person, record, right=Right.REVIEW, today=today)
    return sheet_of(slices.around(table, row.pk), person, table, row.pk, today)


def standing(table: str, record: str) -> str:
    """Return the one version that took the place of a record, else the record."""
    ends = versions.roots(MODELS[table]).get(record, frozenset())
    return next(iter(ends)) if len(ends) == 1 else record


def sheet_of(
    dossier: Dossier, person: Person, table: str, record: str, today: date
) -> Sheet:
    """Return a record as its reviewer meets it, of what was read of it already."""
    given = reviewing.review(dossier, table, record, by=person.pseudonym, on=today)
    row = given.row or {}
    return Sheet(
        table=table,
        record=record,
        called=_called(dossier, table, record),
        review=given,
        why=reviewing.why_not_clear(given),
        texts=tuple(_texts(dossier, table, row, given)),
        flags=tuple(
            Open(
                mark=flag.mark,
                kind=flag.kind,
                words=flag.words,
                harmless=said,
                is_mine=flag.mark in given.mine,
            )
            for flag, said in (given.waiting.open if given.waiting else ())
        ),
        words=str(row.get(texts.COLUMNS[table]) or ""),
        finding=_finding(dossier, row.get("finding")),
    )


def _called(dossier: Dossier, table: str, record: str) -> str:
    own = dossier.current(table).filter(id=record).to_dicts()
    met = dossier.current("gatherings").select("id", "code")
    codes = dict(met.filter(pl.col("code").is_not_null()).iter_rows())
    parts = [(codes.get(row["gathering"]), row.get("position")) for row in own]
    return "".join("/".join(str(one) for one in part if one) for part in parts)


def _texts(
    dossier: Dossier, table: str, row: dict[str, Any], given: Review
) -> Iterator[Told]:
    screen, level = Screen.of(dossier), _level(dossier, table, row)
    open_ = {flag.mark for flag, _ in given.waiting.open} if given.waiting else set()
    for field, (text, lang) in texts.once(texts.of(dossier, table, row)).items():
        flags = [f for f in screen.flags(text, lang, level=level) if f.mark in open_]
        yield Told(field=field, lang=lang, words=text, pieces=pieces(text, flags))


def _level(dossier: Dossier, table: str, row: dict[str, Any]) -> int | None:
    about = "excerpts" if table == "excerpts" else "findings"
    wanted = row.get("id") if table == "excerpts" else row.get("finding")
    levels = dict(sensitivity.levels(dossier, about).iter_rows())
    return levels.get(wanted)


def _finding(dossier: Dossier, finding: Any) -> str | None:
    if finding is None:
        return None
    rows = dossier.current("findings")
    found = rows.filter(rows["id"] == finding).to_dicts()
    return str(found[0]["words"]) if found else None


def pieces(text: str, flags: list[Flag]) -> tuple[Piece, ...]:
    """Return a text cut where flags begin and end, in its order.

    >>> from vestibule.protect.screening import flags
    >>> [(p.words, p.kinds) for p in pieces("à Dor", [flags.flag("à Dor", "place", 2, 5)])]
    [('à ', ()), ('Dor', ('place',))]
    """
    cuts = sorted({0, len(text)} | {p for f in flags for p in (f.start, f.end)})
    found = []
    for start, end in itertools.pairwise(cuts):
        kinds = tuple(f.kind for f in flags if f.start <= start and end <= f.end)
        found.append(Piece(words=text[start:end], kinds=kinds))
    return tuple(found)
