"""The page of trust: each barometer, wave by wave, with what changed in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Right, door
from vestibule.web.understand import intervals, stored
from vestibule.web.understand.intervals import Range
from vestibule.words import Catalogue

VERDICTS = {"rising": "enough", "falling": "late", "no-clear-change": "few"}
"""What changed between two waves, to its mark; another one cannot be said."""


@door(Right.SEE_ANALYSES)
@require_safe
def trust(request: HttpRequest) -> HttpResponseBase:
    """Show shares of those who answered, with their intervals, and each change."""
    words = words_of(request)
    content, foot = stored.part("trust")
    told = content[words.lang] if content else {}
    rows = [_barometer(one, words) for one in told.get("barometers", [])]
    context = {"rows": rows, "found": content is not None, "foot": foot}
    return render(request, "understand/trust.html", context)


def _barometer(one: Mapping[str, Any], words: Catalogue) -> dict[str, Any]:
    waves = [{**wave, "drawing": _drawing(wave)} for wave in one["waves"]]
    changes = [
        _change(change, words)
        for change in one["changes"]
        if change["wave"] is not None and change["to_wave"] is not None
    ]
    return {"key": one["key"], "name": one["name"], "waves": waves, "changes": changes}


def _drawing(wave: Mapping[str, Any]) -> str:
    at, low, high = wave["share"], wave["low"], wave["high"]
    return intervals.shares([Range(shape="circle", at=at, low=low, high=high)], 1.0)


def _change(one: Mapping[str, Any], words: Catalogue) -> dict[str, Any]:
    key = one["verdict"] if one["verdict"] in VERDICTS else "cannot"
    whole = "whole" if one["whole"] else "step"
    first, last = one["wave"], one["to_wave"]
    return {
        "said": words(f"web_map.trust.{whole}", first=first, last=last),
        "state": VERDICTS.get(key, "unknown"),
        "word": words(f"web_map.trust.{key}"),
        "both": one["both"],
        "versions_differ": one["versions_differ"],
    }
