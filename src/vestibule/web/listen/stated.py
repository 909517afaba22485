"""What the pages of statements read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from vestibule.dossier.declaring import touching
from vestibule.web.listen import checking
from vestibule.web.listen.columns import term
from vestibule.web.listen.queries import language
from vestibule.web.listen.whole import every_version
from vestibule.web.plan.known import Ground
from vestibule.web.records import access, translated, versions
from vestibule.web.records.access import Person, Right
from vestibule.web.records.among import Among
from vestibule.web.records.models import Statement, Tally, Text
from vestibule.words import Catalogue

DECIDED = {"ordinary": "done", "sensitive": "contested", "undecided": "waiting"}
"""Sensitivity to its mark; where nobody said, it is as undecided."""

STATES = {"draft": "draft", "checked": "few", "validated": "confirmed"}
"""State of a text to its mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The statements asked for, and how many of each sensitivity there are."""

    rows: list[dict[str, Any]]
    kinds: list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """One statement: its texts, how often it was counted, what it may touch."""

    texts: list[dict[str, Any]]
    langs: list[str]
    counted: int
    touches: tuple[str, ...]
    sensitivity: str
    state: str


def listed(person: Person, wanted: str, words: Catalogue) -> Listed:
    """Return the statements of a sensitivity, of every one where none is asked."""
    every = access.visible(Statement, person).order_by("key", "pk")
    rows = [*every]
    langs, counts = _langs(), _counts(person)
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[_sensitivity(row)] = kinds.get(_sensitivity(row), 0) + 1
    shown = [row for row in rows if wanted in ("", _sensitivity(row))]
    old = versions.roots(Statement)
    return Listed(
        rows=[_line(row, langs, counts, old, words) for row in shown],
        kinds=[
            (key, _called(key, words), kinds[key]) for key in DECIDED if key in kinds
        ],
    )


def one(of: Statement, person: Person, words: Catalogue) -> One:
    """Return a statement with its texts in other languages."""
    ground = Ground.read(words)
    ids = every_version(of)
    every = texts(of)
    standing = sorted(checking.standing(every), key=lambda one: (one.lang, one.pk))
    counted = access.visible(Tally, person).filter(Among("statement_id", ids)).count()
    process = ground.dossier.process
    more = (*process.sensitive_words, *process.refused_words)
    return One(
        texts=[
            {
                "pk": text.pk,
                "lang": text.lang,
                "called": language(text.lang, ground),
                "words": text.words,
                "state": STATES[text.state],
                "said": words(f"web_listen.texts.{text.state}"),
                **_next(text, every, person, words),
            }
            for text in standing
            if text.lang != of.lang
        ],
        langs=[of.lang, *(text.lang for text in standing)],
        counted=counted,
        touches=touching.touched(of.words, more),
        sensitivity=_called(_sensitivity(of), words),
        state=DECIDED[_sensitivity(of)],
    )


def texts(of: Statement) -> list[Text]:
    """Return what a statement is in other languages: every version of every one."""
    alone = {f"{name}__isnull": True for name in translated.SUBJECTS if name != "statement"}  # fmt: skip
    of_it = Among("statement_id", every_version(of))
    return [*Text.objects.filter(of_it, field="words", **alone)]


def _next(
    text: Text, every: list[Text], person: Person, words: Catalogue
) -> dict[str, Any]:
    """Return who checked a text, and who may next: this person, or whoever may."""
    by = text.by if text.supersedes and text.state != "draft" else None
    said = {"by": words("web_listen.check.by", who=by) if by else ""}
    if text.state not in checking.NEXT:
        return {**said, "may": False, "who": ""}
    why = checking.why_not(text, every, person)
    may = why is None and person.may(Right.EDIT_STATEMENTS)
    roles = tuple(words(f"web_team.roles.{one}") for one in checking.roles())
    who = words(f"web_listen.check.{text.state}_who", roles=roles)
    own = f" {words('web_listen.check.own')}" if why == "own" else ""
    do = words(f"web_listen.check.{text.state}_do")
    return {**said, "may": may, "who": who + own, "do": do}


def choices(person: Person) -> list[tuple[str, str]]:
    """Return the statements that are put to people, to choose from."""
    rows = access.visible(Statement, person).filter(moderation="in").order_by("key")
    return [
        (pk, f"{key} · {said}")
        for pk, key, said in rows.values_list("pk", "key", "words")
    ]


def keys() -> list[str]:
    """Return the keys that statements have."""
    return [*versions.standing(Statement).values_list("key", flat=True)]


def _line(
    row: Any,
    langs: dict[str, set[str]],
    counts: dict[str, int],
    old: versions.Roots,
    words: Catalogue,
) -> dict[str, Any]:
    ids = {row.pk, *(one for one, ends in old.items() if row.pk in ends)}
    spoken = {row.lang} | {lang for one in ids for lang in langs.get(one, ())}
    return {
        "pk": row.pk,
        "key": row.key,
        "words": row.words,
        "lang": row.lang or "und",
        "langs": sorted(filter(None, spoken)),
        "sensitivity": _called(_sensitivity(row), words),
        "state": DECIDED[_sensitivity(row)],
        "moderation": row.moderation,
        "tallies": sum(counts.get(one, 0) for one in ids),
    }


def _langs() -> dict[str, set[str]]:
    texts = versions.standing(Text).filter(statement__isnull=False)
    found: dict[str, set[str]] = {}
    for statement, lang in texts.values_list("statement_id", "lang"):
        found.setdefault(statement, set()).add(lang)
    return found


def _counts(person: Person) -> dict[str, int]:
    rows = access.visible(Tally, person).order_by().values_list("statement_id")
    return dict(rows.annotate(n=Count("pk")))


def _sensitivity(row: Any) -> str:
    return row.sensitivity or "undecided"


def _called(sensitivity: str, words: Catalogue) -> str:
    return term("statements", "sensitivity", sensitivity, words.lang)
