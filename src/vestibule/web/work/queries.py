"""What the page of long work shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from vestibule.web.records import audit
from vestibule.web.records.models import Account, Job
from vestibule.web.records.person import Person
from vestibule.web.records.rights import Right
from vestibule.web.work import imports
from vestibule.web.work.actions import RESUMED
from vestibule.web.work.failures import sentences
from vestibule.words import Catalogue

NEEDED = {
    "analysis": Right.ANALYSE,
    "import": Right.IMPORT,
    "release": Right.PREPARE_EDITIONS,
}
"""Kind of work to the right without which it is neither stopped nor asked for again."""

MOST = 50
"""Pieces of work on the page, latest first."""

STATES = {
    "waiting": "waiting",
    "running": "running",
    "done": "done",
    "failed": "failed",
    "cancelled": "stopped",
}
"""State of a piece of work to its mark and word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One piece of work, as it is shown."""

    number: int
    name: str
    state: str
    step: str
    done: int
    of: int | None
    asked_at: datetime
    asked_by: str
    ended_at: datetime | None
    counts: tuple[tuple[str, int], ...]
    wrong: tuple[str, ...]
    is_open: bool
    stops: bool
    ending: bool
    resumes: bool


def rows(words: Catalogue, person: Person) -> list[Row]:
    """Return the latest pieces of work that someone sees: two queries."""
    people = {*_people(person).values_list("pseudonym", flat=True), audit.MACHINE}
    latest = seen(person).order_by("-asked_at", "-pk")[:MOST]
    return [row(job, words, mine=_is_mine(job, person, people)) for job in latest]


def seen(person: Person) -> QuerySet[Job]:
    """Return the work that someone sees: of another partner's imports, nothing.

    What a file holds is told where it is wrong; analyses and editions are of all.
    """
    return Job.objects.filter(_ours(person) | ~Q(kind=imports.KIND))


def mine(person: Person) -> QuerySet[Job]:
    """Return the work that someone stops and asks for again.

    Their partner's, or the site's own, of the kinds that their roles allow.
    """
    kinds = [kind for kind, right in NEEDED.items() if person.may(right)]
    return Job.objects.filter(_ours(person), kind__in=kinds)


def _ours(person: Person) -> Q:
    people = _people(person).values("pseudonym")
    return Q(asked_by__in=people) | Q(asked_by=audit.MACHINE)


def _people(person: Person) -> QuerySet[Account]:
    return Account._default_manager.filter(partner__key=person.partner)


def _is_mine(job: Job, person: Person, people: set[str]) -> bool:
    right = NEEDED.get(job.kind)
    return right is not None and person.may(right) and job.asked_by in people


def are_open(shown: list[Row]) -> bool:
    """Return whether one still waits or runs: the page then asks again by itself."""
    return any(row.is_open for row in shown)


def row(job: Job, words: Catalogue, *, mine: bool = True) -> Row:
    """Return one piece of work, as it is shown; ``mine``: to who may stop it."""
    is_open = job.ended_at is None
    asked_to_stop = job.cancel_asked_by is not None
    return Row(
        number=job.pk,
        name=_name(job, words),
        state=STATES[job.state],
        step=_said(words, "steps", job.step) if job.state == "running" else "",
        done=job.done,
        of=job.of,
        asked_at=job.asked_at,
        asked_by=_said(words, "by", "machine")
        if job.asked_by == "machine"
        else job.asked_by,
        ended_at=job.ended_at,
        counts=_counts(job.result),
        wrong=tuple(sentences(job.error, words)) if job.error else (),
        is_open=is_open,
        stops=is_open and mine,
        ending=is_open and asked_to_stop,
        resumes=mine and not is_open and job.state != "done" and job.kind in RESUMED,
    )


def _name(job: Job, words: Catalogue) -> str:
    if job.kind == "import":
        return _said(words, "imports", str(job.wanted.get("reader")))
    parts = job.wanted.get("parts")
    if job.kind == "analysis" and parts and len(parts) == 1:
        return words("web_jobs.one_part", part=_said(words, "steps", parts[0]))
    return _said(words, "kinds", job.kind)


def _said(words: Catalogue, group: str, key: str | None) -> str:
    name = f"web_jobs.{group}.{key}"
    return words(name) if key and name in words else key or ""


def _counts(result: Mapping[str, Any] | None) -> tuple[tuple[str, int], ...]:
    added = (result or {}).get("added", {})
    return tuple(sorted(added.items())) if isinstance(added, Mapping) else ()
