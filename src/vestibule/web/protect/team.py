"""Pages of the team: who, in which role, where; invite, change, close."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from vestibule.web.protect import accounts, forms, granting, queries
from vestibule.web.protect.views import words_of
from vestibule.web.records import regions
from vestibule.web.records.access import Right, door
from vestibule.web.records.models import Account
from vestibule.web.records.person import Person


@door(Right.SEE_TEAM)
@require_safe
def team(request: HttpRequest) -> HttpResponseBase:
    """Show who is of the team: pseudonyms, roles, regions, partners."""
    person = _person(request)
    members = queries.members(person, words_of(request))
    return _page(request, "team", members=members, may=person.may(Right.MANAGE_TEAM))


@door(Right.MANAGE_TEAM)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponseBase:
    """Invite someone of one's own partner: the code is shown once, to hand over."""
    person, at = _person(request), timezone.now()
    form = forms.Invite(
        request.POST or None,
        words=words_of(request),
        regions=regions.names(),
        reach=granting.reach(person),
        initial={"roles": ["facilitator"]},
    )
    if form.is_valid():
        try:
            made, code = accounts.invite(
                pseudonym=form.cleaned_data["pseudonym"],
                partner=person.partner,
                roles=form.held,
                by=person,
                at=at,
            )
        except accounts.NameTaken:
            form.add_error("pseudonym", form.wrong("pseudonym_taken"))
        else:
            return _handed(request, made, code)
    status = 422 if form.errors else 200
    return _page(request, "invite", form=form, status=status)


@door(Right.MANAGE_TEAM)
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, account: int) -> HttpResponseBase:
    """Change what someone may do: roles that end, roles that begin."""
    person, at = _person(request), timezone.now()
    of = _of_own_partner(person, account)
    form = _changing(request, person, of)
    if form.is_valid():
        try:
            accounts.change(of, roles=form.held, by=person, at=at)
        except accounts.NobodyProtects:
            form.add_error("roles", form.wrong("nobody_protects"))
        except granting.OwnRoles:
            form.add_error("roles", form.wrong("own_roles"))
        else:
            return redirect("protect:team")
    return _member(request, of, form)


def _changing(request: HttpRequest, person: Person, of: Account) -> forms.Regions:
    form = forms.Regions(
        request.POST if request.method == "POST" else None,
        words=words_of(request),
        regions=regions.names(),
        reach=granting.reach(person),
        initial=queries.held_now(of, person),
    )
    # with a role elsewhere, someone may well hold none here
    form.fields["roles"].required = not granting.beyond(of, person)
    return form


def _member(request: HttpRequest, of: Account, form: forms.Regions) -> HttpResponse:
    person, words = _person(request), words_of(request)
    return _page(
        request,
        "member",
        status=422 if form.errors else 200,
        form=form,
        member=of,
        own=of.pk == person.account,
        beyond=queries.beyond(of, person, words),
        history=queries.history(of, words),
    )


@door(Right.MANAGE_TEAM)
@require_POST
def reinvite(request: HttpRequest, account: int) -> HttpResponseBase:
    """Give someone who lost everything a new invitation; all else of theirs ends."""
    person, at = _person(request), timezone.now()
    of = _of_own_partner(person, account)
    try:
        code = accounts.invitation(of, by=person, at=at)
    except granting.BeyondReach:
        return _page(request, "kept", status=409, member=of, beyond=True)
    return _handed(request, of, code)


@door(Right.MANAGE_TEAM)
@require_POST
def close(request: HttpRequest, account: int) -> HttpResponseBase:
    """Close an account at once."""
    person, at = _person(request), timezone.now()
    of = _of_own_partner(person, account)
    try:
        accounts.close(of, by=person, at=at)
    except accounts.NobodyProtects:
        return _page(request, "kept", status=409, member=of)
    return redirect("protect:team")


def _of_own_partner(person: Person, account: int) -> Account:
    """Return an open account of one's own partner: others look after their own."""
    own = Account.objects.filter(
        pk=account, partner__key=person.partner, is_active=True
    )
    found = own.select_related("partner").first()
    if found is None:
        raise Http404
    return found


def _handed(request: HttpRequest, account: Account, code: str) -> HttpResponse:
    words, days = words_of(request), accounts.INVITED_FOR.days
    steps = [words(f"web_team.invited.step{n}", days=days) for n in (1, 2, 3)]
    return _page(request, "invited", member=account, code=code, steps=steps)


def _person(request: HttpRequest) -> Person:
    person: Person = request.person  # type: ignore[attr-defined]
    return person


def _page(
    request: HttpRequest, name: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    return render(request, f"protect/{name}.html", context, status=status)
