"""All tables of a dossier, in the order of the chain."""

from __future__ import annotations

from vestibule.dossier.schema import Table
from vestibule.dossier.tables import (
    answers,
    cases,
    claims,
    findings,
    gatherings,
    groups,
    people,
    places,
    priorities,
    promises,
    restitutions,
    statements,
    voices,
)

TABLES: dict[str, Table] = {
    table.name: table
    for module in (
        places,
        people,
        gatherings,
        voices,
        claims,
        statements,
        answers,
        findings,
        priorities,
        groups,
        promises,
        restitutions,
        cases,
    )
    for table in module.ALL
}
"""Table name to schema, in the order of the chain."""
