"""Long work: who asks for it, how far it is, how it ended.

Pages ask and read; one worker does. A piece of work is a function of its `Progress`,
under the name of its kind. It is told to stop between its steps, and may be begun again
from its start: what it writes, it writes once however often it runs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from vestibule.api import complaints
from vestibule.errors import DataError, VestibuleError
from vestibule.web import logs
from vestibule.web.records.models import Job

MACHINE = "machine"
"""Who asked, where nobody did."""

MOST_TRIES = 3
"""How often a piece of work is begun that each time took the machine down with it."""

OPEN = ("waiting", "running")

log = logging.getLogger(__name__)


class Stopped(Exception):
    """Someone asked this piece of work to stop."""


class Progress:
    """What a piece of work knows of itself, and says of how far it is."""

    def __init__(self, job: Job, now: Callable[[], datetime]) -> None:
        self.job = job.pk
        self.wanted: Mapping[str, Any] = job.wanted
        self.by = job.asked_by
        self.now = now

    def step(self, name: str, done: int, of: int) -> None:
        """Say that a step begins, after `done` of `of`; raises Stopped.

        Never within a transaction: nobody would see it before its end.
        """
        mine = Job.objects.filter(pk=self.job)
        mine.update(step=name, done=done, of=of, seen_at=self.now())
        if mine.filter(cancel_asked_by__isnull=False).exists():
            raise Stopped


Work = Callable[[Progress], Mapping[str, Any] | None]

KINDS: dict[str, Work] = {}
"""Kind to what does it; filled when the modules named `jobs` are imported."""


def kind(name: str) -> Callable[[Work], Work]:
    """Let a function do the work of a kind."""

    def put(work: Work) -> Work:
        KINDS[name] = work
        return work

    return put


def ask(
    name: str, *, wanted: Mapping[str, Any] | None = None, by: str, at: datetime
) -> Job:
    """Put a piece of work in line; the same work that still waits is asked for once."""
    asked = dict(wanted or {})
    with transaction.atomic():
        for waiting in Job.objects.filter(kind=name, state="waiting"):
            if waiting.wanted == asked:
                return waiting
        return Job.objects.create(kind=name, wanted=asked, asked_by=by, asked_at=at)


def stop(number: int, *, by: str, at: datetime) -> None:
    """Stop a piece of work: at once where it waits, else before its next step."""
    with transaction.atomic():
        mine = Job.objects.filter(pk=number)
        mine.filter(state="waiting").update(
            state="cancelled", ended_at=at, cancel_asked_by=by
        )
        mine.filter(state="running").update(cancel_asked_by=by)


def again(number: int, *, by: str, at: datetime) -> Job:
    """Ask for the same work again; raises DataError while it is still in line."""
    job = Job.objects.get(pk=number)
    if job.state in OPEN:
        raise DataError(
            "This work is still in line: stop it first, or let it end.",
            reason="still-in-line",
        )
    return ask(job.kind, wanted=job.wanted, by=by, at=at)


def recover(*, at: datetime) -> None:
    """Put back in line what was running when the worker died; the worker calls it."""
    died = Job.objects.filter(state="running")
    given_up = died.filter(tries__gte=MOST_TRIES)
    error = {"code": "interrupted", "message": "The machine stopped each time."}
    given_up.update(state="failed", ended_at=at, error=error)
    stopped = died.filter(cancel_asked_by__isnull=False)
    stopped.update(state="cancelled", ended_at=at)
    died.update(state="waiting", step=None, done=0, of=None)


def take(*, at: datetime) -> Job | None:
    """Return the next piece of work, begun; None where none waits."""
    if not Job.objects.filter(state="waiting").exists():
        return None  # asked first without a lock: this runs every second
    with transaction.atomic():
        waiting = Job.objects.select_for_update().filter(state="waiting")
        job = waiting.order_by("asked_at", "pk").first()
        if job is None:
            return None
        job.state, job.begun_at, job.seen_at = "running", at, at
        job.tries += 1
        job.save(update_fields=["state", "begun_at", "seen_at", "tries"])
        return job


def run(job: Job, *, now: Callable[[], datetime]) -> None:
    """Do a piece of work that was taken, and write down how it ended."""
    try:
        result = _work_of(job)(Progress(job, now))
    except Stopped:
        _end(job, "cancelled", at=now())
    except VestibuleError as error:
        _end(job, "failed", at=now(), error=complaints.described(error))
    except Exception as error:
        # its message may hold what people said: the log gets where, and what kind
        kind_of = type(error).__name__
        where = logs.where(error)
        log.error("job failed", extra={"job": job.kind, "error": kind_of, "at": where})
        told = {"code": "failed", "message": f"{kind_of} {where}"}
        _end(job, "failed", at=now(), error=told)
    else:
        _end(job, "done", at=now(), result=dict(result or {}))


def _work_of(job: Job) -> Work:
    if job.kind not in KINDS:
        raise DataError(
            f"This version of Vestibule does no work of the kind {job.kind}.",
            reason="no-such-work",
            kind=job.kind,
        )
    return KINDS[job.kind]


def _end(job: Job, state: str, *, at: datetime, **told: Any) -> None:
    mine = Job.objects.filter(pk=job.pk)
    if state == "done":
        steps = mine.values_list("of", flat=True).first()
        told["done"] = steps or 0
    mine.update(state=state, ended_at=at, **told)
