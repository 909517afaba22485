"""Where does a name lead? To records that someone may see; accents do not count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from vestibule.dossier import folding
from vestibule.web.records import access
from vestibule.web.records.access import Person
from vestibule.web.records.models import Finding, Gathering, Place, PlaceName, Statement
from vestibule.web.spine import address_of
from vestibule.words import Catalogue

LEAST = 2
"""Letters below which nothing is searched."""

MOST = 12
"""Of each kind, on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A record that a name means."""

    name: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The records of one kind; ``more``: how many are not listed."""

    key: str
    hits: tuple[Hit, ...]
    more: int


Kind = Callable[[Person, str], Iterable[Hit]]


def found(said: str, person: Person, words: Catalogue) -> list[Hits]:
    """Return what someone may see that holds all the words said, by kind."""
    if len(folding.fold(said)) < LEAST:
        return []
    kinds: dict[str, Kind] = {
        "places": _places,
        "gatherings": _gatherings,
        "findings": _findings,
        "statements": _statements,
    }
    groups = []
    for key, kind in kinds.items():
        hits = [*kind(person, said)]
        if hits:
            shown = tuple(hits[:MOST])
            groups.append(Hits(key=key, hits=shown, more=len(hits) - len(shown)))
    return groups


def holds(text: str, said: str) -> bool:
    """Return whether a text holds every word said, or its beginning.

    >>> holds("Réunion de Kɛlu", "kelu reu")
    True
    """
    own = folding.words(text)
    return all(any(one.startswith(word) for one in own) for word in folding.words(said))


def _places(person: Person, said: str) -> Iterator[Hit]:
    rows = access.visible(Place, person).order_by("level", "name")
    others: dict[str, list[str]] = {}
    named = access.visible(PlaceName, person).values_list("place_id", "name")
    for place, name in named:
        others.setdefault(place, []).append(name)
    for pk, key, name in rows.values_list("pk", "key", "name"):
        if any(holds(one, said) for one in (name, key, *others.get(pk, ()))):
            yield Hit(name=name, url=f"{reverse('listen:gatherings')}?lieu={key}")


def _gatherings(person: Person, said: str) -> Iterator[Hit]:
    rows = access.visible(Gathering, person).order_by("code")
    for pk, code in rows.values_list("pk", "code"):
        if holds(code, said):
            yield Hit(name=code, url=reverse("listen:gathering", args=[pk]))


def _findings(person: Person, said: str) -> Iterator[Hit]:
    rows = access.visible(Finding, person).order_by("key")
    page = address_of("agree:findings")
    return _worded(rows, said, lambda pk, key: f"{page}{key}/" if page else "")


def _statements(person: Person, said: str) -> Iterator[Hit]:
    rows = access.visible(Statement, person).order_by("key")
    page = address_of("listen:statements")
    return _worded(rows, said, lambda pk, key: f"{page}{pk}/" if page else "")


def _worded(rows: Any, said: str, url: Callable[[str, str], str]) -> Iterator[Hit]:
    for pk, key, text, lang in rows.values_list("pk", "key", "words", "lang"):
        if holds(f"{key} {text}", said):
            yield Hit(name=f"{key} · {text}", url=url(pk, key), lang=lang or "")
