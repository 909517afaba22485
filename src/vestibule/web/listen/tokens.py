"""How is a form that was sent twice known? By the id of the record that it will make."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest

from vestibule.dossier.conform import ID_PATTERN
from vestibule.web.records import numbering

FIELD = "new"
"""The hidden field that carries it."""


def new() -> str:
    """Return an id for a form that is shown for the first time."""
    return numbering.new_id()


def of(request: HttpRequest) -> str:
    """Return the id that a form carries; without one, it is no form of ours: Http404."""
    said = request.POST.get(FIELD, "")
    if not re.fullmatch(ID_PATTERN, said):
        raise Http404
    return said


def kept(request: HttpRequest) -> str:
    """Return the id that a form keeps while it is mended, or a new one."""
    said = request.POST.get(FIELD, "")
    return said if re.fullmatch(ID_PATTERN, said) else new()
