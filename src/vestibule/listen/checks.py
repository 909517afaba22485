"""What is wrong with a dossier, or with files that are meant for one?"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vestibule import errors
from vestibule.dossier import (
    conform,
    corrections,
    cuts,
    declaration,
    packages,
    references,
)
from vestibule.dossier.disk import storage
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.listen import crossings, guards, notes, polis, records, sheets
from vestibule.listen.linking import KEY_COLUMNS
from vestibule.listen.problems import problem

POLIS_FILES = ("comments.csv", "summary.csv")
"""What tells a Polis export from a folder of records."""


def check(
    path: Path | Dossier, *, dossier: Dossier | None = None, today: dt.date
) -> tuple[errors.Problem, ...]:
    """Return everything that is wrong, and change nothing.

    Parameters
    ----------
    path : Path or Dossier
        A dossier, on disk or read; or files not brought in yet: records, notes,
        a Polis export.
    dossier : Dossier or None
        For files: where they are meant to go.
    today : datetime.date
        The last day that can lie in the past.

    Returns
    -------
    tuple of Problem
        In the order of files and lines; empty where nothing is wrong.
    """
    if isinstance(path, Dossier):
        return tuple(_of_dossier(path, None, today))
    if dossier is None and (path / packages.PROCESS_FILE).exists():
        return tuple(_of_folder(path, today))
    return _of_files(path, dossier, today)


def _of_files(
    path: Path, dossier: Dossier | None, today: dt.date
) -> tuple[errors.Problem, ...]:
    """Return what the reader of these files finds wrong."""
    if path.is_dir() and all((path / name).exists() for name in POLIS_FILES):
        key = dossier.process.key if dossier else "conversation"
        return polis.read(path, process_key=key).problems
    if not path.exists():
        return (problem("file-missing", file=path.name),)
    if dossier is None:
        return (problem("no-dossier", file=path.name),)
    return tuple(
        found
        for reader, kinds in ((records, sheets.KINDS), (notes, notes.KINDS))
        if _holds(path, kinds)
        for found in reader.read(path, dossier, today=today).problems
    ) or (() if _holds(path, (*sheets.KINDS, *notes.KINDS)) else _nothing(path))


def _holds(path: Path, kinds: tuple[str, ...]) -> bool:
    files = path.iterdir() if path.is_dir() else [path]
    return any(file.suffix.lower() in kinds for file in files)


def _nothing(path: Path) -> tuple[errors.Problem, ...]:
    allowed = ", ".join((*sheets.KINDS, *notes.KINDS))
    code = "folder-empty" if path.is_dir() else "file-kind"
    return (problem(code, file=path.name, suffix=path.suffix, allowed=allowed),)


def _of_folder(folder: Path, today: dt.date) -> Iterator[errors.Problem]:
    """Look at a dossier on disk: its process, its files, then its records."""
    wrong = [*_process_problems(folder), *_table_problems(folder)]
    yield from wrong
    try:
        for name in _altered(folder):
            yield problem("altered-file", file=name)
        if wrong:
            return
        read = packages.read(folder)
    except errors.DataError as broken:
        yield problem(
            "broken-package",
            file=_file_of(broken, folder),
            message=broken.message,
            error=broken,
        )
        return
    yield from _of_dossier(read, folder, today)


def _altered(folder: Path) -> tuple[str, ...]:
    """Return the files changed by hand; a package need not keep a list of them."""
    if not (folder / packages.PACKAGE_FILE).exists():
        return ()
    return packages.altered(folder)


def _file_of(broken: errors.DataError, folder: Path) -> str:
    return Path(str(broken.params.get("file", folder))).name


def _process_problems(folder: Path) -> Iterator[errors.Problem]:
    try:
        declaration.read(folder / packages.PROCESS_FILE)
    except (errors.DataError, errors.Refused) as said:
        line = said.params.get("line")
        yield problem(
            "process",
            file=packages.PROCESS_FILE,
            line=line if isinstance(line, int) else None,
            message=said.message,
            error=said,
        )


def _table_problems(folder: Path) -> Iterator[errors.Problem]:
    """Name every wrong cell of the tables that are stored as CSV."""
    for name in TABLES:
        path = folder / f"{name}.csv"
        if path.exists():
            yield from _csv_problems(path, name)


def _csv_problems(path: Path, name: str) -> Iterator[errors.Problem]:
    try:
        text = guards.text_of(path, limits=STORED)
        frame = pl.read_csv(io.StringIO(text), infer_schema=False)
        wrong = [*conform.problems(frame, TABLES[name])]
    except errors.ProblemsFound as refused:
        yield from refused.problems
        return
    except pl.exceptions.PolarsError:
        yield problem("broken-quotes", file=path.name)
        return
    except errors.ColumnError as said:
        yield from _column_problems(said, path.name)
        return
    if wrong:
        lines = _lines(text)
        for error in wrong:
            yield _cell_problem(error, path.name, lines)


STORED = guards.Limits(file_bytes=storage.FILE_BYTES, line_bytes=storage.LINE_BYTES)
"""A stored record may be longer than a line that someone typed."""


STORED_CODES = {"twice": "duplicate-id", "missing": "missing-value"}
"""Complaints about stored cells that have a code of their own."""


def _cell_problem(
    said: errors.CellError, file: str, lines: list[int]
) -> errors.Problem:
    """Return a complaint about a stored cell; the value is never repeated."""
    table, row, name, wrong = (
        said.params[part] for part in ("table", "row", "column", "problem")
    )
    column = TABLES[str(table)][str(name)]
    return problem(
        STORED_CODES.get(str(wrong), f"stored-{wrong}"),
        file=file,
        line=lines[int(str(row)) - 1],
        column=column.name,
        kind=column.kind,
        allowed=", ".join(column.terms),
        low="–∞" if column.low is None else f"{column.low:g}",
        high="∞" if column.high is None else f"{column.high:g}",
    )


def _column_problems(said: errors.ColumnError, file: str) -> Iterator[errors.Problem]:
    for code in ("missing", "unknown"):
        names = said.params[code]
        for name in names if isinstance(names, list) else []:
            yield problem(f"{code}-column", file=file, line=1, column=name, name=name)


def _lines(text: str) -> list[int]:
    """Return the line on which each row of a CSV starts; a text may span several."""
    reader = csv.reader(io.StringIO(text, newline=""))
    ends = [reader.line_num for _ in reader]
    return [end + 1 for end in ends[:-1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a record of a dossier stands.

    Parameters
    ----------
    file : str
        The file of its table.
    rows : pl.DataFrame
        The table, in the order of the file.
    row : int
        Which of them, from 0.
    """

    file: str
    rows: pl.DataFrame
    row: int

    @property
    def line(self) -> int:
        """The line on which the record starts, header and broken lines counted."""
        texts = pl.col(pl.String).str.count_matches("\n").fill_null(0)
        breaks = self.rows.head(self.row).select(pl.sum_horizontal(texts).sum()).item()
        return self.row + 2 + int(breaks)

    def problem(
        self, code: str, column: str, *, suggestion: str | None = None, **params: object
    ) -> errors.Problem:
        """Return a problem at one of its cells."""
        return problem(
            code,
            file=self.file,
            line=self.line,
            column=column,
            suggestion=suggestion,
            **params,
        )


def _spots(
    dossier: Dossier, tables: Iterable[str], folder: Path | None
) -> dict[str, Spot]:
    """Return where each record of some tables stands, by id."""
    spots = {}
    for name in tables:
        rows = dossier.table(name).sort("id")
        packed = folder is not None and not (folder / f"{name}.csv").exists()
        file = f"{name}.{'parquet' if packed else 'csv'}"
        for row, id_ in enumerate(rows["id"]):
            spots[id_] = Spot(file=file, rows=rows, row=row)
    return spots


CROSSED = ("gatherings", "attendances", "tallies", *KEY_COLUMNS)
"""Tables whose rows are held against one another."""


def _of_dossier(
    dossier: Dossier, folder: Path | None, today: dt.date
) -> Iterator[errors.Problem]:
    """Look at records: what is lost, what leads nowhere, what contradicts."""
    for gap in cuts.gaps(dossier):
        yield from _gap_problems(gap)
    absent = references.dangling(dossier).filter(pl.col("state") == "absent")
    spots = _spots(dossier, absent["table"].unique(), folder)
    for _, column, id_, target in absent.select(absent.columns[:4]).iter_rows():
        yield spots[id_].problem("dangling-reference", column, table=target)
    yield from _conflicts(dossier, folder)
    where = _spots(dossier, CROSSED, folder)
    yield from crossings.problems(dossier, {}, where, today=today)


def _gap_problems(gap: cuts.Gap) -> Iterator[errors.Problem]:
    for first, last in gap.missing:
        yield problem(
            "missing-seq", file=gap.origin, first=first, last=last, origin=gap.origin
        )
    for number in gap.doubled:
        yield problem("double-seq", file=gap.origin, number=number, origin=gap.origin)


def _conflicts(dossier: Dossier, folder: Path | None) -> Iterator[errors.Problem]:
    found = corrections.conflicts(dossier)
    spots = _spots(dossier, found["table"].unique(), folder)
    for table, root, ids in found.iter_rows():
        spot = spots[ids[-1] if ids else root]
        yield spot.problem(
            "double-correction", "supersedes", table=table, count=len(ids)
        )
