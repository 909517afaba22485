"""Someone says that a page is dangerous or untrue: without an account, without a trace.

Neither address nor cookie is kept. What they wrote is read by protection officers only,
and erased once it was dealt with: it may name people.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from vestibule.inform.markup import direction
from vestibule.web.protect import throttle
from vestibule.web.protect.forms import Said
from vestibule.web.protect.views import words_of
from vestibule.web.records import audit, numbering
from vestibule.web.records.access import Person, Right, door, open_to_all, person_of
from vestibule.web.records.models import HarmReport
from vestibule.web.records.models.editions import LONGEST_HARM
from vestibule.words import PAGES, Catalogue

KINDS = ("danger", "untrue", "withdraw")
LONGEST_PAGE = 300
LONGEST_OUTCOME = 500
MOST = 100
"""Reports on the officer's page: the open ones first."""


class Report(forms.Form):
    """What someone of the public writes."""

    kind = forms.ChoiceField(choices=[(one, one) for one in KINDS])
    page = forms.CharField(required=False, max_length=LONGEST_PAGE)
    words = forms.CharField(max_length=LONGEST_HARM)


class Outcome(Said):
    """What was done about a report: a sentence that stays."""

    file = "web_harm"
    outcome = forms.CharField(
        max_length=LONGEST_OUTCOME, widget=forms.TextInput({"autocomplete": "off"})
    )


@open_to_all("whoever is harmed by a page says so")
@csrf_exempt  # no one is signed in here and no cookie is set: nothing can be forged
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, lang: str = "") -> HttpResponseBase:
    """Take a report, or show the form for one."""
    spoken = lang or str(getattr(request, "lang", "fr"))
    if spoken not in PAGES:
        raise Http404
    form = Report(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, spoken, form, "form")
    if not form.is_valid():
        return _page(request, spoken, form, "form", status=422)
    if not throttle.may_try(request, "harm report"):
        return _page(request, spoken, form, "slow", status=429)
    receive(**form.cleaned_data, lang=spoken, at=timezone.now())
    return _page(request, spoken, form, "thanks")


def receive(*, kind: str, page: str, words: str, lang: str, at: datetime) -> HarmReport:
    """Keep a report, with an entry in the journal that does not hold its words."""
    with numbering.pen():
        made = HarmReport.objects.create(
            kind=kind, page=page or None, words=words, lang=lang, received_at=at
        )
        audit.record(
            "write", by=None, at=at, table="site_harm_reports", record=str(made.pk)
        )
        return made


@door(Right.ANSWER_HARM)
@require_safe
def reports(request: HttpRequest) -> HttpResponseBase:
    """Show the reports to a protection officer; who read them is written down."""
    return _reports(request, {})


def _reports(request: HttpRequest, refused: Mapping[int, Outcome]) -> HttpResponse:
    """Show the reports, with what was said of some of them and cannot be kept."""
    person, at, words = _person(request), timezone.now(), words_of(request)
    rows = HarmReport.objects.order_by("closed_at", "-received_at")
    open_ = list(rows.filter(closed_at=None)[:MOST])
    closed = list(rows.exclude(closed_at=None).order_by("-closed_at")[:MOST])
    ids = [str(one.pk) for one in open_]
    audit.reading("site_harm_reports", ids, by=person, at=at)
    asked = [
        (one, refused.get(one.pk) or Outcome(words=words, auto_id=f"{one.pk}_%s"))
        for one in open_
    ]
    context = {"open": asked, "closed": closed}
    status = 422 if refused else 200
    return render(request, "inform/harm.html", context, status=status)


@door(Right.ANSWER_HARM)
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say what was done; the words are erased. A sentence that cannot be kept erases nothing."""
    person, at = _person(request), timezone.now()
    rows = HarmReport.objects.filter(pk=number)
    if not rows.exists():
        raise Http404
    form = Outcome(request.POST, words=words_of(request), auto_id=f"{number}_%s")
    if not form.is_valid():
        return _reports(request, {number: form})
    outcome = form.cleaned_data["outcome"]
    with numbering.pen():
        done = rows.filter(closed_at=None).update(
            closed_at=at,
            closed_by=person.pseudonym,
            outcome=outcome,
            words=None,
            page=None,
        )
        if done:
            audit.record(
                "write",
                by=person,
                at=at,
                table="site_harm_reports",
                record=str(number),
                written={"outcome": outcome},
            )
    return redirect("inform:harm")


def _page(
    request: HttpRequest, lang: str, form: Report, what: str, status: int = 200
) -> HttpResponse:
    words = Catalogue(lang)
    said: dict[str, Any] = {
        name: words(f"web_public.harm.{name}")
        for name in ("title", "lead", "kind", "page", "page_hint", "words", "words_hint", "send", "contest", "no_trace", "wrong", "thanks", "next", "slow", "front")
    }  # fmt: skip
    kinds = [
        {"key": one, "says": words(f"web_public.harm.kinds.{one}"), "is_chosen": form.data.get("kind") == one}
        for one in KINDS
    ]  # fmt: skip
    names = [{"lang": one, "says": Catalogue(one)("site.own_name")} for one in PAGES]
    context = {
        "lang": lang,
        "dir": direction(lang),
        "says": said,
        "kinds": kinds,
        "form": form,
        "what": what,
        "tongues": names,
    }
    response = render(request, "inform/report.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = lang
    return response


def _person(request: HttpRequest) -> Person:
    person = person_of(request)
    if person is None:  # the door saw to it
        raise Http404
    return person
