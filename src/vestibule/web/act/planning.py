"""Pages of actions: the list, one of them, its do-no-harm questions, its states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from vestibule.web.act import actions, board, forms
from vestibule.web.act.board import Board, Line
from vestibule.web.act.following import FORM, found, read
from vestibule.web.agree import choosing, reading
from vestibule.web.agree.actions import NotYet
from vestibule.web.agree.pages import person_of, sheet, write
from vestibule.web.protect.views import words_of
from vestibule.web.records import access, numbering
from vestibule.web.records.access import Person, Right, door
from vestibule.web.records.models import Action, Place
from vestibule.words import Catalogue


def _visible(request: HttpRequest, now: Board) -> list[Line]:
    seen = reading.seen(now.dossier, "actions", person_of(request))
    return [line for line in now.lines("actions") if line.id in seen]


@door(Right.SEE_ACTIONS)
@require_safe
def actions_list(request: HttpRequest) -> HttpResponseBase:
    """Show what people decided to do themselves."""
    now = read(request)
    lines = _visible(request, now)
    told = [(one, now.names.place(one.cells["place"])) for one in lines]
    context = {
        "lines": told,
        "blocked": sum(
            one.cells["blocked"] and one.state == "proposed" for one in lines
        ),
        "may_edit": person_of(request).may(Right.EDIT_ACTIONS),
    }
    return render(request, "act/actions.html", context)


@door(Right.SEE_ACTIONS)
@require_safe
def actions_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the list as a sheet, for the team."""
    return sheet(board.table(_visible(request, read(request))), "actions.csv")


@door(Right.SEE_ACTIONS)
@require_safe
def action(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Show one: what, who, where, by when, what could harm, where it may go."""
    access.one(Action, person_of(request), reading.standing_id(Action, record_id))
    return _shown(request, record_id)


def _shown(
    request: HttpRequest, record_id: str, *, refused: str = "", status: int = 200
) -> HttpResponseBase:
    now, person = read(request), person_of(request)
    line = found(now.line("actions", record_id))
    context = {
        "line": line,
        "place": now.names.place(line.cells["place"]),
        "finding": now.finding(line.cells["finding"]),
        "claim": _claim(now, person, line.cells["claim"]),
        "harm": board.harm_asked(now, line.id),
        "moves": board.moves(now, line),
        "promises": now.promises_of("action", [line.id]),
        "why_not_promise": now.why_not_promise(action=line.id),
        "may_edit": _may(Right.EDIT_ACTIONS, person, now, line),
        "may_promise": _may(Right.EDIT_FOLLOW_UP, person, now, line),
        "new": numbering.new_id(),
        "refused": refused,
    }
    return render(request, "act/action.html", context, status=status)


def _may(right: Right, person: Person, now: Board, line: Line) -> bool:
    """Return whether someone's right reaches to where this action is."""
    return person.may(right) and bool(
        reading.seen(now.dossier, "actions", person, right=right, among=[line.id])
    )


def _claim(now: Board, person: Person, claim: str | None) -> str:
    """Return the link that an action is to change, to whoever may hear who told it."""
    rows = now.settled.table("claims").filter(id=claim or "")
    seen = reading.seen(now.dossier, "claims", person, among=rows["id"])
    if not seen:
        return ""
    called = dict(now.settled.table("factors").select("id", "name").iter_rows())
    row = rows.row(0, named=True)
    cause, effect = called.get(row["cause"], "?"), called.get(row["effect"], "?")
    return now.names.words(
        f"web_agree.claims.{row['direction']}", cause=cause, effect=effect
    )


@door(Right.EDIT_ACTIONS)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponseBase:
    """Write down what people mean to do."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    begun = {"finding": request.GET.get("constat", "")}
    form = forms.Planned(request.POST or None, words=words, initial=begun)
    form.offer("lang", choosing.languages(words))
    form.offer("finding", choosing.findings(words), empty="none")
    form.offer("place", _places(words, request), empty="no_place")
    claims = choosing.citable(person, "claim", "", words) if _may_read(request) else []
    form.offer("claim", [(one.id, one.words) for one in claims], empty="none")

    def act(given: Mapping[str, Any]) -> str:
        told = {**given, "words": given["words_of"]}
        return actions.plan_action(new=given["new"], given=told, by=person, at=at)

    return write(
        request, form, act, to=_action, template=FORM, page="plan",
        under="act:actions",
    )  # fmt: skip


def _may_read(request: HttpRequest) -> bool:
    return person_of(request).may(Right.SEE_EXCERPTS)


def _places(words: Catalogue, request: HttpRequest) -> list[tuple[str, str]]:
    rows = access.visible(Place, person_of(request)).order_by("level", "name")
    return [*rows.values_list("pk", "name")]


@door(Right.EDIT_ACTIONS)
@require_http_methods(["GET", "POST"])
def harm(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Answer the do-no-harm questions of an action."""
    person, at, words = person_of(request), timezone.now(), words_of(request)
    pk = reading.standing_id(Action, record_id)
    row = access.one(Action, person, pk, right=Right.EDIT_ACTIONS)
    now = read(request)
    line = found(now.line("actions", record_id))
    asked = board.harm_asked(now, line.id)
    begun = {f"what_{one.key}": one.what for one in asked}
    begun |= {f"how_{one.key}": one.how for one in asked}
    form = forms.Harm(request.POST or None, words=words, initial=begun)

    def act(given: Mapping[str, Any]) -> str:
        return actions.answer_harm(
            new=given["new"], action=row.pk, given=form.given, by=person, at=at
        )

    return write(
        request, form, act, to=_action, template=FORM, page="harm",
        about=line.said,
        under="act:actions", called=line.key or "…", back=_action(row.pk),
    )  # fmt: skip


@door(Right.EDIT_ACTIONS)
@require_POST
def move(request: HttpRequest, record_id: str) -> HttpResponseBase:
    """Take an action to another state, or say which questions block it."""
    person, at = person_of(request), timezone.now()
    pk = reading.standing_id(Action, record_id)
    access.one(Action, person, pk, right=Right.EDIT_ACTIONS)
    form = forms.Moved(request.POST, words=words_of(request))
    if not form.is_valid():
        return _shown(request, record_id, refused="no-move", status=422)
    new, to = form.cleaned_data["new"], form.cleaned_data["to"]
    try:
        actions.move_action(new=new, action=pk, to=to, by=person, at=at)
    except NotYet as refused:
        why = str(refused.params["reason"])
        return _shown(request, record_id, refused=why, status=409)
    return redirect(_action(record_id))


def _action(record_id: str) -> str:
    return reverse("act:action", args=[record_id])
