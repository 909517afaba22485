"""Pages on which a number is corrected: an attendance, a tally. Both versions stay."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vestibule.errors import DataError
from vestibule.web.listen import actions, counted, forms, stated, tokens
from vestibule.web.plan.known import Ground
from vestibule.web.plan.views import person_of
from vestibule.web.protect import withdrawing
from vestibule.web.protect.views import words_of
from vestibule.web.records import access, versions
from vestibule.web.records.access import Right, door
from vestibule.web.records.models import Attendance, Gathering, Statement, Tally


@door(Right.SEE_GATHERINGS)
@require_safe
def rows(request: HttpRequest, record: str) -> HttpResponseBase:
    """Show every number of a gathering as it was written, and what it said before."""
    person, words = person_of(request), words_of(request)
    of = access.one(Gathering, person, record)
    context = {
        "of": of,
        "found": counted.counted(of, person, words),
        "may_enter": person.may(Right.ENTER_GATHERINGS),
        "may_answer": person.may(Right.ENTER_ANSWERS),
        "may_withdraw": withdrawing.may("gatherings", of.pk, person),
    }
    return render(request, "listen/rows.html", context)


@door(Right.ENTER_GATHERINGS)
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, record: str) -> HttpResponseBase:
    """Correct how many attended, or who they were."""
    person = person_of(request)
    of = access.one(Attendance, person, record, right=Right.ENTER_GATHERINGS)
    form = forms.Present(
        request.POST or None,
        alone=of.person_id is not None,
        initial={name: _held(of, name) for name in forms.Present.given},
        **_about(request),
    )
    return _answered(request, of, form)


@door(Right.ENTER_ANSWERS)
@require_http_methods(["GET", "POST"])
def tally(request: HttpRequest, record: str) -> HttpResponseBase:
    """Correct how a group answered."""
    person = person_of(request)
    of = access.one(Tally, person, record, right=Right.ENTER_ANSWERS)
    stands = versions.roots(Statement).get(of.statement_id, {of.statement_id})
    initial = {name: _held(of, name) for name in forms.Tallied.given}
    form = forms.Tallied(
        request.POST or None,
        statements=stated.choices(person),
        present=of.gathering.present,
        initial={**initial, "statement": min(stands, default=of.statement_id)},
        **_about(request),
    )
    return _answered(request, of, form)


def _answered(
    request: HttpRequest, of: Attendance | Tally, form: Any
) -> HttpResponseBase:
    person, words = person_of(request), words_of(request)
    if form.is_valid():
        try:
            actions.recount(
                of,
                counted.rivals(of),
                new=tokens.of(request),
                cells=form.row,
                by=person,
                at=timezone.now(),
            )
        except DataError:
            form.add_error(None, form.wrong("meanwhile_number"))
        else:
            return redirect("listen:rows", record=_gathering(of))
    context = {
        "of": of,
        "at": _gathering(of),
        "form": form,
        "line": counted.history(of, words),
        "sure": "sure" in form.fields and form["sure"].errors,
        "new": tokens.kept(request),
    }
    return render(request, "listen/recount.html", context)


def _gathering(of: Attendance | Tally) -> str:
    """Return the gathering of a row as it stands now."""
    ends = versions.roots(Gathering).get(of.gathering_id, frozenset())
    return min(ends, default=of.gathering_id)


def _held(of: Any, name: str) -> Any:
    value = getattr(of, f"{name}_id" if of.TABLE[name].ref else name)
    return "" if value is None else value


def _about(request: HttpRequest) -> dict[str, Any]:
    words = words_of(request)
    ground, today = Ground.read(words), timezone.now().date()
    return {"words": words, "ground": ground, "today": today}
