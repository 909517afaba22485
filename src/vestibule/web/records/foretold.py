"""What would leave with a record, were it withdrawn now? Told before anything is done.

The same closure as `leaving` carries out, for one record: along the references that are
declared *cascade*, and with all versions. As many questions of a table, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """What would leave: of each table, the number of every row."""

    numbers: Mapping[str, tuple[Number, ...]]

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
    held: dict[str, dict[str, Number]] = {}
    ids: dict[str, set[str]] = {}
    for name in reached:
        held[name] = _pointing(name, ids)
        direct = {*held[name], record} if name == table else {*held[name]}
        ids[name] = _with_versions(direct, roots[name])
    more = {name: ids[name] - held[name].keys() for name in reached}
    for name, pk, origin, seq in _rows(more):
        held[name][pk] = (origin, seq)
    told = {
        name: tuple(sorted(found.values())) for name, found in held.items() if found
    }
    return Going(numbers=told)


def _reached(table: str) -> Iterator[str]:
    """Yield the tables of which a record may leave with one of a table: itself first."""
    reached: set[str] = set()
    for name in ORDER:
        if name == table or reached & {*LEADS[name].values()}:
            reached.add(name)
            yield name


def _pointing(name: str, ids: Mapping[str, set[str]]) -> dict[str, Number]:
    """Return the rows of a table that point to what leaves: id to number."""
    leads = LEADS[name].items()
    wanted = [Q(Among(f"{c}_id", ids[ref])) for c, ref in leads if ref in ids]
    if not wanted:  # the table of the record itself: it leaves because it is named
        return {}
    rows = MODELS[name].objects.filter(reduce(or_, wanted)).order_by()
    found = rows.values_list("pk", "origin", "seq")
    return {pk: (origin, seq) for pk, origin, seq in found}


def _with_versions(ids: set[str], roots: versions.Roots) -> set[str]:
    chains = (chain for chain in versions.chains(roots) if not chain.isdisjoint(ids))
    return ids.union(*chains)


def _rows(wanted: Mapping[str, Collection[str]]) -> Any:
    """Return table, id, origin and number of rows by their ids: one question."""
    parts = [
        MODELS[name]
        .objects.filter(Among("pk", ids))
        .order_by()
        .values_list(Value(name), "pk", "origin", "seq")
        for name, ids in wanted.items()
    ]
    return parts[0].union(*parts[1:], all=True)
