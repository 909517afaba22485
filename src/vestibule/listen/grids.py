"""Which cells stand in this file, before anyone knows what they mean?"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from vestibule import errors
from vestibule.listen import archives, guards, headers, merged
from vestibule.listen.cells import Cell, text_of
from vestibule.listen.problems import problem, refuse

SEPARATORS = ",;\t"
"""What may stand between the cells of a CSV; on a tie, the first."""

UNNAMED = re.compile(r"^(sheet|feuil|feuille|tabelle|hoja)\s*1?$", re.IGNORECASE)
"""Names that programs give to a first sheet: the file's name then tells the table."""

LONGEST_CELL = 131_072
"""Characters of a CSV cell. The csv module has the same limit, unless another library
changed it for the whole process."""

LAST_ROW = 1_048_576
"""The last row that a workbook can have."""

BROKEN_WORKBOOK = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    OSError,
    zipfile.BadZipFile,
    InvalidFileException,
)
"""What the workbook library raises on parts that contradict each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The cells of a sheet as they stand.

    Parameters
    ----------
    file : str
        What a problem calls it: ``book.xlsx#Sheet``, ``votes.csv``.
    name : str
        The name that tells the table.
    rows : list of (int, list of Cell)
        Line or row number, counted from 1, and its cells; blank rows left out.
    separator : str
        What stood between the cells of a CSV.
    """

    file: str
    name: str
    rows: list[tuple[int, list[Cell]]]
    separator: str = ","


def raw_sheets(path: Path, *, limits: guards.Limits = guards.LIMITS) -> list[Raw]:
    """Return the sheets of a CSV or a workbook, guarded against hostile files.

    Parameters
    ----------
    path : Path
        A ``.csv``, ``.tsv`` or ``.xlsx``.
    limits : Limits
        How much it may ask of the machine.

    Returns
    -------
    list of Raw
        One per sheet that holds anything and is not there for help.

    Raises
    ------
    ProblemsFound
        If the file cannot be read, or a cell holds a formula.
    """
    if path.suffix.lower() == ".xlsx":
        archives.check_archive(path, limits=limits)
        return _workbook(path, limits)
    return [_csv(path, limits)]


def _csv(path: Path, limits: guards.Limits) -> Raw:
    text = guards.text_of(path, limits=limits)
    separator, text, first = _separator(text)
    rows: list[tuple[int, list[Cell]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = first
    try:
        for cells in reader:
            if max(map(len, cells), default=0) > LONGEST_CELL:
                raise _too_long(path, line)
            if any(cell.strip() for cell in cells):
                rows.append((line, [*cells]))
            line = reader.line_num + first
    except csv.Error as broken:
        if "limit" in str(broken):
            raise _too_long(path, line) from None
        raise refuse("broken-quotes", file=path.name, line=line) from None
    _refuse_formulas(path.name, rows)
    return Raw(file=path.name, name=path.stem, rows=rows, separator=separator)


def _too_long(path: Path, line: int) -> errors.ProblemsFound:
    limit_kb = LONGEST_CELL // 1024
    return refuse("line-too-long", file=path.name, line=line, limit_kb=limit_kb)


def _separator(text: str) -> tuple[str, str, int]:
    """Return what separates cells, the text to read, and its first line."""
    first, _, rest = text.partition("\n")
    if found := re.fullmatch(r'"?sep=(.)"?', first.strip(), re.IGNORECASE):
        return found[1], rest, 2
    header = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", header)
    return max(SEPARATORS, key=unquoted.count), text, 1


def _refuse_formulas(file: str, rows: Iterable[tuple[int, list[Cell]]]) -> None:
    """Refuse text that a spreadsheet would run, though here it would be words."""
    found = [
        problem("formula", file=file, line=line, column=str(number))
        for line, cells in rows
        for number, cell in enumerate(cells, start=1)
        if isinstance(cell, str) and re.match(r"\s*=\s*[\w(+@-]", cell)
    ]
    if found:
        raise errors.ProblemsFound(found)


def _workbook(path: Path, limits: guards.Limits) -> list[Raw]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drop-down lists it does not keep
            book = openpyxl.load_workbook(path, read_only=True, data_only=False)
            try:
                sheets = [
                    _worksheet(sheet, path, limits)
                    for sheet in book.worksheets
                    if not headers.is_ignored_sheet(sheet.title)
                ]
            finally:
                book.close()
    except BROKEN_WORKBOOK:
        raise refuse("broken-xml", file=path.name, part="xl/workbook.xml") from None
    held = [sheet for sheet in sheets if sheet.rows]
    if not held:
        raise refuse("file-empty", file=path.name)
    return held


def _worksheet(sheet: Any, path: Path, limits: guards.Limits) -> Raw:
    """Return the values of a worksheet; formulas and broken cells are refused."""
    file = f"{path.name}#{sheet.title}"
    # what a workbook says of its own size is not believed
    sheet.reset_dimensions()
    rows: list[tuple[int, list[Cell]]] = []
    wrong: list[errors.Problem] = []
    for number, cells in enumerate(_bounded(sheet, file, limits), start=1):
        values = [cell.value for cell in cells]
        if all(text_of(value) == "" for value in values):
            continue
        wrong += _uncounted(cells, file, number)
        rows.append((number, values))
    told = [number for number, values in rows[1:] if not is_help(values)]
    wrong += merged.problems(sheet, file, told)
    if wrong:
        raise errors.ProblemsFound(wrong)
    name = path.stem if UNNAMED.match(sheet.title) else sheet.title
    return Raw(file=file, name=name, rows=rows)


def _uncounted(
    cells: Iterable[Any], file: str, number: int
) -> Iterator[errors.Problem]:
    """Name the cells of a row that hold a formula, or the error one gave."""
    for cell in cells:
        kind = getattr(cell, "data_type", "")
        if kind == "f":
            yield problem("formula", file=file, line=number, column=cell.column_letter)
        elif kind == "e":
            column, value = cell.column_letter, cell.value
            yield problem(
                "error-value", file=file, line=number, column=column, value=value
            )


def _bounded(sheet: Any, file: str, limits: guards.Limits) -> Iterator[tuple[Any, ...]]:
    cells = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells += len(row)
        if cells > limits.cells or number > LAST_ROW:
            raise refuse("too-many-cells", file=file, limit=limits.cells)
        yield row


def is_help(cells: list[Cell]) -> bool:
    """Return whether a row only tells people what to write."""
    said = [text_of(cell) for cell in cells]
    return all(cell.startswith(headers.HELP_SIGN) for cell in said if cell)
