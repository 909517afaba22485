"""Who collected a record? Whoever wrote its first version, whoever corrected it since.

Where a correction made one record of several, all of their first versions tell. Records
that changed hands are few: they are worked out here and named in a condition.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, Value

from vestibule.web.records.among import Among
from vestibule.web.records.tables import MODELS
from vestibule.web.records.versions import Corrections

Origins = Mapping[str, str]
"""Id of a record to the origin it was written at."""


@dataclass(frozen=True)
class Collectors:
    """Which records of one table correct others, and where their first versions are from."""

    written: Origins
    """Where each correction itself was written."""
    first: Mapping[str, frozenset[str]]
    """Where the first versions of each were written; none where corrections go round."""

    @classmethod
    def of(cls, found: Corrections, known: Origins) -> Collectors:
        """Return them; ``known``: of what corrections name and is no correction."""
        older = {new: olds.split() for new, (olds, _) in found.items()}
        written = {new: origin for new, (_, origin) in found.items()}
        every = {**known, **written}
        first = {one: _firsts(one, older, every) for one in found}
        return cls(written=written, first=first)

    def collected(self, origins: Collection[str]) -> Q:
        """Return the condition that a record was collected at one of some origins."""
        ours = {
            one for one, several in self.first.items() if self._all(several, origins)
        }
        seem = {one for one, origin in self.written.items() if origin in origins}
        itself = Q(Among("origin", origins)) & ~Q(Among("pk", seem - ours))
        return itself | Q(Among("pk", ours - seem))

    def is_of(self, record: str, origin: str, origins: Collection[str]) -> bool:
        """Return the same of one record, whose own origin is at hand."""
        return self._all(self.first.get(record, frozenset({origin})), origins)

    @staticmethod
    def _all(several: frozenset[str], origins: Collection[str]) -> bool:
        return bool(several) and all(one in origins for one in several)


def all_of(found: Mapping[str, Corrections]) -> dict[str, Collectors]:
    """Return the collectors of several tables, by their names: one question."""
    known: dict[str, dict[str, str]] = {name: {} for name in found}
    parts = [
        MODELS[name]
        .objects.filter(Among("pk", _begun(corrections)))
        .order_by()
        .values_list(Value(name), "pk", "origin")
        for name, corrections in found.items()
    ]
    for name, one, origin in parts[0].union(*parts[1:], all=True):
        known[name][one] = origin
    return {name: Collectors.of(found[name], known[name]) for name in found}


def _begun(found: Corrections) -> set[str]:
    """Return the ids that corrections name and that correct nothing."""
    return {one for olds, _ in found.values() for one in olds.split()} - found.keys()


def _firsts(
    record: str, older: Mapping[str, list[str]], known: Origins
) -> frozenset[str]:
    """Return where the first of a record's versions were written, of those that are here."""
    seen, firsts, ahead = set(), set(), [record]
    while ahead:
        one = ahead.pop()
        if one in seen:
            continue
        seen.add(one)
        before = [old for old in older.get(one, ()) if old in known]
        ahead += before
        if not before:
            firsts.add(known[one])
    return frozenset(firsts)
