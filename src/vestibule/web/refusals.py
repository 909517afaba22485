"""What is said where a page is not there, or a form is not ours? The same to everyone."""

from __future__ import annotations

import sys
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from vestibule.web.records.access import open_to_all

RETRY_SECONDS = 30


@open_to_all("says that a page is not there")
def missing(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Say that the page is not there: not whether it ever was, nor for whom it is."""
    return _page(request, "missing", 404)


@open_to_all("says that a form has to be sent again")
def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old, or not ours."""
    return _page(request, "stale", 403)


@open_to_all("says that the site failed")
def failed(request: HttpRequest) -> HttpResponse:
    """Say that the site failed; what happened stands in its log.

    A database that others write to for long, or that is away, is a matter of waiting.
    """
    if isinstance(sys.exc_info()[1], OperationalError):
        answer = _page(request, "busy", 503)
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer
    return _page(request, "failed", 500)


def _page(request: HttpRequest, why: str, status: int) -> HttpResponse:
    # without the request: nothing of who asks, and no token, is in the page
    context = {
        "lang": getattr(request, "lang", "fr"),
        "dir": "ltr",
        "title": f"web_enter.{why}.title",
        "says": f"web_enter.{why}.says",
    }
    return HttpResponse(
        render_to_string("workshop/refusal.html", context), status=status
    )
