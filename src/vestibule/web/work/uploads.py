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

    Raises FileError where one has no name that can be kept, or they are too many.
    """
    token = secrets.token_hex(TOKEN_BYTES)
    folder = folder_of(token)
    folder.mkdir(mode=0o700, parents=True)
    try:
        _fill(folder, files)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return token


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
    for folder in root.iterdir():
        if folder.name not in awaited:
            shutil.rmtree(folder, ignore_errors=True)


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
