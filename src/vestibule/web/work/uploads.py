"""Where do files wait that someone brought in? In a folder of their own, until read.

They may hold words that nobody has redacted yet: when the import has ended, however it
ended, they are gone.
"""

from __future__ import annotations

import os
import secrets
import shutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.conf import settings

from vestibule.errors import FileError
from vestibule.web.records.jobs import OPEN
from vestibule.web.records.models import Job
from vestibule.web.work import unpacking

FOLDER = "arriving"

TOKEN_BYTES = 12
MOST_FILES = 500
MOST_BYTES = 500_000_000
"""All files of one import together."""

LONGEST_NAME = 200
"""Letters of a file's name."""

Files = Iterable[tuple[str, Iterable[bytes]]]
"""Name and pieces of each."""


def receive(files: Files) -> str:
    """Keep files until they are read and return the name of their folder.

    A folder that was zipped is laid out flat. Raises FileError where a file has no name
    that can be kept, they are too many, or an archive cannot be opened.
    """
    token = secrets.token_hex(TOKEN_BYTES)
    folder = folder_of(token)
    folder.mkdir(mode=0o700, parents=True)
    try:
        _fill(folder, files)
        _unpack(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return token


def names(token: str) -> list[str]:
    """Return what the files of an import are called."""
    return sorted(path.name for path in folder_of(token).iterdir())


def folder_of(token: str) -> Path:
    """Return where the files of an import wait; raises FileError for another name."""
    if len(token) != 2 * TOKEN_BYTES or not set(token) <= set("0123456789abcdef"):
        raise FileError("These files are not here.", reason="no-upload")
    return Path(settings.HOME) / FOLDER / token


def remove(token: str) -> None:
    """Let the files of an import go."""
    shutil.rmtree(folder_of(token), ignore_errors=True)


def sweep() -> None:
    """Let go of files that no piece of work in line will read."""
    root = Path(settings.HOME) / FOLDER
    if not root.is_dir():
        return
    wanted = Job.objects.filter(state__in=OPEN).values_list("wanted", flat=True)
    awaited = {told.get("files") for told in wanted}
    for one in root.iterdir():
        if one.is_dir() and one.name not in awaited:
            shutil.rmtree(one, ignore_errors=True)
        elif not one.is_dir():  # half an upload, of a site that was stopped
            one.unlink(missing_ok=True)


def _unpack(folder: Path) -> None:
    brought = list(folder.iterdir())
    if len(brought) != 1 or brought[0].suffix.lower() != unpacking.ENDING:
        return
    packed = brought[0].rename(folder.with_suffix(unpacking.ENDING))
    try:
        name = brought[0].name
        _fill(folder, unpacking.members(packed, name, most=MOST_FILES))
    finally:
        packed.unlink(missing_ok=True)


def _fill(folder: Path, files: Files) -> None:
    left = MOST_BYTES
    for count, (name, pieces) in enumerate(files, start=1):
        if count > MOST_FILES:
            raise FileError(
                f"An import is of {MOST_FILES} files at most: bring them in several "
                "times.",
                reason="many-files",
                most=MOST_FILES,
            )
        left = _write(folder / safe_name(name), pieces, left)


def _write(path: Path, pieces: Iterable[bytes], left: int) -> int:
    if path.exists():
        raise FileError(
            f"Two files are called {path.name}: give one of them another name.",
            reason="name-twice",
            file=path.name,
        )
    with path.open("xb") as out:
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                raise FileError(
                    f"These files are above {MOST_BYTES // 10**6} megabytes together: "
                    "bring them in several times.",
                    reason="large-upload",
                    most=MOST_BYTES // 10**6,
                )
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return left


def safe_name(name: str) -> str:
    """Return the last part of a file's name; raises FileError if none is left.

    >>> safe_name("../notes/Récit.docx")
    'Récit.docx'
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    hidden = any(unicodedata.category(letter).startswith("C") for letter in last)
    if hidden or last in {"", ".", ".."} or len(last) > LONGEST_NAME:
        raise FileError(
            "A file has a name that cannot be kept: give it a short one, of letters "
            "and digits.",
            reason="file-name",
        )
    return last
