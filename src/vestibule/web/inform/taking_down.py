"""One protection officer takes an edition down: at once, with a reason, logged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404

from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.inform import serving
from vestibule.web.records import (
    access,
    audit,
    entry,
    frames,
    numbering,
    withdrawn,
)
from vestibule.web.records.models import (
    Partner,
    Release,
    ReleaseFolder,
    Seen,
    TakenDown,
)
from vestibule.web.records.models.editions import LONGEST_REASON
from vestibule.web.records.person import Person


def take_down(edition: int, reason: str, *, by: Person, at: datetime) -> None:
    """Take an edition down; the public no longer reads it when this returns.

    Raises Http404 where there is none, DataError without a reason.
    """
    why = reason.strip()[:LONGEST_REASON]
    if not why:
        raise DataError("Say why the edition is taken down.", reason="no-reason")
    with numbering.pen():
        row = ReleaseFolder.objects.filter(edition=edition).order_by("-pk").first()
        if row is None:
            raise Http404
        if row.taken_down_at is not None:  # sent twice, or someone was quicker
            return
        ReleaseFolder.objects.filter(pk=row.pk).update(
            taken_down_at=at, taken_down_by=by.pseudonym
        )
        told = TakenDown.objects.create(release=row, reason=why, at=at, by=by.pseudonym)
        _seen(told, by=by, at=at)
        _record(edition, by=by, at=at)
        withdrawn.note_down(
            withdrawn.Down(edition=edition, sha256=row.sha256, at=at, by=by.pseudonym)
        )
        audit.record(
            "take_down",
            by=by,
            at=at,
            table="site_releases",
            record=str(edition),
            written={"edition": edition, "reason": why},
        )
        # before the transaction ends: should it fail, the edition is down all the same
        serving.write()


def _record(edition: int, *, by: Person, at: datetime) -> None:
    rows = access.visible(Release, by).filter(edition=edition)
    for held in frames.to_frame(rows, TABLES["releases"]).to_dicts():
        own: dict[str, Any] = {c.name: held[c.name] for c in TABLES["releases"].own}
        row = {**own, "taken_down_on": at.date(), "supersedes": held["id"]}
        entry.write("releases", row, by=by, at=at)


def see(number: int, *, by: Person, at: datetime) -> None:
    """Write down that a partner has read why an edition was taken down."""
    with numbering.pen():
        told = TakenDown.objects.filter(pk=number).first()
        if told is None:
            raise Http404
        _seen(told, by=by, at=at)


def _seen(told: TakenDown, *, by: Person, at: datetime) -> None:
    partner = Partner.objects.get(key=by.partner)
    Seen.objects.get_or_create(
        taken_down=told, partner=partner, defaults={"at": at, "by": by.pseudonym}
    )
