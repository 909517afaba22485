"""What was counted at a gathering, row by row, with what each row said before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vestibule.listen import headers
from vestibule.web.listen.columns import term
from vestibule.web.listen.whole import every_version
from vestibule.web.plan.known import Ground
from vestibule.web.records import access, versions
from vestibule.web.records.access import Person, Right
from vestibule.web.records.among import Among
from vestibule.web.records.models import Attendance, Gathering, Statement, Tally
from vestibule.words import Catalogue

MOST = 200
"""Rows of a page: more were written by a program, and are corrected where they came from."""

TERMS = {"attendances": ("sex", "capacity"), "tallies": ("method", "sex")}
"""Columns whose cells are words of the process, by table."""

SAID = {
    "attendances": ("n", "sex", "age_band", "profile", "capacity"),
    "tallies": ("statement", "method", "sex", "agree", "disagree", "passed", "count"),
}
"""Columns that a page shows and corrects, by table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a row: what it said, who wrote it, when."""

    pk: str
    cells: list[tuple[str, str]]
    by: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row as it stands, what it said before, and what stands beside it."""

    now: Version
    before: list[Version]
    rivals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The rows of one gathering; ``more``: how many are not listed."""

    attendances: list[Line]
    tallies: list[Line]
    more: int


def counted(of: Gathering, person: Person, words: Catalogue) -> Counted:
    """Return the rows of one gathering that someone may see."""
    here, ground = Among("gathering_id", every_version(of)), Ground.read(words)
    # one pseudonym is one row: what there is to correct is what was counted
    every = access.visible(Attendance, person).filter(here)
    present = every.filter(person=None).order_by("seq", "pk")
    answers = access.visible(Tally, person).filter(here)
    if not person.may(Right.SEE_ANSWERS):
        answers = Tally.objects.none()
    answers = answers.order_by("seq", "pk")
    found = [
        _lines(Attendance, present[: MOST + 1], ground, words),
        _lines(Tally, answers[: MOST + 1], ground, words),
    ]
    total = every.count() + answers.count()
    shown = [lines[:MOST] for lines in found]
    return Counted(
        attendances=shown[0],
        tallies=shown[1],
        more=total - len(shown[0]) - len(shown[1]),
    )


def history(of: Any, words: Catalogue) -> Line:
    """Return one row with all that it said before."""
    return _lines(type(of), [of], Ground.read(words), words)[0]


def rivals(of: Any) -> tuple[str, ...]:
    """Return the other corrections that stand beside a row."""
    return _rivals(of.pk, versions.roots(type(of)))


def _rivals(pk: str, roots: versions.Roots) -> tuple[str, ...]:
    beside = {one for ends in roots.values() if pk in ends for one in ends}
    return tuple(sorted(beside - {pk}))


def _lines(
    model: Any, rows: Iterable[Any], ground: Ground, words: Catalogue
) -> list[Line]:
    """Return rows with their versions: as many questions for one as for a hundred."""
    standing = [*rows]
    roots = versions.roots(model)
    olds = _olds(roots, {row.pk for row in standing})
    ids = {old for found in olds.values() for old in found}
    known = {row.pk: row for row in model.objects.filter(Among("pk", ids))}
    keys = _statements(model, [*standing, *known.values()])

    def version(row: Any) -> Version:
        return Version(
            pk=row.pk, cells=_cells(row, keys, ground, words), by=row.by, at=row.at
        )

    return [
        Line(
            now=version(row),
            before=[version(known[old]) for old in _ordered(olds[row.pk], known)],
            rivals=len(_rivals(row.pk, roots)) if olds[row.pk] else 0,
        )
        for row in standing
    ]


def _olds(roots: versions.Roots, standing: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {pk: [] for pk in standing}
    for old, ends in roots.items():
        for end in ends & standing:
            found[end].append(old)
    return found


def _ordered(olds: list[str], known: Mapping[str, Any]) -> list[str]:
    there = [old for old in olds if old in known]
    return sorted(there, key=lambda old: (str(known[old].at or ""), old), reverse=True)


def _statements(model: Any, rows: list[Any]) -> dict[str, str]:
    if model is not Tally:
        return {}
    wanted = {row.statement_id for row in rows}
    named = Statement.objects.filter(Among("pk", wanted))
    return dict(named.values_list("pk", "key"))


def _cells(
    row: Any, keys: Mapping[str, str], ground: Ground, words: Catalogue
) -> list[tuple[str, str]]:
    table = row.TABLE.name
    cells = []
    for name in SAID[table]:
        label = headers.column_name(table, name, words.lang)
        cells.append((label, _said(row, name, keys, ground, words)))
    return cells


def _said(
    row: Any, name: str, keys: Mapping[str, str], ground: Ground, words: Catalogue
) -> str:
    table = row.TABLE.name
    if name == "statement":
        return keys.get(row.statement_id, "")
    if name == "profile":
        return ground.profile(row.profile_id)
    value = getattr(row, name)
    if name in TERMS[table]:
        return term(table, name, value, words.lang)
    return "" if value is None else str(value)
