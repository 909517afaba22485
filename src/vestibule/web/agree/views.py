"""Pages of findings: the list, one of them, and the forms that write to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vestibule.agree.validation import noted
from vestibule.web.agree import actions, choosing, forms, queries, reading, record
from vestibule.web.agree.pages import person_of, sheet, values, write
from vestibule.web.protect.views import words_of
from vestibule.web.records import access
from vestibule.web.records.access import Right, door
from vestibule.web.records.models import Finding, Validation

FORM = "agree/form.html"

BESIDE = {
    "key-taken": "key",
    "same-words": "words_of",
    "cited-already": "what",
    "not-present-words": "shown",
    "in-future": "gathering",
    "other-profile": "profile",
    "said-already": "gathering",
    "no-amendment": "amendment",
    "no-reason": "objection",
}
"""Reason of a refusal to the field beside which it stands."""


@door(Right.SEE_FINDINGS)
@require_safe
def findings(request: HttpRequest) -> HttpResponseBase:
    """Show the findings, by kind, with how each stands."""
    shown = _listed(request)
    context = {"listed": shown, "may_edit": person_of(request).may(Right.EDIT_FINDINGS)}
    return render(request, "agree/findings.html", context)


@door(Right.SEE_FINDINGS)
@require_safe
def findings_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the list as a sheet, for the team."""
    return sheet(queries.table(_listed(request).rows), "constats.csv")


@door(Right.SEE_FINDINGS)
@require_safe
def findings_json(request: HttpRequest) -> HttpResponseBase:
    """Give the list for a program, for the team."""
    return values(queries.table(_listed(request).rows))


def _listed(request: HttpRequest) -> queries.Listed:
    asked = request.GET
    kind, status = asked.get("genre", ""), asked.get("etat", "")
    return queries.listed(words_of(request), kind=kind, status=status)


@door(Right.SEE_FINDINGS)
@require_safe
def finding(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show one finding: for and against, what was said of it, its level, its words."""
    person, today = person_of(request), timezone.now().date()
    found = record.record(
        person, record_id, words_of(request), today=today, all_="tout" in request.GET
    )
    if found is None:
        raise Http404
    context = {
        "one": found,
        "may_edit": person.may(Right.EDIT_FINDINGS),
        "may_note": person.may(Right.VALIDATE),
        "may_see": person.may(Right.SEE_VALIDATIONS),
        "may_read": person.may(Right.SEE_EXCERPTS),
        "whole": "tout" in request.GET,
    }
    return render(request, "agree/finding.html", context)


@door(Right.EDIT_FINDINGS)
@require_http_methods(["GET", "POST"])
def new_finding(request: HttpRequest) -> HttpResponseBase:
    """Write a new finding."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    form = forms.NewFinding(request.POST or None, words=words)
    form.offer("lang", choosing.languages(words))
    form.offer("parent", choosing.findings(words), empty="no_parent")

    def act(given: Mapping[str, Any]) -> str:
        return actions.found(
            new=given["new"],
            key=given["key"],
            kind=given["kind"],
            words=given["words_of"],
            meaning=given["meaning"],
            lang=given["lang"],
            parent=given["parent"] or None,
            by=person,
            at=at,
        )

    return write(
        request, form, act, to=_page, template=FORM, beside=BESIDE, page="new_finding",
        under="agree:findings",
    )  # fmt: skip


@door(Right.EDIT_FINDINGS)
@require_http_methods(["GET", "POST"])
def reword(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Give a finding new words; those before stay."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    now = _standing(request, record_id)
    begun = {
        "words_of": now.words,
        "meaning": now.meaning,
        "lang": now.lang,
        "finding": now.pk,
    }
    form = forms.Reworded(request.POST or None, words=words, initial=begun)
    form.offer("lang", choosing.languages(words, now.lang))

    def act(given: Mapping[str, Any]) -> str:
        return actions.reword(
            new=given["new"],
            finding=given["finding"],
            words=given["words_of"],
            meaning=given["meaning"],
            lang=given["lang"],
            by=person,
            at=at,
        )

    return write(
        request, form, act, to=_page, template=FORM, beside=BESIDE, page="reword",
        about=reading.said(reading.process_here(), now.words, now.lang),
        under="agree:findings", called=now.key or "…", back=_page(now.pk),
    )  # fmt: skip


@door(Right.EDIT_FINDINGS)
@require_http_methods(["GET", "POST"])
def cite(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Cite an excerpt, a code, a claim or a statement, for the finding or against it."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    now = _standing(request, record_id)
    asked = request.GET
    kind, said = asked.get("sorte", ""), asked.get("q", "").strip()
    kinds = choosing.kinds(person)
    kind = kind if kind in kinds else kinds[0]
    form = forms.Cited(
        request.POST or None, words=words, initial={"stance": asked.get("cote", "for")}
    )
    offered = choosing.citable(person, kind, said, words)
    form.offer("what", [(f"{kind}:{one.id}", one.words) for one in offered])

    def act(given: Mapping[str, Any]) -> str:
        what, _, chosen = str(given["what"]).partition(":")
        actions.cite(
            new=given["new"],
            finding=now.pk,
            stance=given["stance"],
            kind=what,
            record=chosen,
            by=person,
            at=at,
        )
        return str(now.pk)

    return write(
        request, form, act, to=_page, template="agree/cite.html", beside=BESIDE, page="cite",
        about=reading.said(reading.process_here(), now.words, now.lang),
        under="agree:findings", called=now.key or "…", back=_page(now.pk), kinds=kinds, kind=kind, q=said, offered=offered,
        side=asked.get("cote", "for"),
    )  # fmt: skip


@door(Right.VALIDATE)
@require_http_methods(["GET", "POST"])
def validate(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Write down what a gathering said of a finding."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    now = _standing(request, record_id)
    corrects = request.GET.get("corrige") or None
    begun = {"shown": now.pk, **_before(request, corrects)}
    form = forms.Validated(request.POST or None, words=words, initial=begun)
    met = choosing.gatherings(person, Right.VALIDATE, words)
    form.offer("gathering", met, empty="choose")
    form.offer("profile", choosing.profiles(words), empty="everyone")
    form.offer("lang", choosing.languages(words), empty="lang_of_gathering")

    def act(given: Mapping[str, Any]) -> str:
        consent = given["consent"]
        actions.note_validation(
            new=given["new"],
            shown=given["shown"],
            gathering=given["gathering"],
            said=noted.Said(
                outcome=given["outcome"],
                objection=given["objection"] or None,
                amendment=given["amendment"] or None,
                unexplained=given["unexplained"],
                profile=given["profile"] or None,
            ),
            present=given["present"],
            lang=given["lang"],
            consent=int(consent) if consent else None,
            corrects=corrects,
            by=person,
            at=at,
        )
        return str(now.pk)

    return write(
        request, form, act, to=_page, template=FORM, beside=BESIDE, page="validate",
        about=reading.said(reading.process_here(), now.words, now.lang),
        under="agree:findings", called=now.key or "…", back=_page(now.pk), nobody=not met,
    )  # fmt: skip


def _before(request: HttpRequest, corrects: str | None) -> dict[str, Any]:
    """Return what a validation says that is corrected; raises Http404."""
    if corrects is None:
        return {}
    standing = reading.standing_id(Validation, corrects)
    old = access.one(Validation, person_of(request), standing, right=Right.VALIDATE)
    kept = ("outcome", "objection", "amendment", "present", "lang")
    return {name: getattr(old, name) for name in kept} | {
        "gathering": old.gathering_id,
        "profile": old.profile_id,
        "consent": "" if old.consent is None else str(old.consent),
    }


def _standing(request: HttpRequest, record_id: str) -> Any:
    pk = reading.standing_id(Finding, record_id)
    return access.one(Finding, person_of(request), pk)


def _page(record_id: str) -> str:
    return reverse("agree:finding", args=[record_id])
