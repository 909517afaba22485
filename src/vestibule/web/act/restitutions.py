"""Pages of restitution: the debt, the burden by place, telling, deferring, the sheet."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vestibule.api import returned
from vestibule.web.act import forms, telling
from vestibule.web.act.following import FORM
from vestibule.web.agree import choosing, reading
from vestibule.web.agree.pages import person_of, write
from vestibule.web.protect.views import words_of
from vestibule.web.records import access, audit, frames
from vestibule.web.records.access import Right, door
from vestibule.web.records.models import Gathering, Restitution

BESIDE = {
    "in-future": "told_on",
    "no-day": "told_on",
    "before-heard": "told_on",
    "no-group": "groups",
    "reply-of-many": "reply",
}
"""Reason of a refusal to the field beside which it stands."""


def read(request: HttpRequest) -> telling.Debt:
    """Read the debt of today, within the reach of who asks."""
    today = timezone.now().date()
    return telling.Debt.read(person_of(request), words_of(request), today=today)


@door(Right.SEE_GATHERINGS)
@require_safe
def restitutions(request: HttpRequest) -> HttpResponseBase:
    """Show who waits, who was told, who answered; and what was asked of each place."""
    debt = read(request)
    context = {
        "debt": debt,
        "n": debt.owed.groups.height,
        "totals": debt.owed.totals,
        "late": debt.owed.debt(),
        "may_tell": person_of(request).may(Right.TELL),
    }
    return render(request, "act/restitutions.html", context)


@door(Right.TELL)
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponseBase:
    """Write down what groups were told, and which of them were there."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    begun = {"groups": [request.GET.get("groupe", "")], "told_on": at.date()}
    form = forms.Told(request.POST or None, words=words, initial=begun)
    form.offer("groups", _groups(request))
    form.offer("lang", choosing.languages(words))
    met = choosing.gatherings(person, Right.TELL, words)
    form.offer("gathering", met, empty="no_meeting")

    def act(given: Mapping[str, Any]) -> str:
        told = {**given, "told": given["told_words"]}
        return telling.tell(
            new=given["new"], groups=given["groups"], given=told, by=person, at=at
        )

    return write(
        request, form, act, to=_list, template=FORM, beside=BESIDE, page="tell",
        under="act:restitutions",
    )  # fmt: skip


@door(Right.TELL)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Write down what a group answered."""
    person, at = person_of(request), timezone.now()
    pk = reading.standing_id(Restitution, record_id)
    row = access.one(Restitution, person, pk, right=Right.TELL)
    form = forms.Replied(request.POST or None, words=words_of(request))

    def act(given: Mapping[str, Any]) -> str:
        return telling.reply(
            new=given["new"],
            restitution_=row.pk,
            words=given["reply"],
            by=person,
            at=at,
        )

    return write(
        request, form, act, to=_list, template=FORM, page="reply",
        under="act:restitutions",
        about=reading.said(reading.process_here(), row.told, row.lang),
    )  # fmt: skip


@door(Right.TELL)
@require_http_methods(["GET", "POST"])
def defer(request: HttpRequest, group: str) -> HttpResponseBase:
    """Put off telling a group, for its safety."""
    person, at = person_of(request), timezone.now()
    if group not in dict(_groups(request)):
        raise Http404
    form = forms.Deferred(request.POST or None, words=words_of(request))

    def act(given: Mapping[str, Any]) -> str:
        return telling.defer(
            new=given["new"],
            group=group,
            deferred_to=given["deferred_to"],
            reason=given["reason"] or None,
            by=person,
            at=at,
        )

    beside = {"no-day": "deferred_to", "in-past": "deferred_to", "no-reason": "reason"}
    return write(
        request, form, act, to=_list, template=FORM, beside=beside, page="defer",
        under="act:restitutions",
    )  # fmt: skip


@door(Right.TELL)
@require_safe
def paper(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Give the sheet of one gathering to print and hand over: kept by nobody, logged."""
    person, at = person_of(request), timezone.now()
    pk = reading.standing_id(Gathering, record_id)
    met = access.one(Gathering, person, pk, right=Right.TELL)
    lang, whole = words_of(request).lang, frames.dossier_of()
    with tempfile.TemporaryDirectory() as folder:
        pages = returned.write_sheets(
            whole,
            Path(folder),
            lang=lang,
            today=at.date(),
            gatherings=[*reading.first_ids(whole, "gatherings", [met.pk])],
        )
        page = next(path for path in pages if path.suffix == ".html")
        text = page.read_text("utf-8")
    audit.record("read", by=person, at=at, table="gatherings", record=met.pk)
    response = HttpResponse(text, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="feuille.html"'
    response["Cache-Control"] = "no-store"
    return response


def _groups(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the groups within reach for telling, those that wait first."""
    person = person_of(request)
    debt = read(request)
    near = reading.seen(debt.dossier, "gatherings", person, right=Right.TELL)
    return [
        (one.id, f"{one.code} · {one.who}")
        for _, groups in debt.by_state
        for one in groups
        if one.gathering in near
    ]


def _list(_: str) -> str:
    return reverse("act:restitutions")
