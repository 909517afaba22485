"""How do rows become frames? The one bridge from the database to the rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db.models import QuerySet

from vestibule.dossier import cuts, withdrawals
from vestibule.dossier.records import Dossier
from vestibule.dossier.schema import POLARS_TYPES, Column, Table
from vestibule.dossier.tables import TABLES
from vestibule.web.records import declarations, moments
from vestibule.web.records.models import Origin
from vestibule.web.records.record import Record
from vestibule.web.records.tables import MODELS, model_of

READ_LAST = ("removals", "withdrawals")
"""Read after all others: what left while they were read is then known."""


def to_frame(
    rows: type[Record] | QuerySet[Any],
    table: Table,
    columns: Iterable[str] | None = None,
) -> pl.DataFrame:
    """Return rows of a model as a frame of its table, sorted by id where it has them.

    What the database holds conforms already: the constraints say what `conform` says.
    """
    query = rows if isinstance(rows, QuerySet) else rows.objects.all()
    wanted = [table[name] for name in columns or table.names]
    asked = [_asked(column) for column in wanted]
    cells = list(zip(*query.values_list(*asked), strict=True)) or [()] * len(wanted)
    series = [
        _series(column, values) for column, values in zip(wanted, cells, strict=True)
    ]
    frame = pl.DataFrame(series)
    return frame.sort("id") if "id" in frame.columns else frame


def _asked(column: Column) -> str | moments.AsStored:
    if column.kind == "moment":
        return moments.AsStored(column.name)
    return f"{column.name}_id" if column.ref else column.name


def _series(column: Column, values: Sequence[Any]) -> pl.Series:
    if column.kind == "moment":
        return moments.to_series(column.name, values)
    return pl.Series(column.name, list(values), dtype=POLARS_TYPES[column.kind])


def dossier_of(as_of: Mapping[str, int] | date | None = None) -> Dossier:
    """Return the dossier that the database holds, at a cut, of a day, or now.

    Nothing is locked. The latest cut is read first, then the tables: what others write
    meanwhile lies after the cut and is left out, and what they withdraw is applied, so
    that the result is one moment of the database, with those withdrawals.
    """
    known = dict(Origin.objects.values_list("name", "last"))
    tables = {name: to_frame(MODELS[name], TABLES[name]) for name in _in_order()}
    held = {n: tables[n] for n in TABLES if not tables[n].is_empty()}
    whole = Dossier(process=declarations.process(), tables=withdrawals.apply(held))
    latest = cuts.as_of(whole, known)
    return latest if as_of is None else cuts.as_of(latest, as_of)


def table_frame(name: str) -> pl.DataFrame:
    """Return every row of a table of the dossier."""
    return to_frame(model_of(name), TABLES[name])


def _in_order() -> list[str]:
    return [name for name in TABLES if name not in READ_LAST] + list(READ_LAST)
