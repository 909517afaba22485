"""The rules of who sees what, row by row in plain Python: to compare the site with.

Slow and without a database: a record is followed to what it hangs on, and so on. It
shares with the site the tables of rights and the list of references, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vestibule.web.records import paths
from vestibule.web.records.person import Held
from vestibule.web.records.rights import OWN_PARTNER, READS, RIGHTS, Right

Row = Mapping[str, Any]

OF_THE_PROCESS = {"supports", "texts", "priorities"}


@dataclass(frozen=True)
class Scope:
    """One kind of role: where, whose, and whether it reads words."""

    regions: frozenset[str] | None
    own: bool
    words: bool


class Plain:
    """All rows of a site, whose origins are whose, on a day."""

    def __init__(
        self, tables: Mapping[str, list[Row]], owners: Mapping[str, str], today: date
    ) -> None:
        self.tables, self.owners, self.today = tables, owners, today
        self.by_id = {
            name: {row["id"]: row for row in rows} for name, rows in tables.items()
        }
        self.newer: dict[str, dict[str, set[str]]] = {}
        for name, rows in tables.items():
            found = self.newer.setdefault(name, {})
            for row in rows:
                for old in (row["supersedes"] or "").split():
                    found.setdefault(old, set()).add(row["id"])

    def seen(self, table: str, partner: str, held: tuple[Held, ...]) -> set[str]:
        """Return the ids of a table that someone with these roles sees."""
        right = READS[table]
        scopes = list(_scopes(held, right))
        return {
            row["id"]
            for row in self.tables[table]
            if any(self._sees(table, row, partner, scope) for scope in scopes)
        }

    def _sees(
        self, table: str, row: Row, partner: str, scope: Scope, *, gated: bool = True
    ) -> bool:
        if row["id"] in self.newer[table]:
            return False
        if table in paths.PLACED:
            return self._near(table, row, partner, scope)
        if table not in paths.CHAINS:
            return True
        if not self._hangs(table, row, partner, scope):
            return False
        if not gated or table not in {"voices", "excerpts"}:
            return True
        level = self._level(table, row)
        ours = self._is_ours(row, partner)
        if scope.own and not ours:
            return False
        return level is not None and level >= (1 if ours else 2)

    def _is_ours(self, row: Row, partner: str) -> bool:
        met = self.by_id["gatherings"].get(row["gathering"])
        return met is not None and self._collected("gatherings", met) == {partner}

    def _collected(self, table: str, row: Row) -> set[str | None]:
        """Return whose the versions are that a record began with, as far as they are here.

        A version that corrects none of these began it; nothing begins what goes round.
        """
        begun: set[str | None] = set()
        behind = [(row, frozenset({row["id"]}))]
        while behind:
            one, passed = behind.pop()
            named = (one["supersedes"] or "").split()
            older = [old for old in named if old in self.by_id[table]]
            if not older:
                begun.add(self.owners.get(one["origin"]))
            for old in older:
                if old not in passed:
                    behind.append((self.by_id[table][old], passed | {old}))
        return begun

    def _near(self, table: str, row: Row, partner: str, scope: Scope) -> bool:
        if scope.own and self._collected(table, row) != {partner}:
            return False
        if scope.regions is None:
            return True
        return self._region(row["place"]) in scope.regions

    def _region(self, place: str | None) -> str | None:
        passed: set[str] = set()
        while place is not None:
            ends = self._ends("places", place)
            if len(ends) != 1:
                return None
            (place,) = ends
            row = self.by_id["places"].get(place)
            if place in passed or row is None:
                return None
            if row["level"] == 1:
                return str(row["key"])
            passed.add(place)
            place = row["parent"]
        return None

    def _hangs(self, table: str, row: Row, partner: str, scope: Scope) -> bool:
        firm = [(c, t) for c, t in paths.CHAINS[table] if t != "people"]
        people = [(c, t) for c, t in paths.CHAINS[table] if t == "people"]
        gated = table != "consents"
        for column, target in firm:
            named = row[column]
            if named is not None and not self._leads(
                target, named, partner, scope, gated=gated
            ):
                return False
        if any(row[column] is not None for column, _ in firm):
            return True
        for column, target in people:
            named = row[column]
            if named is not None and self._leads(
                target, named, partner, scope, gated=True
            ):
                return True
        free = (scope.regions is None and not scope.own) or table in OF_THE_PROCESS
        return free and all(row[column] is None for column, _ in firm + people)

    def _leads(
        self, table: str, named: str, partner: str, scope: Scope, *, gated: bool
    ) -> bool:
        if gated and table in {"voices", "excerpts", "validations"} and not scope.words:
            return False
        ends = self._ends(table, named)
        rows = [self.by_id[table].get(one) for one in ends]
        return bool(rows) and all(
            one is not None and self._sees(table, one, partner, scope, gated=gated)
            for one in rows
        )

    def _ends(self, table: str, named: str) -> set[str]:
        newer = self.newer[table]
        if named not in newer:
            return {named}
        passed, ends, ahead = {named}, set(), [*newer[named]]
        while ahead:
            one = ahead.pop()
            if one in passed:
                continue
            passed.add(one)
            if one in newer:
                ahead += newer[one]
            else:
                ends.add(one)
        return ends

    def _level(self, table: str, row: Row) -> int | None:
        """Return the lowest level that anybody stated, None where nobody did."""
        return min(self._stated(table, row), default=None)

    def _stated(self, table: str, row: Row) -> Iterator[int]:
        if row["consent"] is not None:
            yield row["consent"]
        yield from self._of_gathering(row["gathering"])
        if table == "voices":
            yield from self._consents("voice", "voices", row["id"])
            if row["person"] is not None:
                yield from self._consents("person", "people", row["person"])
        elif row["voice"] is not None:
            for one in self._standing("voices", row["voice"]):
                yield from self._stated("voices", one)

    def _of_gathering(self, named: str) -> Iterator[int]:
        for one in self._standing("gatherings", named):
            if one["consent"] is not None:
                yield one["consent"]
            yield from self._consents("gathering", "gatherings", one["id"])

    def _standing(self, table: str, named: str) -> list[Row]:
        """Return what stands of a record; of one that was corrected twice, all of it."""
        stands = self._versions(table, named) - self.newer[table].keys()
        found = (self.by_id[table].get(one) for one in stands)
        return [one for one in found if one is not None]

    def _versions(self, table: str, named: str) -> set[str]:
        """Return a record with all its versions, those beside each other too."""
        newer, found, ahead = self.newer[table], {named}, [named]
        while ahead:
            one = ahead.pop()
            row = self.by_id[table].get(one)
            older = set((row["supersedes"] or "").split()) if row else set()
            for other in newer.get(one, set()) | older:
                if other not in found:
                    found.add(other)
                    ahead.append(other)
        return found

    def _consents(self, column: str, table: str, named: str) -> Iterator[int]:
        for row in self.tables["consents"]:
            about = row[column]
            if about is None or row["id"] in self.newer["consents"]:
                continue
            if about in self._versions(table, named):
                ended = row["expires_on"] is not None and row["expires_on"] < self.today
                yield 0 if ended else row["level"]


def _scopes(held: tuple[Held, ...], right: Right) -> Iterator[Scope]:
    kinds: dict[tuple[bool, bool], set[str | None]] = {}
    for one in held:
        rights = RIGHTS.get(one.role, frozenset())
        if right in rights:
            kind = (one.role in OWN_PARTNER, Right.SEE_EXCERPTS in rights)
            kinds.setdefault(kind, set()).add(one.region)
    for (own, words), where in kinds.items():
        everywhere = None in where
        named = None if everywhere else frozenset(one for one in where if one)
        yield Scope(regions=named, own=own, words=words)
