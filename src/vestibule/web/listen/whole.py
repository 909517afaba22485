"""One gathering with what hangs on it, as far as someone may see it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from vestibule.act import restitution
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.web.listen.columns import term
from vestibule.web.listen.queries import language
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
        tallies=_tallies(person, here, of, words),
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
    return sorted(
        found, key=lambda one: (one.profile, one.sex, one.age_band, one.capacity)
    )


def _voices(
    person: Person, here: Q, ground: Ground, words: Catalogue, today: dt.date
) -> list[dict[str, Any]]:
    """Return how many voices of each medium and language one may know of, never one."""
    rows = access.visible(Voice, person, today=today).filter(here)
    counted = rows.order_by().values("medium", "lang").annotate(n=Count("pk"))
    return [
        {
            "medium": words(f"web_listen.media.{row['medium']}"),
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

CODED = ("redacted", "cleared")
"""Review states of excerpts that coders read: others wait for a person first."""


def _tallies(
    person: Person, here: Q, of: Gathering, words: Catalogue
) -> list[dict[str, Any]]:
    rows = access.visible(Tally, person).filter(here).select_related("statement")
    return [
        {
            "statement": row.statement_id,
            "key": row.statement.key,
            "words": row.statement.words,
            "lang": row.statement.lang or "",
            "method": term("tallies", "method", row.method, words.lang),
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
    answered = int(row.agree + row.disagree + row.passed)
    return max(int(of.present) - answered, 0)


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
