"""Pages of reviewing: one excerpt at a time, its flags, and what to do with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST, require_safe

from vestibule.errors import DataError, Refused
from vestibule.inform.markup import direction
from vestibule.web.protect import clearing, texts, waiting, withdrawing
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Person, Right, door, person_of
from vestibule.web.records.declarations import process
from vestibule.words import Catalogue

VERDICTS = ("harmless", "identifying")
LONGEST = 20_000
"""Letters of an excerpt."""


@door(Right.REVIEW)
@require_safe
def review(request: HttpRequest) -> HttpResponseBase:
    """Show the first of what waits; with ``apres`` the one that follows."""
    person, today = _person(request), timezone.now().date()
    waits = waiting.queue(person, today)
    after = request.GET.get("apres", "")
    later = [one for one in waits if one[1] > after] or waits if after else waits
    if not later:
        return render(request, "protect/review.html", {"n": 0, "sheet": None})
    table, record = later[0]
    sheet = waiting.sheet(person, table, record, today)
    return _page(request, sheet, len(waits))


@door(Right.REVIEW)
@require_safe
def one(request: HttpRequest, table: str, record: str) -> HttpResponseBase:
    """Show one excerpt or objection under review."""
    person, today = _person(request), timezone.now().date()
    sheet = waiting.sheet(person, table, record, today)
    return _page(request, sheet, len(waiting.queue(person, today)))


@door(Right.REVIEW)
@require_POST
def decide(request: HttpRequest, table: str, record: str) -> HttpResponseBase:
    """Take what a reviewer decided; what the rule refuses is said, nothing is lost."""
    person, at = _person(request), timezone.now()
    sheet = _sheet(request, table, record)  # theirs, or not there
    if sheet.record != record:
        return _refused(request, table, record, "meanwhile")
    words = words_of(request)
    try:
        said = _decided(request, sheet, person, at)
    except Refused as refusal:
        why = str(refusal.params.get("why", "missing"))
        return _refused(request, table, record, why)
    except DataError:
        return _refused(request, table, record, "meanwhile")
    messages.success(request, words(f"web_review.done.{said}"))
    if said == "judged":
        return redirect("protect:review_one", table, record)
    return redirect(f"{reverse('protect:review')}?apres={record}")


def _sheet(request: HttpRequest, table: str, record: str) -> waiting.Sheet:
    """Return a record, or the version that took its place while someone read it."""
    person, today = _person(request), timezone.now().date()
    try:
        return waiting.sheet(person, table, record, today)
    except Http404:
        stands = waiting.standing(table, record)
        return waiting.sheet(person, table, stands, today)


def _refused(
    request: HttpRequest, table: str, record: str, why: str
) -> HttpResponseBase:
    """Say why; what was typed and chosen stands on the page again."""
    messages.error(request, words_of(request)(f"web_review.why.{why}"))
    person, today = _person(request), timezone.now().date()
    n = len(waiting.queue(person, today))
    return _page(request, _sheet(request, table, record), n, refused=True)


def _decided(
    request: HttpRequest, sheet: waiting.Sheet, person: Person, at: Any
) -> str:
    """Do what was asked and return the word for it."""
    asked, table, record = request.POST.get("do", ""), sheet.table, sheet.record
    if asked == "redact":
        text, others = _typed(request, texts.WORDS), _others(request)
        clearing.redact(table, record, text, others=others, by=person, at=at)
        return "redacted"
    if asked == "refuse":
        clearing.refuse(table, record, by=person, at=at)
        return "refused"
    if asked not in {"judge", "clear"}:
        raise Http404
    _check_read(request, sheet)
    clearing.judge(table, record, _said(request), by=person, at=at)
    if asked == "judge":
        return "judged"
    clearing.clear(table, record, by=person, at=at)
    return "cleared"


def _check_read(request: HttpRequest, sheet: waiting.Sheet) -> None:
    """Raise where the page held other texts than those that would be cleared.

    Who took a name out and then allows the words, without having replaced them, would
    allow the name.
    """
    fields = {one.field: one.words for one in sheet.texts if not one.is_original}
    held = {texts.WORDS: sheet.words, **fields}
    typed = {f: str(t) for f, t in request.POST.items() if f in held or texts.is_field(f)}  # fmt: skip
    if typed and typed.keys() != held.keys():
        raise clearing.NotReviewed("Another text stands now.", why="meanwhile")
    if "drop" in request.POST or not all(texts.same(held[f], t) for f, t in typed.items()):  # fmt: skip
        raise clearing.NotReviewed("Words were changed, not replaced.", why="unsent")


def _typed(request: HttpRequest, field: str) -> str:
    text = request.POST.get(field, "")
    if not text.strip():
        raise clearing.NotReviewed("No words were given.", why="no-words")
    if len(text) > LONGEST:
        raise clearing.NotReviewed("The words are too many.", why="too-long")
    return text


def _others(request: HttpRequest) -> dict[str, str | None]:
    """Return the translations as the form holds them; None where one is dropped."""
    dropped = request.POST.getlist("drop")
    fields = filter(texts.is_field, request.POST)
    return {f: None if f in dropped else _typed(request, f) for f in fields}


def _said(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix("flag-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("flag-") and value in VERDICTS
    }


def _page(
    request: HttpRequest, sheet: waiting.Sheet, n: int, *, refused: bool = False
) -> HttpResponseBase:
    """Show a sheet; where it was ``refused``, with what was typed and chosen on it."""
    words = words_of(request)
    sent: MultiValueDict[str, str] = request.POST if refused else MultiValueDict()
    dropped = sent.getlist("drop")
    told = [
        {
            "told": one,
            "typed": sent.get(one.field, one.words),
            "dropped": one.field in dropped,
            "dir": direction(one.lang) if one.lang else "auto",
            "called": _language(one.lang, words),
        }
        for one in sheet.texts
    ]
    flags = [
        {
            "flag": one,
            "said": sent.get(f"flag-{one.mark}"),
            "quoted": words.quoted(one.words),
            "reason": words(f"screen.kinds.{one.kind}"),
            "harmless": words("web_review.harmless", n=one.harmless),
        }
        for one in sheet.flags
    ]
    context = {
        "n": n,
        "sheet": sheet,
        "texts": told,
        "typed": sent.get(texts.WORDS, sheet.words),
        "flags": flags,
        "level": f"web_review.levels.{_level(sheet)}",
        "why": f"web_review.why.{sheet.why}" if sheet.why else None,
        "reviewers": len(sheet.review.reviewers),
        "may_withdraw": withdrawing.may(sheet.table, sheet.record, _person(request)),
    }
    status = 422 if refused else 200
    return render(request, "protect/review.html", context, status=status)


def _language(lang: str | None, words: Catalogue) -> str:
    """Return the name of a language in that of the page."""
    declared = {one.key: words.chosen(one.names)[0] for one in process().languages}
    ours = f"portrait.languages.{lang}"
    return declared.get(lang or "") or (words(ours) if ours in words else lang or "")


def _level(sheet: waiting.Sheet) -> str:
    level = sheet.review.level
    return "none" if level is None else str(level)


def _person(request: HttpRequest) -> Person:
    person = person_of(request)
    if person is None:  # the door saw to it
        raise Http404
    return person
