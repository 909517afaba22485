"""Pages of the release desk: the draft, signing, publishing, taking down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from vestibule.errors import DataError
from vestibule.web.inform import folders, queries, serving, signing, taking_down
from vestibule.web.inform.public import POLICY
from vestibule.web.protect.views import words_of
from vestibule.web.records import audit, jobs
from vestibule.web.records.access import Person, Right, door, person_of
from vestibule.web.records.models import Draft, ReleaseFolder
from vestibule.web.work.failures import sentences

SHORT = 12
"""Digits of a seal that an address needs at least."""


@door(Right.SEE_EDITIONS)
@require_safe
def editions(request: HttpRequest) -> HttpResponseBase:
    """Show the desk: the draft of the next edition, and the editions so far."""
    person, words, at = _person(request), words_of(request), timezone.now()
    may = person.may
    context: dict[str, Any] = {
        "editions": queries.editions(),
        "job": queries.job(),
        "may_prepare": may(Right.PREPARE_EDITIONS),
        "may_take_down": may(Right.TAKE_DOWN),
        "reports": queries.reports() if may(Right.ANSWER_HARM) else None,
    }
    held = context["job"]
    context["working"] = held is not None and held.state in jobs.OPEN
    if held is not None and held.state == "failed":
        context["failed"] = sentences(held.error or {}, words)
    draft = queries.draft()
    if draft is not None and may(Right.SEE_FINDINGS):
        context |= _draft(draft, person, request, at)
    return render(request, "inform/editions.html", context)


def _draft(
    draft: Draft, person: Person, request: HttpRequest, at: Any
) -> dict[str, Any]:
    words = words_of(request)
    given = signing.standing(draft, at.date())
    why = queries.may_sign(given, person)
    states = [one["state"] for one in draft.checks]
    return {
        "draft": draft,
        "groups": queries.groups(draft, words),
        "marks": [queries.STATES[one] for one in states],
        "refused": given.refused,
        "n_checks": len(states),
        "to_read": states.count("read"),
        "difference": queries.difference(draft, words),
        "parts": queries.sizes(draft.parts, words),
        "since": queries.since(draft),
        "struck": queries.struck(given, words),
        "lines": queries.lines(given, words),
        "lacking": given.lacking,
        "may_go_out": given.may_go_out,
        "may_sign": person.may(Right.SIGN_EDITIONS),
        "why_not_sign": f"web_editions.why.{why}" if why else None,
        "short": draft.seal[:12],
    }


@door(Right.PREPARE_EDITIONS)
@require_POST
def prepare(request: HttpRequest) -> HttpResponseBase:
    """Ask for the draft of the next edition, or for all its checks again."""
    person, at = _person(request), timezone.now()
    jobs.ask("release", by=person.pseudonym, at=at)
    audit.record("write", by=person, at=at, table="site_jobs", record="release")
    messages.success(request, words_of(request)("web_editions.asked"))
    return redirect("inform:editions")


@door(Right.SIGN_EDITIONS)
@require_POST
def sign(request: HttpRequest) -> HttpResponseBase:
    """Sign what the page showed: the form carries its seal."""
    return _done(request, signing.sign, "signed")


@door(Right.SIGN_EDITIONS)
@require_POST
def publish(request: HttpRequest) -> HttpResponseBase:
    """Publish what two partners signed."""
    return _done(request, signing.publish, "published")


def _done(request: HttpRequest, act: Any, said: str) -> HttpResponseBase:
    words = words_of(request)
    seal = request.POST.get("seal", "")
    try:
        act(seal, by=_person(request), at=timezone.now())
    except signing.NotSigned as refusal:
        messages.error(request, words(f"web_editions.why.{refusal.params['why']}"))
    else:
        messages.success(request, words(f"web_editions.{said}"))
    return redirect("inform:editions")


@door(Right.SEE_EDITIONS)
@require_safe
def preview(request: HttpRequest, seal: str, path: str = "") -> HttpResponseBase:
    """Show a draft to the team as the public would read it."""
    draft = Draft.objects.filter(seal__startswith=seal, folder__isnull=False).first()
    if (
        draft is None
        or len(seal) < SHORT
        or not _person(request).may(Right.SEE_FINDINGS)
    ):
        raise Http404
    name = f"{path}index.html" if path == "" or path.endswith("/") else path
    file = _listed(folders.draft(str(draft.folder)), name)
    if file is None:
        raise Http404
    kind = serving.TYPES.get(file.suffix, "application/octet-stream")
    response = FileResponse(file.open("rb"), content_type=kind)
    response["Content-Security-Policy"] = POLICY
    return response


def _listed(folder: Path, name: str) -> Path | None:
    """Return a file that the list of a folder names, None for any other."""
    text = (folder / folders.SUMS).read_text("utf-8")
    named = {line.partition("  ")[2] for line in text.splitlines()}
    return folder / folders.inside(name) if name in named else None


@door(Right.TAKE_DOWN)
@require_http_methods(["GET", "POST"])
def take_down(request: HttpRequest, edition: int) -> HttpResponseBase:
    """Ask for the reason, and take the edition down."""
    row = ReleaseFolder.objects.filter(edition=edition).first()
    if row is None:
        raise Http404
    words, missing = words_of(request), False
    if request.method == "POST":
        try:
            taking_down.take_down(
                edition,
                request.POST.get("reason", ""),
                by=_person(request),
                at=timezone.now(),
            )
        except DataError:
            missing = True
        else:
            messages.success(
                request, words("web_editions.down.done", number=str(edition))
            )
            return redirect("inform:editions")
    context = {"edition": row, "missing": missing}
    return render(
        request, "inform/take_down.html", context, status=422 if missing else 200
    )


@door(Right.SEE_EDITIONS)
@require_POST
def see(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say that one's partner knows that an edition was taken down."""
    taking_down.see(number, by=_person(request), at=timezone.now())
    return redirect("inform:editions")


def _person(request: HttpRequest) -> Person:
    person = person_of(request)
    if person is None:  # the door saw to it
        raise Http404
    return person
