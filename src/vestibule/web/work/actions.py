"""What someone of the team does with long work: ask, stop, ask again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from vestibule.errors import DataError, FileError
from vestibule.web.records import audit, jobs, numbering
from vestibule.web.records.models import Job
from vestibule.web.records.person import Person
from vestibule.web.work import imports, uploads

RESUMED = frozenset({"analysis", "release"})
"""Kinds that can be asked for again as they were; the files of an import are gone."""

REMEMBERED = 100
"""Imports, latest first, among which a form that was sent twice is looked for."""


@transaction.atomic
def ask(kind: str, *, wanted: Mapping[str, Any], by: Person, at: datetime) -> Job:
    """Put a piece of work in line, and write down who asked."""
    job = jobs.ask(kind, wanted=wanted, by=by.pseudonym, at=at)
    _note(job.pk, "asked", by=by, at=at)
    return job


def bring(
    source: str, files: uploads.Files, *, form: str, by: Person, at: datetime
) -> Job:
    """Keep files and put their import in line; a form sent twice asks for it once.

    Raises FileError where the files cannot be kept, or none is of this source.
    """
    asked = _asked_by(form)
    if asked is not None:
        return asked
    token = uploads.receive(files)
    try:
        _check(source, uploads.names(token))
        job = _in_line(source, token, form, by=by, at=at)
    except BaseException:
        uploads.remove(token)
        raise
    if job.wanted["files"] != token:
        uploads.remove(token)
    return job


def _in_line(source: str, token: str, form: str, *, by: Person, at: datetime) -> Job:
    with numbering.pen():  # of two that send one form at once, one asks
        wanted = {"reader": source, "files": token, "form": form}
        return _asked_by(form) or ask(imports.KIND, wanted=wanted, by=by, at=at)


def _asked_by(form: str) -> Job | None:
    latest = Job.objects.filter(kind=imports.KIND).order_by("-asked_at", "-pk")
    for job in latest[:REMEMBERED]:
        if job.wanted.get("form") == form:
            return job
    return None


def _check(source: str, names: list[str]) -> None:
    endings = imports.SOURCES[source].endings
    if not any(name.lower().endswith(endings) for name in names):
        raise FileError(
            f"None of these files can be read here: bring {', '.join(endings)}.",
            reason="no-such-files",
            endings=list(endings),
        )


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
