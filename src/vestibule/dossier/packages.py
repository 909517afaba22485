"""How does a dossier lie on disk, and is what lies there whole?

A dossier is a folder: `process.toml`, `datapackage.json`, one file per table that
has rows (``<table>.csv``, or ``<table>.parquet`` where large), and the process's
own files. The bytes of a CSV file are the canonical bytes of its table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from vestibule.dossier import declaration
from vestibule.dossier.disk import descriptor, folders, storage
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError, FileError

PROCESS_FILE = "process.toml"
PACKAGE_FILE = "datapackage.json"

OURS = frozenset(
    (
        PROCESS_FILE,
        PACKAGE_FILE,
        *(f"{name}.{form}" for name in TABLES for form in storage.FORMS),
    )
)
"""Names in a dossier folder that `write` writes or leaves out."""


def read(path: Path | str) -> Dossier:
    """Read a dossier folder.

    Parameters
    ----------
    path : Path or str
        The folder. `datapackage.json` need not be there: tables are found by name.

    Returns
    -------
    Dossier
        Tables conform; rows are sorted by id. Withdrawals are not applied anew:
        what is written has them applied. A column that was added to a table after
        the folder was written, and may be missing, is missing in all its rows.

    Raises
    ------
    FileError
        If a file is missing, unreadable, too large, cut short or not UTF-8.
    ProcessError
        If `process.toml` says something that cannot be.
    ColumnError, CellError
        If a table does not hold what it declares.
    """
    folder = Path(path)
    _check_folder(folder)
    process = declaration.read(folder / PROCESS_FILE)
    files, columns = _table_files(folder), _columns(folder)
    return Dossier(
        process=process,
        tables={
            name: storage.read_table(file, name, written_with=columns.get(name))
            for name, file in files.items()
        },
    )


def write(
    dossier: Dossier,
    path: Path | str,
    *,
    form: storage.Form = "auto",
    files: Path | str | None = None,
) -> None:
    """Write a dossier folder, all or nothing.

    What else lies in a folder that is replaced (the process's own files, filled
    workbooks) stays. Equal dossiers give equal bytes.

    Parameters
    ----------
    dossier : Dossier
        Its tables conform.
    path : Path or str
        A new folder, an empty one, or the dossier to replace.
    form : {"auto", "csv", "parquet"}
        How tables are stored.
    files : Path or str or None
        Another folder from which the files that the process names are copied
        when they are not in the one replaced. One with the name of a table is not:
        what it says is in the records.

    Raises
    ------
    DataError
        If the process has no text to write.
    FileError
        If the folder holds something else, or cannot be written.
    """
    folder = Path(path).resolve()
    _check_replaceable(folder)
    if not dossier.process.text:
        raise DataError(
            "The process has no text to write as process.toml: "
            "read it from a file before writing the dossier.",
            process=dossier.process.key,
        )
    with folders.replaced(folder) as fresh:
        _fill(dossier, fresh, form)
        if folder.is_dir():
            folders.bring_along(folder, fresh, without=OURS)
        if files is not None:
            _copy_named(dossier.process, Path(files), fresh)


def altered(path: Path | str) -> tuple[str, ...]:
    """Return the names of table files that are not as they were written.

    Changing a file by hand is allowed; this tells that it happened.

    Parameters
    ----------
    path : Path or str
        A dossier folder.

    Returns
    -------
    tuple of str
        Files changed, missing or added since `datapackage.json` was written,
        sorted; empty where all are as written.

    Raises
    ------
    FileError
        If `datapackage.json` is missing or broken.
    """
    folder = Path(path)
    declared = _declared(folder)
    found = {file.name: file for file in _files_by_name(folder)}
    changed = {
        name
        for name in declared.keys() & found.keys()
        if declared[name] != f"sha256:{storage.file_hash(found[name])}"
    }
    return tuple(sorted(changed | (declared.keys() ^ found.keys())))


def _check_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    left = sorted(folder.parent.glob(f".{folder.name}.*.before"))
    if left and not folder.exists():
        raise FileError(
            f"The dossier {folder.name} was being replaced when the machine stopped: "
            f"rename {left[-1].name} to {folder.name}.",
            reason="interrupted",
            file=str(folder),
            left=left[-1].name,
            name=folder.name,
        )
    is_file = folder.exists()
    raise FileError(
        f"{folder} is a file, not a dossier folder: check the path."
        if is_file
        else f"There is no dossier folder {folder}: check the path.",
        reason="is-a-file" if is_file else "no-dossier",
        file=str(folder),
    )


def _check_replaceable(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FileError(
            f"{folder.name} is a file: choose a folder for the dossier.",
            reason="is-a-file",
            file=str(folder),
        )
    names = {entry.name for entry in folder.iterdir()}
    if names and not names & {PROCESS_FILE, PACKAGE_FILE}:
        raise FileError(
            f"The folder {folder.name} holds something else than a dossier: "
            "choose a new or an empty folder.",
            reason="something-else",
            file=str(folder),
        )


def _files_by_name(folder: Path) -> Iterator[Path]:
    for name in TABLES:
        for form in storage.FORMS:
            file = folder / f"{name}.{form}"
            if file.exists():
                yield file


def _table_files(folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for file in _files_by_name(folder):
        if file.stem in files:
            raise FileError(
                f"The table {file.stem} is there twice, as CSV and as Parquet: "
                "remove the one that is not current.",
                reason="table-twice",
                table=file.stem,
                file=str(file),
            )
        files[file.stem] = file
    if (folder / PACKAGE_FILE).exists():
        _check_all_there(folder, files)
    return files


def _check_all_there(folder: Path, files: dict[str, Path]) -> None:
    for name in sorted(_declared(folder)):
        if Path(name).stem not in files:
            raise FileError(
                f"{name} is missing although {PACKAGE_FILE} lists it: copy the whole "
                f"folder again, or remove it from {PACKAGE_FILE}.",
                reason="table-missing",
                file=str(folder / name),
            )


def _declared(folder: Path) -> dict[str, str]:
    """Return file name to declared hash, for the tables of `datapackage.json`."""
    return {str(item["path"]): str(item.get("hash", "")) for item in _resources(folder)}


def _columns(folder: Path) -> dict[str, frozenset[str]]:
    """Return the columns each table had when `datapackage.json` was written."""
    if not (folder / PACKAGE_FILE).exists():
        return {}
    found: dict[str, frozenset[str]] = {}
    for item in _resources(folder):
        schema = item.get("schema")
        fields = schema.get("fields") if isinstance(schema, dict) else None
        if isinstance(fields, list):
            names = (field.get("name") for field in fields if isinstance(field, dict))
            found[str(item["name"])] = frozenset(map(str, names))
    return found


def _resources(folder: Path) -> list[dict[str, object]]:
    """Return what `datapackage.json` says of each of our tables."""
    file = folder / PACKAGE_FILE
    try:
        package = json.loads(file.read_text("utf-8"))
        resources = [dict(item) for item in package["resources"]]
        ours = [item for item in resources if item.get("name") in TABLES]
        if any("path" not in item for item in ours):
            raise KeyError("path")
        return ours
    except OSError as error:
        raise storage.unreadable(file, error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileError(
            f"{PACKAGE_FILE} is broken: copy it again, or remove it; the tables are "
            "found without it.",
            reason="package-broken",
            file=str(file),
        ) from error


def _fill(dossier: Dossier, folder: Path, form: storage.Form) -> None:
    stored = [
        storage.write_table(rows, name, folder, form)
        for name in TABLES
        if (rows := dossier.tables.get(name)) is not None and not rows.is_empty()
    ]
    (folder / PROCESS_FILE).write_bytes(dossier.process.text.encode())
    described = descriptor.described(dossier, stored)
    (folder / PACKAGE_FILE).write_bytes(described.encode())


def _copy_named(process: Process, source: Path, fresh: Path) -> None:
    for name in process.files.values():
        target = (fresh / name).resolve()
        if not target.is_relative_to(fresh.resolve()):
            raise FileError(
                f"The process names a file outside its folder ({name}): "
                "write a path within the folder.",
                reason="outside-folder",
                file=name,
            )
        # A process may call a file as a table is called: its rows are records here.
        if name not in OURS and (source / name).is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((source / name).read_bytes())
