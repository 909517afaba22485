"""May this person see this record? The one place where it is answered.

A view or a query starts from `visible`, a page of one record from `one`; both give
standing versions only, and what is not given is not there. `door` and `open_to_all`
say who may open a page; `rights.RIGHTS` says which role holds which right.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from vestibule.web.records import audit, numbering
from vestibule.web.records.doors import declared, door, open_to_all, person_of
from vestibule.web.records.person import Held, Person, Reach
from vestibule.web.records.record import Record
from vestibule.web.records.rights import NOTED, READS, RIGHTS, Right
from vestibule.web.records.sight import Sight

__all__ = [
    "READS",
    "RIGHTS",
    "Held",
    "Person",
    "Reach",
    "Right",
    "declared",
    "door",
    "one",
    "open_to_all",
    "person_of",
    "read",
    "visible",
]

Kind = TypeVar("Kind", bound=Record)


def visible(
    model: type[Kind],
    person: Person,
    *,
    right: Right | None = None,
    today: date | None = None,
) -> Any:
    """Return the standing records of a table that someone may see: a queryset.

    ``right`` narrows it to what they may do: with `Right.ENTER_GATHERINGS`, only to
    gatherings that their facilitator's role reaches. ``today``: for consents that end.
    """
    table = model.TABLE.name
    wanted = READS.get(table)
    if wanted is None or not person.may(wanted):
        return model.objects.none()
    sight = sight_of(person, today or timezone.now().date())
    return sight.rows(table, person.reaches(right or wanted))


def sight_of(person: Person, today: date) -> Sight:
    """Return what a person sees of a day, worked out once until a record comes in.

    A person lives as long as a request; whoever writes in between sees what is new.
    """
    known = person.seen.get("sight")
    written = numbering.written()
    if known is None or known[:2] != (today, written):
        known = person.seen["sight"] = (today, written, Sight(person.partner, today))
    return known[2]


def one(
    model: type[Kind],
    person: Person,
    record: str,
    *,
    right: Right | None = None,
    today: date | None = None,
) -> Kind:
    """Return a record that someone may see; raises Http404.

    What is missing, withdrawn, corrected since, or another's, is not told apart.
    """
    # PostgreSQL takes no U+0000 in a question; no id holds one
    wanted = "" if "\0" in record else record
    rows = visible(model, person, right=right, today=today).filter(pk=wanted)
    found = read(rows[:1], person) if model.TABLE.name in NOTED else [*rows[:1]]
    if not found:
        raise Http404
    return cast("Kind", found[0])


def read(
    rows: QuerySet[Any], person: Person, *, at: datetime | None = None
) -> list[Any]:
    """Return what people said, and write down who read each of them.

    A page that shows what people said takes its rows from here, never from the
    queryset itself: both are one transaction, and nothing is read unseen.
    """
    with transaction.atomic():
        found = [*rows]
        ids = [one.pk for one in found]
        table = rows.model.TABLE.name
        audit.reading(table, ids, by=person, at=at or timezone.now())
    return found
