"""What is a record in the database? A class that names its table, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models.base import ModelBase

from vestibule.dossier.schema import Table
from vestibule.web.records import columns


class RecordBase(ModelBase):
    """Makes the fields, constraints and indexes of a record from its table."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **extra: Any
    ) -> Any:
        """Make the model; its name must be the word for one record of its table."""
        table = attrs.get("TABLE")
        if isinstance(table, Table):
            if name != columns.model_name(table.name):
                raise TypeError(f"The model of {table.name} is not called {name}.")
            attrs = {**attrs, **columns.fields(table), "Meta": columns.meta(table)}
        return super().__new__(cls, name, bases, attrs, **extra)


class Record(models.Model, metaclass=RecordBase):
    """A fact, written once. ``TABLE`` is its schema in the dossier."""

    TABLE: ClassVar[Table]

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        objects: ClassVar[models.Manager[Any]]
        pk: Any

        def __getattr__(self, name: str) -> Any: ...

    def __str__(self) -> str:
        return f"{self.TABLE.name} {self.pk}"
