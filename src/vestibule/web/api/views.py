"""The five things that people script: import, query, export, releases, follow-up."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.urls import reverse
from django.utils import timezone

from vestibule import __version__
from vestibule.dossier import packages
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.api.endpoints import Endpoint, body_of, endpoint
from vestibule.web.api.following import board
from vestibule.web.api.openapi import description
from vestibule.web.records import (
    access,
    audit,
    declarations,
    frames,
    leaving,
    results,
    together,
)
from vestibule.web.records.access import READS, Person, Right
from vestibule.web.records.among import Among
from vestibule.web.records.models import ReleaseFolder
from vestibule.web.records.rights import NOTED
from vestibule.web.records.tables import model_of
from vestibule.web.records.translated import SUBJECTS
from vestibule.web.work.plainly import rows as plain_rows

MOST = 5_000
"""Records of one request."""

ROOT = "/api/v1/"

RECORDS = {
    "type": "object",
    "required": ["records"],
    "properties": {"records": {"type": "array", "items": {"type": "object"}}},
}

COUNTS = {
    "type": "object",
    "properties": {
        name: {"type": "integer"} for name in ("written", "known", "withdrawn")
    },
}

BLIND = ("codings", "screenings")
"""What one reader of an excerpt said: the next one must not see it before speaking."""

GIVEN = tuple(name for name in TABLES if name not in (*leaving.LASTING, *BLIND))
"""Tables that a program may ask for."""

SAID = tuple(name for name in SUBJECTS if f"{name}s" in NOTED)
"""What a text may be the translation of, of which every reading is written down."""

ALSO: Mapping[str, tuple[str, ...]] = {
    "gatherings": ("code", "held_on"),
    "excerpts": ("words", "translation"),
    "validations": ("objection", "amendment"),
    "restitutions": ("reply",),
}
"""Secret columns that are given to who may see the record; references always are."""


@endpoint(
    Endpoint(
        method="GET",
        path=f"{ROOT}openapi.json",
        name="description",
        summary="This description.",
        scope=None,
        right=None,
    ),
    open_because="what the API takes and gives is no secret",
)
def described(_request: HttpRequest) -> HttpResponseBase:
    """Give the OpenAPI description of this API."""
    return JsonResponse(description(__version__))


@endpoint(
    Endpoint(
        method="POST",
        path=f"{ROOT}import/{{table}}",
        name="import",
        summary=f"Bring in up to {MOST} records of one table, all or none. Each has an "
        "id of its own: what is sent again is known, what was withdrawn stays away.",
        scope="import",
        right=Right.IMPORT,
        body=RECORDS,
        gives=COUNTS,
    )
)
def bring_in(request: HttpRequest, table: str) -> HttpResponseBase:
    """Write records of a table."""
    given = body_of(request).get("records")
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise DataError("records is a list of objects.", reason="no-records")
    if not 1 <= len(given) <= MOST:
        raise DataError(
            f"A request brings 1 to {MOST} records: send several.",
            reason="many-records",
            most=MOST,
        )
    found = together.append(table, given, by=_who(request), at=timezone.now())
    return JsonResponse(asdict(found))


@endpoint(
    Endpoint(
        method="GET",
        path=f"{ROOT}query/{{table}}",
        name="query",
        summary="Standing records of one table, by id: what the person behind the token "
        "may see, by role, region, partner and consent.",
        scope="query",
        right=None,
        query={
            "columns": {"type": "string", "description": "Names, with commas."},
            "after": {"type": "string", "description": "Id of the last one had."},
            "limit": {"type": "integer", "minimum": 1, "maximum": MOST},
        },
        gives={
            "type": "object",
            "properties": {
                "records": {"type": "array", "items": {"type": "object"}},
                "next": {"type": ["string", "null"]},
            },
        },
    ),
    open_because="asks for a token, and for the right of the table",
)
def query(request: HttpRequest, table: str) -> HttpResponseBase:
    """Give records of a table."""
    person, columns = _who(request), _columns(request, table)
    limit = _limit(request.GET.get("limit", "1000"))
    if not person.may(READS[table]):
        raise Http404
    model, after = model_of(table), request.GET.get("after", "")
    seen = access.visible(model, person).filter(pk__gt=after).order_by("pk")
    ids = list(seen.values_list("pk", flat=True)[:limit])
    frame = frames.to_frame(model.objects.filter(pk__in=ids), TABLES[table], columns)
    _note(table, ids, person)
    onward = ids[-1] if len(ids) == limit else None
    return JsonResponse({"records": plain_rows(frame), "next": onward})


@endpoint(
    Endpoint(
        method="GET",
        path=f"{ROOT}export",
        name="export",
        summary="The dossier, as a folder in a zip archive, to work on elsewhere: every "
        "record that the person behind the token may see, whole, with who facilitated and "
        "who reviewed, which `query` leaves out.",
        scope="export",
        right=Right.SEE_EXCERPTS,
        media="application/zip",
        gives={"type": "string", "format": "binary"},
    )
)
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the dossier, as far as someone may see it."""
    person, held = _who(request), {}
    for name in GIVEN:
        seen = access.visible(model_of(name), person)
        frame = frames.to_frame(seen, TABLES[name])
        if not frame.is_empty():
            held[name] = frame
        _note(name, frame["id"], person)
    content = _zipped(Dossier(process=declarations.process(), tables=held))
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="dossier.zip"'
    return response


@endpoint(
    Endpoint(
        method="GET",
        path=f"{ROOT}releases",
        name="releases",
        summary="Editions: number, hash, month, where to read it, whether it was taken "
        "down.",
        scope=None,
        right=None,
        gives={
            "type": "object",
            "properties": {"releases": {"type": "array", "items": {"type": "object"}}},
        },
    ),
    open_because="editions are public",
)
def releases(_request: HttpRequest) -> HttpResponseBase:
    """Give the editions, the last one first."""
    rows = ReleaseFolder.objects.order_by("-edition")
    told = [
        {
            "edition": row.edition,
            "sha256": row.sha256,
            "month": f"{row.frozen_at:%Y-%m}",
            "address": reverse("inform:edition", args=[row.edition]),
            "taken_down": row.taken_down_at is not None,
        }
        for row in rows
    ]
    return JsonResponse({"releases": told})


@endpoint(
    Endpoint(
        method="GET",
        path=f"{ROOT}follow-up",
        name="follow-up",
        summary="What was asked, answered, promised and seen, each side beside the "
        "others, as of the last analysis.",
        scope="follow_up",
        right=Right.SEE_FOLLOW_UP,
    )
)
def follow_up(_request: HttpRequest) -> HttpResponseBase:
    """Give the board of follow-up."""
    found = results.latest("follow_up")
    if found is None:
        raise DataError(
            "No analysis was made yet: ask for one in the workshop.",
            reason="no-analysis",
        )
    told: Mapping[str, Any] = {
        "sha256": found.sha256,
        "made_at": found.made_at.isoformat(),
        "records_since": found.since,
        "board": board(found.content),
    }
    return JsonResponse(told)


def _who(request: HttpRequest) -> Person:
    person: Person = request.person  # type: ignore[attr-defined]
    return person


def _note(table: str, ids: Iterable[str], person: Person) -> None:
    """Write down whose words are given: a translation of them is them."""
    at = timezone.now()
    if table in NOTED:
        audit.reading(table, ids, by=person, at=at)
    if table != "texts":
        return
    rows = model_of(table).objects.filter(Among("pk", set(ids)))
    for of in SAID:
        read = rows.filter(**{f"{of}__isnull": False}).values_list(
            f"{of}_id", flat=True
        )
        audit.reading(f"{of}s", read, by=person, at=at)


def _columns(request: HttpRequest, table: str) -> list[str]:
    if table not in GIVEN:
        raise Http404
    own, also = TABLES[table].own, ALSO.get(table, ())
    open_ = [c.name for c in own if c.mark != "secret" or c.ref or c.name in also]
    asked = [name for name in request.GET.get("columns", "").split(",") if name]
    unknown = [name for name in asked if name not in {"id", *open_}]
    if unknown:
        raise DataError(
            f"Table {table} shows no column {unknown[0]}.",
            reason="no-such-column",
            column=unknown[0],
            columns=["id", *open_],
        )
    return ["id", *(name for name in asked or open_ if name != "id")]


def _limit(given: str) -> int:
    if not given.isdecimal() or len(given) > 6 or not 1 <= int(given) <= MOST:
        raise DataError(
            f"limit is a number from 1 to {MOST}.", reason="no-limit", most=MOST
        )
    return int(given)


def _zipped(dossier: Dossier) -> bytes:
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside) / "dossier"
        packages.write(dossier, folder)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.iterdir()):
                archive.write(path, f"dossier/{path.name}")
    return out.getvalue()
