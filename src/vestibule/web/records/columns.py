"""How does a column of a dossier stand in a database, and what may never stand in it?

The constraints say exactly what `dossier.conform` says, no more: whatever is a dossier
can be stored, and comes back with the same hash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, Field, Index, Q

from vestibule.dossier.schema import Column, Kind, Table, singular
from vestibule.web.records import rules
from vestibule.web.records.references import Reference

if TYPE_CHECKING:
    AnyField = Field[Any, Any]

ID_LETTERS = 32
"""Letters of a record id."""

MAKERS: dict[Kind, Callable[[Column], AnyField]] = {
    "id": lambda c: models.CharField(max_length=ID_LETTERS, null=c.null),
    "text": lambda c: models.TextField(null=c.null),
    "term": lambda c: models.TextField(null=c.null),
    "int": lambda c: models.BigIntegerField(null=c.null),
    "number": lambda c: models.FloatField(null=c.null),
    "bool": lambda c: models.BooleanField(null=c.null),
    "date": lambda c: models.DateField(null=c.null),
    "moment": lambda c: models.DateTimeField(null=c.null),
}
"""The field of each kind of column."""


def model_name(table: str) -> str:
    """Return the name of the model of a table: ``Person`` for ``people``."""
    return "".join(word.title() for word in singular(table).split("_"))


def fields(table: Table) -> dict[str, AnyField]:
    """Return a field for each column of a table."""
    return {column.name: _field(column, table) for column in table.columns}


def _field(column: Column, table: Table) -> AnyField:
    if column.name == "id":
        return models.CharField(max_length=ID_LETTERS, primary_key=True)
    if column.ref is not None:
        return _reference(column, table)
    if column.many and column.kind == "id":
        return models.TextField(null=column.null)
    return MAKERS[column.kind](column)


def _reference(column: Column, table: Table) -> Reference:
    plain = column.name == singular(str(column.ref))
    return Reference(
        f"records.{model_name(str(column.ref))}",
        cascade=column.cascade,
        null=column.null,
        db_column=column.name,
        related_name=table.name if plain else f"{table.name}_by_{column.name}",
    )


def meta(table: Table) -> type:
    """Return the ``Meta`` of a table's model: its name, constraints and indexes."""
    return type(
        "Meta",
        (),
        {
            "app_label": "records",
            "db_table": table.name,
            "constraints": [
                c for column in table.columns for c in _checks(column, table)
            ],
            "indexes": list(_indexes(table)),
        },
    )


def _checks(column: Column, table: Table) -> Iterator[BaseConstraint]:
    start = f"{table.name}_{column.name}"
    if column.kind == "id":
        rule = rules.HexadecimalIds if column.many else rules.HexadecimalId
        yield CheckConstraint(condition=rule(column.name), name=f"{start}_hex")
    elif column.many:
        among = rules.words_among(column.name, column.terms)
        yield CheckConstraint(condition=among, name=f"{start}_among")
    elif column.terms:
        among_terms = Q(**{f"{column.name}__in": list(column.terms)})
        yield CheckConstraint(condition=among_terms, name=f"{start}_among")
    if column.kind == "text":
        yield CheckConstraint(condition=~Q(**{column.name: ""}), name=f"{start}_said")
    if column.low is not None:
        least = Q(**{f"{column.name}__gte": column.low})
        yield CheckConstraint(condition=least, name=f"{start}_least")
    if column.high is not None:
        most = Q(**{f"{column.name}__lte": column.high})
        yield CheckConstraint(condition=most, name=f"{start}_most")


def _indexes(table: Table) -> Iterator[Index]:
    # a copy asks what an origin wrote after a cut
    yield Index(fields=["origin", "seq"], name=f"{table.name}_origin_seq")
    # few records correct another: they are found without reading the others
    yield Index(
        fields=["id"],
        name=f"{table.name}_correcting",
        condition=Q(supersedes__isnull=False),
    )
    if {"table", "record"} <= set(table.names):
        yield Index(fields=["table", "record"], name=f"{table.name}_of_record")
