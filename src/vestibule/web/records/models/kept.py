"""Files and folders that the rows know by their hash."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from vestibule.web.records import rules


class KeptFile(models.Model):
    """A file of the store, under its SHA-256; written to disk before this row is."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    """Bytes."""
    kept_at = models.DateTimeField()
    kept_by = models.TextField()

    class Meta:
        db_table = "site_files"
        constraints: ClassVar = [
            CheckConstraint(
                condition=rules.Sha256("sha256"), name="site_files_sha256_hex"
            ),
            CheckConstraint(condition=Q(size__gte=0), name="site_files_size_least"),
        ]

    def __str__(self) -> str:
        return self.sha256


class ReleaseFolder(models.Model):
    """An edition as a folder of static files; its record is in `releases`."""

    edition = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    """Of the list of its files and their hashes."""
    folder = models.TextField(unique=True)
    """Its name under the home's ``releases``."""
    frozen_at = models.DateTimeField()
    frozen_by = models.TextField()
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.TextField(null=True)

    class Meta:
        db_table = "site_releases"
        constraints: ClassVar = [
            CheckConstraint(
                condition=rules.Sha256("sha256"), name="site_releases_sha256_hex"
            ),
            CheckConstraint(condition=Q(edition__gte=1), name="site_releases_least"),
            CheckConstraint(
                condition=Q(taken_down_at=None, taken_down_by=None)
                | Q(taken_down_at__isnull=False, taken_down_by__isnull=False),
                name="site_releases_down_by_someone",
            ),
            UniqueConstraint(fields=["edition", "sha256"], name="site_releases_once"),
        ]

    def __str__(self) -> str:
        return self.folder
