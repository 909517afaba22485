"""What someone of the team does with long work: ask, stop, ask again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from vestibule.errors import DataError
from vestibule.web.records import audit, jobs
from vestibule.web.records.models import Job
from vestibule.web.records.person import Person

RESUMED = frozenset({"analysis", "release"})
"""Kinds that can be asked for again as they were; the files of an import are gone."""


@transaction.atomic
def ask(kind: str, *, wanted: Mapping[str, Any], by: Person, at: datetime) -> Job:
    """Put a piece of work in line, and write down who asked."""
    job = jobs.ask(kind, wanted=wanted, by=by.pseudonym, at=at)
    _note(job.pk, "asked", by=by, at=at)
    return job


@transaction.atomic
def stop(number: int, *, by: Person, at: datetime) -> None:
    """Stop a piece of work."""
    jobs.stop(number, by=by.pseudonym, at=at)
    _note(number, "stopped", by=by, at=at)


@transaction.atomic
def again(number: int, *, by: Person, at: datetime) -> Job:
    """Ask for a piece of work again; raises DataError where it cannot be."""
    if not Job.objects.filter(pk=number, kind__in=RESUMED).exists():
        raise DataError(
            "The files of this import are gone: bring them in again.",
            reason="no-upload",
        )
    job = jobs.again(number, by=by.pseudonym, at=at)
    _note(job.pk, "asked", by=by, at=at)
    return job


def _note(number: int, what: str, *, by: Person, at: datetime) -> None:
    audit.record(
        "write",
        by=by,
        at=at,
        table="site_jobs",
        record=str(number),
        written={"what": what},
    )
