"""Which gatherings may someone see? The list, a page at a time, with fixed questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from vestibule.web.listen.columns import term
from vestibule.web.plan.known import Ground
from vestibule.web.records import access, versions
from vestibule.web.records.access import Person
from vestibule.web.records.among import Among
from vestibule.web.records.models import (
    Attendance,
    Gathering,
)
from vestibule.words import Catalogue

PAGE = 50
"""Gatherings on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which gatherings: in a place, of a profile, of a kind; which page of them."""

    place: str = ""
    profile: str = ""
    kind: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Read an address; what it does not know counts as not said."""
        page = query.get("page", "1")
        return cls(
            place=query.get("lieu", ""),
            profile=query.get("profil", ""),
            kind=query.get("nature", ""),
            page=int(page) if page.isdecimal() and 0 < int(page) < 10_000 else 1,
        )

    @property
    def address(self) -> dict[str, str]:
        """What of it stands in an address, the page aside."""
        said = {"lieu": self.place, "profil": self.profile, "nature": self.kind}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of gatherings, and how many there are."""

    rows: list[dict[str, Any]]
    n: int
    page: int
    pages: int
    kinds: list[tuple[str, str, int]]
    place: str
    profile: str


def rows_of(person: Person, asked: Asked, ground: Ground) -> QuerySet[Any]:
    """Return the gatherings that someone may see and asked for, the latest first."""
    rows = access.visible(Gathering, person)
    if asked.place:
        rows = rows.filter(Among("place_id", _inside(asked.place, ground)))
    if asked.profile:
        rows = rows.filter(_heard_of(ground.profile_keys.get(asked.profile, "")))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    ordered: QuerySet[Any] = rows.order_by("-held_on", "code", "pk")
    return ordered


def listed(person: Person, asked: Asked, words: Catalogue) -> Listed:
    """Return a page of gatherings, with the kinds there are among those asked for."""
    ground = Ground.read(words)
    rows = rows_of(person, asked, ground)
    n = rows.count()
    pages = max(1, -(-n // PAGE))
    page = min(asked.page, pages)
    shown = [*rows[(page - 1) * PAGE : page * PAGE]]
    return Listed(
        rows=_lines(shown, ground, words),
        n=n,
        page=page,
        pages=pages,
        kinds=_kinds(rows, words),
        place=_named_place(asked.place, ground),
        profile=ground.profile(ground.profile_keys.get(asked.profile)),
    )


def sheet(person: Person, asked: Asked, words: Catalogue) -> list[dict[str, Any]]:
    """Return the gatherings asked for as rows of a sheet, for the team."""
    ground = Ground.read(words)
    shown = [*rows_of(person, asked, ground)]
    names = (
        "code",
        "held_on",
        "place",
        "kind",
        "profile",
        "lang",
        "present",
        "counted",
    )
    return [{name: row[name] for name in names} for row in _lines(shown, ground, words)]


def language(key: str | None, ground: Ground) -> str:
    """Return the name of a language in the language of the page."""
    for one in ground.dossier.process.languages:
        if one.key == key:
            name, _ = ground.words.chosen(one.names)
            return name or one.key
    return key or ""


def _inside(key: str, ground: Ground) -> set[str]:
    """Return every id of the places that lie in the one of a key, itself too."""
    gazetteer = ground.gazetteer
    wanted = gazetteer.keys.get(key)
    ids = {*gazetteer.places, *gazetteer.roots}
    return {one for one in ids if wanted in gazetteer.lies_in(one)}


def _named_place(key: str, ground: Ground) -> str:
    return ground.place(ground.gazetteer.keys.get(key))


def _heard_of(profile: str) -> Q:
    """Return the condition that someone of a profile was there."""
    there = versions.standing(Attendance).filter(profile=profile)
    return Q(profile=profile) | Q(pk__in=there.values("gathering_id"))


def _kinds(rows: QuerySet[Any], words: Catalogue) -> list[tuple[str, str, int]]:
    counted = rows.order_by().values_list("kind").annotate(n=Count("pk"))
    named = [(k, term("gatherings", "kind", k, words.lang), n) for k, n in counted]
    return sorted(named, key=lambda one: (-one[2], one[1]))


def _lines(
    shown: Iterable[Any], ground: Ground, words: Catalogue
) -> list[dict[str, Any]]:
    rows = [*shown]
    old = versions.roots(Gathering)
    heads = _heads([row.pk for row in rows], old)
    return [
        {
            "pk": row.pk,
            "url": reverse("listen:gathering", args=[row.pk]),
            "code": row.code,
            "held_on": row.held_on,
            "place": ground.place(row.place_id),
            "kind": term("gatherings", "kind", row.kind, words.lang),
            "profile": ground.profile(row.profile_id),
            "lang": language(row.lang, ground),
            "present": row.present,
            "counted": heads.get(row.pk, 0),
            "watched": bool(row.listeners and row.listeners != "nobody"),
        }
        for row in rows
    ]


def _heads(shown: list[str], old: versions.Roots) -> dict[str, int]:
    """Return how many attendances were counted at each of some gatherings."""
    here = set(shown)
    ids = {one: one for one in here}
    ids |= {one: end for one, ends in old.items() for end in ends if end in here}
    there = versions.standing(Attendance).filter(Among("gathering_id", set(ids)))
    found: dict[str, int] = {}
    for gathering, n in (
        there.order_by().values_list("gathering_id").annotate(n=Sum("n"))
    ):
        found[ids[gathering]] = found.get(ids[gathering], 0) + n
    return found
