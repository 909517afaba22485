"""What the pages of gatherings read: only what someone may see, with fixed questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from vestibule.act import restitution
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.web.listen.forms import term
from vestibule.web.plan import known
from vestibule.web.plan.known import Ground
from vestibule.web.records import access, frames, versions
from vestibule.web.records.access import Person
from vestibule.web.records.among import Among
from vestibule.web.records.models import (
    Attendance,
    Excerpt,
    Gathering,
    Obligation,
    Restitution,
    Tally,
    Voice,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Attendances as counted, in one cell: never a person."""

    profile: str
    sex: str
    age_band: str
    capacity: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One gathering with what hangs on it."""

    facts: list[tuple[str, str]]
    present: list[Present]
    counted: int
    voices: list[dict[str, Any]]
    excerpts: list[dict[str, Any]]
    tallies: list[dict[str, Any]]
    owed: list[dict[str, Any]]
    others: list[Gathering]


def rows_of(person: Person, asked: Asked, ground: Ground) -> QuerySet[Any]:
    """Return the gatherings that someone may see and asked for, the latest first."""
    rows = access.visible(Gathering, person)
    if asked.place:
        rows = rows.filter(Among("place_id", _inside(asked.place, ground)))
    if asked.profile:
        rows = rows.filter(_heard_of(ground.profile_keys.get(asked.profile, "")))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return rows.order_by("-held_on", "code", "pk")


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
    names = ("code", "held_on", "place", "kind", "profile", "lang", "present", "counted")
    return [
        {name: row[name] for name in names} for row in _lines(shown, ground, words)
    ]


def whole(of: Gathering, person: Person, words: Catalogue, *, today: dt.date) -> Whole:
    """Return one gathering with its attendances, voices, excerpts, tallies and debt."""
    ground = Ground.read(words)
    ids = every_version(of)
    here = Q(Among("gathering_id", ids))
    there = access.visible(Attendance, person, today=today).filter(here)
    present = _present(there, of, ground, words)
    return Whole(
        facts=facts(of, ground, words),
        present=present,
        counted=sum(one.n for one in present),
        voices=_voices(person, here, ground, words, today),
        excerpts=_excerpts(person, here, words, today),
        tallies=_tallies(person, here, of),
        owed=_owed(of, ids, ground, today=today),
        others=others_of(of, person),
    )


def facts(of: Gathering, ground: Ground, words: Catalogue) -> list[tuple[str, str]]:
    """Return what a gathering says of itself: key of the column, words."""
    plain = {
        "place": ground.place(of.place_id),
        "profile": ground.profile(of.profile_id),
        "lang": language(of.lang, ground),
        "present": of.present,
        "minutes": of.minutes,
        "facilitator": of.facilitator,
    }
    terms = ("kind", "composition", "interpreter", "listeners", "consent")
    said = plain | {
        name: term("gatherings", name, getattr(of, name), words.lang) for name in terms
    }
    order = (
        "kind", "place", "profile", "composition", "lang", "present", "minutes",
        "interpreter", "listeners", "consent", "facilitator",
    )  # fmt: skip
    return [(name, "" if said[name] is None else str(said[name])) for name in order]


def language(key: str | None, ground: Ground) -> str:
    """Return the name of a language in the language of the page."""
    for one in ground.dossier.process.languages:
        if one.key == key:
            name, _ = ground.words.chosen(one.names)
            return name or one.key
    return key or ""


def every_version(of: Any) -> set[str]:
    """Return the ids of a record and of all that it corrects."""
    old = versions.roots(type(of)).items()
    return {of.pk, *(one for one, ends in old if of.pk in ends)}


def others_of(of: Gathering, person: Person) -> list[Gathering]:
    """Return the other corrections of a gathering that stand beside this one."""
    roots = versions.roots(Gathering).values()
    rivals = {one for ends in roots if of.pk in ends for one in ends} - {of.pk}
    if not rivals:
        return []
    return [*access.visible(Gathering, person).filter(pk__in=rivals)]


def counted_at(of: Gathering, person: Person) -> int:
    """Return how many attendances were counted at a gathering so far."""
    here = Among("gathering_id", every_version(of))
    there = access.visible(Attendance, person).filter(here)
    return there.aggregate(n=Sum("n"))["n"] or 0


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
    for gathering, n in there.order_by().values_list("gathering_id").annotate(n=Sum("n")):
        found[ids[gathering]] = found.get(ids[gathering], 0) + n
    return found


def _present(
    there: QuerySet[Any], of: Gathering, ground: Ground, words: Catalogue
) -> list[Present]:
    by = ("profile_id", "sex", "age_band", "capacity")
    rows = there.order_by().values(*by).annotate(n=Sum("n"))
    found = [
        Present(
            profile=ground.profile(row["profile_id"] or of.profile_id),
            sex=term("attendances", "sex", row["sex"], words.lang),
            age_band=row["age_band"] or "",
            capacity=term("attendances", "capacity", row["capacity"], words.lang),
            n=row["n"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.profile, one.sex, one.age_band, one.capacity))


def _voices(
    person: Person, here: Q, ground: Ground, words: Catalogue, today: dt.date
) -> list[dict[str, Any]]:
    """Return how many voices of each medium and language one may know of, never one."""
    rows = access.visible(Voice, person, today=today).filter(here)
    counted = rows.order_by().values("medium", "lang").annotate(n=Count("pk"))
    return [
        {
            "medium": term("voices", "medium", row["medium"], words.lang),
            "lang": language(row["lang"], ground),
            "n": row["n"],
        }
        for row in counted.order_by("medium", "lang")
    ]


def _excerpts(
    person: Person, here: Q, words: Catalogue, today: dt.date
) -> list[dict[str, Any]]:
    """Return the excerpts one may read, without their words: those have a page."""
    rows = access.visible(Excerpt, person, today=today).filter(here)
    cells = rows.order_by("position", "pk").values_list("pk", "position", "review")
    return [
        {
            "pk": pk,
            "number": position or at,
            "review": term("excerpts", "review", review, words.lang),
            "state": REVIEWED[review],
        }
        for at, (pk, position, review) in enumerate(cells, start=1)
    ]


REVIEWED = {
    "unreviewed": "waiting",
    "redacted": "few",
    "cleared": "passed",
    "refused": "rejected",
}
"""State of review to its mark."""


def _tallies(person: Person, here: Q, of: Gathering) -> list[dict[str, Any]]:
    rows = access.visible(Tally, person).filter(here).select_related("statement")
    return [
        {
            "key": row.statement.key,
            "words": row.statement.words,
            "lang": row.statement.lang or "",
            "method": row.method,
            "count": row.count,
            "agree": row.agree,
            "disagree": row.disagree,
            "passed": row.passed,
            "silent": _silent(row, of),
        }
        for row in rows.order_by("statement__key", "count", "sex")
    ]


def _silent(row: Any, of: Gathering) -> int | None:
    """Return how many were there and were not counted; None where it is not known."""
    if of.present is None or row.sex is not None:
        return None
    return max(of.present - row.agree - row.disagree - row.passed, 0)


def _owed(
    of: Gathering, ids: set[str], ground: Ground, *, today: dt.date
) -> list[dict[str, Any]]:
    """Return what the groups of one gathering are owed, as `act.restitution` says."""
    here = {"gathering_id__in": ids}
    due = Obligation.objects.filter(**here)
    rows: dict[str, Any] = {
        "gatherings": Gathering.objects.filter(pk__in=ids),
        "attendances": Attendance.objects.filter(**here),
        "obligations": due,
        "restitutions": Restitution.objects.filter(obligation__in=due.values("pk")),
    }
    tables = {n: frames.to_frame(found, TABLES[n]) for n, found in rows.items()}
    tables |= {n: ground.dossier.table(n) for n in known.PLACES}
    dossier = Dossier(process=ground.dossier.process, tables=tables)
    owed = restitution.owed(lineage.settled(dossier), today=today)
    return [
        {
            "who": ground.profile(row["profile"]),
            "state": "late" if (row["days_late"] or 0) > 0 else row["state"],
            "due_on": row["due_on"],
            "told_on": row["told_on"],
            "deferred_to": row["deferred_to"],
        }
        for row in owed.groups.to_dicts()
    ]
