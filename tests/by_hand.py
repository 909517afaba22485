"""Small dossiers typed by hand: records are called by short names, not by ids."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from vestibule.dossier import conform
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES

Row = Mapping[str, Any]

ORDINARY: dict[str, Row] = {
    "profiles": {"side": "community", "restricted": False},
    "people": {"pseudonym": "p"},
    "gatherings": {"code": "G", "kind": "focus_group"},
    "attendances": {"n": 1, "capacity": "consulted"},
    "excerpts": {"words": "…", "review": "cleared"},
    "codings": {"coder": "x"},
    "statements": {"words": "S", "source": "seed", "moderation": "in"},
    "findings": {"kind": "obstacle", "words": "F", "lang": "en"},
    "validations": {"outcome": "confirmed"},
    "ballots": {"n": 1},
    "tallies": {"method": "hands", "passed": 0, "count": 1},
}
"""What a row says where a test has no opinion."""


def called(name: str) -> str:
    """Return the id of the record that a test calls `name`."""
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def process(**given: Any) -> Process:
    """Return a process that declares what is given and nothing else."""
    return Process(
        **{"key": "small", "titles": {"en": "Small"}, "question": {"en": "?"}, **given}
    )


def dossier(declared: Process | None = None, **tables: Sequence[Row]) -> Dossier:
    """Return a dossier of these rows; ``id`` and references are short names."""
    return Dossier(
        process=declared or process(),
        tables={name: frame(name, rows) for name, rows in tables.items()},
    )


def frame(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows of a table; what is not given is missing."""
    table = TABLES[name]
    whole = [
        {
            **dict.fromkeys(table.names),
            "id": f"{name}-{number}",
            "origin": "hand",
            "seq": number + 1,
            **ORDINARY.get(name, {}),
            **row,
        }
        for number, row in enumerate(rows)
    ]
    references = {"id", *(column.name for column in table.references)}
    for row in whole:
        for column in references:
            row[column] = None if row[column] is None else called(row[column])
        if row["supersedes"] is not None:
            row["supersedes"] = " ".join(map(called, row["supersedes"].split()))
    given = pl.DataFrame(whole, schema=table.polars_schema)
    return conform.conform(given, table)
