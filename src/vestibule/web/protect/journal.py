"""The journal: what was written, which words were read, by whom, and the day's head."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vestibule.web.protect import queries
from vestibule.web.protect.views import words_of
from vestibule.web.records import chain
from vestibule.web.records.access import Right, door

DAYS = 14
"""Days whose heads the page shows."""


@door(Right.READ_JOURNAL)
@require_safe
def journal(request: HttpRequest) -> HttpResponseBase:
    """Show a page of the journal, and where the chain stands."""
    asked = request.GET
    before = asked.get("before", "")
    by, record = (
        asked.get(name, "").replace("\0", "").strip() for name in ("by", "record")
    )
    entries = queries.journal(
        words_of(request),
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
        by=by,
        record=record,
    )
    context = {
        "entries": entries,
        "older": entries[-1].number if len(entries) == queries.ENTRIES else None,
        "by": by,
        "record": record,
        "heads": chain.daily_heads(DAYS),
    }
    return render(request, "protect/journal.html", context)


@door(Right.READ_JOURNAL)
@require_safe
def heads(_request: HttpRequest) -> HttpResponseBase:
    """Give the heads of all days as a file to keep elsewhere: `vestibule audit` reads it."""
    lines = [f"{h.on} {h.number} {h.hash}\n" for h in chain.daily_heads()]
    response = HttpResponse("".join(lines), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="vestibule-heads.txt"'
    return response
