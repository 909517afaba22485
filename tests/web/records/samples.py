"""One right row for any table, and a site that forgets when a test's step is over."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from vestibule.dossier.schema import Column
from vestibule.dossier.tables import TABLES
from vestibule.web.records.record import Record
from vestibule.web.records.tables import model_of

AT = datetime(2030, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)


def an_id(n: int) -> str:
    """Return the id of the n-th record of a test."""
    return f"{n:032x}"


def row(table: str, n: int, /, **own: Any) -> dict[str, Any]:
    """Return a row that holds what its table declares, missing where it may be."""
    cells = {column.name: _cell(column) for column in TABLES[table].own}
    return {"id": an_id(n), "origin": "phone", "seq": n, **cells, **own}


def add(table: str, n: int, /, **own: Any) -> Record:
    """Write a row past all our code but the model."""
    model = model_of(table)
    cells = row(table, n, **own)
    named = {
        f"{name}_id"
        if name in {c.name for c in TABLES[table].references}
        else name: cell
        for name, cell in cells.items()
    }
    return model.objects.create(**named)


def _cell(column: Column) -> Any:
    if column.null:
        return None
    if column.ref is not None:
        return an_id(999)
    if column.terms:
        return column.terms[0]
    values = {"text": "said", "int": int(column.low or 0), "bool": True}
    values |= {"number": 0.5, "date": date(2030, 1, 2)}
    return values[column.kind]


@contextlib.contextmanager
def forgotten() -> Iterator[None]:
    """Let what happens inside leave nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
