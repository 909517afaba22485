"""Which processes come with the house, and how does one's own start from one?"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import vestibule
from vestibule.dossier import declaration, packages
from vestibule.dossier.declaring import process_text
from vestibule.dossier.declaring.declared import Declared
from vestibule.dossier.declaring.section import nearest
from vestibule.dossier.process import Process, Words
from vestibule.dossier.records import Dossier
from vestibule.errors import FileError

DECLARED = "declared"
"""Folder, inside a dossier's, for the files that people write by hand: tables of
the dossier have the same names, and ids instead of keys."""


def names() -> tuple[str, ...]:
    """Return the keys of the packaged processes, sorted."""
    found = _home().glob(f"*/{packages.PROCESS_FILE}")
    return tuple(sorted(file.parent.name for file in found))


def path(name: str) -> Path:
    """Return the folder of a packaged process; raises FileError if unknown."""
    known = names()
    if name in known:
        return _home() / name
    raise FileError(
        f"There is no packaged process “{name}”. {nearest(name, known)}"
        f"There is: {', '.join(known)}.",
        reason="unknown-process",
        known=known,
        file=name,
    )


def read_folder(folder: Path) -> Dossier:
    """Return the records that ``process.toml`` and the files it names declare.

    Parameters
    ----------
    folder : Path
        Holds ``process.toml``; the other files are optional and are found by
        the names in its ``[files]``.

    Returns
    -------
    Dossier
        Places, place_names, frame, targets, profiles, codes, statements and
        texts, of origin ``process-<key>``.

    Raises
    ------
    ProcessError, RefusedCategory
        If ``process.toml`` says something that cannot be.
    ProblemsFound
        If a file does; each problem names file, line and column.
    """
    process = declaration.read(folder / packages.PROCESS_FILE)
    return Declared(process, _files(process, folder)).records()


def create(
    name: str, *, source: str, folder: Path, titles: Words | None = None
) -> Dossier:
    """Make a process of one's own from a packaged one, and write its dossier.

    The hand-written files are copied into ``declared/``, so that they can be
    changed and read again with `read_folder`.

    Parameters
    ----------
    name : str
        Key of the new process.
    source : str
        Key of a packaged process.
    folder : Path
        Where the dossier is written.
    titles : Words or None
        None keeps the packaged title.

    Returns
    -------
    Dossier
        As `read_folder` of the new folder.

    Raises
    ------
    ProcessError
        If `name` cannot be a key.
    FileError
        If there is no such packaged process, or the folder cannot be written.
    """
    origin = path(source)
    with tempfile.TemporaryDirectory() as staging:
        copy(origin, Path(staging), name=name, titles=titles)
        dossier = read_folder(Path(staging))
        packages.write(dossier, folder, files=Path(staging))
    return dossier


def copy(origin: Path, folder: Path, *, name: str, titles: Words | None = None) -> None:
    """Copy the hand-written files of a process under another key.

    Parameters
    ----------
    origin, folder : Path
        From and to; `folder` is made where it is absent.
    name : str
        The new key.
    titles : Words or None
        None keeps the title.
    """
    process = declaration.read(origin / packages.PROCESS_FILE)
    moved = {
        key: f"{DECLARED}/{Path(file).name}" for key, file in process.files.items()
    }
    changes: dict[tuple[str, ...], str] = {("key",): name}
    changes |= {("title", lang): said for lang, said in (titles or {}).items()}
    changes |= {("files", key): file for key, file in moved.items()}
    text = process_text.changed(process.text, changes)
    declaration.parse(text)
    (folder / DECLARED).mkdir(parents=True, exist_ok=True)
    for key, file in moved.items():
        shutil.copyfile(origin / process.files[key], folder / file)
    (folder / packages.PROCESS_FILE).write_text(text, "utf-8", newline="\n")


def _files(process: Process, folder: Path) -> dict[str, Path]:
    return {name: folder / file for name, file in process.files.items()}


def _home() -> Path:
    return Path(vestibule.__file__).parent / "processes"
