"""Who asks for a page of this room?"""

from __future__ import annotations

from django.http import Http404, HttpRequest

from vestibule.web.records.access import Person, person_of


def person(request: HttpRequest) -> Person:
    """Return who asks; the door saw to it that there is someone."""
    found = person_of(request)
    if found is None:
        raise Http404
    return found
