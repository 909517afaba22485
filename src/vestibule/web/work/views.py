"""Pages of long work: what is in line, how far it is, what failed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vestibule.errors import DataError
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Person, Right, door, person_of
from vestibule.web.records.models import Job
from vestibule.web.work import actions, failures, queries
from vestibule.web.work.parts import PARTS


@door(Right.SEE_JOBS)
@require_safe
def jobs(request: HttpRequest) -> HttpResponseBase:
    """Show what is in line and what was done."""
    shown = queries.rows(words_of(request), _person(request))
    context = {
        "rows": shown,
        "open": queries.are_open(shown),
        "may_analyse": _person(request).may(Right.ANALYSE),
    }
    only = request.headers.get("HX-Request") == "true"
    return render(request, "work/rows.html" if only else "work/jobs.html", context)


@door(Right.ANALYSE)
@require_POST
def analyse(request: HttpRequest) -> HttpResponseBase:
    """Ask for an analysis: all of it, or one part."""
    part = request.POST.get("part", "")
    if part and part not in PARTS:
        raise Http404
    wanted = {"parts": [part]} if part else {}
    actions.ask("analysis", wanted=wanted, by=_person(request), at=timezone.now())
    return redirect("work:jobs")


@door(Right.SEE_JOBS)
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponseBase:
    """Stop a piece of work."""
    _mine(request, number)
    actions.stop(number, by=_person(request), at=timezone.now())
    return redirect("work:jobs")


@door(Right.SEE_JOBS)
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask for a piece of work again."""
    _mine(request, number)
    try:
        actions.again(number, by=_person(request), at=timezone.now())
    except DataError as error:
        said = failures.sentences(error.to_dict(), words_of(request))
        messages.error(request, said[0])
    return redirect("work:jobs")


def _mine(request: HttpRequest, number: int) -> Job:
    """Return a piece of work that someone may stop; raises Http404."""
    job = queries.mine(_person(request)).filter(pk=number).first()
    if job is None:
        raise Http404
    return job


def _person(request: HttpRequest) -> Person:
    person = person_of(request)
    if person is None:  # the door saw to it
        raise Http404
    return person
