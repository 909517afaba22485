"""What may be chosen in a form: languages, gatherings, profiles, things to cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vestibule.dossier import lineage
from vestibule.dossier.folding import fold
from vestibule.web.agree import reading
from vestibule.web.agree.reading import Names
from vestibule.web.records import access, versions
from vestibule.web.records.access import Person, Right
from vestibule.web.records.models import (
    Claim,
    Code,
    Excerpt,
    Factor,
    Finding,
    Gathering,
    Statement,
)
from vestibule.words import Catalogue

MOST = 20
"""Things to cite that are offered at once."""

SHORT = 90
"""Letters of a finding in a list to choose from."""

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Something that may be cited."""

    id: str
    words: str


def languages(words: Catalogue, *more: str) -> Choices:
    """Return the languages of the process, those of its outputs first."""
    process = reading.process_here()
    names = {one.key: words.chosen(one.names)[0] for one in process.languages}
    keys = dict.fromkeys((*more, *process.outputs, *names))
    return [(key, names.get(key) or _named(key, words)) for key in keys]


def _named(key: str, words: Catalogue) -> str:
    known = f"web_agree.langs.{key}"
    return words(known) if known in words else key


def findings(words: Catalogue) -> Choices:
    """Return the findings that stand, by key: standing ids."""
    rows = versions.standing(Finding).order_by("key").values_list("pk", "key", "words")
    return [(pk, f"{key} · {short(said)}") for pk, key, said in rows]


def short(said: str) -> str:
    """Return the beginning of a sentence."""
    return said if len(said) <= SHORT else f"{said[:SHORT].rsplit(' ', 1)[0]} …"


def gatherings(person: Person, right: Right, words: Catalogue, **only: Any) -> Choices:
    """Return the gatherings within someone's reach, the latest first: standing ids."""
    rows = access.visible(Gathering, person, right=right).filter(**only)
    ordered = rows.order_by("-held_on", "code").values_list("pk", "held_on")
    held = [*ordered]
    if not held:
        return []
    dossier = reading.dossier_with(*reading.WHERE)
    names = Names(lineage.settled(dossier), words)
    firsts = lineage.roots(dossier.table("gatherings"))
    return [(pk, label(names, firsts.get(pk, pk), words)) for pk, _ in held]


def label(names: Names, gathering: str, words: Catalogue) -> str:
    """Return what a gathering is called in a list: code, who, where, when."""
    day = names.held_on(gathering)
    said = [names.code(gathering), names.group(gathering)]
    if day is not None:
        said.append(words("web.day", day=str(day.day), month=f"{day:%Y-%m}"))
    return " · ".join(filter(None, said))


def profiles(words: Catalogue) -> Choices:
    """Return the profiles of the process by name: standing ids."""
    dossier = reading.dossier_with("profiles")
    named = Names(dossier, words).profiles
    return sorted(named.items(), key=lambda one: fold(one[1]))


def kinds(person: Person) -> tuple[str, ...]:
    """Return what someone may cite: words of people only if they may read them."""
    both = ("code", "statement")
    return ("excerpt", *both, "claim") if person.may(Right.SEE_EXCERPTS) else both


def citable(person: Person, kind: str, said: str, words: Catalogue) -> list[Offered]:
    """Return what may be cited and says something; accents do not count."""
    wanted = fold(said)
    if kind == "excerpt":
        return _excerpts(person, wanted)
    every = {"code": _codes, "claim": _claims, "statement": _statements}[kind]
    rows = every(person, words)
    return [one for one in rows if wanted in fold(one.words)][:MOST]


def _excerpts(person: Person, wanted: str) -> list[Offered]:
    """Return excerpts that hold the words; those that are shown are read."""
    rows = access.visible(Excerpt, person).order_by("-at", "pk")
    pairs = rows.values_list("pk", "words").iterator(chunk_size=500)
    found: list[str] = []
    for pk, said in pairs:
        if wanted in fold(said):
            found.append(pk)
        if len(found) == MOST:
            break
    read = access.read(rows.filter(pk__in=found), person)
    return [Offered(id=one.pk, words=one.words) for one in read]


def _codes(person: Person, _words: Catalogue) -> list[Offered]:
    rows = access.visible(Code, person).order_by("name").values_list("pk", "name")
    return [Offered(id=pk, words=name) for pk, name in rows]


def _statements(person: Person, _words: Catalogue) -> list[Offered]:
    rows = access.visible(Statement, person).order_by("key").values_list("pk", "words")
    return [Offered(id=pk, words=said) for pk, said in rows]


def _claims(person: Person, words: Catalogue) -> list[Offered]:
    named = dict(Factor.objects.values_list("pk", "name"))
    columns = ("pk", "cause_id", "effect_id", "direction")
    rows = access.visible(Claim, person).order_by("pk").values_list(*columns)
    return [
        Offered(
            id=pk,
            words=words(
                f"web_agree.claims.{direction}",
                cause=named.get(cause, "?"),
                effect=named.get(effect, "?"),
            ),
        )
        for pk, cause, effect, direction in rows
    ]
