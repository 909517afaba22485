"""The thread of a record, in both directions; the states things go through."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vestibule.act import states
from vestibule.web.act import traced
from vestibule.web.agree.pages import person_of
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Right, door


@door(Right.SEE_FINDINGS)
@require_safe
def thread(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show what a record follows from, what followed from it, and each gap by name."""
    today, words = timezone.now().date(), words_of(request)
    all_ = "tout" in request.GET
    found = traced.traced(person_of(request), record_id, words, today=today, all_=all_)
    if found is None:
        raise Http404
    context = {"one": found, "whole": all_, "page": traced.pages().get(found.table)}
    return render(request, "act/thread.html", context)


@door(Right.SEE_FOLLOW_UP)
@require_safe
def moves(request: HttpRequest) -> HttpResponseBase:
    """Show the one table of states that buttons, forms and actions ask."""
    subjects = [
        (
            subject,
            [m for m in states.MOVES if m.subject == subject],
            states.diagram(subject),
        )
        for subject in states.STARTS
    ]
    return render(request, "act/moves.html", {"subjects": subjects})
