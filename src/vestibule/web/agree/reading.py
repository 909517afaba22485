"""What the rooms after listening read: some tables as a dossier, and names for people.

Of excerpts, voices, codings and claims only what ties them together is read: who walks
the chain needs nobody's words, and twenty thousand of them would be slow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from vestibule.act.chain.links import STAGES
from vestibule.api import gaps
from vestibule.dossier import lineage
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.web.context import current_process
from vestibule.web.records import access, remembered, versions
from vestibule.web.records.access import Person, Right
from vestibule.web.records.among import Among
from vestibule.web.records.record import Record
from vestibule.web.records.tables import model_of
from vestibule.words import Catalogue

WHERE = ("places", "place_names", "profiles", "gatherings", "attendances")
"""Tables that say where and among whom."""

CHAIN = tuple(dict.fromkeys((*STAGES, *WHERE, "consents", "removals", "withdrawals")))
"""Tables that `act.chain` walks, with those that name what it meets."""

FOLLOWED = (
    *WHERE, "consents", "findings", "recommendations", "responses", "actions",
    "commitments", "verifications", "claims", "factors", "groups",
)  # fmt: skip
"""Tables that `act.follow_up` reads."""


def process_here() -> Process:
    """Return the process of this site; one without any records before one is stored."""
    return current_process() or Process(key="none", titles={}, question={})


def dossier_with(*tables: str) -> Dossier:
    """Return the records of some tables alone, as they are remembered or read anew."""
    return remembered.dossier_of(process_here(), tables)


def standing_id(model: type[Record], record: str) -> str:
    """Return the id of the version that stands for a record, by any of its ids."""
    ends = versions.roots(model).get(record, frozenset({record}))
    if len(ends) == 1:
        return next(iter(ends))
    rows = model.objects.filter(pk__in=ends).order_by("at", "origin", "seq", "pk")
    last = rows.values_list("pk", flat=True).last()
    return str(last or record)


def first_ids(dossier: Dossier, table: str, ids: Iterable[str]) -> frozenset[str]:
    """Return the ids that a settled dossier has for these records."""
    firsts = lineage.roots(dossier.table(table))
    return frozenset(firsts.get(one, one) for one in ids)


def seen(
    dossier: Dossier,
    table: str,
    person: Person,
    *,
    right: Right | None = None,
    among: Iterable[str] | None = None,
) -> frozenset[str]:
    """Return the records of a table that someone may see, by their first ids.

    ``among``: of these alone, where they are few and the table is large.
    """
    rows = access.visible(model_of(table), person, right=right)
    if among is not None:
        wanted, firsts = set(among), lineage.roots(dossier.table(table))
        later = {pk for pk, first in firsts.items() if first in wanted}
        rows = rows.filter(Among("pk", wanted | later))
    return first_ids(dossier, table, rows.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words in their own language and direction."""

    words: str
    lang: str
    dir: str


class Names:
    """What records of a settled dossier are called in the language of the page."""

    def __init__(self, settled: Dossier, words: Catalogue) -> None:
        self.dossier, self.words = settled, words
        self.gazetteer = Gazetteer.of(settled)

    def place(self, place: str | None) -> str:
        """Return the name of a place; of none, nothing."""
        if not place or place not in self.gazetteer.places:
            return ""
        return self.gazetteer.name(place, self.words.lang)

    def region(self, key: str | None) -> str:
        """Return the name of a region by its key."""
        return self.place(self.gazetteer.keys.get(key)) if key else ""

    def profile(self, profile: str | None) -> str:
        """Return the name of a profile; of none, nothing."""
        return self.profiles.get(profile or "", "")

    @cached_property
    def profiles(self) -> Mapping[str, str]:
        """Id of each standing profile to its name."""
        return gaps.profile_names(self.dossier, self.words)

    @cached_property
    def gatherings(self) -> Mapping[str, Mapping[str, object]]:
        """Id of each gathering to its row."""
        rows = self.dossier.table("gatherings").iter_rows(named=True)
        return {str(row["id"]): row for row in rows}

    def group(self, gathering: str, profile: str | None = None) -> str:
        """Return who met where: “Cultivateurs, Rives-Hautes”."""
        row = self.gatherings.get(gathering, {})
        shared = None if row.get("composition") == "mixed" else row.get("profile")
        who = self.profile(profile or _text(shared))
        kind = self.words(f"promises.marks.{row['kind']}") if row else ""
        where = self.place(_text(row.get("place")))
        return ", ".join(filter(None, (who or kind.capitalize(), where)))

    def code(self, gathering: str) -> str:
        """Return what the team calls a gathering."""
        return str(self.gatherings.get(gathering, {}).get("code") or "")

    def excerpt(self, gathering: str | None, position: int | None) -> str:
        """Return what the team calls an excerpt: its gathering, and its place there."""
        code = self.code(gathering or "")
        return f"{code}/{position}" if position else code

    def held_on(self, gathering: str) -> dt.date | None:
        """Return its day."""
        day = self.gatherings.get(gathering, {}).get("held_on")
        return day if isinstance(day, dt.date) else None

    def said(self, words: str | None, lang: str | None) -> Said:
        """Return words with their language and the way it is written."""
        return said(self.dossier.process, words, lang)


def said(process: Process, words: str | None, lang: str | None) -> Said:
    """Return words with their language and the way it is written."""
    known = {one.key: one for one in process.languages}
    rtl = known[lang].rtl if lang in known else lang == "ar"
    return Said(words=words or "", lang=lang or "", dir="rtl" if rtl else "ltr")


def _text(value: object) -> str | None:
    return str(value) if value else None
