"""Which factors are one? People propose, decide and undo, with their reasons.

A decision is a record; whoever holds otherwise writes another, and neither leaves: what
some decided and others undid is shown beside each other.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from vestibule.understand.maps import merging
from vestibule.web.protect.views import words_of
from vestibule.web.records import entry, frames, numbering, versions
from vestibule.web.records.access import Person, Right, door, visible
from vestibule.web.records.models import Factor, Merge
from vestibule.web.understand import forms, stored
from vestibule.web.understand.asking import person
from vestibule.web.understand.names import names
from vestibule.words import Catalogue

STATES = ("proposed", "decided", "undone")
MARKS = {"proposed": "waiting", "decided": "done", "undone": "rejected"}


@transaction.atomic
def say(
    *, factor: str, into: str, state: str, reason: str, by: Person, at: datetime
) -> str:
    """Write that two factors are proposed as one, are one, or are not.

    Said twice by the same person with the same reason, it is one record. Raises
    Http404 where one of them is not there.
    """
    row = {"factor": factor, "into": into, "state": state, "reason": reason.strip()}
    with numbering.pen():
        there = visible(Factor, by).filter(pk__in=[factor, into]).count()
        if there != len({factor, into}) or factor == into or state not in STATES:
            raise Http404
        latest = _latest(factor, into, by)
        if latest is not None and (latest.state, latest.reason) == (
            state,
            row["reason"],
        ):
            return str(latest.pk)
        return entry.write("merges", row, by=by, at=at)


def _latest(factor: str, into: str, by: Person) -> Any:
    rows = versions.standing(Merge).filter(factor_id=factor, into_id=into)
    return rows.filter(by=by.pseudonym).order_by("-at", "-seq").first()


@door(Right.SEE_ANALYSES)
@require_http_methods(["GET", "HEAD", "POST"])
def merges(request: HttpRequest) -> HttpResponseBase:
    """Show what was proposed, decided and undone; take a new proposal."""
    who = person(request)
    if request.method == "POST" and not who.may(Right.ANALYSE):
        raise Http404
    form = _proposing(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("factor", "into", "reason")}
        say(**given, state="proposed", by=who, at=timezone.now())
        return redirect("understand:merges")
    return _page(request, form)


def _proposing(request: HttpRequest, sent: Any = None) -> forms.NewMerge:
    words, who = words_of(request), person(request)
    called = names(Factor, "name", "name", words.lang)
    standing = {*visible(Factor, who).values_list("pk", flat=True)}
    listed = sorted(((pk, called[pk]) for pk in standing), key=lambda one: one[1])
    return forms.NewMerge(sent, words=words, factors=listed)


def _page(
    request: HttpRequest, form: forms.NewMerge, wrong: forms.MergeReason | None = None
) -> HttpResponseBase:
    """Show every pair; ``wrong``: what was typed of one and could not be kept."""
    words, who = words_of(request), person(request)
    called = names(Factor, "name", "name", words.lang)
    content, foot = stored.part("map")
    told = content["told"][words.lang] if content else {}
    may = who.may(Right.ANALYSE)
    context = {
        "pairs": _pairs(who, called, words),
        "suggested": told.get("merges_proposed", []),
        "form": form if may else None,
        "may": may,
        "wrong": wrong,
        "foot": foot,
    }
    status = 422 if form.errors or wrong else 200
    return render(request, "understand/merges.html", context, status=status)


@door(Right.ANALYSE)
@require_POST
def decide(request: HttpRequest) -> HttpResponseBase:
    """Decide or undo a merge, with a reason."""
    form = forms.MergeReason(request.POST, words=words_of(request))
    if not form.is_valid():
        return _page(request, _proposing(request), form)
    say(
        factor=request.POST.get("factor", ""),
        into=request.POST.get("into", ""),
        state=request.POST.get("state", ""),
        reason=form.cleaned_data["reason"],
        by=person(request),
        at=timezone.now(),
    )
    return redirect("understand:merges")


def _pairs(who: Person, called: Any, words: Catalogue) -> list[dict[str, Any]]:
    """Return each pair with what people said of it, and whether it is in force."""
    rows = [*visible(Merge, who).order_by("at", "seq")]
    held = set(merging.in_force(frames.to_frame(visible(Merge, who), Merge.TABLE)))
    by: dict[tuple[str, str], list[Any]] = {}
    for one in rows:
        by.setdefault((one.factor_id, one.into_id), []).append(one)
    return [
        {
            "factor": factor,
            "into": into,
            "name": called.get(factor, factor[:8]),
            "into_name": called.get(into, into[:8]),
            "holds": (factor, into) in held,
            "disputed": {"decided", "undone"} <= {one.state for one in said},
            "said": [
                {
                    "mark": MARKS[one.state],
                    "word": words(f"web_map.states.{one.state}"),
                    "by": one.by,
                    "reason": one.reason or "",
                    "on": one.at,
                }
                for one in said
            ],
        }
        for (factor, into), said in by.items()
    ]
