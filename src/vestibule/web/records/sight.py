"""Which records does a role reach? Region and partner of the gathering, and consent.

The partner of a record is that of the origin of its gathering (of its own origin where
it has none): who redacts or corrects does not become the one who collected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from vestibule.web.records import paths, regions, versions
from vestibule.web.records.among import Among
from vestibule.web.records.consented import Consented
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


@dataclass(frozen=True)
class Sight:
    """What one partner's people may see on a day; remembers what it asked."""

    partner: str
    today: date
    _roots: dict[str, versions.Roots] = field(default_factory=dict)

    def rows(self, table: str, reach: Reach, *, gated: bool = True) -> QuerySet[Any]:
        """Return the standing records of a table within a reach.

        ``gated``: whether consent has its say, which it has not over its own records.
        """
        shown = versions.standing(MODELS[table]).filter(self._within(table, reach))
        if gated and table in SENSITIVE:
            shown = shown.filter(self._agreed(table, reach))
        return shown

    def _within(self, table: str, reach: Reach) -> Q:
        if table in paths.PLACED:
            return self._at_its_place(reach)
        if table in paths.CHAINS:
            return self._by_its_chain(table, reach)
        return EVERYTHING

    def _at_its_place(self, reach: Reach) -> Q:
        where = EVERYTHING
        if reach.regions is not None:
            keys = self._region_keys.items()
            inside = [place for place, key in keys if key in reach.regions]
            where = Q(Among("place_id", inside))
        return where & self._own_origin if reach.own_partner else where

    def _by_its_chain(self, table: str, reach: Reach) -> Q:
        chains = paths.CHAINS[table]
        firm = [(c, t) for c, t in chains if t != "people"]
        loose = [(c, t) for c, t in chains if t == "people"]
        unlimited = reach.regions is None and not reach.own_partner
        passes = EVERYTHING
        for column, target in firm:
            # a consent is seen though what it is about may not be read
            seen = self.through(column, target, reach, gated=table != "consents")
            passes &= Q(**{f"{column}__isnull": True}) | seen
        anchored = _any_of(Q(**{f"{column}__isnull": False}) for column, _ in firm)
        for column, target in loose:
            anchored |= self.through(column, target, reach)
        if unlimited or table in OF_THE_PROCESS:
            every = _all_of(Q(**{f"{column}__isnull": True}) for column, _ in chains)
            anchored |= every
        return passes & anchored

    def through(
        self, column: str, target: str, reach: Reach, *, gated: bool = True
    ) -> Q:
        """Return the condition that a reference leads to a record within reach.

        An old version counts as the versions that stand for it: all must be seen.
        """
        if gated and target in WORDS and not reach.words:
            return NOTHING
        seen = self.rows(target, reach, gated=gated).values("pk")
        leads = Q(**{f"{column}__in": seen})
        ends = self.roots(target)
        if not ends:
            return leads
        wanted = {root for found in ends.values() for root in found}
        shown = set(seen.filter(Among("pk", wanted)).values_list("pk", flat=True))
        old = [one for one, found in ends.items() if found and found <= shown]
        return leads | Q(Among(f"{column}_id", old))

    def roots(self, table: str) -> versions.Roots:
        """Return what stands for each corrected record of a table; asked once."""
        if table not in self._roots:
            self._roots[table] = versions.roots(MODELS[table])
        return self._roots[table]

    def _agreed(self, table: str, reach: Reach) -> Q:
        """Return who consented that far: its collector from 1, all partners from 2."""
        gatherings = MODELS["gatherings"].objects.filter(self._own_origin)
        ours = Q(gathering__in=gatherings.values("pk"))
        first = ours & self._consented.at_least(table, COLLECTOR)
        if reach.own_partner:
            return first
        return first | self._consented.at_least(table, ALL)

    @cached_property
    def _consented(self) -> Consented:
        return Consented(today=self.today, roots=self.roots)

    @cached_property
    def _own_origin(self) -> Q:
        owned = OriginOwner.objects.filter(partner__key=self.partner)
        return Q(origin__in=owned.values("origin_id"))

    @cached_property
    def _region_keys(self) -> dict[str, str]:
        return dict(regions.region_keys())


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
