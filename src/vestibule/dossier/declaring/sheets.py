"""How is a CSV file that people write by hand read, cell by cell?"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vestibule.dossier.schema import Column
from vestibule.errors import Problem

TRUE = frozenset(("true", "yes", "oui", "1", "x"))
FALSE = frozenset(("false", "no", "non", "0"))

Typed = str | int | float | bool | dt.date | None
"""What a cell holds once it is understood."""


@dataclass(slots=True)
class Problems:
    """What is wrong in the files, gathered so that it can be mended in one go."""

    found: list[Problem] = field(default_factory=list)

    def add(
        self,
        row: Row,
        column: str | None,
        code: str,
        message: str,
        remedy: str,
        *,
        suggestion: str | None = None,
    ) -> None:
        """Note one problem of a row."""
        self.found.append(
            Problem(
                file=row.file,
                line=row.line,
                column=column,
                code=code,
                message=message,
                remedy=remedy,
                suggestion=suggestion,
            )
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its line, and its cells by column, empty ones left out."""

    file: str
    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str | None:
        """Return a cell, or None where it is empty or absent."""
        return self.cells.get(column)


def read(
    path: Path, file: str, known: Sequence[str], needed: Sequence[str], found: Problems
) -> list[Row]:
    """Return the rows of a CSV file that is written by hand.

    Parameters
    ----------
    path : Path
        The file: UTF-8, comma or semicolon, one line of headers.
    file : str
        What messages call it.
    known : sequence of str
        Columns it may have; ``name.*`` stands for ``name.fr``, ``name.en``, …
    needed : sequence of str
        Columns it must have.
    found : Problems
        Where problems are gathered.

    Returns
    -------
    list of Row
        Lines without any cell are left out.
    """
    nowhere = Row(file, 1, {})
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        found.add(
            nowhere, None, "missing-file", "the file cannot be read.",
            "Put it there, or take it out of [files] in process.toml.",
        )  # fmt: skip
        return []
    except UnicodeDecodeError:
        found.add(
            nowhere, None, "not-utf8", "the file is no UTF-8 text.",
            "Save it again as CSV UTF-8.",
        )  # fmt: skip
        return []
    header, lines = _split(text)
    if not _header_holds(header, known, needed, nowhere, found):
        return []
    return [*_rows(file, header, lines, found)]


def typed(row: Row, column: Column, found: Problems, *, default: Typed = None) -> Typed:
    """Return what a cell holds, or note what is wrong with it and return None."""
    said = row.get(column.name)
    if said is None:
        if default is None and not column.null:
            found.add(
                row, column.name, "empty", "the cell is empty.", "Fill it in."
            )  # fmt: skip
        return default
    if column.terms:
        return known_word(row, column.name, column.terms, found)
    return _number(row, said, column, found) if column.unit else _said(
        row, said, column, found
    )  # fmt: skip


def known_word(
    row: Row, column: str, allowed: Iterable[str], found: Problems
) -> str | None:
    """Return a cell that holds one of some words, or note that it does not."""
    said = row.get(column)
    allowed = [*allowed]
    if said is None or said in allowed:
        return said
    near = difflib.get_close_matches(said, allowed, 1)
    shown = ", ".join(allowed[:12]) + (", …" if len(allowed) > 12 else "")
    found.add(
        row, column, "unknown", f"“{said}” is not known.",
        f"It can be: {shown or 'nothing, for none is declared'}.",
        suggestion=near[0] if near else None,
    )  # fmt: skip
    return None


def _split(text: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    first = text.split("\n", 1)[0]
    comma = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    header = [name.strip() for name in next(reader, [])]
    return header, ((reader.line_num, cells) for cells in reader)


def _header_holds(
    header: Sequence[str],
    known: Sequence[str],
    needed: Sequence[str],
    nowhere: Row,
    found: Problems,
) -> bool:
    before = len(found.found)
    for name in needed:
        if name not in header:
            found.add(
                nowhere, name, "missing-column", f"there is no column “{name}”.",
                "Add it to the first line.",
            )  # fmt: skip
    for name in header:
        if header.count(name) > 1:
            found.add(
                nowhere, name, "double-column", f"the column “{name}” is there twice.",
                "Keep one of them.",
            )  # fmt: skip
        elif name not in known and f"{name.split('.')[0]}.*" not in known:
            near = difflib.get_close_matches(name, known, 1)
            found.add(
                nowhere, name, "unknown-column", f"“{name}” is no column of this file.",
                f"Known: {', '.join(known)}.", suggestion=near[0] if near else None,
            )  # fmt: skip
    return len(found.found) == before


def _rows(
    file: str,
    header: Sequence[str],
    lines: Iterator[tuple[int, list[str]]],
    found: Problems,
) -> Iterator[Row]:
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            found.add(
                Row(file, line, {}), None, "too-many-cells",
                f"the line has {len(cells)} cells, the first line {len(header)}.",
                "Put quotes around text that holds the separator.",
            )  # fmt: skip
        filled = zip(header, (cell.strip() for cell in cells), strict=False)
        yield Row(file, line, {name: cell for name, cell in filled if cell})


def _number(row: Row, said: str, column: Column, found: Problems) -> Typed:
    try:
        value = int(said) if column.kind == "int" else float(said)
    except ValueError:
        found.add(
            row, column.name, "not-a-number", f"“{said}” is no number.",
            "Write digits without spaces.",
        )  # fmt: skip
        return None
    low = column.low if column.low is not None else float("-inf")
    high = column.high if column.high is not None else float("inf")
    if low <= value <= high:
        return value
    found.add(
        row, column.name, "out-of-range", f"{said} cannot be.",
        f"Write a number from {low:g} to {high:g}.",
    )  # fmt: skip
    return None


def _said(row: Row, said: str, column: Column, found: Problems) -> Typed:
    if column.kind == "date":
        return _day(row, said, column, found)
    if column.kind == "bool":
        return _flag(row, said, column, found)
    return said


def _day(row: Row, said: str, column: Column, found: Problems) -> dt.date | None:
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        found.add(
            row, column.name, "not-a-day", f"“{said}” is no day.",
            "Write year-month-day, as 2024-03-31.",
        )  # fmt: skip
        return None


def _flag(row: Row, said: str, column: Column, found: Problems) -> bool | None:
    if said.casefold() in TRUE | FALSE:
        return said.casefold() in TRUE
    found.add(
        row, column.name, "not-yes-or-no", f"“{said}” is neither yes nor no.",
        "Write true or false, or leave it empty.",
    )  # fmt: skip
    return None
