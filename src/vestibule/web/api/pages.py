"""Tokens of the API: who has one, a new one shown once, an end to one."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from vestibule.errors import DataError
from vestibule.web.api import tokens as making
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Person, Right, door, person_of
from vestibule.web.records.models import Account, Token
from vestibule.web.records.rights import RIGHTS
from vestibule.web.work import failures

NAME_LETTERS = 80
"""What a token is called by: what the form takes."""

SPEAKING = [role for role, rights in RIGHTS.items() if Right.USE_API in rights]
"""Roles whose people may have a token."""


@door(Right.MANAGE_TEAM)
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponseBase:
    """Show the tokens of the partner's people, and make one."""
    person, made, wrong = _person(request), None, ""
    if request.method == "POST":
        try:
            made = _made(request, person)
        except DataError as error:
            wrong = failures.sentences(error.to_dict(), words_of(request))[0]
    context = {
        "made": made,
        "wrong": wrong,
        "tokens": _ours(person).order_by("-made_at"),
        "accounts": _accounts(person),
        "scopes": making.SCOPES,
    }
    return render(request, "api/tokens.html", context)


@door(Right.MANAGE_TEAM)
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponseBase:
    """End a token of the partner's people."""
    person = _person(request)
    if not _ours(person).filter(pk=number).exists():
        raise Http404
    making.end(number, by=person, at=timezone.now())
    return redirect("api:tokens")


def _made(request: HttpRequest, person: Person) -> str:
    number = request.POST.get("account", "")
    found = _accounts(person).filter(pk=number if number.isdecimal() else 0).first()
    if found is None:
        raise Http404
    return making.make(
        found,
        name=request.POST.get("name", "").strip()[:NAME_LETTERS],
        scopes=request.POST.getlist("scope"),
        by=person,
        at=timezone.now(),
    )


def _ours(person: Person) -> QuerySet[Token]:
    rows = Token.objects.filter(account__partner__key=person.partner)
    return rows.select_related("account")


def _accounts(person: Person) -> QuerySet[Account]:
    ours = Account._default_manager.filter(partner__key=person.partner, is_active=True)
    held = ours.filter(roles__role__in=SPEAKING, roles__ended_at=None)
    return held.distinct().order_by("pseudonym")


def _person(request: HttpRequest) -> Person:
    person = person_of(request)
    if person is None:  # the door saw to it
        raise Http404
    return person
