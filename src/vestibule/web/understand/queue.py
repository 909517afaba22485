"""Which excerpts wait for which reader? Without their words.

Worked out from all codings at once: an excerpt is corrected whenever its review goes
on, and what was put on its earlier versions stays put.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from vestibule.dossier import folding
from vestibule.web.listen.whole import CODED
from vestibule.web.records import remembered, versions
from vestibule.web.records.access import Person, Right, visible
from vestibule.web.records.models import Coding, Excerpt, Profile
from vestibule.web.understand.names import names
from vestibule.web.understand.reading import ADJUDICATOR, CLOSED, OPEN

PAGE = 50
"""Rows of a page."""

STATES = ("mine", "second", "unread", "twice", "finished")
"""Where an excerpt stands for one reader: begun by them, read by one other, by nobody,
by two or more others, finished by them."""

READABLE = STATES[:3]
"""States in which this reader is waited for, in the order in which they are led on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An excerpt, as the list shows it."""

    id: str
    called: str
    profile: str
    lang: str
    state: str
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of excerpts in one state, and how many there are in each."""

    rows: tuple[Waiting, ...]
    counts: Mapping[str, int]
    state: str
    page: int
    pages: int
    unreviewed: int

    @property
    def waiting(self) -> int:
        """Excerpts that this reader could still read."""
        return sum(self.counts[one] for one in READABLE)


def queue(person: Person, lang: str, *, state: str = "", page: int = 1) -> Queue:
    """Return the excerpts in a state; without one, in the first that is not empty."""
    seen = visible(Excerpt, person, right=Right.CODE)
    rows, read = _listed(seen), _readers()
    stands = {row[0]: _state(read.get(row[0], {}), person) for row in rows}
    found = Counter(stands.values())
    counts = {one: found[one] for one in STATES}
    first = next((one for one in READABLE if counts[one]), READABLE[-1])
    wanted = state if state in STATES else first
    of_state = [row for row in rows if stands[row[0]] == wanted]
    pages = max(1, -(-len(of_state) // PAGE))
    at = min(max(page, 1), pages)
    called = names(Profile, "name", "name", lang)
    return Queue(
        rows=tuple(
            _waiting(
                row, wanted, called, len({*read.get(row[0], {})} - {person.pseudonym})
            )
            for row in of_state[(at - 1) * PAGE : at * PAGE]
        ),
        counts=counts,
        state=wanted,
        page=at,
        pages=pages,
        unreviewed=seen.filter(review="unreviewed").count(),
    )


def following(person: Person, after: str) -> str | None:
    """Return the excerpt to read next: begun, then read by one other, then unread."""
    rows = _listed(visible(Excerpt, person, right=Right.CODE))
    read = _readers()
    by_state: dict[str, str] = {}
    for row in rows:
        if row[0] != after:
            by_state.setdefault(_state(read.get(row[0], {}), person), row[0])
    return next((by_state[one] for one in READABLE if one in by_state), None)


def _listed(seen: QuerySet[Any]) -> list[tuple[Any, ...]]:
    fields = ("pk", "gathering__code", "position", "profile_id", "lang")
    rows = [*seen.filter(review__in=CODED).values_list(*fields)]
    folded = {code: folding.fold(code) for code in {row[1] for row in rows}}
    return sorted(rows, key=lambda row: (folded[row[1]], row[2] or 0, row[0]))


def _readers() -> Mapping[str, Mapping[str, set[str | None]]]:
    """Return each excerpt that stands with its coders, and what their rows say."""
    return remembered.known("readers", ("codings", "excerpts"), _read_by)


def _read_by() -> dict[str, dict[str, set[str | None]]]:
    fields = ("pk", "excerpt_id", "coder", "role", "reading", "supersedes")
    rows = [*Coding.objects.values_list(*fields)]
    gone = {old for row in rows if row[5] for old in row[5].split()}
    ends = versions.roots(Excerpt)
    found: dict[str, dict[str, set[str | None]]] = {}
    for pk, excerpt, coder, role, said, _ in rows:
        if pk not in gone and role != ADJUDICATOR:
            for one in ends.get(excerpt, (excerpt,)):
                found.setdefault(one, {}).setdefault(coder, set()).add(said)
    return found


def _state(readers: Mapping[str, set[str | None]], person: Person) -> str:
    own = readers.get(person.pseudonym)
    if own is not None:
        return "finished" if CLOSED in own or OPEN not in own else "mine"
    return ("unread", "second", "twice")[min(len(readers), 2)]


def _waiting(
    row: tuple[Any, ...], state: str, called: Mapping[str, str], others: int
) -> Waiting:
    pk, gathering, position, profile, lang = row
    return Waiting(
        id=pk,
        called=f"{gathering}/{position}" if position else gathering,
        profile=called.get(profile, ""),
        lang=lang or "",
        state=state,
        others=others,
    )
