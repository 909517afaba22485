"""Pages on which an officer takes something back: what leaves with it is said first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from vestibule.web.protect import withdrawing
from vestibule.web.protect.forms import Said
from vestibule.web.protect.views import words_of
from vestibule.web.records import foretold
from vestibule.web.records.access import Person, Right, door, person_of
from vestibule.words import Catalogue

SHOWN = "n"
"""The field that says how many rows the page said would leave."""


SOUGHT, LONGEST = "q", 200
"""What is looked for behind the address, and how many letters of it are read."""


class Taking(Said):
    """Why something is taken back, and that this is meant."""

    file = "web_withdraw"
    reason = forms.ChoiceField(widget=forms.RadioSelect)
    sure = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {key: self.words(f"web_withdraw.reasons.{key}") for key in withdrawing.REASONS}  # fmt: skip
        self.fields["reason"].choices = [*said.items()]  # type: ignore[attr-defined]
        sure = self.words("web_withdraw.sure")
        self.fields["sure"].choices = [("yes", sure)]  # type: ignore[attr-defined]
        unsaid = self.words("web_withdraw.not_sure")
        self.fields["sure"].error_messages["required"] = unsaid


@door(Right.WITHDRAW)
@require_safe
def withdrawals(request: HttpRequest) -> HttpResponseBase:
    """List what was taken back: when, by whom, why; never what it was."""
    person, words = _person(request), words_of(request)
    asked = request.GET.get(SOUGHT, "")[:LONGEST]
    rows = [
        {
            "at": one.at,
            "by": one.by or "",
            "kind": counted({one.table: 1}, words),
            "reason": words(f"web_withdraw.reasons.{one.reason}") if one.reason else "",
        }
        for one in withdrawing.listed(person)
    ]
    found = [
        {"table": table, "record": record, "kind": words(f"web_withdraw.one.{table}")}
        for table, record in withdrawing.sought(asked, person)
    ]
    context = {"rows": rows, "asked": asked, "found": found}
    return render(request, "protect/withdrawals.html", context)


@door(Right.WITHDRAW)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, table: str, record: str) -> HttpResponseBase:
    """Say what would leave with a record; once that is confirmed, let it leave."""
    person, words = _person(request), words_of(request)
    try:
        row = withdrawing.of(table, record, person)
    except Http404:
        if request.method == "POST" and withdrawing.was_taken_back(
            table, record, person
        ):
            return redirect("protect:withdrawals")
        raise
    given = request.POST if request.method == "POST" else None
    form = Taking(given, words=words)
    if form.is_valid():
        left = _withdrawn(request, table, record, form.cleaned_data["reason"])
        if left is not None:
            messages.success(request, _said(left, words))
            return redirect("protect:withdrawals")
        form.add_error(None, form.wrong("changed"))
    return _page(request, table, row, form)


def _withdrawn(
    request: HttpRequest, table: str, record: str, reason: str
) -> Mapping[str, int] | None:
    shown = request.POST.get(SHOWN, "")
    return withdrawing.withdraw(
        table,
        record,
        reason=reason,
        shown=int(shown)
        if shown.isascii() and shown.isdigit() and len(shown) < 10
        else 0,
        by=_person(request),
        at=timezone.now(),
    )


def _page(request: HttpRequest, table: str, row: Any, form: Taking) -> HttpResponseBase:
    person, words = _person(request), words_of(request)
    found = foretold.going(table, row.pk)
    context = {
        "row": row,
        "kind": words(f"web_withdraw.one.{table}"),
        "called": withdrawing.called(row),
        "others": counted(withdrawing.others(table, found, person), words),
        "leaving": [counted({name: n}, words) for name, n in found.counts.items()],
        "n": found.n,
        "editions": withdrawing.editions(found, person),
        "drafts": withdrawing.drafts(),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "protect/withdraw.html", context, status=status)


def _said(left: Mapping[str, int], words: Catalogue) -> str:
    n = sum(left.values())
    return words("web_withdraw.done", n=n, what=counted(left, words))


def counted(found: Mapping[str, int], words: Catalogue) -> str:
    """Return how many of each kind, in words: "1 gathering, 2 excerpts"."""
    return words.joined(
        words(f"web_withdraw.n.{name}", n=n) for name, n in found.items()
    )


def _person(request: HttpRequest) -> Person:
    person = person_of(request)
    if person is None:  # the door saw to it
        raise Http404
    return person
