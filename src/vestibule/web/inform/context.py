"""What must every page of the workshop tell first? That an edition was taken down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from vestibule.web.inform import serving
from vestibule.web.records.access import Person, person_of
from vestibule.web.records.models import TakenDown


def notices(request: HttpRequest) -> Mapping[str, Any]:
    """Return the notices that nobody of the reader's partner has read yet."""
    person = person_of(request)
    if person is None or not person.held:
        return {}
    return {"notices": SimpleLazyObject(lambda: unread(person))}


def unread(person: Person) -> list[TakenDown]:
    """Return what a partner has not been told of; asks nothing where none is down."""
    if not any(serving.served().down.values()):
        return []
    rows = TakenDown.objects.exclude(seen__partner__key=person.partner)
    return list(rows.select_related("release").order_by("-at"))
