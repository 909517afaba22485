"""Pages of gatherings: the list, one with what hangs on it, entry, correction."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from vestibule.errors import DataError
from vestibule.listen import headers
from vestibule.web import sheets
from vestibule.web.listen import (
    actions,
    counting,
    forms,
    queries,
    standing,
    tokens,
    whole,
)
from vestibule.web.plan.known import Ground
from vestibule.web.plan.views import person_of
from vestibule.web.protect import withdrawing
from vestibule.web.protect.views import words_of
from vestibule.web.records import access
from vestibule.web.records.access import Right, door
from vestibule.web.records.models import Gathering


@door(Right.SEE_GATHERINGS)
@require_safe
def gatherings(request: HttpRequest) -> HttpResponseBase:
    """List the gatherings that someone may see."""
    person, asked = person_of(request), queries.Asked.of(request.GET)
    found = queries.listed(person, asked, words_of(request))
    context = {
        "found": found,
        "asked": asked,
        "query": urlencode(asked.address),
        "facets": _facets(found, asked),
        "may_enter": person.may(Right.ENTER_GATHERINGS),
    }
    return render(request, "listen/gatherings.html", context)


@door(Right.SEE_GATHERINGS)
@require_safe
def gatherings_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the list as a sheet, for the team."""
    asked = queries.Asked.of(request.GET)
    rows = queries.sheet(person_of(request), asked, words_of(request))
    return sheets.response(rows, "rencontres.csv")


@door(Right.SEE_GATHERINGS)
@require_safe
def gathering(request: HttpRequest, record: str) -> HttpResponseBase:
    """Show one gathering: facts, attendances, voices, excerpts, tallies, its answer."""
    person, words = person_of(request), words_of(request)
    of = access.one(Gathering, person, record)
    found = whole.whole(of, person, words, today=timezone.now().date())
    context = {
        "of": of,
        "whole": found,
        "facts": [(_label(name, words.lang), said) for name, said in found.facts],
        "may_enter": _may_enter(request, record),
        "may_read": person.may(Right.SEE_EXCERPTS),
        "may_count": person.may(Right.SEE_ANSWERS),
        "may_withdraw": withdrawing.may("gatherings", of.pk, person),
        "new": tokens.new(),
    }
    return render(request, "listen/gathering.html", context)


@door(Right.ENTER_GATHERINGS)
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponseBase:
    """Enter a gathering that was held; who attended comes next."""
    form = _meeting(request, initial=_wanted(request))
    if form.is_valid():
        written = actions.hold(
            new=tokens.of(request),
            cells=form.row,
            by=person_of(request),
            at=timezone.now(),
        )
        return redirect("listen:attend", record=written)
    return _form(request, "enter", form)


@door(Right.ENTER_GATHERINGS)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, record: str) -> HttpResponseBase:
    """Correct a gathering: a new record that names the one it corrects."""
    of = _own(request, record)
    if standing.was_sent(of, request):
        return redirect("listen:gathering", record=of.pk)
    form = _meeting(request, initial=_said(of, request))
    if form.is_valid():
        written = _corrected(request, of, form) if of.pk == record else None
        if written is not None:
            return redirect("listen:gathering", record=written)
        form.add_error(None, form.wrong("meanwhile"))
        of = _own(request, record)
    return _form(request, "correct", form, of=of)


def _corrected(request: HttpRequest, of: Gathering, form: forms.Meeting) -> str | None:
    """Write a correction and return its id; None where someone else was quicker."""
    try:
        return actions.correct(
            of,
            new=tokens.of(request),
            cells=form.row,
            by=person_of(request),
            at=timezone.now(),
        )
    except DataError:
        return None


@door(Right.ENTER_GATHERINGS)
@require_POST
def keep(request: HttpRequest, record: str) -> HttpResponseBase:
    """Let one of several corrections of a gathering stand."""
    person, of = person_of(request), _own(request, record)
    others = [one.pk for one in whole.others_of(of, person)]
    if not others:
        raise Http404
    try:
        written = actions.settle(
            of, others, new=tokens.of(request), by=person, at=timezone.now()
        )
    except DataError:  # someone else let one stand at this moment
        written = _own(request, record).pk
    return redirect("listen:gathering", record=written)


@door(Right.ENTER_GATHERINGS)
@require_http_methods(["GET", "POST"])
def attend(request: HttpRequest, record: str) -> HttpResponseBase:
    """Count who attended, by sex and age band; totals are said before they are kept."""
    person, words = person_of(request), words_of(request)
    of = _own(request, record)
    counted = whole.counted_at(of, person)
    form = counting.Counting(
        request.POST or None,
        words=words,
        ground=Ground.read(words),
        mixed=of.profile_id is None,
        present=of.present,
        counted=counted,
    )
    if form.is_valid():
        actions.attend(
            of, new=tokens.of(request), rows=form.rows, by=person, at=timezone.now()
        )
        return redirect("listen:gathering", record=of.pk)
    context = {"of": of, "form": form, "counted": counted, "new": tokens.kept(request)}
    return render(request, "listen/attend.html", context)


def _own(request: HttpRequest, record: str) -> Gathering:
    """Return a gathering that someone may write to, by their own facilitator's role."""
    person = person_of(request)
    return standing.one(Gathering, person, record, right=Right.ENTER_GATHERINGS)


def _may_enter(request: HttpRequest, record: str) -> bool:
    try:
        return bool(_own(request, record))
    except Http404:
        return False


def _meeting(request: HttpRequest, initial: dict[str, Any]) -> forms.Meeting:
    words = words_of(request)
    return forms.Meeting(
        request.POST or None,
        words=words,
        ground=Ground.read(words),
        today=timezone.now().date(),
        initial=initial,
    )


def _wanted(request: HttpRequest) -> dict[str, Any]:
    """Return what the address says of the gathering: the cell it was planned in."""
    ground = Ground.read(words_of(request))
    place = ground.gazetteer.keys.get(request.GET.get("lieu", ""))
    return {
        "place": ground.place(place),
        "profile": ground.profile_keys.get(request.GET.get("profil", ""), ""),
    }


def _said(of: Gathering, request: HttpRequest) -> dict[str, Any]:
    """Return what a gathering says, as its form takes it."""
    ground = Ground.read(words_of(request))
    said = {
        name: getattr(of, name)
        for name in forms.Meeting.given
        if name not in ("place", "profile")
    }
    return said | {
        "place": ground.gazetteer.label(of.place_id) if of.place_id else "",
        "profile": of.profile_id or "",
        "listeners": (of.listeners or "").split(),
    }


def _form(
    request: HttpRequest, page: str, form: forms.Meeting, **more: Any
) -> HttpResponseBase:
    places = sorted(map(form.ground.place, form.ground.gazetteer.places))
    context = {"form": form, "new": tokens.kept(request), "places": places, **more}
    return render(request, f"listen/{page}.html", context)


def _facets(found: queries.Listed, asked: queries.Asked) -> list[dict[str, Any]]:
    """Return the kinds of gatherings as addresses; the one asked for leads back."""
    own = asked.address
    every = {name: value for name, value in own.items() if name != "nature"}
    return [
        {
            "name": name,
            "n": n,
            "url": "?"
            + urlencode(every if key == asked.kind else every | {"nature": key}),
            "here": key == asked.kind,
        }
        for key, name, n in found.kinds
    ]


def _label(name: str, lang: str) -> str:
    return headers.column_name("gatherings", name, lang)
