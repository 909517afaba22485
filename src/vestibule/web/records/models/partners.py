"""Who carries the process: partners, the accounts of their staff, what each may do."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

ROLES = ("facilitator", "researcher", "protection_officer", "editor", "reader")
"""What someone may be in the process."""

LANGUAGES = ("fr", "en")
"""Languages of the workshop."""


class Partner(models.Model):
    """An organisation that carries the process, or pays for it."""

    key = models.TextField(unique=True)
    name = models.TextField()
    funder = models.BooleanField(default=False)
    """Donors and funders see nothing unpublished."""

    class Meta:
        db_table = "site_partners"
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(key=""), name="site_partners_key_said"),
            CheckConstraint(condition=~Q(name=""), name="site_partners_name_said"),
        ]

    def __str__(self) -> str:
        return self.key


class Account(AbstractBaseUser):
    """Someone of a partner's staff who signs in; records know the pseudonym only."""

    sign_in = models.TextField(unique=True)
    pseudonym = models.TextField(unique=True)
    partner = models.ForeignKey(
        Partner, on_delete=models.RESTRICT, related_name="accounts"
    )
    lang = models.TextField(null=True)
    """Language of the pages; missing: as the browser asks."""
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(null=True)

    USERNAME_FIELD = "sign_in"
    REQUIRED_FIELDS: ClassVar = ["pseudonym", "partner", "opened_at", "opened_by"]

    objects = BaseUserManager["Account"]()

    class Meta:
        db_table = "site_accounts"
        constraints: ClassVar = [
            CheckConstraint(
                condition=~Q(sign_in=""), name="site_accounts_sign_in_said"
            ),
            CheckConstraint(
                condition=~Q(pseudonym=""), name="site_accounts_pseudonym_said"
            ),
            CheckConstraint(
                condition=~Q(pseudonym=F("sign_in")),
                name="site_accounts_pseudonym_other",
            ),
            CheckConstraint(
                condition=Q(lang__in=LANGUAGES), name="site_accounts_lang_among"
            ),
            CheckConstraint(
                condition=Q(is_active=True, closed_at=None, closed_by=None)
                | Q(is_active=False, closed_at__isnull=False, closed_by__isnull=False),
                name="site_accounts_closed_once",
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class Role(models.Model):
    """What an account may do, everywhere or in one region; ended, never erased."""

    account = models.ForeignKey(
        Account, on_delete=models.RESTRICT, related_name="roles"
    )
    role = models.TextField()
    region = models.TextField(null=True)
    """Key of a place of level 1; missing: everywhere."""
    given_at = models.DateTimeField()
    given_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)

    class Meta:
        db_table = "site_roles"
        constraints: ClassVar = [
            CheckConstraint(condition=Q(role__in=ROLES), name="site_roles_role_among"),
            CheckConstraint(condition=~Q(region=""), name="site_roles_region_said"),
            CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="site_roles_ended_by_someone",
            ),
            UniqueConstraint(
                fields=["account", "role", "region"],
                condition=Q(ended_at=None),
                name="site_roles_once_by_region",
            ),
            UniqueConstraint(
                fields=["account", "role"],
                condition=Q(ended_at=None, region=None),
                name="site_roles_once_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.region or ''}".strip()
