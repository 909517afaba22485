"""With what a program speaks for someone of the team."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q

from vestibule.web.records import rules
from vestibule.web.records.documents import Document


class Token(models.Model):
    """A token of the API: kept as its hash, ended and never erased."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="tokens"
    )
    """Whose rights it has, within its scopes."""
    name = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = Document(default=list)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True)
    """The last day on which a program spoke with it."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)

    class Meta:
        db_table = "site_tokens"
        constraints: ClassVar = [
            CheckConstraint(condition=rules.Sha256("sha256"), name="site_tokens_hex"),
            CheckConstraint(condition=~Q(name=""), name="site_tokens_name_said"),
            CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="site_tokens_ended_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name
