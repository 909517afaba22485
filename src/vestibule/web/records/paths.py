"""By which references does a record belong to a gathering, a person or a place?

Read from the schemas: a record that leaves when another is withdrawn is of that
other. A reference that is public, as from a text to its finding, carries no scope.
"""

from __future__ import annotations

from collections.abc import Mapping

from vestibule.dossier.schema import Table
from vestibule.dossier.tables import TABLES


def _is_located(table: Table) -> bool:
    return any(c.ref == "places" and c.mark == "personal" for c in table.references)


def _carrying(scoped: frozenset[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return table to its columns that point into `scoped`, with what they point to."""
    found = {
        name: tuple(
            (c.name, str(c.ref))
            for c in table.references
            if c.cascade and c.mark != "public" and c.ref in scoped
        )
        for name, table in TABLES.items()
    }
    return {name: columns for name, columns in found.items() if columns}


def _derived() -> tuple[frozenset[str], Mapping[str, tuple[tuple[str, str], ...]]]:
    located = frozenset(name for name, table in TABLES.items() if _is_located(table))
    scoped = located
    while True:
        carrying = _carrying(scoped)
        wider = scoped | frozenset(carrying)
        if wider == scoped:
            break
        scoped = wider
    # where people come from is not where they were heard: the chain goes first
    return located - frozenset(carrying), carrying


PLACED, CHAINS = _derived()
"""Tables whose records lie at their own place; tables that belong to others, by which
columns. What is in neither is of the whole process."""
