"""What is a table of a dossier, and what may stand in each of its columns?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

Kind = Literal["id", "text", "term", "int", "number", "bool", "date", "moment"]
"""What a column holds: see `POLARS_TYPES`. ``id`` is a record id or a reference."""

Mark = Literal["public", "personal", "secret"]
"""Who may ever see a column: everyone after clearing, the team, or only a door."""

POLARS_TYPES: dict[Kind, pl.DataType] = {
    "id": pl.String(),
    "text": pl.String(),
    "term": pl.String(),
    "int": pl.Int64(),
    "number": pl.Float64(),
    "bool": pl.Boolean(),
    "date": pl.Date(),
    "moment": pl.Datetime("ms", "UTC"),
}
"""The Polars type of each kind. Moments are UTC, to the millisecond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        The word of the glossary.
    kind : Kind
        What it holds.
    mark : Mark
        Who may ever see it.
    null : bool
        Whether it may be missing. Missing is never zero and never "no".
    terms : tuple of str
        For ``term``: the words it may hold. For ``text`` with ``many``: likewise.
    many : bool
        Whether the text is a list of terms or ids, separated by one space, sorted.
    low, high : float or None
        For numbers: the closed range.
    unit : str
        For numbers: what is counted or measured.
    ref : str or None
        The table whose ``id`` this column holds.
    cascade : bool
        Whether this record leaves when the record it points to is withdrawn.
    doc : str
        One line for people.
    """

    name: str
    kind: Kind
    mark: Mark
    null: bool = False
    terms: tuple[str, ...] = ()
    many: bool = False
    low: float | None = None
    high: float | None = None
    unit: str = ""
    ref: str | None = None
    cascade: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a dossier: its name, its own columns, what it is for.

    Every table also has the six columns of `RECORD`, first and in that order.
    """

    name: str
    doc: str
    own: tuple[Column, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, those of every record first."""
        return (*RECORD, *self.own)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def polars_schema(self) -> dict[str, pl.DataType]:
        """Column name to Polars type, in order."""
        return {column.name: POLARS_TYPES[column.kind] for column in self.columns}

    @property
    def references(self) -> Iterator[Column]:
        """Columns that point to a record of some table."""
        return (column for column in self.own if column.ref is not None)

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def empty(self) -> pl.DataFrame:
        """Return the table without rows."""
        return pl.DataFrame(schema=self.polars_schema)


RECORD: tuple[Column, ...] = (
    Column(name="id", kind="id", mark="secret", doc="128 bits in hexadecimal"),
    Column(name="origin", kind="text", mark="secret", doc="device, site or import"),
    Column(
        name="seq",
        kind="int",
        mark="secret",
        low=1,
        doc="gapless within its origin, over all tables, so that a loss is visible",
    ),
    Column(
        name="at",
        kind="moment",
        mark="secret",
        null=True,
        doc="when it was written, by the device's clock: recorded, never trusted",
    ),
    Column(name="by", kind="text", mark="secret", null=True, doc="a pseudonym"),
    Column(
        name="supersedes",
        kind="id",
        mark="secret",
        null=True,
        many=True,
        doc="the record(s) of the same table that this one corrects",
    ),
)
"""The columns of every record: facts, written once."""


def ref(
    table: str,
    *,
    name: str = "",
    null: bool = False,
    cascade: bool = False,
    mark: Mark = "secret",
    doc: str = "",
) -> Column:
    """Return a column that points to a record of `table`."""
    return Column(
        name=name or singular(table),
        kind="id",
        mark=mark,
        null=null,
        ref=table,
        cascade=cascade,
        doc=doc,
    )


def text(name: str, mark: Mark, *, null: bool = False, doc: str = "") -> Column:
    """Return a column of free text."""
    return Column(name=name, kind="text", mark=mark, null=null, doc=doc)


def term(
    name: str, mark: Mark, terms: str, *, null: bool = False, doc: str = ""
) -> Column:
    """Return a column that holds one of the words of `terms` (space separated)."""
    return Column(
        name=name,
        kind="term",
        mark=mark,
        null=null,
        terms=tuple(terms.split()),
        doc=doc,
    )


def terms(name: str, mark: Mark, allowed: str, *, doc: str = "") -> Column:
    """Return a column that holds any of the words of `allowed`, or nothing."""
    return Column(
        name=name,
        kind="text",
        mark=mark,
        null=True,
        many=True,
        terms=tuple(allowed.split()),
        doc=doc,
    )


def integer(
    name: str,
    mark: Mark,
    unit: str,
    *,
    null: bool = False,
    low: float | None = 0,
    high: float | None = None,
    doc: str = "",
) -> Column:
    """Return a column of whole numbers."""
    return Column(
        name=name,
        kind="int",
        mark=mark,
        null=null,
        low=low,
        high=high,
        unit=unit,
        doc=doc,
    )


def number(
    name: str,
    mark: Mark,
    unit: str,
    *,
    null: bool = False,
    low: float | None = None,
    high: float | None = None,
    doc: str = "",
) -> Column:
    """Return a column of real numbers."""
    return Column(
        name=name,
        kind="number",
        mark=mark,
        null=null,
        low=low,
        high=high,
        unit=unit,
        doc=doc,
    )


def flag(name: str, mark: Mark, *, null: bool = True, doc: str = "") -> Column:
    """Return a column that is true, false or not known."""
    return Column(name=name, kind="bool", mark=mark, null=null, doc=doc)


def day(name: str, mark: Mark, *, null: bool = True, doc: str = "") -> Column:
    """Return a column of days."""
    return Column(name=name, kind="date", mark=mark, null=null, doc=doc)


IRREGULAR = {"people": "person", "hypotheses": "hypothesis"}


def singular(table: str) -> str:
    """Return the word for one record of `table`: ``person`` for ``people``."""
    if table in IRREGULAR:
        return IRREGULAR[table]
    return f"{table[:-3]}y" if table.endswith("ies") else table.removesuffix("s")
