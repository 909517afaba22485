"""Pages of the system map: drawn, one loop at a time, factor by factor, story by story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.inform import maps as leaving
from vestibule.understand import maps
from vestibule.web.protect.views import words_of
from vestibule.web.records import declarations, frames
from vestibule.web.records.access import Person, Right, door, visible
from vestibule.web.records.models import Claim, Factor, Gathering
from vestibule.web.understand import figures, stored
from vestibule.web.understand.asking import person
from vestibule.web.understand.jobs import DRAWN
from vestibule.web.understand.names import names
from vestibule.words import Catalogue

FORMS = {
    "graphml": ("application/xml", leaving.graphml),
    "json": ("application/json", leaving.kumu),
}
"""Forms in which the map leaves as one file: GraphML, and a Kumu blueprint."""


@door(Right.SEE_ANALYSES)
@require_safe
def system_map(request: HttpRequest) -> HttpResponseBase:
    """Show the map and one loop at a time, with its words beside it."""
    words = words_of(request)
    content, foot = stored.part("map")
    pictured, _ = stored.part(DRAWN)
    told = content["told"][words.lang] if content else {}
    loops = [
        loop(one, n, words) for n, one in enumerate(told.get("loops", []), start=1)
    ]
    asked = request.GET.get("cercle", "1")
    at = int(asked) if asked.isdecimal() and 1 <= int(asked) <= len(loops) else 1
    context = {
        "told": told,
        "loops": loops,
        "loop": loops[at - 1] if loops else None,
        "links": [link(one, words) for one in told.get("links", [])],
        "figure": figures.framed(pictured["figures"][words.lang]) if pictured else None,
        "may_carry": person(request).may(Right.ANALYSE),
        "foot": foot,
    }
    return render(request, "understand/map.html", context)


@door(Right.SEE_ANALYSES)
@require_safe
def sheet(request: HttpRequest) -> HttpResponseBase:
    """Give the rules of the figures that this room shows: sizes and places."""
    lang = words_of(request).lang
    found = [stored.part(name)[0] for name in (DRAWN, "opinion")]
    drawn = [one["figures"].get(lang, []) for one in found if one]
    flat = [html for one in drawn for html in ([one] if isinstance(one, str) else one)]
    return HttpResponse(figures.sheet(flat), content_type="text/css; charset=utf-8")


@door(Right.SEE_ANALYSES)
@require_safe
def factors(request: HttpRequest) -> HttpResponseBase:
    """List the factors, those told by most first."""
    words = words_of(request)
    content, foot = stored.part("map")
    called = names(Factor, "name", "name", words.lang)
    rows = [
        {
            **one,
            "called": called.get(one["factor"], one["name"]),
            "said": words(f"web_map.roles.{one['role']}"),
            "merged": len(one["members"]) - 1,
        }
        for one in (content["factors"] if content else [])
    ]
    rows.sort(key=lambda one: (-one["sources"], one["called"]))
    context = {"rows": rows, "found": content is not None, "foot": foot}
    return render(request, "understand/factors.html", context)


@door(Right.SEE_ANALYSES)
@require_safe
def factor(request: HttpRequest, record: str) -> HttpResponseBase:
    """Show one factor: what is told to lead to it, what it is told to lead to."""
    words = words_of(request)
    content, foot = stored.part("map")
    rows = content["factors"] if content else []
    found = next((one for one in rows if record in one["members"]), None)
    if content is None or found is None:
        raise Http404
    called = names(Factor, "name", "name", words.lang)
    here = found["factor"]
    named = [
        link({**one, **{end: called.get(one[end], one[end]) for end in ENDS}}, words)
        | {"from": one["cause"], "to": one["effect"]}
        for one in content["links"]
    ]
    context = {
        "factor": found,
        "called": called.get(here, found["name"]),
        "into": [one for one in named if one["to"] == here],
        "out": [one for one in named if one["from"] == here],
        "members": [called.get(one, one) for one in found["members"] if one != here],
        "foot": foot,
    }
    return render(request, "understand/factor.html", context)


ENDS = ("cause", "effect")


@door(Right.SEE_EXCERPTS)
@require_safe
def stories(request: HttpRequest) -> HttpResponseBase:
    """List the gatherings in which links were told, of those one may see."""
    told = visible(Claim, person(request)).filter(gathering__isnull=False)
    counts: dict[str, int] = {}
    for gathering in told.values_list("gathering_id", flat=True):
        counts[gathering] = counts.get(gathering, 0) + 1
    seen = visible(Gathering, person(request)).filter(pk__in=list(counts))
    rows = [
        {"id": pk, "code": code, "n": counts[pk]}
        for pk, code in seen.order_by("code").values_list("pk", "code")
    ]
    return render(request, "understand/stories.html", {"rows": rows})


@door(Right.SEE_EXCERPTS)
@require_safe
def story(request: HttpRequest, record: str) -> HttpResponseBase:
    """Show the small map of one gathering: its links as they were told, one by one."""
    words, who = words_of(request), person(request)
    met = visible(Gathering, who).filter(pk=record).first()
    told = visible(Claim, who).filter(gathering_id=record)
    rows = [
        *told.order_by("at", "seq").values_list("cause_id", "direction", "effect_id")
    ]
    if met is None or not rows:
        raise Http404
    called = names(Factor, "name", "name", words.lang)
    links = [
        {
            "cause": called.get(cause, ""),
            "effect": called.get(effect, ""),
            "way": way,
            "does": words(f"web_map.ways.{way}"),
        }
        for cause, way, effect in dict.fromkeys(rows)
    ]
    return render(request, "understand/story.html", {"met": met, "links": links})


@door(Right.ANALYSE)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give the map to another program: with ids, of the links that someone may read."""
    if declarations.latest() is None:
        raise Http404
    settled = _read_by(person(request))
    told = leaving.blueprint(maps.system_map(settled), settled)
    tables = leaving.spreadsheets(told)
    if form in FORMS:
        kind, written = FORMS[form][0], FORMS[form][1](told)
    elif f"{form}.csv" in tables:
        kind, written = "text/csv; charset=utf-8", tables[f"{form}.csv"]
    else:
        raise Http404
    name = f"carte.{form}" if form in FORMS else f"{form}.csv"
    answer = HttpResponse(written, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _read_by(who: Person) -> Dossier:
    """Return the settled dossier, of its claims those whose words someone may read."""
    whole = frames.dossier_of()
    firsts = lineage.roots(whole.table("claims"))
    seen = visible(Claim, who).values_list("pk", flat=True)
    kept = {firsts.get(one, one) for one in seen}
    settled = lineage.settled(whole)
    claims = settled.table("claims")
    return settled.with_tables(claims=claims.filter(claims["id"].is_in(kept)))


def loop(one: Mapping[str, Any], n: int, words: Catalogue) -> dict[str, Any]:
    """Return a loop in words: each of its steps, and who told it whole."""
    ahead = [*one["factors"][1:], one["factors"][0]]
    steps = [
        {
            "cause": cause,
            "effect": effect,
            "way": _way(sign),
            "does": words(f"web_map.ways.{_way(sign)}"),
            "sources": sources,
        }
        for cause, effect, sign, sources in zip(
            one["factors"], ahead, one["signs"], one["sources"], strict=True
        )
    ]
    whole = (
        words("web_map.assembled")
        if one["assembled"]
        else words("web_map.told_whole", n=one["told_whole_by"])
    )
    return {
        "n": n,
        "name": words.joined(one["factors"]),
        "steps": steps,
        "kind": words(f"web_map.kinds.{one['kind']}"),
        "assembled": one["assembled"],
        "whole": whole,
        "at_most": words("web_map.at_most", n=min(one["sources"])),
    }


def link(one: Mapping[str, Any], words: Catalogue) -> dict[str, Any]:
    """Return a link as the list beside the drawing says it."""
    way = _way(one["sign"])
    against = one["less"] if one["sign"] > 0 else one["more"] if one["sign"] < 0 else 0
    return {
        "cause": one["cause"],
        "effect": one["effect"],
        "way": way,
        "does": words(f"web_map.ways.{way}"),
        "sources": one["sources"],
        "gatherings": one["gatherings"],
        "against": against,
        "contested": one["contested"],
    }


def _way(sign: int) -> str:
    return {1: "more", -1: "less"}.get(sign, "unclear")
