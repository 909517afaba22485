"""The page of themes: in how many gatherings each was named, and what is still new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vestibule.web import sheets
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Right, door
from vestibule.web.records.models import Code
from vestibule.web.understand import intervals, stored
from vestibule.web.understand.intervals import Range
from vestibule.web.understand.names import names
from vestibule.words import Catalogue


@door(Right.SEE_ANALYSES)
@require_safe
def themes(request: HttpRequest) -> HttpResponseBase:
    """Show each theme with its gatherings, and say whether anything new comes up."""
    words = words_of(request)
    content, foot = stored.part("themes")
    coded, _ = stored.part("coding")
    context = {
        "rows": [_drawn(one) for one in _rows(content, words)] if content else None,
        "heard": content["gatherings_heard"] if content else 0,
        "unread": content["gatherings_unread"] if content else 0,
        "new": _new(coded[words.lang]["saturation"], words) if coded else None,
        "foot": foot,
        "csv": reverse("understand:themes_csv"),
    }
    return render(request, "understand/themes.html", context)


@door(Right.SEE_ANALYSES)
@require_safe
def themes_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the counts as a sheet."""
    content, _ = stored.part("themes")
    rows = _rows(content, words_of(request)) if content else []
    return sheets.response(rows, "themes.csv")


def _rows(content: Mapping[str, Any], words: Catalogue) -> list[dict[str, Any]]:
    called = names(Code, "name", "name", words.lang)
    wanted = (
        "gatherings_named",
        "gatherings_heard",
        "regions_named",
        "regions_heard",
        "mentions",
        "share",
        "low",
        "high",
    )
    rows = [
        {
            "name": called.get(one["code"], one["key"]),
            "kind": words(f"web_understand.kinds.{one['kind']}"),
            **{name: one[name] for name in wanted},
        }
        for one in content["counts"]
    ]
    return sorted(rows, key=lambda row: (-row["gatherings_named"], row["name"]))


def _drawn(row: dict[str, Any]) -> dict[str, Any]:
    one = Range(shape="circle", at=row["share"], low=row["low"], high=row["high"])
    return {**row, "drawing": intervals.shares([one], 1.0)}


def _new(found: Mapping[str, Any], words: Catalogue) -> dict[str, Any]:
    """Return in words whether anything new still comes up: over all, then by group."""
    rows = [*found["rows"]]
    whole = next((one for one in rows if one["by"] == "all"), None)
    return {
        "whole": _sentence(whole, words) if whole else "",
        "groups": [
            {"name": one["name"], "by": one["by"], "said": _sentence(one, words)}
            for one in rows
            if one["by"] != "all"
        ],
    }


def _sentence(row: Mapping[str, Any], words: Catalogue) -> str:
    if row["limit"] is not None or row["next_new"] is None:
        return words("web_understand.themes.too_little", n=row["gatherings"])
    said = words(
        "web_understand.themes.heard", n=row["gatherings"], themes=row["themes"]
    )
    if row["since_new"]:
        said += " " + words("web_understand.themes.since", n=row["since_new"])
    return f"{said} {_unheard(row, words)}"


def _unheard(row: Mapping[str, Any], words: Catalogue) -> str:
    if not row["unheard_low"]:
        return words("web_understand.themes.none_sure")
    return words("web_understand.themes.unheard", n=row["unheard_low"])
