"""Who is owed an answer, who was told, and what is written down of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from vestibule.act import restitution, timely
from vestibule.act.restitution import Owed
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.web.agree import reading
from vestibule.web.agree.actions import own_cells, refuse
from vestibule.web.agree.reading import Names
from vestibule.web.records import access, entry, numbering
from vestibule.web.records.access import Person, Right
from vestibule.web.records.models import Gathering, Obligation, Restitution
from vestibule.words import Catalogue

TABLES = (*reading.WHERE, "obligations", "restitutions")

ORDER = ("due", "deferred", "told", "answered")
"""States of a group, those that wait first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group that was heard, and how it stands."""

    id: str
    gathering: str
    code: str
    who: str
    state: str
    due_on: dt.date | None
    days_late: int
    told_on: dt.date | None
    only_with: str
    other_language: bool
    reason: str
    deferred_to: dt.date | None
    restitutions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """What is owed to the people heard, within someone's reach; the totals of all."""

    dossier: Dossier
    settled: Dossier
    names: Names
    owed: Owed
    groups: tuple[Group, ...]
    places: tuple[Mapping[str, Any], ...]

    @classmethod
    def read(cls, person: Person, words: Catalogue, *, today: dt.date) -> Debt:
        """Read it: a fixed number of questions to the database."""
        dossier = reading.dossier_with(*TABLES)
        settled = lineage.settled(dossier)
        names = Names(settled, words)
        owed = restitution.owed(settled, today=today)
        near = reading.seen(dossier, "gatherings", person)
        groups = tuple(_groups(settled, owed, names, near))
        here = {
            names.gatherings[one]["place"] for one in near if one in names.gatherings
        }
        burden = restitution.burden(settled, owed).places
        places = [
            {**row, "name": names.place(row["place"])}
            for row in burden.iter_rows(named=True)
            if row["place"] in here
        ]
        return cls(
            dossier=dossier, settled=settled, names=names, owed=owed, groups=groups,
            places=tuple(places),
        )  # fmt: skip

    @property
    def by_state(self) -> list[tuple[str, list[Group]]]:
        """Groups by state, the longest wait first."""
        listed = sorted(self.groups, key=lambda one: (-one.days_late, one.code))
        found = [(s, [one for one in listed if one.state == s]) for s in ORDER]
        return [(state, rows) for state, rows in found if rows]


def _groups(
    settled: Dossier, owed: Owed, names: Names, near: frozenset[str]
) -> Iterator[Group]:
    told: dict[str, list[str]] = {}
    rows = settled.table("restitutions").select("obligation", "id", "reply").sort("id")
    for obligation, id_, reply in rows.iter_rows():
        if reply is None:
            told.setdefault(obligation, []).append(id_)
    for row in owed.groups.iter_rows(named=True):
        if row["gathering"] in near:
            yield Group(
                id=f"{row['gathering']}:{row['profile'] or ''}",
                gathering=row["gathering"],
                code=row["code"] or "",
                who=names.group(row["gathering"], row["profile"]),
                state=row["state"],
                due_on=row["due_on"],
                days_late=row["days_late"] or 0,
                told_on=row["told_on"],
                only_with=row["only_with_others"] or "",
                other_language=bool(row["other_language"]),
                reason=row["reason"] or "",
                deferred_to=row["deferred_to"],
                restitutions=tuple(
                    i for o in row["obligations"] for i in told.get(o, ())
                ),
            )


@transaction.atomic
def tell(
    *,
    new: str,
    groups: Sequence[str],
    given: Mapping[str, Any],
    by: Person,
    at: datetime,
) -> str:
    """Write down what groups were told: a restitution for each that was there.

    Where nobody had noted that a group is owed an answer, that is noted first. Whether a
    meeting discharges what is owed is worked out by `act.restitution`, never here.
    """
    with numbering.pen():
        if any(
            model.objects.filter(pk=new).exists() for model in (Obligation, Restitution)
        ):
            return new
        chosen = _chosen(groups, by)
        held = [row["held_on"] for row in chosen if row["held_on"] is not None]
        refuse(
            timely.why_not_tell(
                len(chosen),
                reply=given["reply"],
                told_on=given["told_on"],
                held_on=max(held, default=None),
                today=at.date(),
            )
        )
        met = given["gathering"]
        meeting = _gathering(met, by).pk if met else None
        told = {name: given[name] for name in ("medium", "lang", "told_on", "told")}
        told |= {"gathering": meeting, "reply": given["reply"] or None}
        records: list[tuple[str, dict[str, Any]]] = []
        for row in chosen:
            owed, made = _obligation(row, None if records else new)
            records += made
            cells = {"obligation": owed, **told}
            records.append(("restitutions", cells if records else {**cells, "id": new}))
        return entry.write_all(records, by=by, at=at)[0]


def _chosen(groups: Sequence[str], by: Person) -> Sequence[Mapping[str, Any]]:
    """Return the groups that were named, each within reach; raises Http404."""
    dossier = reading.dossier_with(
        "gatherings", "obligations", "attendances", "profiles"
    )
    near = reading.seen(dossier, "gatherings", by, right=Right.TELL)
    rows = restitution.groups_heard(lineage.settled(dossier)).iter_rows(named=True)
    known = {f"{row['gathering']}:{row['profile'] or ''}": row for row in rows}
    wanted = [known.get(one) for one in dict.fromkeys(groups)]
    found: list[Mapping[str, Any]] = [
        row for row in wanted if row is not None and row["gathering"] in near
    ]
    if len(found) < len(wanted):
        raise Http404
    return found


def _obligation(
    row: Mapping[str, Any], new: str | None
) -> tuple[str, list[tuple[str, dict[str, Any]]]]:
    """Return the obligation to a group, and what has to be written so that it is there."""
    if row["obligations"]:
        return reading.standing_id(Obligation, row["obligations"][0]), []
    id_ = new or numbering.new_id()
    cells = {
        "id": id_,
        "gathering": reading.standing_id(Gathering, row["gathering"]),
        "profile": row["profile"],
        "due_on": row["due_on"],
    }
    return id_, [("obligations", cells)]


@transaction.atomic
def reply(*, new: str, restitution_: str, words: str, by: Person, at: datetime) -> str:
    """Write down what a group answered: a new version of what it was told."""
    with numbering.pen():
        if Restitution.objects.filter(pk=new).exists():
            return new
        pk = reading.standing_id(Restitution, restitution_)
        old = access.one(Restitution, by, pk, right=Right.TELL)
        row = own_cells(old) | {"reply": words, "id": new, "supersedes": old.pk}
        return entry.write("restitutions", row, by=by, at=at)


@transaction.atomic
def defer(
    *,
    new: str,
    group: str,
    deferred_to: dt.date | None,
    reason: str | None,
    by: Person,
    at: datetime,
) -> str:
    """Put off telling a group, for its safety, until a day; raises NotYet."""
    with numbering.pen():
        if Obligation.objects.filter(pk=new).exists():
            return new
        chosen = _chosen([group], by)
        why = timely.why_not_defer(
            deferred_to=deferred_to, reason=reason, today=at.date()
        )
        refuse(why)
        row = chosen[0]
        cells = {
            "id": new,
            "gathering": reading.standing_id(Gathering, row["gathering"]),
            "profile": row["profile"],
            "due_on": row["due_on"],
            "deferred_to": deferred_to,
            "deferred_reason": reason,
        }
        if row["obligations"]:
            cells["supersedes"] = reading.standing_id(Obligation, row["obligations"][0])
        return entry.write("obligations", cells, by=by, at=at)


def _gathering(record: str, by: Person) -> Any:
    pk = reading.standing_id(Gathering, record)
    return access.one(Gathering, by, pk, right=Right.TELL)
