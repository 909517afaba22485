"""Whose an origin is, and with what an account enters."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from vestibule.web.records import rules
from vestibule.web.records.models.house import Origin
from vestibule.web.records.models.partners import Partner

ORIGIN_KINDS = ("site", "device", "import")
"""What writes under an origin."""

CODE_KINDS = ("invitation", "recovery")
"""What a one-time code is for."""


class OriginOwner(models.Model):
    """Which partner writes under an origin: said once, never changed."""

    origin = models.OneToOneField(
        Origin, on_delete=models.RESTRICT, primary_key=True, related_name="owner"
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.RESTRICT, related_name="origins"
    )
    kind = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "site_origin_owners"
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(kind__in=ORIGIN_KINDS), name="site_origin_owners_kind_among"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} {self.kind}"


class Passkey(models.Model):
    """A key that stays on someone's device; here lies its public half."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="passkeys"
    )
    credential = models.TextField(unique=True)
    """Its id, as base64url."""
    public_key = models.BinaryField()
    signed = models.BigIntegerField(default=0)
    """How often it signed, where the device counts."""
    name = models.TextField()
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.TextField(null=True)

    class Meta:
        db_table = "site_passkeys"
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(name=""), name="site_passkeys_name_said"),
            CheckConstraint(
                condition=~Q(credential=""), name="site_passkeys_credential_said"
            ),
            CheckConstraint(
                condition=Q(signed__gte=0), name="site_passkeys_signed_least"
            ),
            CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="site_passkeys_removed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CodeApp(models.Model):
    """An application that shows a new code every thirty seconds."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="code_apps"
    )
    secret = models.TextField()
    """Sealed with the site's secret."""
    step = models.BigIntegerField(default=-1)
    """The last thirty seconds whose code was taken: none is taken twice."""
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)

    class Meta:
        db_table = "site_code_apps"
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(secret=""), name="site_code_apps_secret_said"),
            CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="site_code_apps_ended_by_someone",
            ),
            UniqueConstraint(
                fields=["account"],
                condition=Q(ended_at=None),
                name="site_code_apps_one_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}"


class OneTimeCode(models.Model):
    """A code that opens once: an invitation, or a way back in. Kept as its hash."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="codes"
    )
    kind = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "site_one_time_codes"
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(kind__in=CODE_KINDS), name="site_one_time_codes_kind_among"
            ),
            CheckConstraint(
                condition=rules.Sha256("sha256"), name="site_one_time_codes_hex"
            ),
            CheckConstraint(
                condition=~Q(kind="invitation", expires_at=None),
                name="site_one_time_codes_invitation_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
