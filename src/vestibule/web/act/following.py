"""Pages of recommendations and commitments: lists, records, and what is written to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vestibule.act import timely
from vestibule.web.act import actions, board, forms
from vestibule.web.act.board import Board, Line
from vestibule.web.agree import choosing, reading
from vestibule.web.agree.pages import person_of, sheet, write
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Person, Right, door, one
from vestibule.web.records.models import Action, Commitment, Recommendation, Response

FORM = "act/form.html"

BESIDE = {
    "in-future": "made_on",
    "answer-before-asked": "answer_by",
    "before-asked": "given_on",
    "no-day": "given_on",
    "no-move": "answer",
    "same-answer": "answer",
    "due-before-made": "due_on",
    "before-promised": "seen_on",
    "no-evidence": "evidence",
    "no-owner": "owner",
}
"""Reason of a refusal to the field beside which it stands."""


def read(request: HttpRequest) -> Board:
    """Read the board of today in the language of the page."""
    return Board.read(words_of(request), today=timezone.now().date())


def found(line: Line | None) -> Line:
    """Return a line that is there; raises Http404."""
    if line is None:
        raise Http404
    return line


@door(Right.SEE_FOLLOW_UP)
@require_safe
def recommendations(request: HttpRequest) -> HttpResponseBase:
    """Show what was asked of whom, what nobody answered first."""
    lines = read(request).lines("recommendations")
    groups = [(s, [one for one in lines if one.state == s]) for s in board.ASKED_ORDER]
    context = {
        "groups": [(s, rows) for s, rows in groups if rows],
        "n": len(lines),
        "silent": sum(line.state == "silent" for line in lines),
        "may_edit": person_of(request).may(Right.EDIT_FOLLOW_UP),
    }
    return render(request, "act/recommendations.html", context)


@door(Right.SEE_FOLLOW_UP)
@require_safe
def recommendations_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the list as a sheet, for the team."""
    lines = read(request).lines("recommendations")
    return sheet(board.table(lines), "recommandations.csv")


@door(Right.SEE_FOLLOW_UP)
@require_safe
def recommendation(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show one: what was asked, every answer, what was promised of it."""
    now = read(request)
    line = found(now.line("recommendations", record_id))
    given = now.responses(line.id)
    for answer in given:
        answer["why_not"] = now.why_not_promise(response=answer["id"])
    context = {
        "line": line,
        "finding": now.finding(line.cells["finding"]),
        "responses": given,
        "promises": now.promises_of("response", [one["id"] for one in given]),
        "may_edit": person_of(request).may(Right.EDIT_FOLLOW_UP),
    }
    return render(request, "act/recommendation.html", context)


@door(Right.EDIT_FOLLOW_UP)
@require_http_methods(["GET", "POST"])
def recommend(request: HttpRequest) -> HttpResponseBase:
    """Write down what people ask of an addressee."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    begun = {"finding": request.GET.get("constat", ""), "made_on": at.date()}
    form = forms.Asked(request.POST or None, words=words, initial=begun)
    form.offer("lang", choosing.languages(words))
    form.offer("finding", choosing.findings(words), empty="none")
    met = choosing.gatherings(person, Right.EDIT_FOLLOW_UP, words)
    form.offer("gathering", met, empty="no_gathering")

    def act(given: Mapping[str, Any]) -> str:
        told = {**given, "words": given["words_of"]}
        return actions.recommend(new=given["new"], given=told, by=person, at=at)

    return write(
        request, form, act, to=_recommendation, template=FORM, beside=BESIDE,
        page="recommend", under="act:recommendations",
    )  # fmt: skip


@door(Right.EDIT_FOLLOW_UP)
@require_http_methods(["GET", "POST"])
def respond(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Write down what an addressee answers."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    asked = _one(request, Recommendation, record_id, Right.EDIT_FOLLOW_UP)
    form = forms.Answered(request.POST or None, words=words)

    def act(given: Mapping[str, Any]) -> str:
        actions.respond(
            new=given["new"],
            recommendation=asked.pk,
            answer=given["answer"],
            words=given["words_of"],
            given_on=given["given_on"],
            by=person,
            at=at,
        )
        return str(asked.pk)

    beside = {**BESIDE, "in-future": "given_on"}
    return write(
        request, form, act, to=_recommendation, template=FORM, beside=beside,
        page="respond", about=_said(asked),
        under="act:recommendations", called=asked.key or "…",
        back=_recommendation(asked.pk),
    )  # fmt: skip


@door(Right.SEE_FOLLOW_UP)
@require_safe
def commitments(request: HttpRequest) -> HttpResponseBase:
    """Show what was promised, each side beside the others; what is no promise apart."""
    lines = read(request).lines("commitments")
    owed = [line for line in lines if line.cells["counted"]]
    order = {"contested": 0, "unverified": 1, "undone": 2, "not_begun": 3}
    owed.sort(key=lambda one: (order.get(one.state, 9), not one.cells["overdue"]))
    context = {
        "lines": owed,
        "loose": [line for line in lines if not line.cells["counted"]],
        "contested": sum(line.cells["contested"] for line in owed),
        "kept": sum(line.cells["kept"] for line in owed),
        "overdue": sum(line.cells["overdue"] for line in owed),
    }
    return render(request, "act/commitments.html", context)


@door(Right.SEE_FOLLOW_UP)
@require_safe
def commitments_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the list as a sheet, for the team."""
    return sheet(board.table(read(request).lines("commitments")), "engagements.csv")


@door(Right.SEE_FOLLOW_UP)
@require_safe
def commitment(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show one: where it comes from, what each side saw, side by side."""
    now, person = read(request), person_of(request)
    line = found(now.line("commitments", record_id))
    given = now.settled.table("responses").filter(id=line.cells["response"] or "")
    asked = given["recommendation"][0] if given.height else None
    context = {
        "line": line,
        "sides": [*board.sides(now, line.id, person)],
        "asked": now.line("recommendations", asked) if asked else None,
        "action": _action_of(now, person, line),
        "may_verify": person.may(Right.VERIFY),
        "may_see": person.may(Right.SEE_GATHERINGS),
    }
    return render(request, "act/commitment.html", context)


def _action_of(now: Board, person: Person, line: Line) -> Line | None:
    """Return the action that a commitment was made of, to whoever may open it."""
    named = [one for one in (line.cells["action"],) if one]
    seen = reading.seen(now.dossier, "actions", person, among=named)
    return now.line("actions", named[0]) if seen else None


@door(Right.EDIT_FOLLOW_UP)
@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, kind: str, record_id: str) -> HttpResponseBase:
    """Write down a commitment, from an answer or an action; or say why it is none."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    model = {"reponse": Response, "action": Action}.get(kind)
    if model is None:
        raise Http404
    row = _one(request, model, record_id, Right.EDIT_FOLLOW_UP)
    source = timely.Source(
        response=row.pk if kind == "reponse" else None,
        action=row.pk if kind == "action" else None,
    )
    asked = row.recommendation if kind == "reponse" else row
    owner = asked.addressee if kind == "reponse" else asked.owner
    begun = {
        "owner": owner,
        "made_on": getattr(row, "given_on", None),
        "lang": asked.lang,
    }
    form = forms.Promised(request.POST or None, words=words, initial=begun)
    form.offer("lang", choosing.languages(words))

    def act(given: Mapping[str, Any]) -> str:
        told = {**given, "words": given["words_of"]}
        return actions.promise(
            new=given["new"], source=source, given=told, by=person, at=at
        )

    return write(
        request, form, act, to=_commitment, template=FORM, beside=BESIDE, page="promise",
        about=_said(asked), why_not=actions.why_not_promise(source, today=at.date()),
        under="act:recommendations" if kind == "reponse" else "act:actions",
        called=asked.key or "…",
        back=_recommendation(asked.pk) if kind == "reponse"
        else reverse("act:action", args=[row.pk]),
    )  # fmt: skip


@door(Right.VERIFY)
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Write down what a side saw of a commitment, with its evidence and its day."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    owed = _one(request, Commitment, record_id, Right.VERIFY)
    form = forms.Observed(request.POST or None, words=words)
    met = choosing.gatherings(person, Right.VERIFY, words)
    form.offer("gathering", met, empty="no_gathering")

    def act(given: Mapping[str, Any]) -> str:
        actions.verify(
            new=given["new"],
            commitment=owed.pk,
            side=given["side"],
            state=given["state"],
            evidence=given["evidence"],
            seen_on=given["seen_on"],
            gathering=given["gathering"] or None,
            by=person,
            at=at,
        )
        return str(owed.pk)

    beside = {**BESIDE, "in-future": "seen_on", "no-day": "seen_on"}
    why = actions.why_not_verify(owed, at.date(), "-", today=at.date())
    return write(
        request, form, act, to=_commitment, template=FORM, beside=beside, page="verify",
        about=_said(owed), why_not=why,
        under="act:commitments", called=owed.key or "…", back=_commitment(owed.pk),
    )  # fmt: skip


def _one(request: HttpRequest, model: Any, record_id: str, right: Right) -> Any:
    """Return what something is written about, where someone may write it, not only see."""
    pk = reading.standing_id(model, record_id)
    return one(model, person_of(request), pk, right=right)


def _said(row: Any) -> reading.Said:
    return reading.said(reading.process_here(), row.words, row.lang)


def _recommendation(record_id: str) -> str:
    return reverse("act:recommendation", args=[record_id])


def _commitment(record_id: str) -> str:
    return reverse("act:commitment", args=[record_id])
