"""Who brings records in, with a second role where one does not reach."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.cast import AT, Cast

from vestibule.web.records.access import Person
from vestibule.web.records.models import Role


def also(team: Cast, name: str, role: str, region: str | None = None) -> Person:
    """Give someone one more role, and return them as they stand now."""
    given = {"role": role, "region": region, "given_at": AT, "given_by": "dado"}
    Role.objects.create(account=team.accounts[name], **given)
    return team.person(name)


def questions(act: Callable[[], object]) -> int:
    """Return how many questions an act asks the database."""
    with CaptureQueriesContext(connection) as found:
        act()
    return len(found)
