"""Tokens of the API: made by who holds them, shown once; ended by them or an officer."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from vestibule.web.api import forms
from vestibule.web.api import tokens as making
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Person, Right, door, person_of
from vestibule.web.records.models import Account, Token


@door(Right.MANAGE_TEAM)
@require_safe
def tokens(request: HttpRequest) -> HttpResponseBase:
    """Show the tokens of the partner's people: their names, never a token."""
    shown = _ours(_person(request)).order_by("-made_at")
    return render(request, "api/tokens.html", {"tokens": shown})


@door(Right.MANAGE_TEAM)
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponseBase:
    """End a token of the partner's people."""
    person = _person(request)
    _end(_ours(person), number, person)
    return redirect("api:tokens")


@door(Right.USE_API)
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponseBase:
    """Show one's own tokens, and make one: it is shown now and never again."""
    person, words, made = _person(request), words_of(request), None
    form = forms.NewToken(
        request.POST if request.method == "POST" else None, words=words
    )
    if form.is_valid():
        made = making.make(
            _account(request),
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scope"],
            by=person,
            at=timezone.now(),
        )
        form = forms.NewToken(words=words)
    context = {"made": made, "form": form, "tokens": _own(person).order_by("-made_at")}
    status = 422 if form.errors else 200
    return render(request, "api/own.html", context, status=status)


@door(Right.USE_API)
@require_POST
def end_own(request: HttpRequest, number: int) -> HttpResponseBase:
    """End a token of one's own."""
    person = _person(request)
    _end(_own(person), number, person)
    return redirect("api:own")


def _end(among: QuerySet[Token], number: int, by: Person) -> None:
    if not among.filter(pk=number).exists():
        raise Http404
    making.end(number, by=by, at=timezone.now())


def _ours(person: Person) -> QuerySet[Token]:
    rows = Token.objects.filter(account__partner__key=person.partner)
    return rows.select_related("account")


def _own(person: Person) -> QuerySet[Token]:
    return Token.objects.filter(account=person.account)


def _account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):  # the door let nobody else in
        raise Http404
    return request.user


def _person(request: HttpRequest) -> Person:
    person = person_of(request)
    if person is None:  # the door saw to it
        raise Http404
    return person
