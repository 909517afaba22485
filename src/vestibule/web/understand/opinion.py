"""The landscape of opinion: as density, and families where they hold; nobody's place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Right, door
from vestibule.web.understand import stored


@door(Right.SEE_ANALYSES)
@require_safe
def landscape(request: HttpRequest) -> HttpResponseBase:
    """Show the figures as they were drawn, and what cannot be said."""
    words = words_of(request)
    content, foot = stored.part("opinion")
    figures = content["figures"].get(words.lang, []) if content else []
    groups = content["groups"] if content else {}
    context = {
        # drawn by `inform.figures`, which escapes what it is given
        "figures": [mark_safe(one) for one in figures],  # noqa: S308
        "found": content is not None,
        "families": groups.get("families", []),
        "spectrum": groups.get("spectrum", True),
        "foot": foot,
    }
    return render(request, "understand/landscape.html", context)
