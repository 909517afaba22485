"""What does each row say, with every name in it turned into a record's id?"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from vestibule import errors
from vestibule.dossier.schema import Column
from vestibule.dossier.tables import TABLES
from vestibule.listen import cells, declared, headers, sheets
from vestibule.listen.belonging import KIN, Belongings
from vestibule.listen.cells import Unreadable, Value
from vestibule.listen.linking import KEY_COLUMNS, SECRET_KEYS, Names, key_of
from vestibule.listen.problems import problem

LANGUAGE_COLUMNS = ("lang", "translation_lang")
"""Columns that hold a language of the process."""

DEFAULTS: Mapping[tuple[str, str], Value] = {
    ("attendances", "capacity"): "consulted",
    ("statements", "moderation"): "in",
    ("tallies", "count"): 1,
    ("ballots", "n"): 1,
    ("excerpts", "review"): "unreviewed",
    ("merges", "state"): "decided",
    ("actions", "state"): "proposed",
}
"""What an empty cell means where it may not stay empty and everyone means the same."""

CHOICES = {
    "supports": ("excerpt", "code", "statement", "claim"),
    "consents": ("gathering", "person"),
    "ballots": ("finding", "action"),
}
"""Tables in which exactly one of these must be filled."""


@dataclass(slots=True, kw_only=True)
class Row:
    """One row on its way to a record.

    Parameters
    ----------
    table, file : str
        Where it belongs, where it stood.
    line : int
        Line or row number.
    key : str
        What tells it from every other row of its table in this source.
    values : dict of str to Value
        Column to what it says; references as written until `resolve`.
    labels : dict of str to str
        Column to the name the person gave it.
    id : str
        Its record's id, once known.
    lines : dict of str to int
        Columns that stand on a line of their own, as on a cover sheet.
    """

    table: str
    file: str
    line: int
    key: str
    values: dict[str, Value]
    labels: dict[str, str]
    id: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def problem(
        self, code: str, column: str, *, suggestion: str | None = None, **params: object
    ) -> errors.Problem:
        """Return a problem at one of its cells."""
        return problem(
            code,
            file=self.file,
            line=self.lines.get(column, self.line),
            column=self.labels.get(column, column),
            suggestion=suggestion,
            **params,
        )


def read_sheet(
    sheet: sheets.Sheet, source: str
) -> tuple[list[Row], list[errors.Problem]]:
    """Return the rows of a sheet, their cells read as their columns declare.

    Parameters
    ----------
    sheet : Sheet
        Cells by column.
    source : str
        What tells the file from others: its content's hash.

    Returns
    -------
    list of Row
        One per row, references still as written.
    list of Problem
        Every cell that cannot be read, every one missing that must be there.
    """
    wrong = list(_missing_columns(sheet))
    rows = []
    for line, stood in sheet.rows:
        row = Row(
            table=sheet.table,
            file=sheet.file,
            line=line,
            key=f"{source[:32]}:{line}",
            values={},
            labels=sheet.labels,
        )
        wrong += _read_row(row, stood)
        rows.append(row)
    return rows, wrong


def _missing_columns(sheet: sheets.Sheet) -> Iterator[errors.Problem]:
    for column in required(sheet.table):
        if column not in sheet.labels:
            # each language's name, the more used header language first
            lang = _language_of(sheet)
            name = headers.column_name(sheet.table, column, lang)
            yield problem("missing-column", file=sheet.file, line=1, name=name)


def _language_of(sheet: sheets.Sheet) -> str:
    """Return the language in which most headers of a sheet are written."""
    said = Counter(
        lang
        for lang in headers.LANGUAGES
        for column, label in sheet.labels.items()
        if headers.column_name(sheet.table, column, lang) == label
    )
    return max(headers.LANGUAGES, key=lambda lang: said[lang])


def required(table: str) -> tuple[str, ...]:
    """Return the columns of a table without which a row means nothing."""
    return tuple(
        name
        for name in headers.OFFERED[table]
        if (column := headers.table_column(table, name)) is not None
        and not column.null
        and (table, name) not in {*DEFAULTS, *LATER}
    )


LATER = {("attendances", "n"), ("statements", "source"), ("findings", "lang")}
"""Cells whose default depends on the rest of the row: see `_complete`."""


def _read_row(row: Row, stood: Mapping[str, cells.Cell]) -> Iterator[errors.Problem]:
    for name, cell in stood.items():
        column = headers.table_column(row.table, name)
        try:
            row.values[name] = (
                cells.key_in(cell)
                if column is None
                else cells.value_of(cell, row.table, column)
            )
        except Unreadable as said:
            row.values[name] = None
            yield row.problem(
                said.code, name, suggestion=said.suggestion, **said.params
            )
            continue
        if row.values[name] is None and name in required(row.table):
            yield row.problem("missing-value", name)


def resolve(
    row: Row,
    names: Names,
    days: Mapping[str, dt.date | None],
    belongings: Belongings,
) -> Iterator[errors.Problem]:
    """Turn every name in a row into an id; name those that mean nothing.

    Parameters
    ----------
    row : Row
        Changed in place.
    names : Names
        Everything that may be called by a name.
    days : mapping of str to date or None
        Id of a gathering to its day: places are looked up as of that day.
    belongings : Belongings
        Everything that is called by what it belongs to.

    Yields
    ------
    Problem
        ``unknown-…``, ``several-…``, ``one-reference``, ``missing-value``.
    """
    _complete(row, names)
    yield from _one_reference(row)
    for name in [*row.values]:
        column = headers.table_column(row.table, name)
        said = row.values[name]
        if column is None or said is None:
            continue
        try:
            row.values[name] = _resolved(row, column, said, names, days, belongings)
        except Unreadable as wrong:
            row.values[name] = None
            yield row.problem(
                wrong.code, name, suggestion=wrong.suggestion, **wrong.params
            )


def _resolved(
    row: Row,
    column: Column,
    said: Value,
    names: Names,
    days: Mapping[str, dt.date | None],
    belongings: Belongings,
) -> Value:
    text = str(said)
    reader = declared.NAMED.get((row.table, column.name))
    if reader is not None:
        return reader(names, text)
    if column.name in LANGUAGE_COLUMNS:
        return names.language(text)
    if column.name == "age_band":
        return names.age_band(text)
    if column.ref is None:
        return said
    if column.ref in KIN:
        return belongings.record(column.ref, text, names)
    day = row.values.get("held_on") or days.get(str(row.values.get("gathering")))
    return names.record(column.ref, text, on=day if isinstance(day, dt.date) else None)


def _complete(row: Row, names: Names) -> None:
    """Fill what an empty cell can only mean."""
    values = row.values
    for (table, column), default in DEFAULTS.items():
        if table == row.table and values.get(column) is None:
            values[column] = default
    if row.table == "attendances" and values.get("person") and not values.get("n"):
        values["n"] = 1
    if row.table == "statements" and values.get("source") is None:
        values["source"] = "participant" if values.get("gathering") else "seed"
    if row.table == "findings" and values.get("lang") is None:
        values["lang"] = names.process.outputs[0]


def _one_reference(row: Row) -> Iterator[errors.Problem]:
    choices = CHOICES.get(row.table, ())
    filled = [column for column in choices if row.values.get(column) is not None]
    if choices and len(filled) != 1:
        labels = [row.labels.get(column, column) for column in choices]
        yield row.problem("one-reference", choices[0], columns=", ".join(labels))
    n = row.values.get("n")
    if row.table == "attendances" and n is None:
        yield row.problem("missing-value", "n")
    elif row.table == "attendances" and row.values.get("person") and n != 1:
        yield row.problem("more-than-one-person", "n", value=n)


def number_excerpts(rows: Iterable[Row], names: Names) -> None:
    """Give excerpts without a position their number within their gathering."""
    last: Counter[str] = Counter()
    for row in rows:
        if row.table != "excerpts":
            continue
        meeting = key_of(str(row.values.get("gathering")))
        last[meeting] += 1
        if row.values.get("position") is None:
            row.values["position"] = last[meeting]
        key = row.values.pop(headers.KEY, None)
        if key is not None:
            names.add("excerpts", str(key), row.id)
        code, position = row.values.get("gathering"), row.values["position"]
        names.add("excerpts", f"{code}/{position}", row.id)


def doubled_keys(rows: Iterable[Row]) -> Iterator[errors.Problem]:
    """Name rows whose key another row of the same table has already."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        column = (
            headers.KEY if row.table in headers.TIED else KEY_COLUMNS.get(row.table)
        )
        key = row.values.get(column) if column is not None else None
        if column is None or key is None:
            continue
        earlier = first.setdefault((row.table, key_of(str(key))), row)
        if earlier is not row:
            # a pseudonym is not repeated in a message
            value = "…" if row.table in SECRET_KEYS else key
            yield row.problem("duplicate-key", column, value=value, first=earlier.line)


def frames_of(rows: Iterable[Row]) -> dict[str, pl.DataFrame]:
    """Return the rows of each table as a frame of ``id`` and own columns."""
    by_table: dict[str, list[dict[str, Value]]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append({"id": row.id, **row.values})
    return {
        table: pl.DataFrame(found, schema=_schema(table))
        for table, found in by_table.items()
    }


def _schema(table: str) -> dict[str, pl.DataType]:
    types = TABLES[table].polars_schema
    own = [column.name for column in TABLES[table].own]
    signed = ("by",) if "by" in headers.OFFERED[table] else ()
    return {name: types[name] for name in ("id", *own, *signed)}
