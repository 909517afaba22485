"""What the page of long work shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vestibule.web.records.models import Account, Job
from vestibule.web.records.person import Person
from vestibule.web.work.actions import RESUMED
from vestibule.web.work.failures import sentences
from vestibule.words import Catalogue

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
    stops: bool
    ending: bool
    resumes: bool


def rows(words: Catalogue, person: Person) -> list[Row]:
    """Return the latest pieces of work: two queries.

    What is wrong in a file is told to the partner who brought it: it may quote it.
    """
    people = Account._default_manager.filter(partner__key=person.partner)
    ours = set(people.values_list("pseudonym", flat=True))
    latest = Job.objects.order_by("-asked_at", "-pk")[:MOST]
    return [
        row(job, words, told=job.kind != "import" or job.asked_by in ours)
        for job in latest
    ]


def are_open(shown: list[Row]) -> bool:
    """Return whether one still waits or runs: the page then asks again by itself."""
    return any(row.stops for row in shown)


def row(job: Job, words: Catalogue, *, told: bool = True) -> Row:
    """Return one piece of work, as it is shown; ``told``: with what is wrong."""
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
        wrong=_wrong(job, words, told=told),
        stops=is_open,
        ending=is_open and asked_to_stop,
        resumes=not is_open and job.state != "done" and job.kind in RESUMED,
    )


def _wrong(job: Job, words: Catalogue, *, told: bool) -> tuple[str, ...]:
    if not job.error:
        return ()
    return tuple(sentences(job.error, words)) if told else (words("web_jobs.theirs"),)


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
