"""The landscape of opinion: as density, and families where they hold; nobody's place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Right, door
from vestibule.web.understand import figures, stored


@door(Right.SEE_ANALYSES)
@require_safe
def landscape(request: HttpRequest) -> HttpResponseBase:
    """Show the figures as they were drawn, and what cannot be said."""
    words = words_of(request)
    content, foot = stored.part("opinion")
    drawn = content["figures"].get(words.lang, []) if content else []
    groups = content["groups"] if content else {}
    context = {
        "figures": [figures.framed(one) for one in drawn],
        "found": content is not None,
        "families": groups.get("families", []),
        "spectrum": groups.get("spectrum", True),
        "foot": foot,
    }
    return render(request, "understand/landscape.html", context)
