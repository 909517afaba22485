"""Pages of imports: choose what is brought, hand it over, see what became of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from vestibule.errors import VestibuleError
from vestibule.web.listen import arriving, tokens
from vestibule.web.plan.views import person_of
from vestibule.web.protect.views import words_of
from vestibule.web.records import declarations
from vestibule.web.records.access import Right, door
from vestibule.web.records.models import Job
from vestibule.web.work import actions, failures


@door(Right.IMPORT)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponseBase:
    """Offer what can be brought, and take it; below, what was brought before."""
    person, words = person_of(request), words_of(request)
    form = arriving.Arriving(
        request.POST or None, request.FILES or None, words=words, empty=_is_empty()
    )
    if form.is_valid():
        try:
            job = actions.bring(
                form.cleaned_data["source"],
                form.pieces,
                form=tokens.of(request),
                by=person,
                at=timezone.now(),
            )
        except VestibuleError as error:
            for said in failures.sentences(error.to_dict(), words):
                form.add_error("brought", said)
        else:
            return redirect("listen:brought", number=job.pk)
    context = {
        "form": form,
        "new": tokens.kept(request),
        "rows": arriving.rows(person, words),
        "empty": form.empty,
    }
    return render(request, "listen/imports.html", context)


@door(Right.IMPORT)
@require_safe
def brought(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show one import: how far it is, what came in, what did not and why."""
    job = _mine(request, number)
    context = {"one": arriving.outcome(job, words_of(request)), "of": job}
    only = request.headers.get("HX-Request") == "true"
    page = "listen/outcome.html" if only else "listen/brought.html"
    return render(request, page, context)


@door(Right.IMPORT)
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponseBase:
    """Stop an import: nothing of it is kept."""
    job = _mine(request, number)
    actions.stop(job.pk, by=person_of(request), at=timezone.now())
    return redirect("listen:brought", number=job.pk)


def _mine(request: HttpRequest, number: int) -> Job:
    """Return an import of someone's own partner; raises Http404."""
    job = arriving.ours(person_of(request)).filter(pk=number).first()
    if job is None:
        raise Http404
    return job


def _is_empty() -> bool:
    return declarations.latest() is None
