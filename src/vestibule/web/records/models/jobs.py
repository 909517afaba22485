"""Long work: what was asked for, how far it is, how it ended."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q

from vestibule.web.records.documents import Document

STATES = ("waiting", "running", "done", "failed", "cancelled")
"""Where a piece of work stands."""


class Job(models.Model):
    """A piece of work that a page asked for; pages only read it."""

    kind = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.TextField()
    wanted = Document(default=dict)
    """What it was asked with."""
    state = models.TextField(default="waiting")
    done = models.BigIntegerField(default=0)
    of = models.BigIntegerField(null=True)
    """Steps done, of how many; missing: not known yet."""
    step = models.TextField(null=True)
    """Which step it is at: a key of the catalogue."""
    tries = models.IntegerField(default=0)
    """How often it was begun: a machine that stops begins it again."""
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    """When its worker last said that it lives."""
    ended_at = models.DateTimeField(null=True)
    cancel_asked_by = models.TextField(null=True)
    result = Document(null=True)
    error = Document(null=True)
    """Code, message and details of what went wrong."""

    class Meta:
        db_table = "site_jobs"
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(state__in=STATES), name="site_jobs_state_among"
            ),
            CheckConstraint(condition=Q(done__gte=0), name="site_jobs_done_least"),
            CheckConstraint(
                condition=Q(of=None) | Q(done__lte=F("of")), name="site_jobs_done_most"
            ),
            CheckConstraint(
                condition=Q(state__in=STATES[:2], ended_at=None)
                | Q(state__in=STATES[2:], ended_at__isnull=False),
                name="site_jobs_ended",
            ),
            CheckConstraint(condition=Q(tries__gte=0), name="site_jobs_tries_least"),
        ]
        indexes: ClassVar = [Index(fields=["state", "asked_at"], name="site_jobs_next")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
