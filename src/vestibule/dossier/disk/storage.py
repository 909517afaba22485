"""How is one table read from a file, and written to one?"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Literal

import polars as pl

from vestibule.dossier import hashing
from vestibule.dossier.conform import conform
from vestibule.dossier.disk import descriptor
from vestibule.dossier.tables import TABLES
from vestibule.errors import FileError

Form = Literal["csv", "parquet", "auto"]
"""How tables are stored; ``auto``: Parquet above `CSV_ROWS` rows."""

FORMS: tuple[Literal["csv", "parquet"], ...] = ("csv", "parquet")

CSV_ROWS = 200_000
"""The most rows that ``auto`` writes as CSV: a spreadsheet still opens them."""

FILE_BYTES = 4 * 2**30
"""The largest file that is read."""

LINE_BYTES = 16 * 2**20
"""The longest line that is read: more than a record with all its texts can have."""

PIECE = 2**20
"""Bytes read at once."""

BOMB_ROWS = 1_000_000
"""Rows from which a Parquet file is held against its size."""

ID_BYTES = 8
"""Half of what an id takes: a file with less per row does not hold records."""


def unreadable(file: Path, error: OSError) -> FileError:
    """Return the complaint about a file that the system does not open."""
    return FileError(
        f"{file.name} cannot be read ({error.strerror or error}): "
        "check that it exists and may be opened.",
        reason="unreadable",
        file=str(file),
    )


def read_table(
    file: Path, name: str, *, written_with: Collection[str] | None = None
) -> pl.DataFrame:
    """Read a table from its file.

    Parameters
    ----------
    file : Path
        ``<table>.csv`` or ``<table>.parquet``.
    name : str
        Name of the table.
    written_with : collection of str or None
        The columns the table had when the file was written, where that is known: one
        that was added since, and may be missing, is filled with nothing.

    Returns
    -------
    pl.DataFrame
        Rows that conform to the table, sorted by id.

    Raises
    ------
    FileError
        If the file is unreadable, too large, cut short or not what it claims.
    ColumnError, CellError
        If the rows do not conform.
    """
    try:
        _check_size(file)
        rows = _csv(file) if file.suffix == ".csv" else _parquet(file)
    except OSError as error:
        raise unreadable(file, error) from error
    # Row numbers in complaints are those of the file: conform before sorting.
    return conform(_completed(rows, name, written_with), TABLES[name]).sort("id")


def _completed(
    rows: pl.DataFrame, name: str, written_with: Collection[str] | None
) -> pl.DataFrame:
    """Return the rows with the columns that the table has gained since."""
    if written_with is None:
        return rows
    known = {*rows.columns, *written_with}
    schema = TABLES[name].polars_schema
    return rows.with_columns(
        pl.lit(None, dtype=schema[column.name]).alias(column.name)
        for column in TABLES[name].columns
        if column.null and column.name not in known
    )


def _check_size(file: Path) -> None:
    if file.stat().st_size > FILE_BYTES:
        raise FileError(
            f"{file.name} is larger than {FILE_BYTES // 2**30} GB: "
            "divide the dossier, or write it as Parquet.",
            reason="too-large",
            file=str(file),
        )


def _csv(file: Path) -> pl.DataFrame:
    _check_separator(file)
    _check_lines(file)
    try:
        return pl.read_csv(file, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        # What the reader says may repeat a cell: only its kind is passed on.
        reason = (
            "it is not UTF-8"
            if "utf-8" in str(error)
            else "a row has more cells than the header, or a quotation mark is open"
        )
        raise FileError(
            f"{file.name} cannot be read as a table ({reason}): save it as "
            "“CSV UTF-8”, columns separated by commas.",
            reason="not-a-table",
            file=str(file),
        ) from error


def _check_separator(file: Path) -> None:
    with file.open("rb") as stream:
        header = stream.readline(PIECE)
    if b";" in header and b"," not in header:
        raise FileError(
            f"The columns of {file.name} are separated by semicolons: "
            "save it with commas.",
            reason="semicolons",
            file=str(file),
        )


def _check_lines(file: Path) -> None:
    length, end = 0, b""
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            length, end = (0 if b"\n" in piece else length + len(piece)), piece
            if length > LINE_BYTES:
                raise FileError(
                    f"{file.name} has a line longer than {LINE_BYTES // 2**20} MB: "
                    "it is not a table of records.",
                    reason="long-line",
                    file=str(file),
                )
    if not end.endswith(b"\n"):
        raise FileError(
            f"{file.name} is empty or stops in the middle of a line: copy it again, "
            "or end its last line.",
            reason="cut-short",
            file=str(file),
        )


def _parquet(file: Path) -> pl.DataFrame:
    try:
        n_rows = pl.scan_parquet(file).select(pl.len()).collect().item()
        if n_rows > max(BOMB_ROWS, file.stat().st_size / ID_BYTES):
            raise FileError(
                f"{file.name} claims more rows than its size can hold: "
                "it is not a table of records.",
                reason="too-many-rows",
                file=str(file),
            )
        return pl.read_parquet(file)
    except pl.exceptions.PolarsError as error:
        raise FileError(
            f"{file.name} is not a Parquet file, or is broken: copy it again.",
            reason="not-parquet",
            file=str(file),
        ) from error


def write_table(
    rows: pl.DataFrame, name: str, folder: Path, form: Form
) -> descriptor.Stored:
    """Write a table to ``<table>.csv`` or ``<table>.parquet`` in a folder.

    Parameters
    ----------
    rows : pl.DataFrame
        Rows that conform to the table.
    name : str
        Name of the table.
    folder : Path
        Where the file goes.
    form : {"auto", "csv", "parquet"}
        How it is stored.

    Returns
    -------
    descriptor.Stored
        What lies there now.
    """
    large = len(rows) > CSV_ROWS
    chosen = form if form != "auto" else "parquet" if large else "csv"
    file = folder / f"{name}.{chosen}"
    if chosen == "csv":
        with file.open("wb") as stream:
            stream.writelines(hashing.canonical_chunks(rows, name))
    else:
        rows.select(TABLES[name].names).sort("id").write_parquet(file)
    return descriptor.Stored(
        table=name, form=chosen, size=file.stat().st_size, sha256=file_hash(file)
    )


def file_hash(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, 64 hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
