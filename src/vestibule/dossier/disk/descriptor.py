"""What does `datapackage.json` say of a dossier? (Data Package, Table Schema.)"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from vestibule.dossier.conform import ID_PATTERN
from vestibule.dossier.records import Dossier
from vestibule.dossier.schema import Column, Kind, Table
from vestibule.dossier.tables import TABLES

TYPES: dict[Kind, str] = {
    "id": "string",
    "text": "string",
    "term": "string",
    "int": "integer",
    "number": "number",
    "bool": "boolean",
    "date": "date",
    "moment": "datetime",
}
"""The Table Schema type of each kind."""

MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
"""The media type of each form a table is stored in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A table as it lies in a folder.

    Parameters
    ----------
    table : str
        Name of the table.
    form : str
        ``csv`` or ``parquet``.
    size : int
        Bytes of the file.
    sha256 : str
        Of the file.
    """

    table: str
    form: str
    size: int
    sha256: str

    @property
    def path(self) -> str:
        """The file's name."""
        return f"{self.table}.{self.form}"


def described(dossier: Dossier, stored: Iterable[Stored]) -> str:
    """Return the text of `datapackage.json`.

    It depends on the content alone: no date, no machine, sorted keys.

    Parameters
    ----------
    dossier : Dossier
        Whose tables are stored.
    stored : iterable of Stored
        In the order of `TABLES`.

    Returns
    -------
    str
        JSON that ends with a line end.
    """
    process = dossier.process
    package = {
        "profile": "data-package",
        "name": process.key,
        "title": next(iter(process.titles.values()), process.key),
        "resources": [_resource(dossier, item) for item in stored],
    }
    return json.dumps(package, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _resource(dossier: Dossier, stored: Stored) -> dict[str, object]:
    table = TABLES[stored.table]
    return {
        "profile": "tabular-data-resource",
        "type": "table",
        "name": table.name,
        "description": table.doc,
        "path": stored.path,
        "format": stored.form,
        "mediatype": MEDIA_TYPES[stored.form],
        "encoding": "utf-8",
        "bytes": stored.size,
        "hash": f"sha256:{stored.sha256}",
        "schema": _schema(dossier, table),
    }


def _schema(dossier: Dossier, table: Table) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": ["id"],
    }
    keys = [
        _foreign_key(table, column)
        for column in table.references
        if _is_whole(dossier, table, column)
    ]
    return {**schema, "foreignKeys": keys} if keys else schema


def _foreign_key(table: Table, column: Column) -> dict[str, object]:
    # An empty resource name means the same table.
    target = "" if column.ref == table.name else column.ref
    return {
        "fields": [column.name],
        "reference": {"resource": target, "fields": ["id"]},
    }


def _is_whole(dossier: Dossier, table: Table, column: Column) -> bool:
    """Return whether each reference of a column finds its record here.

    A record may point to one that left or has not arrived: the column then has
    no key that a checker of packages could hold it to.

    Returns
    -------
    bool
        Whether each reference of a column finds its record here.
    """
    given = dossier.table(table.name).select(pl.col(column.name).alias("id"))
    there = dossier.table(str(column.ref)).select("id")
    if there.is_empty():
        return False
    return given.drop_nulls().join(there, on="id", how="anti").is_empty()


def _field(column: Column) -> dict[str, object]:
    own = {
        "unit": column.unit,
        "reference": column.ref or "",
        "cascade": "yes" if column.cascade else "",
        "description": column.doc,
    }
    field: dict[str, object] = {
        "name": column.name,
        "type": TYPES[column.kind],
        "mark": column.mark,
        **{key: value for key, value in own.items() if value},
    }
    constraints = _constraints(column)
    return {**field, "constraints": constraints} if constraints else field


def _constraints(column: Column) -> dict[str, object]:
    limits: dict[str, object] = {
        "required": not column.null or None,
        "unique": column.name == "id" or None,
        "pattern": _pattern(column),
        "enum": list(column.terms) if column.terms and not column.many else None,
        "minimum": _bound(column, column.low),
        "maximum": _bound(column, column.high),
    }
    return {key: value for key, value in limits.items() if value is not None}


def _bound(column: Column, bound: float | None) -> float | None:
    return int(bound) if bound is not None and column.kind == "int" else bound


def _pattern(column: Column) -> str | None:
    if column.kind == "id":
        word = ID_PATTERN.strip("^$")
    elif column.many and column.terms:
        word = f"({'|'.join(column.terms)})"
    else:
        return None
    return f"^{word}( {word})*$" if column.many else f"^{word}$"
