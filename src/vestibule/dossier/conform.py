"""Do these rows hold what their table declares? If not: which cell, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from vestibule.dossier import casting
from vestibule.dossier.schema import Column, Kind, Table
from vestibule.errors import CellError, ColumnError

LONGEST_TEXT = 1_000_000
"""Bytes that one text may have: a page has three thousand."""

ID_PATTERN = r"^[0-9a-f]{32}$"
"""What an id looks like: 128 bits, 32 lower-case hexadecimal digits."""

KIND_WORDS: dict[Kind, str] = {
    "id": "an id (32 lower-case hexadecimal digits)",
    "text": "text",
    "term": "a word",
    "int": "a whole number",
    "number": "a number",
    "bool": "true or false",
    "date": "a day (2030-01-31)",
    "moment": "a moment with its time zone (2030-01-31T09:00:00.000Z)",
}
"""What is expected of a cell, in words."""

Wrong = tuple[str, pl.Series]
"""What is wrong, and in which rows."""

Rule = Callable[[pl.Series], pl.Series]
"""Words to whether each is right."""


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return the rows with the table's columns, in its order and types.

    Empty text becomes missing; lists of terms are sorted, without repetition;
    text is read as the kind of its column. Nothing else is changed or guessed.

    Parameters
    ----------
    frame : pl.DataFrame
        Rows with exactly the table's columns, in any order.
    table : Table
        What they should hold.

    Returns
    -------
    pl.DataFrame
        The same rows in the same order.

    Raises
    ------
    ColumnError
        If a column is missing or unknown.
    CellError
        If a cell is of the wrong kind, outside its domain or range, missing
        where it may not be, too long, or an id stands twice. ``params`` holds
        ``table``, ``row`` (the first row is 1), ``column`` and ``problem``.
    """
    columns = _checked_columns(frame, table)
    for error in _errors(table, columns):
        raise error
    return pl.DataFrame([values for _, values, _ in columns])


def problems(frame: pl.DataFrame, table: Table) -> Iterator[CellError]:
    """Yield every wrong cell, by column, then row.

    Parameters
    ----------
    frame : pl.DataFrame
        Rows with exactly the table's columns, in any order.
    table : Table
        What they should hold.

    Yields
    ------
    CellError
        As `conform` would raise it.

    Raises
    ------
    ColumnError
        If a column is missing or unknown.
    """
    yield from _errors(table, _checked_columns(frame, table))


def _checked_columns(
    frame: pl.DataFrame, table: Table
) -> list[tuple[Column, pl.Series, list[Wrong]]]:
    _check_names(frame, table)
    return [(column, *_checked(frame[column.name], column)) for column in table.columns]


def _check_names(frame: pl.DataFrame, table: Table) -> None:
    missing = sorted(set(table.names) - set(frame.columns))
    unknown = sorted(set(frame.columns) - set(table.names))
    if missing:
        raise ColumnError(
            f"Table {table.name} lacks {_listed(missing)}: add the column, "
            "empty where nothing is known.",
            table=table.name,
            missing=missing,
            unknown=unknown,
        )
    if unknown:
        raise ColumnError(
            f"Table {table.name} does not know {_listed(unknown)}: rename or "
            f"remove it; the columns are {', '.join(table.names)}.",
            table=table.name,
            missing=missing,
            unknown=unknown,
        )


def _listed(names: list[str]) -> str:
    return f"the column{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _checked(given: pl.Series, column: Column) -> tuple[pl.Series, list[Wrong]]:
    values, unread = casting.cast(given, column.kind)
    wrong: list[Wrong] = [("kind", unread)]
    if column.many:
        values = _sorted_words(values)
    if not column.null:
        wrong.append(("missing", values.is_null() & ~unread))
    if values.null_count() < len(values):
        wrong.extend(_outside(values, column))
    return values, [(problem, rows) for problem, rows in wrong if rows.any()]


def _outside(values: pl.Series, column: Column) -> Iterator[Wrong]:
    if column.kind == "id":
        yield "id", ~_each(values, column, lambda word: word.str.contains(ID_PATTERN))
    elif column.terms:
        terms = list(column.terms)
        yield "term", ~_each(values, column, lambda word: word.is_in(terms))
    elif column.kind == "text":
        yield "length", values.str.len_bytes() > LONGEST_TEXT
    if column.low is not None:
        yield "range", values < column.low
    if column.high is not None:
        yield "range", values > column.high
    if column.name == "id" and values.n_unique() < len(values):
        yield "twice", ~values.is_first_distinct() & values.is_not_null()


def _each(values: pl.Series, column: Column, rule: Rule) -> pl.Series:
    """Return where every word of a cell follows the rule (missing cells too)."""
    if not column.many:
        return rule(values).fill_null(value=True)
    words = (
        values.rename("word")
        .to_frame()
        .with_row_index("row")
        .drop_nulls()
        .with_columns(pl.col("word").str.split(" "))
        .explode("word", empty_as_null=True)
    )
    broken = words.filter(~rule(words["word"]).fill_null(value=False))["row"]
    return ~pl.int_range(len(values), dtype=pl.UInt32, eager=True).is_in(
        broken.unique().to_list()
    )


def _sorted_words(values: pl.Series) -> pl.Series:
    if not values.str.contains(r"\s").any():
        return values
    words = values.str.strip_chars().str.replace_all(r"\s+", " ").str.split(" ")
    joined = words.list.unique().list.sort().list.join(" ")
    return casting.cast(joined, "text")[0]


def _errors(
    table: Table, columns: list[tuple[Column, pl.Series, list[Wrong]]]
) -> Iterator[CellError]:
    for column, _, wrong in columns:
        for problem, rows in wrong:
            for row in rows.fill_null(value=False).arg_true():
                yield _error(table, column, problem, row + 1)


def _error(table: Table, column: Column, problem: str, row: int) -> CellError:
    return CellError(
        f"Table {table.name}, row {row}, column {column.name}: "
        f"{_sentence(column, problem)}",
        table=table.name,
        row=row,
        column=column.name,
        problem=problem,
    )


def _sentence(column: Column, problem: str) -> str:
    # The value itself is never repeated: it may be personal.
    expected = KIND_WORDS[column.kind]
    sentences = {
        "kind": f"what stands there is not {expected}. "
        f"Write {expected}{', or nothing' if column.null else ''}.",
        "missing": f"nothing stands there. Write {expected}.",
        "id": f"it is not {expected}. Copy the id of the record.",
        "term": f"this word is not known here. Write {_choice(column)}.",
        "length": f"the text is longer than {LONGEST_TEXT:,} bytes. "
        "Divide it, or keep it outside the dossier.",
        "range": f"the number is outside its range. Write {_range(column)}.",
        "twice": "this id already stands in a row above. Remove one of the rows, "
        "or give the other record an id of its own.",
    }
    return sentences[problem]


def _choice(column: Column) -> str:
    if column.many:
        return f"any of {', '.join(column.terms)}, separated by a space"
    return f"one of {', '.join(column.terms)}"


def _range(column: Column) -> str:
    low, high = column.low, column.high
    unit = f" ({column.unit})" if column.unit else ""
    if low is None or high is None:
        return (f"{high} or less" if low is None else f"{low} or more") + unit
    return f"a number from {low} to {high}{unit}"
