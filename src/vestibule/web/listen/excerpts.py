"""Pages of excerpts: the list, one with its words, entry with redaction before it is kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vestibule.web.listen import (
    actions,
    forms,
    quoting,
    redaction,
    standing,
    tokens,
)
from vestibule.web.plan.known import Ground
from vestibule.web.plan.views import person_of
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Right, door
from vestibule.web.records.models import Excerpt, Gathering


@door(Right.SEE_EXCERPTS)
@require_safe
def excerpts(request: HttpRequest) -> HttpResponseBase:
    """List the excerpts that someone may read; each reading is written down."""
    person, words, at = person_of(request), words_of(request), timezone.now()
    asked = quoting.Asked.of(request.GET)
    found = quoting.listed(person, asked, words, at=at)
    context = {"found": found, "asked": asked, "query": urlencode(asked.address)}
    return render(request, "listen/excerpts.html", context)


@door(Right.SEE_EXCERPTS)
@require_safe
def excerpt(request: HttpRequest, record: str) -> HttpResponseBase:
    """Show one excerpt: its words, where it comes from, how far it was reviewed."""
    person, words = person_of(request), words_of(request)
    of = standing.one(Excerpt, person, record)
    context = {"one": quoting.shown(of, words), "may": quoting.may(person, of)}
    return render(request, "listen/excerpt.html", context)


@door(Right.ENTER_EXCERPTS)
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, record: str) -> HttpResponseBase:
    """Type what was noted; then choose what to take out; only then it is kept."""
    person, words = person_of(request), words_of(request)
    of = standing.one(Gathering, person, record, right=Right.ENTER_EXCERPTS)
    form = _noted(request, of)
    context: dict[str, Any] = {"of": of, "form": form, "new": tokens.kept(request)}
    if not form.is_valid():
        return render(request, "listen/write.html", context)
    if redaction.unread(form.row, request.POST):
        context["texts"] = redaction.texts(form.row, Ground.read(words).dossier)
        return render(request, "listen/redact.html", context)
    cells = form.row | redaction.kept(form.row, _chosen(request))
    actions.note(of, new=tokens.of(request), cells=cells, by=person, at=timezone.now())
    return redirect("listen:gathering", record=of.pk)


def _chosen(request: HttpRequest) -> dict[str, set[int]]:
    return {
        name: redaction.numbers(request.POST.getlist(field))
        for name, field in redaction.OUT.items()
    }


def _noted(request: HttpRequest, of: Gathering) -> forms.Noted:
    words = words_of(request)
    said = {"lang": of.lang, "profile": of.profile_id, "medium": "notes"}
    return forms.Noted(
        request.POST or None,
        words=words,
        ground=Ground.read(words),
        today=timezone.now().date(),
        initial=said,
    )
