"""Which rows stand in these files, table by table, before anyone reads a cell?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vestibule import errors
from vestibule.dossier import folding
from vestibule.listen import headers
from vestibule.listen.cells import Cell, text_of
from vestibule.listen.grids import Raw, is_help
from vestibule.listen.problems import nearest, problem, refuse

KINDS = (".csv", ".tsv", ".xlsx")
"""Files that hold records."""

OTHER_SHEETS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")
"""Workbooks that a person may take for readable: refused, never passed over."""


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
            if not is_help(cells)
        ],
    )


def _sheet_names() -> list[str]:
    return [
        headers.sheet_name(table, lang)
        for table in headers.OFFERED
        for lang in headers.LANGUAGES
    ]


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
