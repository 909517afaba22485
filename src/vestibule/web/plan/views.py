"""Pages of coverage: the home of the workshop, what to know before going, searching."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vestibule.web import sheets
from vestibule.web.plan import grid, queries, seeking, waiting
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Person, Right, door

HERE = {"count": "compter", "among": "parmi", "side": "cote"}
"""Part of what was asked to its name in the address."""


@door(Right.SEE_COVERAGE)
@require_safe
def workshop(request: HttpRequest) -> HttpResponseBase:
    """Lead to where the workshop begins."""
    return redirect("plan:coverage")


@door(Right.SEE_COVERAGE)
@require_safe
def coverage(request: HttpRequest) -> HttpResponseBase:
    """Show who was heard and who was not, what waits, the chain and the debt."""
    person, words = person_of(request), words_of(request)
    today, asked = timezone.now().date(), grid.Asked.of(request.GET)
    home = queries.home(person, asked, words, today=today)
    context = {
        "found": home,
        "grid": home.grid,
        "facets": facets(home.grid),
        "waits": [*waiting.waiting(person, home.owed, words)],
        "jobs": waiting.open_jobs(person) if person.may(Right.SEE_JOBS) else [],
        "may_plan": person.may(Right.PLAN),
        "may_enter": person.may(Right.ENTER_GATHERINGS),
        "may_see": person.may(Right.SEE_GATHERINGS),
        "may_import": person.may(Right.IMPORT),
        "query": urlencode(_address(home.grid.asked)),
    }
    return render(request, "plan/coverage.html", context)


@door(Right.SEE_COVERAGE)
@require_safe
def coverage_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the grid as a sheet, for the team."""
    drawn = queries.coverage(grid.Asked.of(request.GET), words_of(request))
    return sheets.response(drawn.table(), "couverture.csv")


@door(Right.SEE_COVERAGE)
@require_safe
def coverage_json(request: HttpRequest) -> HttpResponseBase:
    """Give the grid for a program, for the team."""
    drawn = queries.coverage(grid.Asked.of(request.GET), words_of(request))
    return JsonResponse({"coverage": drawn.table()})


@door(Right.PLAN)
@require_safe
def here(request: HttpRequest) -> HttpResponseBase:
    """Say what to know before going somewhere to hear someone; nothing is stored."""
    place, profile = request.GET.get("lieu", ""), request.GET.get("profil", "")
    today = timezone.now().date()
    person, words = person_of(request), words_of(request)
    found = queries.here(person, place, profile, words, today=today)
    if found is None:
        raise Http404
    context = {
        "here": found,
        "may_enter": person.may(Right.ENTER_GATHERINGS),
        "query": urlencode({"lieu": place, "profil": profile}),
    }
    return render(request, "plan/here.html", context)


@door(Right.SEE_COVERAGE)
@require_safe
def seek(request: HttpRequest) -> HttpResponseBase:
    """Search places, gatherings, findings and statements; accents do not count."""
    said = request.GET.get("q", "").strip()
    found = seeking.found(said, person_of(request), words_of(request))
    return render(request, "plan/seek.html", {"said": said, "groups": found})


def facets(drawn: grid.Grid) -> list[dict[str, Any]]:
    """Return the questions of the grid, each with its answers as addresses."""
    asked = _address(drawn.asked)

    def choice(part: str, value: str, n: int | None = None) -> dict[str, Any]:
        now = drawn.side if part == "side" else getattr(drawn.asked, part)
        url = "?" + urlencode(asked | {HERE[part]: value})
        return {"key": value, "url": url, "here": now == value, "n": n}

    sides = [choice("side", side, drawn.empty_of(side)) for side in drawn.sides]
    found = {
        "count": [choice("count", one) for one in grid.COUNTED],
        "among": [choice("among", one) for one in grid.AMONG],
        "side": sides,
    }
    return [
        {"key": key, "choices": choices} for key, choices in found.items() if choices
    ]


def person_of(request: HttpRequest) -> Person:
    """Return who is signed in: every door of this room asks for someone."""
    person: Person = request.person  # type: ignore[attr-defined]
    return person


def _address(asked: grid.Asked) -> dict[str, str]:
    said = {HERE[part]: getattr(asked, part) for part in HERE}
    return {name: value for name, value in said.items() if value}
