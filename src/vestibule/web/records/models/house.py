"""What the database is of: its one process, the origins it knows, who holds the pen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from vestibule.web.records.models.kept import KeptFile


class Declaration(models.Model):
    """A version of ``process.toml``, as its bytes were; the last one holds."""

    number = models.BigIntegerField(primary_key=True)
    """1, 2, 3, …"""
    key = models.TextField()
    """Key of the process: one database holds one."""
    text = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "site_declarations"
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(number__gte=1), name="site_declarations_number_least"
            ),
            CheckConstraint(condition=~Q(text=""), name="site_declarations_text_said"),
            CheckConstraint(condition=~Q(key=""), name="site_declarations_key_said"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


class DeclaredFile(models.Model):
    """A file that a version of ``process.toml`` names, as it was handed in."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.RESTRICT, related_name="files"
    )
    path = models.TextField()
    """Where it lies beside ``process.toml``."""
    file = models.ForeignKey(KeptFile, on_delete=models.RESTRICT, related_name="+")

    class Meta:
        db_table = "site_declared_files"
        constraints: ClassVar = [
            CheckConstraint(
                condition=~Q(path=""), name="site_declared_files_path_said"
            ),
            UniqueConstraint(
                fields=["declaration", "path"], name="site_declared_files_once"
            ),
        ]

    def __str__(self) -> str:
        return self.path


class Origin(models.Model):
    """A device, site or import, and the highest number it used."""

    name = models.TextField(primary_key=True)
    last = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    """When this site began to write under it; missing: it is another's."""

    class Meta:
        db_table = "site_origins"
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(name=""), name="site_origins_name_said"),
            CheckConstraint(condition=Q(last__gte=0), name="site_origins_last_least"),
        ]

    def __str__(self) -> str:
        return self.name


class Pen(models.Model):
    """The one row that a writer locks: one writes at a time."""

    id = models.SmallIntegerField(primary_key=True)

    class Meta:
        db_table = "site_pen"
        constraints: ClassVar = [
            CheckConstraint(condition=Q(id=1), name="site_pen_is_one"),
        ]

    def __str__(self) -> str:
        return "pen"
