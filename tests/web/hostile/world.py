"""A site that holds a very small invented country, and someone who may do everything."""

from __future__ import annotations

from functools import cache

from django.test import Client
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from tests.web import cast

from vestibule.dossier.records import Dossier
from vestibule.rehearsal import Shape, rehearse
from vestibule.web.records import jobs, owners, storing
from vestibule.web.records.models import Role
from vestibule.web.records.person import Person
from vestibule.web.records.rights import RIGHTS
from vestibule.web.work import parts, worker

autodiscover_modules("jobs")

GUEST = "guest"

STARTS = ("/atelier/", "/signaler/fr/", "/signaler/ar/")
"""Where a walk begins."""


@cache
def country() -> Dossier:
    """Return the records of the country."""
    shape = Shape(
        focus_groups=10,
        interviews=2,
        validation_meetings=3,
        restitution_meetings=2,
        focus_attendances=120,
        interview_attendances=4,
        regional_attendances=60,
        validation_attendances=40,
        conference_attendances=20,
        restitution_attendances=20,
        excerpts=20,
        statements=4,
        votes=200,
    )
    return rehearse(seed=3, shape=shape).dossier


def guest() -> Client:
    """Store the country, and return the browser of someone with every role."""
    storing.store(country(), at=cast.AT, by="import")
    team = cast.gather_accounts()
    account = cast.account(GUEST, team.partners["well"])
    for role in RIGHTS:
        Role.objects.create(account=account, role=role, given_at=cast.AT, given_by="x")
    theirs = {one for rows in country().tables.values() for one in rows["origin"]}
    owners.own(theirs, kind="device", by=Person.of(account), at=cast.AT)
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def analyse(names: tuple[str, ...] = parts.CHEAP) -> None:
    """Work out what pages only read."""
    now = timezone.now()
    jobs.ask("analysis", wanted={"parts": list(names)}, by=GUEST, at=now)
    assert worker.step(now)
