"""What is in a folder that someone zipped? Its files, laid flat, as if chosen one by one.

The sizes that an archive declares are not believed: what comes out is counted.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from vestibule.errors import FileError

ENDING = ".zip"

PIECE = 1 << 16
"""Bytes unpacked at once."""

LITTER = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""What desktops put into archives beside what somebody zipped."""

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""What the library raises at one wrong bit or another."""


def members(
    path: Path, name: str, *, most: int
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield name and pieces of each file of an archive, whatever folder it lay in.

    ``name`` is what the archive was called when it was brought.

    Raises FileError where the archive is broken, locked, empty, or of more files than
    `most`.
    """
    with _opened(path, name) as archive:
        parts = [part for part in archive.infolist() if _is_meant(part)]
        if not parts:
            raise FileError(
                f"{name} holds no file: zip the folder again.",
                reason="zip-empty",
                file=name,
            )
        if len(parts) > most:
            raise FileError(
                f"An import is of {most} files at most: bring them in several times.",
                reason="many-files",
                most=most,
            )
        if any(part.flag_bits & 0x1 for part in parts):
            raise FileError(
                f"{name} is locked by a password: unpack it, and zip the folder "
                "without one.",
                reason="zip-locked",
                file=name,
            )
        for part in parts:
            yield part.filename, _pieces(archive, part, name)


def _opened(path: Path, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except BROKEN as wrong:
        raise _broken(name) from wrong


def _is_meant(part: zipfile.ZipInfo) -> bool:
    # a name that begins with a NUL is read as no name, over which `is_dir` stumbles
    named = PurePosixPath(part.filename.replace("\\", "/")).parts
    hidden = any(one in LITTER or one.startswith("._") for one in named)
    return bool(named) and not part.filename.endswith("/") and not hidden


def _pieces(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str
) -> Iterator[bytes]:
    try:
        with archive.open(part) as source:
            yield from _read(source)
    except BROKEN as wrong:
        raise _broken(name) from wrong


def _read(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece


def _broken(name: str) -> FileError:
    return FileError(
        f"{name} cannot be unpacked: it was cut short, or is no zip. Zip the folder "
        "again.",
        reason="zip-broken",
        file=name,
    )
