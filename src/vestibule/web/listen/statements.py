"""Pages of statements: the list, one with its languages and its decision, tallies."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from vestibule.api.deciding import VERDICTS
from vestibule.errors import DataError
from vestibule.web.listen import actions, forms, standing, stated, tokens
from vestibule.web.plan.known import Ground
from vestibule.web.plan.views import person_of
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Right, door
from vestibule.web.records.models import Gathering, Statement


@door(Right.SEE_STATEMENTS)
@require_safe
def statements(request: HttpRequest) -> HttpResponseBase:
    """List the statements, by what was decided of them."""
    person, wanted = person_of(request), request.GET.get("sensibilite", "")
    wanted = wanted if wanted in stated.DECIDED else ""
    found = stated.listed(person, wanted, words_of(request))
    context = {
        "found": found,
        "wanted": wanted,
        "may_edit": person.may(Right.EDIT_STATEMENTS),
    }
    return render(request, "listen/statements.html", context)


@door(Right.SEE_STATEMENTS)
@require_safe
def statement(request: HttpRequest, record: str) -> HttpResponseBase:
    """Show one statement: its languages, what it may touch, what was decided."""
    of = standing.one(Statement, person_of(request), record)
    return _one(request, of)


@door(Right.EDIT_STATEMENTS)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponseBase:
    """Add a statement; it waits for a decision."""
    form = forms.Stated(request.POST or None, taken=stated.keys(), **_about(request))
    if form.is_valid():
        written = actions.state(
            new=tokens.of(request),
            cells=form.row,
            by=person_of(request),
            at=timezone.now(),
        )
        return redirect("listen:statement", record=written)
    context = {"form": form, "new": tokens.kept(request)}
    return render(request, "listen/add.html", context)


@door(Right.EDIT_STATEMENTS)
@require_POST
def decide(request: HttpRequest, record: str) -> HttpResponseBase:
    """Say whether a statement is sensitive, or is put to nobody."""
    person, verdict = person_of(request), request.POST.get("verdict", "")
    of = standing.one(Statement, person, record, right=Right.EDIT_STATEMENTS)
    if verdict not in VERDICTS:
        raise Http404
    if standing.was_sent(of, request):
        return redirect("listen:statement", record=of.pk)
    if of.pk != record:
        return _one(request, of, status=409, meanwhile=True)
    try:
        written = actions.decide(
            of, verdict=verdict, new=tokens.of(request), by=person, at=timezone.now()
        )
    except DataError:
        return _one(request, of, status=409, meanwhile=True)
    return redirect("listen:statement", record=written)


@door(Right.EDIT_STATEMENTS)
@require_POST
def say(request: HttpRequest, record: str) -> HttpResponseBase:
    """Say a statement in another language."""
    person = person_of(request)
    of = standing.one(Statement, person, record, right=Right.EDIT_STATEMENTS)
    form = _spoken(request, of)
    if not form.is_valid():
        return _one(request, of, form=form)
    actions.translate(
        of, new=tokens.of(request), cells=form.row, by=person, at=timezone.now()
    )
    return redirect("listen:statement", record=of.pk)


@door(Right.EDIT_STATEMENTS)
@require_POST
def check(request: HttpRequest, record: str) -> HttpResponseBase:
    """Say that a statement in another language says the same; never who wrote it."""
    person, new = person_of(request), tokens.of(request)
    of = standing.one(Statement, person, record, right=Right.EDIT_STATEMENTS)
    every = {one.pk: one for one in stated.texts(of)}
    text = every.get(request.POST.get("text", ""))
    if text is None:
        raise Http404
    try:
        if new not in every:  # it was sent twice
            actions.check(text, every.values(), new=new, by=person, at=timezone.now())
    except DataError as refusal:
        return _one(request, of, status=409, why=str(refusal.params.get("reason")))
    return redirect("listen:statement", record=of.pk)


@door(Right.ENTER_ANSWERS)
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, record: str) -> HttpResponseBase:
    """Write down how a group answered a statement."""
    person = person_of(request)
    of = standing.one(Gathering, person, record, right=Right.ENTER_ANSWERS)
    form = forms.Tallied(
        request.POST or None,
        statements=stated.choices(person),
        present=of.present,
        **_about(request),
    )
    if form.is_valid():
        actions.tally(
            of, new=tokens.of(request), cells=form.row, by=person, at=timezone.now()
        )
        return redirect("listen:gathering", record=of.pk)
    context = {"form": form, "of": of, "new": tokens.kept(request)}
    return render(request, "listen/count.html", context)


def _one(
    request: HttpRequest,
    of: Statement,
    *,
    form: forms.Spoken | None = None,
    status: int = 200,
    meanwhile: bool = False,
    why: str = "",
) -> HttpResponseBase:
    person, words = person_of(request), words_of(request)
    context = {
        "of": of,
        "one": stated.one(of, person, words),
        "form": form or _spoken(request, of),
        "new": tokens.kept(request),
        "may_edit": person.may(Right.EDIT_STATEMENTS),
        "meanwhile": meanwhile,
        "why": words(f"web_listen.check.{why}") if why else "",
    }
    return render(request, "listen/statement.html", context, status=status)


def _spoken(request: HttpRequest, of: Statement) -> forms.Spoken:
    said = request.POST if "words" in request.POST else None
    return forms.Spoken(said, but=[of.lang], **_about(request))


def _about(request: HttpRequest) -> dict[str, Any]:
    words = words_of(request)
    ground, today = Ground.read(words), timezone.now().date()
    return {"words": words, "ground": ground, "today": today}
