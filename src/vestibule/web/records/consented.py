"""Did everyone whose word it is consent that far? The rules of `protect.consent`.

The lowest level stated by the record, its voice, its gathering, the person who spoke
and every standing consent about these; missing everywhere is refusal; a consent that
has run out counts as 0. Asked of the database, so that a page reads no frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from vestibule.web.records import versions
from vestibule.web.records.among import Among
from vestibule.web.records.models import Consent, Gathering, Voice


@dataclass(frozen=True)
class Consented:
    """Conditions on voices and excerpts; ``roots`` tells which versions stand."""

    today: date
    roots: Callable[[str], versions.Roots]

    def at_least(self, table: str, level: int) -> Q:
        """Return the condition that nobody said less, and somebody said something."""
        less, said = self._of_itself(table, level)
        return said & ~less

    def _of_itself(self, table: str, level: int) -> tuple[Q, Q]:
        if table == "voices":
            return self._of_voices(level)
        here = Q(consent__isnull=False), Q(consent__lt=level)
        less_of_voices, said_of_voices = self._of_voices(level)
        voices = versions.standing(Voice)
        less = (
            here[1]
            | self._any_version("gathering", "gatherings", self._less_gatherings(level))
            | self._any_version("voice", "voices", voices.filter(less_of_voices))
        )
        said = (
            here[0]
            | self._any_version("gathering", "gatherings", self._said_gatherings())
            | self._any_version("voice", "voices", voices.filter(said_of_voices))
        )
        return less, said

    def _of_voices(self, level: int) -> tuple[Q, Q]:
        refusing, stating = self._refusing(level), versions.standing(Consent)
        less = (
            Q(consent__isnull=False, consent__lt=level)
            | self._own_version("voices", refusing.values("voice_id"))
            | self._any_version("person", "people", refusing.values("person_id"))
            | self._any_version("gathering", "gatherings", self._less_gatherings(level))
        )
        said = (
            Q(consent__isnull=False)
            | self._own_version("voices", stating.values("voice_id"))
            | self._any_version("person", "people", stating.values("person_id"))
            | self._any_version("gathering", "gatherings", self._said_gatherings())
        )
        return less, said

    def _refusing(self, level: int) -> QuerySet[Any]:
        ended = Q(expires_on__lt=self.today)
        return versions.standing(Consent).filter(Q(level__lt=level) | ended)

    def _less_gatherings(self, level: int) -> QuerySet[Any]:
        said = self._own_version(
            "gatherings", self._refusing(level).values("gathering_id")
        )
        return versions.standing(Gathering).filter(Q(consent__lt=level) | said)

    def _said_gatherings(self) -> QuerySet[Any]:
        stating = versions.standing(Consent).values("gathering_id")
        said = self._own_version("gatherings", stating)
        return versions.standing(Gathering).filter(Q(consent__isnull=False) | said)

    def _own_version(self, table: str, ids: QuerySet[Any]) -> Q:
        return self._version("pk", table, ids)

    def _any_version(self, column: str, table: str, rows: QuerySet[Any]) -> Q:
        ids = rows if rows.query.values_select else rows.values("pk")
        return self._version(f"{column}_id", table, ids)

    def _version(self, column: str, table: str, ids: QuerySet[Any]) -> Q:
        """Return the condition that a column holds any version of one of the ids."""
        ends = self.roots(table)
        # a missing id among those of a subquery would make NOT IN say nothing at all
        (name,) = ids.query.values_select
        present = ids.filter(**{f"{name}__isnull": False})
        if not ends:
            return Q(**{f"{column}__in": present})
        named = set(present.values_list(name, flat=True))
        stand = {root for one in named for root in ends.get(one, {one})}
        old = {one for one, found in ends.items() if found & stand}
        # said twice, so that its negation holds where the column is empty
        return Q(**{f"{column}__isnull": False}) & Q(Among(column, named | stand | old))
