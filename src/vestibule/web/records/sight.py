"""Which records does a role reach? Region and partner of the gathering, and consent.

The partner of a record is that of the origin of its gathering (of its own origin where
it has none), by their first versions: who redacts or corrects does not become the one
who collected.

Gatherings are few and are weighed here, once: what hangs on them is asked for by their
ids. So a question about any table is short, and as many are asked whatever it holds.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from vestibule.web.records import collectors, paths, regions, versions
from vestibule.web.records.among import Among
from vestibule.web.records.collectors import Collectors
from vestibule.web.records.consented import ABOUT, Consented
from vestibule.web.records.models import OriginOwner
from vestibule.web.records.person import Reach
from vestibule.web.records.rights import SENSITIVE, WORDS
from vestibule.web.records.tables import MODELS

NOTHING = Q(pk__in=[])
EVERYTHING = Q()

OF_THE_PROCESS = frozenset({"supports", "texts", "priorities"})
"""Tables whose records are of the whole process where they hang on nobody's words."""

COLLECTOR, ALL = 1, 2
"""Consent levels: the collecting partner reads, all partners read."""

NAMED = frozenset(target for chain in paths.CHAINS.values() for _, target in chain)
"""Tables that others hang on, whose corrections are known before anything is asked."""

GATHERED_AT_ONCE = frozenset({"people", "voices"})
"""Tables of which one list is made; of others, each record is looked up."""


@dataclass(frozen=True)
class Sight:
    """What one partner's people may see on a day; remembers what it asked."""

    partner: str
    today: date
    _shown: dict[tuple[str, Reach, bool], frozenset[str]] = field(default_factory=dict)

    def rows(self, table: str, reaches: Iterable[Reach]) -> QuerySet[Any]:
        """Return the standing records of a table within one of several reaches."""
        within = [self._seen(table, reach) for reach in widest(reaches)]
        standing = versions.standing(MODELS[table])
        if not all(within):  # beside a condition, an empty one would be no condition
            return standing
        return standing.filter(functools.reduce(operator.or_, within, NOTHING))

    def collected(self, table: str, reaches: Iterable[Reach]) -> QuerySet[Any]:
        """Return the standing records that the partner collected within its reaches.

        Whatever was consented to: it is theirs to write of, not to read.
        """
        own = {replace(one, own_partner=True, words=True) for one in reaches}
        within = [self._seen(table, one, gated=False) for one in widest(own)]
        standing = versions.standing(MODELS[table])
        return standing.filter(functools.reduce(operator.or_, within, NOTHING))

    def written(self, table: str) -> Q:
        """Return the condition that the partner wrote the first version of a record.

        Of a table whose records lie at their own place, or are of the whole process.
        """
        of = self._placed if table in paths.PLACED else self._of_process
        return of[table].collected(self.own)

    def places_in(self, reaches: Iterable[Reach]) -> frozenset[str] | None:
        """Return the places of the regions that are reached; None: everywhere."""
        regions_of = [one.regions for one in reaches]
        if None in regions_of:
            return None
        wanted = {key for some in regions_of for key in some or ()}
        return frozenset(self._places_in(wanted))

    def _seen(self, table: str, reach: Reach, *, gated: bool = True) -> Q:
        """Return the condition that a record lies within a reach.

        ``gated``: whether consent has its say, which it has not over its own records.
        """
        within = self._within(table, reach, gated=gated)
        if gated and table in SENSITIVE:
            return within & self._agreed(table, reach)
        return within

    def _within(self, table: str, reach: Reach, *, gated: bool) -> Q:
        if table in paths.PLACED:
            return self._at_its_place(table, reach)
        if table in paths.CHAINS:
            # a consent is seen though what it is about may not be read
            judged = gated and table != "consents"
            return self._by_its_chain(table, reach, gated=judged)
        return EVERYTHING

    def _at_its_place(self, table: str, reach: Reach) -> Q:
        where = EVERYTHING
        if reach.regions is not None:
            where = Q(Among("place_id", self._places_in(reach.regions)))
        return where & self.written(table) if reach.own_partner else where

    def _by_its_chain(self, table: str, reach: Reach, *, gated: bool) -> Q:
        chains = paths.CHAINS[table]
        firm = [(c, t) for c, t in chains if t != "people"]
        loose = [(c, t) for c, t in chains if t == "people"]
        unlimited = reach.regions is None and not reach.own_partner
        passes = EVERYTHING
        for column, target in firm:
            seen = self._through(column, target, reach, gated=gated)
            passes &= Q(**{f"{column}__isnull": True}) | seen
        anchored = _any_of(Q(**{f"{column}__isnull": False}) for column, _ in firm)
        for column, target in loose:
            anchored |= self._through(column, target, reach, gated=gated)
        if unlimited or table in OF_THE_PROCESS:
            every = _all_of(Q(**{f"{column}__isnull": True}) for column, _ in chains)
            anchored |= every
        return passes & anchored

    def _through(self, column: str, target: str, reach: Reach, *, gated: bool) -> Q:
        """Return the condition that a reference leads to a record within reach.

        An old version counts as the versions that stand for it: all must be seen.
        """
        if gated and target in WORDS and not reach.words:
            return NOTHING
        old = self._old_shown(target, reach, gated=gated)
        if target == "gatherings":
            return Q(Among(f"{column}_id", self._gatherings_in(reach) | old))
        seen = versions.standing(MODELS[target])
        seen = seen.filter(self._seen(target, reach, gated=gated))
        if target in GATHERED_AT_ONCE:
            leads = Q(**{f"{column}__in": seen.values("pk")})
        else:
            leads = Q(Exists(seen.filter(pk=OuterRef(f"{column}_id"))))
        return leads | Q(Among(f"{column}_id", old))

    def _old_shown(self, target: str, reach: Reach, *, gated: bool) -> frozenset[str]:
        """Return the corrected records of a table that lead within reach; asked once."""
        key = (target, reach, gated)
        if key not in self._shown:
            ends = self._roots[target]
            wanted = {root for found in ends.values() for root in found}
            if target == "gatherings":
                shown = self._gatherings_in(reach) & wanted
            else:
                rows = versions.standing(MODELS[target]).filter(Among("pk", wanted))
                seen = rows.filter(self._seen(target, reach, gated=gated))
                shown = frozenset(seen.values_list("pk", flat=True))
            self._shown[key] = frozenset(
                old for old, found in ends.items() if found and found <= shown
            )
        return self._shown[key]

    def _gatherings_in(self, reach: Reach) -> frozenset[str]:
        """Return the gatherings that stand within reach."""
        everywhere = reach.regions is None
        places = set() if everywhere else set(self._places_in(reach.regions or ()))
        ours = self._our_gatherings if reach.own_partner else None
        return frozenset(
            pk
            for pk, place, _ in self._gatherings
            if pk not in self._roots["gatherings"]
            and (everywhere or place in places)
            and (ours is None or pk in ours)
        )

    def _agreed(self, table: str, reach: Reach) -> Q:
        """Return who consented that far: its collector from 1, all partners from 2."""
        ours = self._our_gatherings
        said, less = self.consented.said(table), self.consented.less
        first = Q(Among("gathering_id", ours)) & ~less(table, COLLECTOR)
        if reach.own_partner:
            return said & first
        return said & (first | ~less(table, ALL))

    @cached_property
    def consented(self) -> Consented:
        """What was consented to, of this day."""
        return Consented(today=self.today, roots=self._roots)

    @cached_property
    def _roots(self) -> dict[str, versions.Roots]:
        return {name: versions.ends_of(of) for name, of in self._corrections.items()}

    @cached_property
    def _corrections(self) -> dict[str, versions.Corrections]:
        names = NAMED | set(ABOUT.values()) | paths.PLACED
        return versions.corrections({name: MODELS[name] for name in sorted(names)})

    @cached_property
    def _placed(self) -> dict[str, Collectors]:
        return collectors.all_of(
            {n: self._corrections[n] for n in sorted(paths.PLACED)}
        )

    @cached_property
    def _of_process(self) -> dict[str, Collectors]:
        names = MODELS.keys() - paths.PLACED
        found = versions.corrections({name: MODELS[name] for name in sorted(names)})
        return collectors.all_of(found)

    @cached_property
    def _gatherings(self) -> list[tuple[str, str | None, str]]:
        """Return every gathering, old versions too, with its place and origin."""
        rows = MODELS["gatherings"].objects
        return [*rows.values_list("pk", "place_id", "origin")]

    @cached_property
    def _our_gatherings(self) -> frozenset[str]:
        """Return the gatherings that the partner collected, old versions too."""
        known = {pk: origin for pk, _, origin in self._gatherings}
        of = Collectors.of(self._corrections["gatherings"], known)
        own = self.own
        return frozenset(pk for pk, at in known.items() if of.is_of(pk, at, own))

    @cached_property
    def own(self) -> frozenset[str]:
        """Return the origins of the partner."""
        owned = OriginOwner.objects.filter(partner__key=self.partner)
        return frozenset(owned.values_list("origin_id", flat=True))

    def _places_in(self, wanted: Container[str]) -> list[str]:
        return [place for place, key in self._region_keys.items() if key in wanted]

    @cached_property
    def _region_keys(self) -> dict[str, str]:
        return dict(regions.region_keys())


def widest(reaches: Iterable[Reach]) -> tuple[Reach, ...]:
    """Return the reaches of which none lies within another: a wider one sees it all."""
    kept: list[Reach] = []
    for one in dict.fromkeys(reaches):
        if any(_covers(other, one) for other in kept):
            continue
        kept = [other for other in kept if not _covers(one, other)] + [one]
    return tuple(kept)


def _covers(wide: Reach, narrow: Reach) -> bool:
    if wide.own_partner and not narrow.own_partner:
        return False
    if narrow.words and not wide.words:
        return False
    if wide.regions is None or narrow.regions is None:
        return wide.regions is None
    return narrow.regions <= wide.regions


def _any_of(conditions: Iterator[Q]) -> Q:
    found = NOTHING
    for condition in conditions:
        found |= condition
    return found


def _all_of(conditions: Iterator[Q]) -> Q:
    found = EVERYTHING
    for condition in conditions:
        found &= condition
    return found
