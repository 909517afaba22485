"""What was written and what sensitive records were read, each entry tied to the last."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from vestibule.web.records import rules

ACTS = ("write", "read", "sign", "publish", "take_down", "withdraw", "enter", "team")
"""What is written down."""


class AuditEntry(models.Model):
    """One link of the audit chain: ids and hashes, never content."""

    number = models.BigIntegerField(primary_key=True)
    """1, 2, 3, … without a gap."""
    at = models.BigIntegerField()
    """Milliseconds since 1970, UTC: as it is hashed, and quick to read by the million."""
    by = models.TextField()
    """Pseudonym of an account, or ``machine``."""
    partner = models.TextField(null=True)
    """Key of the partner of who did it; missing: the machine."""
    act = models.TextField()
    table = models.TextField(null=True)
    record = models.TextField(null=True)
    sha256 = models.CharField(max_length=64, null=True)
    """Of what was written, where something was."""
    before = models.CharField(max_length=64, unique=True)
    """Hash of the entry before; of the first: 64 zeros."""
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "site_audit"
        constraints: ClassVar = [
            CheckConstraint(condition=Q(number__gte=1), name="site_audit_number_least"),
            CheckConstraint(condition=Q(act__in=ACTS), name="site_audit_act_among"),
            CheckConstraint(condition=~Q(by=""), name="site_audit_by_said"),
            CheckConstraint(condition=rules.Sha256("hash"), name="site_audit_hash_hex"),
        ]
        indexes: ClassVar = [
            Index(fields=["table", "record"], name="site_audit_record"),
            Index(fields=["at"], name="site_audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"
