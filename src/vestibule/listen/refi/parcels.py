"""What is packed in a `.qdpx`? Looked at before anything is believed.

Nothing is unpacked to a disk: only the project and the plain texts are read, in
pieces, counted as they come. Pictures, sound and styled documents, which may hold
voices and faces, are never opened.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vestibule.listen.guards import LIMITS, MB, Limits, present_file
from vestibule.listen.problems import refuse

CHUNK = 64 * 1024

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the archive library raises on parts that contradict each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """The project of an archive and the plain texts beside it.

    Parameters
    ----------
    project : bytes
        The XML of the project.
    texts : mapping of str to bytes
        Name of a text, without its folder and in small letters, to its content.
    """

    project: bytes
    texts: Mapping[str, bytes]


def opened(path: Path, *, limits: Limits = LIMITS) -> Parcel:
    """Return the project and the texts of a `.qdpx`.

    Parameters
    ----------
    path : Path
        The archive.
    limits : Limits
        What is too much.

    Returns
    -------
    Parcel
        Bytes, not yet read as anything.

    Raises
    ------
    ProblemsFound
        If it is no archive, broken, locked, hostile, or holds no project.
    """
    name = path.name
    present_file(path, name, limits)
    if not zipfile.is_zipfile(path):
        raise refuse("not-a-zip", file=name, kind="QDPX")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _parts(archive, name, limits)
            return _read(archive, parts, name, limits)
    except BROKEN:
        raise refuse("broken-zip", file=name) from None


def _parts(
    archive: zipfile.ZipFile, name: str, limits: Limits
) -> dict[str, zipfile.ZipInfo]:
    """Return the parts that are read, by their names, once none leads outside."""
    every = archive.infolist()
    if len(every) > limits.parts * 10:
        raise refuse("too-many-parts", file=name, limit=limits.parts * 10)
    wanted: dict[str, zipfile.ZipInfo] = {}
    for part in every:
        if _leads_out(part.filename):
            raise refuse("qda-path", file=name, part=shown(part.filename))
        if part.flag_bits & 0x1:
            raise refuse("encrypted", file=name, kind="QDPX")
        if part.filename.lower().endswith((".qde", ".txt")):
            wanted[part.filename] = part
    return wanted


def _leads_out(filename: str) -> bool:
    said = filename.replace("\\", "/")
    return (
        said.startswith("/")
        or ".." in said.split("/")
        or re.match("[A-Za-z]:", said) is not None
    )


def shown(said: str) -> str:
    """Return what a file says, fit for a terminal: no sign that steers it."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in said[:200])


def _read(
    archive: zipfile.ZipFile,
    parts: Mapping[str, zipfile.ZipInfo],
    name: str,
    limits: Limits,
) -> Parcel:
    project: bytes | None = None
    texts: dict[str, bytes] = {}
    left = limits.inflated_bytes
    # a project in the root comes before one in a folder, whatever their order
    for filename in sorted(parts, key=lambda each: (each.count("/"), each)):
        base = filename.replace("\\", "/").rsplit("/", 1)[-1].lower()
        if base.endswith(".qde") and project is not None:
            continue
        content = _inflated(archive, parts[filename], name, limits, left)
        left -= len(content)
        if base.endswith(".qde"):
            project = content
        else:
            texts.setdefault(base, content)
    if project is None:
        raise refuse("qda-no-project", file=name)
    return Parcel(project=project, texts=texts)


def _inflated(
    archive: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    name: str,
    limits: Limits,
    left: int,
) -> bytes:
    """Return a part, unpacked piece by piece: its size is measured, not believed."""
    pieces: list[bytes] = []
    length = 0
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            length += len(piece)
            swollen = length > limits.ratio * max(part.compress_size, 1)
            if length > left or (length > limits.small_bytes and swollen):
                raise refuse(
                    "zip-bomb",
                    file=name,
                    limit_mb=max(1, limits.inflated_bytes // MB),
                    ratio=limits.ratio,
                )
            pieces.append(piece)
    return b"".join(pieces)
