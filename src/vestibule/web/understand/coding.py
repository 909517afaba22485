"""Pages of coding: what waits, one excerpt, what two read apart."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vestibule.errors import Refused
from vestibule.web.listen.whole import CODED
from vestibule.web.protect.views import words_of
from vestibule.web.records import versions
from vestibule.web.records.access import Right, door, one
from vestibule.web.records.models import Excerpt
from vestibule.web.understand import (
    actions,
    agreement,
    book,
    forms,
    pane,
    passage,
    queue,
)
from vestibule.web.understand.asking import person
from vestibule.words import Catalogue

Sending = Callable[[HttpRequest, str], HttpResponseBase]


def _or_later(view: Sending) -> Sending:
    """Where an excerpt was corrected meanwhile, show it with what was sent of it."""

    @functools.wraps(view)
    def answered(request: HttpRequest, record: str) -> HttpResponseBase:
        try:
            return view(request, record)
        except Http404:
            ends = versions.roots(Excerpt).get(record, frozenset())
            if len(ends) != 1:
                raise
        said = words_of(request)("web_understand.refused.corrected")
        return _pane(request, next(iter(ends)), refused=said, **_sent(request))

    return answered


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Return the form that was sent, as the pane shows it again."""
    given, words = request.POST, words_of(request)
    if "name" in given:
        chosen = forms.Put({**given.dict(), "code": "new"}, words=words)
        return {"new": forms.NewTheme(given, words=words), "chosen": chosen}
    if "coding" in given:
        return {"memo": forms.Memo(given, words=words)}
    return {"form": forms.Put(given, words=words)}


@door(Right.CODE)
@require_safe
def coding(request: HttpRequest) -> HttpResponseBase:
    """Show what waits to be read, and how alike readers read."""
    words, who = words_of(request), person(request)
    page = request.GET.get("page", "1")
    listed = queue.queue(
        who,
        words.lang,
        state=request.GET.get("etat", ""),
        page=int(page) if page.isdecimal() else 1,
    )
    told = agreement.told(words)
    context = {
        "queue": listed,
        "facets": _facets(listed, words),
        "before": listed.page - 1,
        "after": listed.page + 1 if listed.page < listed.pages else 0,
        "agreement": told,
        "disputed": agreement.disputed(who, told.disputed) if told else (),
        "foot": told.foot if told else None,
    }
    return render(request, "understand/coding.html", context)


def _facets(listed: queue.Queue, words: Catalogue) -> list[dict[str, Any]]:
    return [
        {
            "key": one,
            "name": words(f"web_understand.queue.{one}"),
            "n": listed.counts[one],
            "here": one == listed.state,
        }
        for one in queue.STATES
    ]


@door(Right.CODE)
@require_safe
def excerpt(request: HttpRequest, record: str) -> HttpResponseBase:
    """Show an excerpt with one's codes beside it; the readings, once all are done."""
    return _pane(request, record)


@door(Right.CODE)
@require_POST
@_or_later
def put(request: HttpRequest, record: str) -> HttpResponseBase:
    """Put a theme on an excerpt, or on some of its words."""
    form = forms.Put(request.POST, words=words_of(request))
    if not form.is_valid():
        return _pane(request, record, form)
    read = _excerpt(request, record)
    given = form.cleaned_data
    return _done(
        request,
        record,
        lambda: actions.put(
            excerpt=record,
            code=given["code"],
            span=form.span(passage.sentences(read.words)),
            memo=given["memo"],
            denied=given["denied"],
            by=person(request),
            at=timezone.now(),
        ),
        form=form,
    )


@door(Right.CODE)
@require_POST
@_or_later
def new_theme(request: HttpRequest, record: str) -> HttpResponseBase:
    """Add a theme to the codebook and put it on the words chosen."""
    form = forms.NewTheme(request.POST, words=words_of(request))
    chosen = forms.Put({**request.POST.dict(), "code": "new"}, words=words_of(request))
    if not form.is_valid() or not chosen.is_valid():
        return _pane(request, record, new=form, chosen=chosen)
    read, by, at = _excerpt(request, record), person(request), timezone.now()

    @transaction.atomic
    def put_new() -> None:
        # of a theme that cannot be put, nothing stays in the codebook
        made = book.create(
            name=form.cleaned_data["name"],
            kind=form.cleaned_data["kind"],
            definition=form.cleaned_data["definition"],
            by=by,
            at=at,
        )
        span = chosen.span(passage.sentences(read.words))
        actions.put(excerpt=record, code=made, span=span, by=by, at=at)

    return _done(request, record, put_new, new=form, chosen=chosen)


@door(Right.CODE)
@require_POST
def take_back(request: HttpRequest, record: str) -> HttpResponseBase:
    """Take back a code that one put."""
    return _done(
        request,
        record,
        lambda: actions.take_back(
            coding=request.POST.get("coding", ""), by=person(request), at=timezone.now()
        ),
    )


@door(Right.CODE)
@require_POST
@_or_later
def note(request: HttpRequest, record: str) -> HttpResponseBase:
    """Write a memo beside a code."""
    form = forms.Memo(request.POST, words=words_of(request))
    if "memo" in form.errors:
        return _pane(request, record, memo=form)
    return _done(
        request,
        record,
        lambda: actions.note(
            coding=request.POST.get("coding", ""),
            memo=form.cleaned_data["memo"],
            by=person(request),
            at=timezone.now(),
        ),
    )


@door(Right.CODE)
@require_POST
def finish(request: HttpRequest, record: str) -> HttpResponseBase:
    """Say that one has read it to its end, and go on to the next."""
    by = person(request)
    try:
        actions.finish(excerpt=record, by=by, at=timezone.now())
    except Refused as refusal:
        return _refused(request, record, refusal)
    following = queue.following(by, after=record)
    said = "finished_next" if following else "finished_all"
    messages.success(request, words_of(request)(f"web_understand.{said}"))
    if following is None:
        return redirect("understand:coding")
    return redirect("understand:excerpt", following)


@door(Right.CODE)
@require_POST
def reopen(request: HttpRequest, record: str) -> HttpResponseBase:
    """Read on, as long as nobody else's reading was shown."""
    return _done(
        request,
        record,
        lambda: actions.reopen(excerpt=record, by=person(request), at=timezone.now()),
    )


@door(Right.CODE)
@require_POST
def settle(request: HttpRequest, record: str) -> HttpResponseBase:
    """Say which themes hold where two read apart."""
    return _done(
        request,
        record,
        lambda: actions.settle(
            excerpt=record,
            codes=request.POST.getlist("code"),
            by=person(request),
            at=timezone.now(),
        ),
    )


def _excerpt(request: HttpRequest, record: str) -> Any:
    read = one(Excerpt, person(request), record, right=Right.CODE)
    if read.review not in CODED:
        raise Http404
    return read


def _pane(
    request: HttpRequest,
    record: str,
    form: Any = None,
    *,
    refused: str = "",
    **sent: Any,
) -> HttpResponse:
    """Show an excerpt; of what was sent and is not kept, everything stands there."""
    read, words = _excerpt(request, record), words_of(request)
    who = person(request)
    shown = pane.shown(read, who, words.lang)
    choices = pane.choices(read.words, who, words.lang)
    readings = shown.readings
    context: dict[str, Any] = {
        "shown": shown,
        "choices": choices,
        "form": form,
        "refused": refused,
        "typed": _typed(form, sent.get("new"), sent.get("memo")),
        "memo": sent.get("memo"),
        "chosen": sent.get("chosen"),
        "new": sent.get("new") or forms.NewTheme(words=words, auto_id="new_%s"),
        "last": readings.mine.put[-1] if readings.mine and readings.mine.put else None,
        "may_reopen": readings.done
        and not any(one.finished for one in readings.others),
    }
    if readings.shown:
        context["compared"] = pane.compared(readings, choices.themes, read)
        context["sides"] = pane.sides_of(readings)
    name = "reading" if not readings.shown else "apart"
    status = 422 if form is not None or sent else 200
    return render(request, f"understand/{name}.html", context, status=status)


def _typed(*sent: Any) -> list[str]:
    """Return the words of forms, for a page on which none of them stands any more."""
    names = ("name", "definition", "memo")
    told = [one.data.get(name, "") for one in sent if one for name in names]
    return [text for text in told if text.strip()]


def _done(
    request: HttpRequest, record: str, act: Callable[[], object], **sent: Any
) -> HttpResponseBase:
    try:
        act()
    except Refused as refusal:
        return _refused(request, record, refusal, **sent)
    return redirect("understand:excerpt", record)


def _refused(
    request: HttpRequest, record: str, refusal: Refused, **sent: Any
) -> HttpResponseBase:
    """Say why; with what was sent, where there was something to lose."""
    reason = refusal.params.get("reason", "finished")
    said = words_of(request)(f"web_understand.refused.{reason}")
    if sent:
        return _pane(request, record, sent.pop("form", None), refused=said, **sent)
    messages.error(request, said)
    return redirect("understand:excerpt", record)
