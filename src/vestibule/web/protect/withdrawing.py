"""What may an officer take back, what leaves with it, which editions hold it? Then: gone.

What leaves is gone for every partner and does not come back. So only officers of the
partner who collected it take it back, whatever was consented to and whoever corrected it
since; of what is of the whole process only those who are not limited to a region. What
nobody was heard to say stays as long as another partner's work would leave with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, Value
from django.http import Http404
from django.utils import timezone

from vestibule.dossier.tables import TABLES
from vestibule.web.records import (
    access,
    audit,
    foretold,
    numbering,
    owners,
    versions,
    writing,
)
from vestibule.web.records.access import Person, Right
from vestibule.web.records.foretold import Going
from vestibule.web.records.models import (
    Draft,
    Gathering,
    Release,
    ReleaseFolder,
    Withdrawal,
)
from vestibule.web.records.paths import CHAINS, PLACED
from vestibule.web.records.record import Record
from vestibule.web.records.rights import NOTED
from vestibule.web.records.sight import NOTHING, OF_THE_PROCESS, Sight
from vestibule.web.records.tables import model_of

DECLARED = frozenset(
    ("places", "place_names", "frame", "targets", "profiles", "instruments")
)
"""Tables of what the process rests on: nobody said it, all partners count by it."""

KEPT = frozenset(
    ("withdrawals", "removals", "releases", "published", "screenings", "consents")
)
"""Tables of what protects: what left and what is out, what reviewers judged, what was
agreed to. To take back a refusal would open words: a consent is changed by a new one."""

GIVEN = frozenset(TABLES) - DECLARED - KEPT
"""Tables whose records an officer takes back."""

HEARD = frozenset(("gatherings", "people")) | CHAINS.keys()
"""Tables of who was heard and of what hangs on it: no work of others holds it back."""

REASONS = TABLES["withdrawals"]["reason"].terms
"""Why something is taken back."""

NAMES = ("code", "key", "pseudonym")
"""Columns by which the team calls a record."""

MOST = 100
"""Withdrawals on the page that lists them, the latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A published edition, and how many of what would leave its cut knows.

    ``n`` is None where the edition came without its cut: nobody can tell.
    """

    number: int
    n: int | None


def of(table: str, record: str, person: Person) -> Any:
    """Return the record that someone may take back; raises Http404.

    Words that consent closed can be taken back all the same: no page shows them.
    """
    rows = _named(table, record, person)
    found = access.read(rows, person) if table in NOTED else [*rows]
    if not found:
        raise Http404
    return found[0]


def may(table: str, record: str, person: Person) -> bool:
    """Return whether someone may take a record back."""
    return bool(_named(table, record, person).exists())


def _named(table: str, record: str, person: Person) -> Any:
    """Return the one record, or none, by its id, if someone may take it back."""
    if table not in GIVEN or "\0" in record:  # PostgreSQL takes no such question
        return Withdrawal.objects.none()
    return _within(model_of(table), person).filter(pk=record)


def _sight(person: Person) -> Sight:
    return access.sight_of(person, timezone.now().date())


def _within(model: type[Record], person: Person) -> Any:
    """Return the records of a table that someone may take back.

    Collected, not visible: who may no longer read words can still let them be erased.
    """
    name = model.TABLE.name
    if name not in PLACED | CHAINS.keys():
        return versions.standing(model).filter(_of_all(name, person))
    rows = _sight(person).collected(name, person.reaches(Right.WITHDRAW))
    if name not in OF_THE_PROCESS:
        return rows
    hangs = NOTHING
    for column, _ in CHAINS[name]:
        hangs |= Q(**{f"{column}__isnull": False})
    return rows.filter(hangs | _of_all(name, person))


def _of_all(table: str, person: Person) -> Q:
    """Return the condition that what is of the whole process is one's own to take back."""
    if all(reach.regions is not None for reach in person.reaches(Right.WITHDRAW)):
        return NOTHING
    return _sight(person).written(table)


def others(table: str, found: Going, person: Person) -> dict[str, int]:
    """Return how many records of each table, not someone's own, keep theirs from leaving.

    What was heard leaves whatever others made of it; of it, all versions are theirs.
    What nobody is known to have written is nobody's to take along.
    """
    judged = {table} & PLACED if table in HEARD else found.counts.keys()
    own = _sight(person).own
    counted = {
        name: sum(origin not in own for origin, _ in found.firsts.get(name, ()))
        for name in TABLES
        if name in judged
    }
    return {name: n for name, n in counted.items() if n}


def sought(text: str, person: Person) -> list[tuple[str, str]]:
    """Return table and id of what someone may take back, by id or by what it is called.

    One question, whatever there is: a person is found by their pseudonym, a voice by
    the id that the journal tells.
    """
    wanted = text.strip()
    if not wanted or "\0" in wanted or not person.may(Right.WITHDRAW):
        return []
    parts = [
        _within(model_of(name), person)
        .filter(_is_called(name, wanted))
        .order_by()
        .values_list(Value(name), "pk")
        for name in TABLES
        if name in GIVEN
    ]
    return sorted(parts[0].union(*parts[1:], all=True)[:MOST])


def _is_called(table: str, text: str) -> Q:
    found = Q(pk=text)
    for name in _names(table):
        found |= Q(**{name: text})
    return found


def _names(table: str) -> list[str]:
    """Return the columns by which a record of a table is called."""
    own = {column.name: column for column in TABLES[table].own}
    return [name for name in NAMES if name in own and own[name].ref is None]


def called(row: Any) -> str:
    """Return what the team calls a record: its gathering, and its own name there."""
    names = (*_names(row.TABLE.name), "position")
    parts = [getattr(row, name, None) for name in names]
    met = getattr(row, "gathering_id", None)
    codes = Gathering.objects.filter(pk=met or "").values_list("code", flat=True)
    return "/".join(str(one) for one in (*codes, *parts) if one)


def editions(found: Going, person: Person) -> list[Edition]:
    """Return the editions that the public reads and that may hold what would leave."""
    up = ReleaseFolder.objects.filter(taken_down_at=None).order_by("edition")
    cuts = access.visible(Release, person).values_list("edition", "cut")
    known = {edition: json.loads(cut) for edition, cut in cuts}
    told = [
        Edition(number=one, n=found.known_at(known[one]) if one in known else None)
        for one in up.values_list("edition", flat=True).distinct()
    ]
    return [one for one in told if one.n != 0]


def drafts() -> int:
    """Return how many drafts of editions would be erased."""
    return Draft.objects.filter(published_at=None).exclude(folder=None).count()


def was_taken_back(table: str, record: str, person: Person) -> bool:
    """Return whether this very person took a record back: a form that was sent twice."""
    told = {"table": table, "record": record, "by": person.pseudonym}
    return Withdrawal.objects.filter(**told).exists()


def listed(person: Person) -> list[Any]:
    """Return what was taken back: when, by whom, of which kind, never what."""
    return [*access.visible(Withdrawal, person).order_by("-at", "-seq")[:MOST]]


def withdraw(
    table: str, record: str, *, reason: str, shown: int, by: Person, at: datetime
) -> dict[str, int] | None:
    """Take a record back; return how many rows of each table left.

    None: nothing was done, for not as much would leave as was ``shown``, or something
    that is not theirs.
    Raises Http404 where there is none that is theirs to take back.
    """
    with numbering.pen():
        of(table, record, by)  # someone may have been quicker
        found = foretold.going(table, record)
        if found.n != shown or others(table, found, by):
            return None
        origin = owners.origin_of(by, at=at)
        who = by.pseudonym
        stored = writing.withdraw(
            table, record, origin=origin, by=who, at=at, reason=reason
        )
        told = {"table": table, "record": record, "reason": reason}
        audit.record("withdraw", by=by, at=at, table=table, record=record, written=told)
        return {name: stored.left[name] for name in TABLES if name in stored.left}
