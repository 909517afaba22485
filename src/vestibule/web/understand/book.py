"""Which themes can be put, which were used last, which look near? And new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from vestibule.dossier import folding
from vestibule.understand.resemblance import grams
from vestibule.web.records import audit, numbering, versions, writing
from vestibule.web.records.access import Person, visible
from vestibule.web.records.models import Code, Coding
from vestibule.web.records.owners import origin_of
from vestibule.web.understand.names import names

RECENT = 9
"""Codes that a digit puts."""

LOOKED_BACK = 200
"""Codings among which the recent codes are looked for."""

NEAR = 3
"""Suggestions at most."""

NEAR_FROM = 0.12
"""How alike by letters a suggestion is at least, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A code as the pane lists it; ``used``: excerpts on which this person put it."""

    id: str
    key: str
    name: str
    kind: str
    definition: str
    above: str
    used: int
    near: bool = False


def themes(person: Person, lang: str) -> list[Theme]:
    """Return the codes that stand, by name."""
    called = names(Code, "name", "name", lang)
    rows = visible(Code, person).values_list(
        "pk", "key", "kind", "definition", "parent_id"
    )
    used = _used(person)
    found = [
        Theme(
            id=pk,
            key=key,
            name=called.get(pk, key),
            kind=kind,
            definition=definition or "",
            above=called.get(parent, "") if parent else "",
            used=used.get(pk, 0),
        )
        for pk, key, kind, definition, parent in rows
    ]
    return sorted(found, key=lambda one: (folding.fold(one.name), one.key))


def with_near(words: str, known: Sequence[Theme]) -> list[Theme]:
    """Return the codes, those that look near the words marked: suggestions, no more.

    By letters alone; nothing is counted by it, and nobody's reading is asked.
    """
    if not known:
        return []
    told = [f"{one.name} {one.definition}" for one in known]
    rows = grams.weighted([words, *told]).toarray()
    scores = rows[1:] @ rows[0]
    best = sorted(range(len(known)), key=lambda at: -scores[at])[:NEAR]
    near = {at for at in best if scores[at] >= NEAR_FROM}
    return [replace(one, near=at in near) for at, one in enumerate(known)]


def recent(person: Person, known: Sequence[Theme]) -> list[Theme]:
    """Return the codes that this person put last, the latest first."""
    rows = Coding.objects.filter(coder=person.pseudonym, code__isnull=False)
    latest = rows.order_by("-at", "-seq").values_list("code_id", flat=True)
    ends = versions.roots(Code)
    by_id = {one.id: one for one in known}
    stand = [min(ends.get(pk, {pk}), default=pk) for pk in latest[:LOOKED_BACK]]
    return [by_id[pk] for pk in dict.fromkeys(stand) if pk in by_id][:RECENT]


def _used(person: Person) -> dict[str, int]:
    rows = versions.standing(Coding).filter(coder=person.pseudonym, code__isnull=False)
    counted = rows.values("code_id").annotate(n=Count("excerpt_id", distinct=True))
    return dict(counted.values_list("code_id", "n"))


@transaction.atomic
def create(*, name: str, kind: str, definition: str, by: Person, at: datetime) -> str:
    """Add a theme to the codebook and return its id; one called so already is it."""
    with numbering.pen():
        wanted = folding.fold(name)
        rows = [*visible(Code, by).values_list("pk", "key", "name")]
        for pk, _, called in rows:
            if folding.fold(called) == wanted:
                return str(pk)
        key = _free("_".join(folding.words(name))[:40] or "theme", {r[1] for r in rows})
        row: dict[str, Any] = {
            "key": key,
            "name": " ".join(name.split()),
            "kind": kind,
            "definition": definition.strip() or None,
        }
        origin = origin_of(by, at=at)
        new = writing.append("codes", row, origin=origin, by=by.pseudonym, at=at)
        audit.record("write", by=by, at=at, table="codes", record=new, written=row)
        return new


def _free(key: str, taken: set[str]) -> str:
    n, wanted = 2, key
    while wanted in taken:
        wanted, n = f"{key}_{n}", n + 1
    return wanted
