"""The page of the codebook: themes as they stand, and how they came to."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vestibule.web import sheets
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Right, door
from vestibule.web.understand import book, stored
from vestibule.web.understand.asking import person
from vestibule.words import Catalogue


@door(Right.SEE_ANALYSES)
@require_safe
def codebook(request: HttpRequest) -> HttpResponseBase:
    """Show the themes, under one another, and the versions of the codebook."""
    words = words_of(request)
    content, foot = stored.part("coding")
    found = content[words.lang]["codebook"] if content else {}
    context = {
        "groups": _by_kind(book.themes(person(request), words.lang), words),
        "versions": found.get("versions", []),
        "changes": [_change(one, words) for one in found.get("changes", [])],
        "problems": found.get("problems", []),
        "foot": foot,
        "csv": reverse("understand:codebook_csv"),
    }
    return render(request, "understand/codebook.html", context)


@door(Right.SEE_ANALYSES)
@require_safe
def codebook_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the themes as a sheet."""
    words = words_of(request)
    rows = [
        {
            "key": one.key,
            "name": one.name,
            "kind": one.kind,
            "above": one.above,
            "definition": one.definition,
        }
        for one in book.themes(person(request), words.lang)
    ]
    return sheets.response(rows, "livre-de-codes.csv")


def _by_kind(found: list[book.Theme], words: Catalogue) -> list[dict[str, Any]]:
    kinds = dict.fromkeys(one.kind for one in found)
    return [
        {
            "name": words(f"web_understand.kinds_many.{kind}"),
            "themes": [one for one in found if one.kind == kind],
        }
        for kind in sorted(kinds)
    ]


def _change(one: dict[str, Any], words: Catalogue) -> dict[str, str]:
    said = words(f"web_understand.changes.{one['change']}")
    before, after = (", ".join(one[name]) for name in ("before", "after"))
    return {
        "version": one["version"] or words("web_understand.book.unversioned"),
        "said": said,
        "key": one["key"],
        "how": f"{before} → {after}" if before or after else "",
    }
