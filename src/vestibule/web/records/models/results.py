"""What analyses found, kept so that pages only read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from vestibule.web.records import rules
from vestibule.web.records.documents import Document


class Result(models.Model):
    """One part of an analysis, of one cut, with one choice of settings."""

    part = models.TextField()
    sha256 = models.CharField(max_length=64)
    """Content hash of the dossier at the cut."""
    chosen = models.CharField(max_length=64)
    """SHA-256 of the settings: with the same, the same part is found again."""
    settings = Document(default=dict)
    cut = Document()
    """Origin to highest number: what was known."""
    content = Document(null=True)
    made_at = models.DateTimeField()
    seconds = models.FloatField(default=0.0)
    """How long it took: what takes long is not done again at every record."""

    class Meta:
        db_table = "site_results"
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(part=""), name="site_results_part_said"),
            CheckConstraint(condition=rules.Sha256("sha256"), name="site_results_hex"),
            UniqueConstraint(
                fields=["part", "chosen"], name="site_results_one_a_choice"
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["part", "made_at"], name="site_results_latest")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.sha256[:12]}"
