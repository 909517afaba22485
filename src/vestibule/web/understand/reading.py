"""Who has read this excerpt, what did they put, and who may see it yet?

A coder sees what others put only when they and all others have finished: a second
reading that knows the first one is no second reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vestibule.web.records import versions
from vestibule.web.records.access import Person, visible
from vestibule.web.records.models import Code, Coding, Excerpt

ADJUDICATOR = "adjudicator"
OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one coder put on one excerpt, in one role."""

    coder: str
    settles: bool
    codings: tuple[Any, ...]

    @property
    def put(self) -> tuple[Any, ...]:
        """The codings that name a code, in the order in which they were put."""
        return tuple(one for one in self.codings if one.code_id is not None)

    @property
    def finished(self) -> bool:
        """Whether its coder is done; one that came in whole is."""
        said = {one.reading for one in self.codings}
        return CLOSED in said or (bool(said) and OPEN not in said)

    @property
    def closing(self) -> Any | None:
        """The record that says so, if it was said here."""
        return next((one for one in self.codings if one.reading == CLOSED), None)

    def found(self) -> frozenset[tuple[str, bool]]:
        """Return the codes, and whether each is denied: what is compared."""
        return frozenset((one.code_id, one.stance == "against") for one in self.put)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """All readings of one excerpt, from where one person stands."""

    mine: Reading | None
    others: tuple[Reading, ...]
    settled: Reading | None

    @property
    def done(self) -> bool:
        """Whether this person has finished."""
        return self.mine is not None and self.mine.finished

    @property
    def all_done(self) -> bool:
        """Whether at least two have read it and nobody is still reading."""
        read = [one for one in (self.mine, *self.others) if one is not None]
        return len(read) > 1 and all(one.finished for one in read)

    @property
    def shown(self) -> bool:
        """Whether what others put may be seen: everyone has finished, twice at least.

        Who has not begun is not reading: they may settle what two others read apart.
        """
        return self.all_done

    @property
    def apart(self) -> bool:
        """Whether coders read it apart and nobody has settled it."""
        return self.all_done and self.settled is None and self.differ

    @property
    def differ(self) -> bool:
        """Whether not all readings found the same."""
        read = [one for one in (self.mine, *self.others) if one is not None]
        return len({one.found() for one in read}) > 1


def of(excerpt: Any, person: Person) -> Readings:
    """Return the readings of an excerpt: of all its versions, codes as they stand."""
    rows = visible(Coding, person).filter(excerpt_id__in=versions_of(excerpt))
    made = _grouped(_current_codes(rows.order_by("at", "seq", "pk")))
    coders = [one for one in made if not one.settles]
    ruling = [one for one in made if one.settles]
    return Readings(
        mine=next((one for one in coders if one.coder == person.pseudonym), None),
        others=tuple(one for one in coders if one.coder != person.pseudonym),
        settled=next((one for one in ruling if one.finished), None),
    )


def versions_of(excerpt: Any) -> list[str]:
    """Return the ids of an excerpt and of all that it corrects, its own first."""
    found, ahead = [excerpt.pk], (excerpt.supersedes or "").split()
    while ahead:
        found += ahead
        rows = Excerpt.objects.filter(pk__in=ahead, supersedes__isnull=False)
        older = {
            one
            for said in rows.values_list("supersedes", flat=True)
            for one in said.split()
        }
        ahead = sorted(older - set(found))
    return found


def _current_codes(rows: Iterable[Any]) -> list[Any]:
    ends = versions.roots(Code)
    found = [*rows]
    for one in found:
        if one.code_id in ends:
            one.code_id = min(ends[one.code_id], default=one.code_id)
    return found


def _grouped(rows: Sequence[Any]) -> list[Reading]:
    by: dict[tuple[str, bool], list[Any]] = {}
    for one in rows:
        by.setdefault((one.coder, one.role == ADJUDICATOR), []).append(one)
    return [
        Reading(coder=coder, settles=settles, codings=tuple(codings))
        for (coder, settles), codings in sorted(by.items())
    ]
