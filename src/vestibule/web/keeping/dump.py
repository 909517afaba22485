"""Which tables are in a backup, and how does a row stand there?

Rows as JSON, a table a file, the same from either database: what one wrote the other
can take. What can be made anew (results, sessions, counted tries) stays out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from vestibule.web.records.leaving import LASTING
from vestibule.web.records.record import Record

CHUNK = 5_000
"""Rows held in memory at once."""

LEFT_OUT = frozenset({"site_pen", "site_results"})

FIRST = ("site_partners", "site_accounts", "site_files", "site_declarations")
"""What others point to, as the rules of the database ask when a row comes in."""


def ordered(known: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Return models in the order in which their rows may come in.

    Records first, what names the departed after them: nothing that was covered can come
    back, and nothing is said to have left that is still there.
    """
    kept = [m for m in known if m._meta.managed and table(m) not in LEFT_OUT]
    return sorted(kept, key=_place)


def of_today() -> list[type[models.Model]]:
    """Return the models of this version."""
    return ordered(apps.get_app_config("records").get_models())


def table(model: type[models.Model]) -> str:
    """Return the name of a model's table."""
    return str(model._meta.db_table)


def lines(model: type[models.Model], alias: str) -> Iterator[bytes]:
    """Yield the rows of a table as lines, after one that names its columns."""
    names = [field.attname for field in model._meta.concrete_fields]
    yield _line(names)
    rows = model._default_manager.using(alias).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield _line([_cell(cell) for cell in row])


def rows(
    model: type[models.Model], given: Iterable[bytes]
) -> Iterator[list[models.Model]]:
    """Yield rows read from lines, as many as are held at once."""
    source = iter(given)
    names = json.loads(next(source))
    fields = [model._meta.get_field(_plain(model, name)) for name in names]
    batch: list[models.Model] = []
    for line in source:
        cells = zip(names, fields, json.loads(line), strict=True)
        batch.append(model(**{n: _read(f, cell) for n, f, cell in cells}))
        if len(batch) == CHUNK:
            yield batch
            batch = []
    if batch:
        yield batch


def _place(model: type[models.Model]) -> tuple[int, int, str]:
    name = table(model)
    if name in FIRST:
        return 0, FIRST.index(name), name
    is_record = issubclass(model, Record) or not name.startswith("site_")
    return (3 if name in LASTING else 1 if is_record else 2), 0, name


def _plain(model: type[models.Model], attname: str) -> str:
    return next(f.name for f in model._meta.concrete_fields if f.attname == attname)


def _line(cells: list[Any]) -> bytes:
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _cell(cell: Any) -> Any:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).hex()
    if isinstance(cell, dt.datetime):
        return cell.astimezone(dt.UTC).isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return cell


def _read(field: Any, cell: Any) -> Any:
    if cell is None:
        return None
    if isinstance(field, models.BinaryField):
        return bytes.fromhex(cell)
    if isinstance(field, models.DateTimeField):
        return dt.datetime.fromisoformat(cell)
    if isinstance(field, models.DateField):
        return dt.date.fromisoformat(cell)
    return cell
