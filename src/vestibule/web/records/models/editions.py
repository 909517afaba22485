"""An edition before and after it is published: its draft, who signed, what harm it did."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from vestibule.web.records import rules
from vestibule.web.records.documents import Document
from vestibule.web.records.models.kept import ReleaseFolder
from vestibule.web.records.models.partners import Partner

LONGEST_REASON = 2000
"""Letters of why an edition is taken down."""

LONGEST_HARM = 5000
"""Letters of a harm report."""


class Draft(models.Model):
    """The next edition as it would go out, byte for byte, with what its checks found."""

    edition = models.BigIntegerField()
    seal = models.CharField(max_length=64, unique=True)
    """What is signed: one hash of its files, its ledger, its records and its cut."""
    content_sha256 = models.CharField(max_length=64)
    """Of the dossier at the cut."""
    files_sha256 = models.CharField(max_length=64)
    """Of the list of its files and their hashes."""
    folder = models.TextField(null=True)
    """Its name under the home's ``drafts``; missing: nothing may go out, or it is gone."""
    cut = Document()
    left = models.BigIntegerField()
    """How many records had left when it was made."""
    declaration = models.BigIntegerField()
    """The version of the process that it was made with."""
    drawn_on = models.DateField()
    """The day its consents and deadlines were read for."""
    checks = Document(default=list)
    told = Document(default=dict)
    """What it says, in a few numbers and names: the next edition is compared with it."""
    parts = Document(default=list)
    """What goes out: part, pieces, languages, bytes."""
    ledger = Document(null=True)
    """The cells that it prints, as `published` will keep them; not once it does."""
    records = models.BigIntegerField(default=0)
    """How many stood at the cut."""
    made_at = models.DateTimeField()
    made_by = models.TextField()
    published_at = models.DateTimeField(null=True)
    published_by = models.TextField(null=True)

    class Meta:
        db_table = "site_drafts"
        constraints: ClassVar = [
            CheckConstraint(condition=rules.Sha256("seal"), name="site_drafts_seal"),
            CheckConstraint(
                condition=rules.Sha256("files_sha256"), name="site_drafts_files"
            ),
            CheckConstraint(
                condition=rules.Sha256("content_sha256"), name="site_drafts_content"
            ),
            CheckConstraint(condition=Q(edition__gte=1), name="site_drafts_least"),
            CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="site_drafts_published_by_someone",
            ),
            UniqueConstraint(
                fields=["edition"],
                condition=Q(published_at__isnull=False),
                name="site_drafts_one_an_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.seal[:12]}"


class Signature(models.Model):
    """A partner answers for a draft, by someone; it is bound to the draft's seal."""

    draft = models.ForeignKey(
        Draft, on_delete=models.RESTRICT, related_name="signatures"
    )
    partner = models.ForeignKey(Partner, on_delete=models.RESTRICT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.RESTRICT, related_name="+"
    )
    seal = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "site_signatures"
        constraints: ClassVar = [
            CheckConstraint(
                condition=rules.Sha256("seal"), name="site_signatures_seal"
            ),
            UniqueConstraint(
                fields=["draft", "partner"], name="site_signatures_once_a_partner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.seal[:12]}"


class TakenDown(models.Model):
    """Why an edition was taken down: for the team, until each partner has read it."""

    release = models.OneToOneField(
        ReleaseFolder, on_delete=models.RESTRICT, related_name="taken_down"
    )
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "site_taken_down"
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(reason=""), name="site_taken_down_why"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}"


class Seen(models.Model):
    """A partner has read that an edition was taken down."""

    taken_down = models.ForeignKey(
        TakenDown, on_delete=models.RESTRICT, related_name="seen"
    )
    partner = models.ForeignKey(Partner, on_delete=models.RESTRICT, related_name="+")
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "site_taken_down_seen"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["taken_down", "partner"], name="site_taken_down_seen_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken_down_id} {self.partner_id}"


class HarmReport(models.Model):
    """What someone of the public says is dangerous or untrue; nobody knows who."""

    kind = models.TextField()
    page = models.TextField(null=True)
    """Which page or sentence they name."""
    words = models.TextField(null=True)
    """Missing once it was dealt with: they may name people."""
    lang = models.TextField()
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(null=True)
    outcome = models.TextField(null=True)
    """What was done, without a name."""

    class Meta:
        db_table = "site_harm_reports"
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(kind__in=("danger", "untrue", "withdraw")),
                name="site_harm_reports_kind_among",
            ),
            CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome=None)
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    outcome__isnull=False,
                    words=None,
                ),
                name="site_harm_reports_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
