"""Did everyone whose word it is consent that far? The rules of `protect.consent`.

The lowest level stated by the record, its voice, its gathering, the person who spoke
and every standing consent about these; missing everywhere is refusal; a consent that
has run out counts as 0. Asked of the database, so that a page reads no frame; what
was corrected and the gatherings are few and are weighed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from vestibule.web.records import versions
from vestibule.web.records.among import Among
from vestibule.web.records.models import Consent, Gathering, Voice

NOBODY = 9
"""Above every level: nobody stated one."""

UNLEVELLED = 8
"""A consent that states no level limits nothing."""

ABOUT = {"gathering": "gatherings", "person": "people", "voice": "voices"}
"""Column of a consent to the table of what it is about."""

Levels = Mapping[str, int]
"""Id to the lowest level that is stated of it."""


@dataclass(frozen=True)
class Consented:
    """Conditions on voices and excerpts; ``roots``: of each table, what stands."""

    today: date
    roots: Mapping[str, versions.Roots]

    def at_least(self, table: str, level: int) -> Q:
        """Return the condition that nobody said less, and somebody said something."""
        return self.said(table) & ~self.less(table, level)

    def said(self, table: str) -> Q:
        """Return the condition that somebody stated a level."""
        return self._told(table, NOBODY, Q(consent__isnull=False))

    def less(self, table: str, level: int) -> Q:
        """Return the condition that somebody stated less."""
        return self._told(table, level, Q(consent__isnull=False, consent__lt=level))

    def _told(self, table: str, below: int, itself: Q) -> Q:
        near = itself | _named("gathering_id", self._gatherings, below)
        if table == "voices":
            return near | self._by_consents(below)
        voices = versions.standing(Voice).filter(self._told("voices", below, itself))
        old = _named("voice_id", self._old_voices, below)
        return near | Q(voice__in=voices.values("pk")) | old

    def _by_consents(self, below: int) -> Q:
        stated = versions.standing(Consent)
        if below != NOBODY:
            stated = stated.filter(Q(level__lt=below) | Q(expires_on__lt=self.today))
        # a missing id among those of a subquery would make NOT IN say nothing at all
        voices = stated.filter(voice__isnull=False).values("voice_id")
        people = stated.filter(person__isnull=False).values("person_id")
        return (
            Q(pk__in=voices)
            | Q(person__in=people)
            | _named("pk", self._stated["voice"], below)
            | _named("person_id", self._stated["person"], below)
        )

    @cached_property
    def _stated(self) -> Mapping[str, Levels]:
        """Return what consents state of gatherings, and of what has several versions.

        A consent about one version is about all of them.
        """
        touched = {column: _touched(self.roots[of]) for column, of in ABOUT.items()}
        wanted = Q(gathering__isnull=False)
        for column in ("person", "voice"):
            wanted |= Q(Among(f"{column}_id", touched[column]))
        found: dict[str, dict[str, int]] = {column: {} for column in ABOUT}
        columns = ("level", "expires_on", *(f"{column}_id" for column in ABOUT))
        for level, ends, *named in (
            versions.standing(Consent).filter(wanted).values_list(*columns)
        ):
            now = self._now(level, ends)
            for column, one in zip(ABOUT, named, strict=True):
                if one is not None:
                    _lower(found[column], one, now)
        return {c: _of_all(found[c], self.roots[of]) for c, of in ABOUT.items()}

    def _now(self, level: int | None, ends: date | None) -> int:
        if ends is not None and ends < self.today:
            return 0
        return UNLEVELLED if level is None else level

    @cached_property
    def _gatherings(self) -> Levels:
        """Return what is stated by gatherings and of them: any version, by id."""
        rows = versions.standing(Gathering).values_list("pk", "consent")
        found: dict[str, int] = {}
        for pk, level in rows:
            lowest = min(
                NOBODY if level is None else level,
                self._stated["gathering"].get(pk, NOBODY),
            )
            if lowest < NOBODY:
                found[pk] = lowest
        return _of_all(found, self.roots["gatherings"])

    @cached_property
    def _old_voices(self) -> Levels:
        """Return the level of each voice that has several versions, by any of them."""
        touched = _touched(self.roots["voices"])
        rows = versions.standing(Voice).filter(Among("pk", touched))
        told = rows.values_list("pk", "consent", "gathering_id", "person_id")
        people = {person for _, _, _, person in told if person}
        spoken = self._of_people(people)
        found: dict[str, int] = {}
        for pk, level, met, person in told:
            lowest = min(
                NOBODY if level is None else level,
                self._gatherings.get(met, NOBODY),
                self._stated["voice"].get(pk, NOBODY),
                spoken.get(person, NOBODY),
                self._stated["person"].get(person, NOBODY),
            )
            if lowest < NOBODY:
                found[pk] = lowest
        return _of_all(found, self.roots["voices"])

    def _of_people(self, people: Iterable[str]) -> Levels:
        rows = versions.standing(Consent).filter(Among("person_id", people))
        found: dict[str, int] = {}
        for level, ends, person in rows.values_list("level", "expires_on", "person_id"):
            _lower(found, person, self._now(level, ends))
        return found


def _named(column: str, levels: Levels, below: int) -> Q:
    """Return the condition that a column names something of which less is stated."""
    few = [one for one, level in levels.items() if level < below]
    # said twice, so that its negation holds where the column is empty
    return Q(**{f"{column}__isnull": False}) & Q(Among(column, few))


def _touched(roots: versions.Roots) -> set[str]:
    """Return the ids of records of which there are several versions."""
    return set(roots).union(*roots.values())


def _lower(levels: dict[str, int], one: str, level: int) -> None:
    levels[one] = min(level, levels.get(one, NOBODY))


def _of_all(stated: Levels, roots: versions.Roots) -> dict[str, int]:
    """Return the level of every version, where levels are stated of some of them."""
    found = dict(stated)
    for several in versions.chains(roots):
        told = [stated[one] for one in several if one in stated]
        if told:
            found |= dict.fromkeys(several, min(told))
    return found
