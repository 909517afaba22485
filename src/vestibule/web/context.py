"""What does every page of the workshop know? Who asks, of which process, where to go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.functional import SimpleLazyObject

from vestibule.dossier import declaration
from vestibule.dossier.process import Process
from vestibule.web.records import declarations, regions
from vestibule.web.records.access import Person, declared, person_of
from vestibule.web.records.rights import Right
from vestibule.web.spine import address_of, spine
from vestibule.words import Catalogue

LANGUAGES = (("fr", "Français"), ("en", "English"))
"""Languages of the workshop, each by its own name."""

HOMES = ("plan:coverage", "protect:account")
"""Where the workshop begins: the first of these that the site has."""


@dataclass(frozen=True, slots=True)
class Named:
    """A language to choose."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in, as the spine says it."""

    pseudonym: str
    standing: str


@dataclass(frozen=True, slots=True)
class Which:
    """Which process this is."""

    title: str
    fictitious: bool


def workshop(request: HttpRequest) -> Mapping[str, Any]:
    """Return what `workshop/base.html` needs; nothing is asked for before it is shown."""
    lang = getattr(request, "lang", "fr")
    words = Catalogue(lang)
    person = person_of(request)
    return {
        "lang": lang,
        "dir": "ltr",
        "person": _who(person, words) if person else None,
        "process": SimpleLazyObject(lambda: _which(lang)),
        "spine": SimpleLazyObject(lambda: _spine(request, person, words)),
        "languages": [Named(*one) for one in LANGUAGES],
        "home": home(),
        "language_url": reverse("protect:language"),
        "account_url": reverse("protect:account"),
        "jobs_url": _jobs(person),
        "leave_url": reverse("protect:leave"),
        "help_url": address_of("inform:help") or "/",
        "seek_url": address_of("plan:seek") or home(),
    }


def home() -> str:
    """Return the address where the workshop begins."""
    return next(url for url in map(address_of, HOMES) if url is not None)


def standing(person: Person, words: Catalogue) -> str:
    """Return what someone is here: roles with their regions, and the partner."""
    names = regions.names() if any(held.region for held in person.held) else {}
    roles = dict.fromkeys(
        said(one.role, one.region, names, words) for one in person.held
    )
    return " · ".join((*roles, person.partner))


def said(
    role: str, region: str | None, names: Mapping[str, str], words: Catalogue
) -> str:
    """Return a role in words, with the name of its region where it has one."""
    name = words(f"web_team.roles.{role}")
    if region is None:
        return name
    where = names.get(region, region)
    return words("web_team.in_region", role=name, region=where)


def current_process() -> Process | None:
    """Return the process of this site, None in an empty database."""
    holds = declarations.latest()
    return None if holds is None else _parsed(holds.text)


@lru_cache(maxsize=2)
def _parsed(text: str) -> Process:
    return declaration.parse(text)


def _who(person: Person, words: Catalogue) -> Who:
    return Who(person.pseudonym, standing(person, words))


def _jobs(person: Person | None) -> str:
    """Return where long work is asked for, nothing for whoever may not."""
    may = person is not None and person.may(Right.SEE_JOBS)
    return (address_of("work:jobs") or "") if may else ""


def _which(lang: str) -> Which:
    process = current_process()
    if process is None:
        return Which("", fictitious=False)
    title = process.titles.get(lang) or next(iter(process.titles.values()), process.key)
    return Which(title, fictitious=process.fictitious)


def _spine(request: HttpRequest, person: Person | None, words: Catalogue) -> Any:
    def may(address: str) -> bool:
        right = declared(resolve(reverse(address)).func)
        return person is not None and isinstance(right, Right) and person.may(right)

    return spine(path=request.path, words=words, may=may, counts={})
