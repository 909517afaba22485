"""What the public reads: the files of the last edition, as they were frozen.

Nothing is made here. An edition that was taken down is gone at the next request; before
a first edition there is a page that says so.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

from vestibule.web.records.access import open_to_all
from vestibule.web.records.models import ReleaseFolder

FRONT = "index.html"

KEPT = "public, max-age=60, must-revalidate"
"""A browser asks again after a minute: an edition may be taken down."""

TYPES = {".html": "text/html; charset=utf-8", ".csv": "text/csv; charset=utf-8"}
"""Types that a browser must not guess."""


@open_to_all("the front of what is published")
@require_safe
def front(request: HttpRequest) -> HttpResponseBase:
    """Show the front page of the last edition, or that there is none."""
    edition = current()
    if edition is None:
        return render(request, "public/nothing.html", {"lang": request.lang})  # type: ignore[attr-defined]
    return _file(request, edition, FRONT)


@open_to_all("published")
@require_safe
def page(request: HttpRequest, page: str) -> HttpResponseBase:
    """Show a file of the last edition."""
    edition = current()
    if edition is None:
        raise Http404
    return _file(request, edition, page)


def current() -> Path | None:
    """Return the folder of the last edition that stands, None before the first."""
    standing = ReleaseFolder.objects.filter(taken_down_at=None).order_by("-edition")
    folder = standing.values_list("folder", flat=True).first()
    return Path(settings.RELEASES) / folder if folder else None


def _file(request: HttpRequest, edition: Path, name: str) -> HttpResponseBase:
    path = found(edition, name)
    if path is None:
        raise Http404
    written = int(path.stat().st_mtime)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    response: Any
    if since is not None and since >= written:
        response = FileResponse(status=304)
    else:
        told = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
        response = FileResponse(path.open("rb"), content_type=told)
    response["Last-Modified"] = http_date(written)
    response["Cache-Control"] = KEPT
    return response  # type: ignore[no-any-return]


def found(edition: Path, name: str) -> Path | None:
    """Return a file of an edition, None where it has none of that name."""
    parts = [part for part in name.split("/") if part]
    if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    path = edition.joinpath(*parts)
    if path.is_dir():
        path /= FRONT
    is_inside = path.resolve().is_relative_to(edition.resolve())
    return path if is_inside and path.is_file() else None
