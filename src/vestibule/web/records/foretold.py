"""What would leave with a record, were it withdrawn now? Told before anything is done.

The same closure as `leaving` carries out, for one record: along the references that are
declared *cascade*, and with all versions. As many questions of a table, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from graphlib import TopologicalSorter
from operator import or_
from typing import Any

from django.db.models import Q, Value

from vestibule.dossier.tables import TABLES
from vestibule.web.records import versions
from vestibule.web.records.among import Among
from vestibule.web.records.tables import MODELS

Number = tuple[str, int]
"""Origin and number of a record: by these a cut says whether it was known."""

Row = tuple[str, int, str | None]
"""Origin and number of a record, and the ids of what it corrects, with spaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """What would leave: of each table, the number of every row."""

    numbers: Mapping[str, tuple[Number, ...]]
    firsts: Mapping[str, tuple[Number, ...]]
    """Of these, the first versions: by them a record is someone's."""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table, in the order of the chain."""
        return {
            name: len(self.numbers[name]) for name in TABLES if name in self.numbers
        }

    @property
    def n(self) -> int:
        """How many in all."""
        return sum(self.counts.values())

    def known_at(self, cut: Mapping[str, int]) -> int:
        """Return how many of them a cut knows."""
        every = (number for found in self.numbers.values() for number in found)
        return sum(seq <= cut.get(origin, 0) for origin, seq in every)


def _leads(table: str) -> dict[str, str]:
    """Return the columns by which a record of a table leaves with another, and whose."""
    columns = TABLES[table].references
    return {column.name: str(column.ref) for column in columns if column.cascade}


LEADS: Mapping[str, Mapping[str, str]] = {name: _leads(name) for name in TABLES}

ORDER = tuple(
    TopologicalSorter(
        {n: {*leads.values()} for n, leads in LEADS.items()}
    ).static_order()
)
"""Tables, each after those that its records leave with."""


def going(table: str, record: str) -> Going:
    """Return what would leave with a record."""
    reached = [*_reached(table)]
    roots = versions.all_roots({name: MODELS[name] for name in reached})
    held: dict[str, dict[str, Row]] = {}
    ids: dict[str, set[str]] = {}
    for name in reached:
        held[name] = _pointing(name, ids)
        direct = {*held[name], record} if name == table else {*held[name]}
        ids[name] = _with_versions(direct, roots[name])
    more = {name: ids[name] - held[name].keys() for name in reached}
    for name, *row in _rows(more):
        held[name] |= _by_id([row])
    there = {name: found for name, found in held.items() if found}
    return Going(
        numbers={name: _numbers(found.values()) for name, found in there.items()},
        firsts={name: _numbers(_firsts(found)) for name, found in there.items()},
    )


def _numbers(rows: Iterable[Row]) -> tuple[Number, ...]:
    return tuple(sorted((origin, seq) for origin, seq, _ in rows))


def _firsts(found: Mapping[str, Row]) -> Iterator[Row]:
    """Yield the rows that correct none that is here: all versions leave together."""
    for origin, seq, olds in found.values():
        if found.keys().isdisjoint((olds or "").split()):
            yield origin, seq, olds


def _reached(table: str) -> Iterator[str]:
    """Yield the tables of which a record may leave with one of a table: itself first."""
    reached: set[str] = set()
    for name in ORDER:
        if name == table or reached & {*LEADS[name].values()}:
            reached.add(name)
            yield name


def _pointing(name: str, ids: Mapping[str, set[str]]) -> dict[str, Row]:
    """Return the rows of a table that point to what leaves, by their ids."""
    leads = LEADS[name].items()
    wanted = [Q(Among(f"{c}_id", ids[ref])) for c, ref in leads if ref in ids]
    if not wanted:  # the table of the record itself: it leaves because it is named
        return {}
    rows = MODELS[name].objects.filter(reduce(or_, wanted)).order_by()
    return _by_id(rows.values_list("pk", "origin", "seq", "supersedes"))


def _by_id(rows: Iterable[Any]) -> dict[str, Row]:
    return {pk: (origin, seq, olds) for pk, origin, seq, olds in rows}


def _with_versions(ids: set[str], roots: versions.Roots) -> set[str]:
    chains = (chain for chain in versions.chains(roots) if not chain.isdisjoint(ids))
    return ids.union(*chains)


def _rows(wanted: Mapping[str, Collection[str]]) -> Any:
    """Return table, id and what a row is, of rows by their ids: one question."""
    parts = [
        MODELS[name]
        .objects.filter(Among("pk", ids))
        .order_by()
        .values_list(Value(name), "pk", "origin", "seq", "supersedes")
        for name, ids in wanted.items()
    ]
    return parts[0].union(*parts[1:], all=True)
