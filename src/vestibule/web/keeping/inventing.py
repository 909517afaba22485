"""An invented country has a team too, and an edition that anyone may read."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from vestibule.errors import DataError
from vestibule.web.inform import folders, serving
from vestibule.web.protect import accounts, demo
from vestibule.web.records import audit, declarations, numbering, owners
from vestibule.web.records.models import (
    Account,
    Origin,
    OriginOwner,
    Partner,
    ReleaseFolder,
)
from vestibule.web.records.person import Person
from vestibule.web.records.rights import RIGHTS

GUEST = "guest"
"""Pseudonym of who looks around: every role, in a country that is not."""

NUMBER = 1


def publish(pages: Path, *, at: datetime) -> ReleaseFolder:
    """Serve a folder of public pages as the first edition of an invented country."""
    _check()
    held = ReleaseFolder.objects.filter(edition=NUMBER).first()
    if held is not None:
        return held
    name, target = str(NUMBER), folders.release(NUMBER)
    for left in (target, target.with_name(target.name + folders.PACKED)):
        shutil.rmtree(left, ignore_errors=True)  # of a start that was broken off
    sha256 = folders.write(_files(pages), target)
    with numbering.pen():
        audit.record("publish", by=None, at=at, table="site_releases", record=name)
        held = ReleaseFolder.objects.create(
            edition=NUMBER,
            sha256=sha256,
            folder=name,
            frozen_at=at,
            frozen_by=audit.MACHINE,
        )
    serving.write()
    serving.forget()
    return held


def way_in(*, at: datetime) -> str:
    """Return the path of a link that opens the workshop once, from this machine."""
    _check()
    account = Account.objects.filter(pseudonym=GUEST).first() or _guest(at)
    return demo.make(account, at=at)


def _guest(at: datetime) -> Account:
    partner = Partner.objects.filter(funder=False).order_by("key").first()
    if partner is None:
        raise DataError(
            "The process declares no partner: nobody could have an account.",
            reason="no-partner",
        )
    roles = [(role, None) for role in RIGHTS]
    account, _ = accounts.invite(
        pseudonym=GUEST, partner=partner.key, roles=roles, by=None, at=at
    )
    person = Person.of(account)
    unowned = Origin.objects.filter(opened_at=None, owner=None)
    owned = OriginOwner.objects.values("origin_id")
    names = unowned.exclude(name__in=owned).values_list("name", flat=True)
    owners.own(list(names), kind="device", by=person, at=at)
    return account


def _check() -> None:
    if not declarations.process().fictitious:
        raise demo.NotFictitious(
            "This process is real: nobody enters by a link. Invite a protection "
            "officer instead."
        )


def _files(folder: Path) -> dict[str, str]:
    """Return the files of a folder of public pages, by their path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
