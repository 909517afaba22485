"""Pages of common ground: what holds in every group, how surely, what was checked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from vestibule.web import sheets
from vestibule.web.protect.views import words_of
from vestibule.web.records.access import Right, door
from vestibule.web.spine import address_of
from vestibule.web.understand import audits, ground_rows, stored
from vestibule.web.understand.asking import person
from vestibule.web.understand.ground_rows import Asked, Ground
from vestibule.words import Catalogue

ORDERS, COUNTS = ("reponse", "faible"), ("tout", "sans")


@door(Right.SEE_ANALYSES)
@require_safe
def ground(request: HttpRequest) -> HttpResponseBase:
    """Show the statements of a comparison by what can be said of them, and the checks."""
    words = words_of(request)
    content, foot = stored.part("ground")
    found = ground_rows.ground(content, _asked(request), words) if content else None
    checked, _ = stored.part("audits")
    query = urlencode({"comparer": found.comparison.key}) if found else ""
    context = {
        "ground": found,
        "facets": _facets(found, words) if found else (),
        "checks": audits.checks(checked, found.comparison.key, words)
        if checked and found
        else (),
        "families": found.families if found else (),
        "expected": words.number(found.expected_false, 1) if found else "",
        "may_analyse": person(request).may(Right.ANALYSE),
        "coverage": address_of("plan:coverage"),
        "foot": foot,
        "csv": f"{reverse('understand:ground_csv')}?{query}",
        "json": f"{reverse('understand:ground_json')}?{query}",
    }
    return render(request, "understand/ground.html", context)


@door(Right.SEE_ANALYSES)
@require_safe
def ground_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the statements of a comparison as a sheet, a row a group."""
    return sheets.response(_table(request), "terrain-d-entente.csv")


@door(Right.SEE_ANALYSES)
@require_safe
def ground_json(request: HttpRequest) -> HttpResponseBase:
    """Give the same for a program."""
    return JsonResponse({"ground": _table(request)})


def _asked(request: HttpRequest) -> Asked:
    given = request.GET
    order, count = given.get("ordre", ""), given.get("compter", "")
    return Asked(
        compare=given.get("comparer", ""),
        order=order if order in ORDERS else ORDERS[0],
        count=count if count in COUNTS else COUNTS[0],
        statement=given.get("enonce", ""),
    )


def _table(request: HttpRequest) -> list[dict[str, Any]]:
    content, _ = stored.part("ground")
    words = words_of(request)
    found = ground_rows.ground(content, _asked(request), words) if content else None
    if found is None:
        return []
    return [
        {
            "statement": row.key,
            "words": row.words,
            "verdict": row.verdict,
            "sure": row.sure,
            "group": side.name,
            "people": side.people,
            "gatherings": side.gatherings,
            "overheard": side.overheard,
            "share": side.mean,
            "low": side.low,
            "high": side.high,
            "not_heard_enough": side.why,
        }
        for group in found.groups
        for row in group.rows
        for side in row.sides
    ]


def _facets(found: Ground, words: Catalogue) -> list[dict[str, Any]]:
    asked = found.asked
    now = {
        "comparer": found.comparison.key,
        "ordre": asked.order,
        "compter": asked.count,
    }
    questions = {
        "comparer": found.comparisons,
        "ordre": [(one, words(f"web_ground.orders.{one}")) for one in ORDERS],
        "compter": [(one, words(f"web_ground.counts.{one}")) for one in COUNTS],
    }
    return [
        {
            "question": words(f"web_ground.facets.{name}"),
            "choices": [
                {
                    "name": said,
                    "here": now[name] == key,
                    "query": urlencode({**now, name: key}),
                }
                for key, said in choices
            ],
        }
        for name, choices in questions.items()
    ]
