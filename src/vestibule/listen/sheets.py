"""Which rows stand in these files, sheet by sheet, before anyone reads a cell?"""

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
from vestibule.dossier import folding
from vestibule.listen import archives, guards, headers, merged
from vestibule.listen.cells import Cell, text_of
from vestibule.listen.problems import nearest, problem, refuse

SEPARATORS = ",;\t"
"""What may stand between the cells of a CSV; on a tie, the first."""

KINDS = (".csv", ".tsv", ".xlsx")
"""Files that hold records."""

OTHER_SHEETS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")
"""Workbooks that a person may take for readable: refused, never passed over."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of one table, by column.

    Parameters
    ----------
    file : str
        What a problem calls it.
    table : str
        The table they belong to.
    labels : dict of str to str
        Column to the name the person gave it.
    rows : list of (int, dict of str to Cell)
        Line, and cell by column; header and help row left out.
    """

    file: str
    table: str
    labels: dict[str, str]
    rows: list[tuple[int, dict[str, Cell]]]


def files_of(
    path: Path, kinds: tuple[str, ...], refused: tuple[str, ...]
) -> list[Path]:
    """Return the files to read: the file itself, or those of a folder, by name.

    Parameters
    ----------
    path : Path
        A file or a folder; hidden and lock files are passed over.
    kinds : tuple of str
        Endings that are read.
    refused : tuple of str
        Endings that look as if they could be read, and cannot.

    Returns
    -------
    list of Path
        Sorted by name.

    Raises
    ------
    ProblemsFound
        If nothing is there, or a file of another kind.
    """
    if path.is_dir():
        inside = [
            file
            for file in sorted(path.iterdir())
            if file.is_file() and not file.name.startswith((".", "~$"))
        ]
    elif path.exists():
        inside = [path]
        refused = (*refused, path.suffix.lower())
    else:
        raise refuse("file-missing", file=path.name)
    allowed = ", ".join(kinds)
    wrong = [
        problem("file-kind", file=file.name, suffix=file.suffix, allowed=allowed)
        for file in inside
        if file.suffix.lower() in refused and file.suffix.lower() not in kinds
    ]
    if wrong:
        raise errors.ProblemsFound(wrong)
    found = [file for file in inside if file.suffix.lower() in kinds]
    if not found:
        raise refuse("folder-empty", file=path.name, allowed=allowed)
    return found


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
    told = [number for number, values in rows[1:] if not _is_help(values)]
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


def sheet_of(raw: Raw) -> Sheet:
    """Return the rows of a sheet by column, once its header is understood.

    Parameters
    ----------
    raw : Raw
        Cells as they stand.

    Returns
    -------
    Sheet
        Without header, help row and blank cells.

    Raises
    ------
    ProblemsFound
        If the table is not known, or a column is unknown, missing or doubled,
        or a row is longer than its header.
    """
    table = headers.table_of(raw.name)
    if table is None:
        allowed = ", ".join(
            headers.sheet_name(known, "en") for known in headers.OFFERED
        )
        raise refuse(
            "unknown-sheet",
            file=raw.file,
            suggestion=nearest(raw.name, _sheet_names()),
            name=raw.name,
            allowed=allowed,
        )
    if not raw.rows:
        raise refuse("no-header", file=raw.file)
    line, header = raw.rows[0]
    columns = _columns(raw.file, table, line, header)
    wrong = list(_overlong(raw, columns))
    if wrong:
        raise errors.ProblemsFound(wrong)
    return Sheet(
        file=raw.file,
        table=table,
        labels={column: text_of(header[at]) for at, column in columns.items()},
        rows=[
            (
                line,
                {columns[at]: cell for at, cell in enumerate(cells) if at in columns},
            )
            for line, cells in raw.rows[1:]
            if not _is_help(cells)
        ],
    )


def _sheet_names() -> list[str]:
    return [
        headers.sheet_name(table, lang)
        for table in headers.OFFERED
        for lang in headers.LANGUAGES
    ]


def _is_help(cells: list[Cell]) -> bool:
    said = [text_of(cell) for cell in cells]
    return all(cell.startswith(headers.HELP_SIGN) for cell in said if cell)


def _columns(file: str, table: str, line: int, header: list[Cell]) -> dict[int, str]:
    """Return position to column; raise with everything wrong in the header."""
    known = headers.columns_by_name(table)
    columns: dict[int, str] = {}
    wrong = []
    for at, cell in enumerate(header):
        name = text_of(cell)
        column = known.get(folding.fold(name))
        if not name:
            continue
        if column is None:
            suggestion = nearest(name, _column_names(table))
            wrong.append(
                problem(
                    "unknown-column",
                    file=file,
                    line=line,
                    column=name,
                    suggestion=suggestion,
                    name=name,
                )
            )
        elif column in columns.values():
            wrong.append(
                problem(
                    "duplicate-column", file=file, line=line, column=name, name=name
                )
            )
        else:
            columns[at] = column
    if not columns:
        raise refuse("no-header", file=file, line=line)
    if wrong:
        raise errors.ProblemsFound(wrong)
    return columns


def _column_names(table: str) -> list[str]:
    return [
        headers.column_name(table, column, lang)
        for column in headers.OFFERED[table]
        for lang in headers.LANGUAGES
    ]


def _overlong(raw: Raw, columns: dict[int, str]) -> Iterator[errors.Problem]:
    """Name rows with something in a cell that has no column above it."""
    width = max(columns) + 1
    for line, cells in raw.rows[1:]:
        filled = [at for at, cell in enumerate(cells) if text_of(cell)]
        if any(at not in columns for at in filled):
            yield problem(
                "extra-cells",
                file=raw.file,
                line=line,
                found=max(filled) + 1,
                expected=width,
                separator=raw.separator,
            )
