"""Which version does a form mean that was opened before someone corrected its record?

The one that stands for it now. What a person typed is not lost because another wrote
first; that it happened is said where it matters.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TypeVar

from django.http import Http404, HttpRequest

from vestibule.web.listen import tokens
from vestibule.web.records import access, versions
from vestibule.web.records.access import Person, Right
from vestibule.web.records.record import Record

Kind = TypeVar("Kind", bound=Record)


def one(
    model: type[Kind], person: Person, record: str, *, right: Right | None = None
) -> Kind:
    """Return a record that someone may see, or what corrected it; raises Http404."""
    try:
        return access.one(model, person, record, right=right)
    except Http404:
        for later in sorted(versions.roots(model).get(record, ())):
            with suppress(Http404):
                return access.one(model, person, later, right=right)
        raise


def was_sent(of: Record, request: HttpRequest) -> bool:
    """Return whether what stands is what this very form wrote: it was sent twice."""
    return request.method == "POST" and of.pk == request.POST.get(tokens.FIELD)
