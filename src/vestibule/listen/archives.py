"""Is this XLSX or DOCX safe to open? Asked before any library sees it."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError  # the exception only

import defusedxml
from defusedxml.ElementTree import DefusedXMLParser

from vestibule.listen.guards import LIMITS, MB, Limits, present_file
from vestibule.listen.problems import refuse

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How .xls, .doc and password-protected office files begin."""

PACKED = (".zip", ".xlsx", ".xlsm", ".docx", ".docm", ".pptx", ".gz", ".7z", ".rar")
"""Parts with these endings are archives inside the archive."""

PACKED_HEADS = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", OLD_OFFICE)
"""Parts that begin so are archives or embedded objects."""

CHUNK = 64 * 1024


def check_archive(path: Path, *, name: str = "", limits: Limits = LIMITS) -> None:
    """Refuse an office file that is broken, hostile or not what it says.

    Every part is really unpacked, piece by piece and into nothing, so that
    sizes are measured, not believed; every XML part is read once by a parser
    that refuses entities.

    Parameters
    ----------
    path : Path
        An ``.xlsx`` or ``.docx``.
    name : str
        What a problem calls it; the file's own name if empty.
    limits : Limits
        What is too much.

    Raises
    ------
    ProblemsFound
        What is wrong with it: one problem with remedy.
    """
    name = name or path.name
    kind = path.suffix.lower().lstrip(".").upper()
    size = present_file(path, name, limits)
    _refuse_wrong_head(path, name, kind)
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_directory(archive, name, kind, size, limits)
            _refuse_parts(archive, name, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise refuse("broken-zip", file=name) from None


def _refuse_wrong_head(path: Path, name: str, kind: str) -> None:
    with path.open("rb") as file:
        head = file.read(MB)
    if head.startswith(OLD_OFFICE):
        locked = "EncryptedPackage".encode("utf-16-le") in head
        raise refuse("encrypted" if locked else "old-office", file=name, kind=kind)
    if not head.startswith(b"PK"):
        raise refuse("not-a-zip", file=name, kind=kind)


def _refuse_directory(
    archive: zipfile.ZipFile, name: str, kind: str, size: int, limits: Limits
) -> None:
    """Refuse by what the directory of the archive declares."""
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise refuse("too-many-parts", file=name, limit=limits.parts)
    if any(part.flag_bits & 0x1 for part in parts):
        raise refuse("encrypted", file=name, kind=kind)
    for part in parts:
        lower = part.filename.lower()
        if lower.endswith("vbaproject.bin"):
            raise refuse("macros", file=name, kind=kind)
        if lower.endswith(PACKED):
            raise refuse("nested-archive", file=name, part=part.filename)
    declared = sum(part.file_size for part in parts)
    if declared > limits.inflated_bytes or _swollen(declared, size, limits):
        raise _bomb(name, limits)


def _refuse_parts(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Unpack every part into nothing, counting."""
    total = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            total += _refuse_part(stream, part, name, limits)
        if total > limits.inflated_bytes:
            raise _bomb(name, limits)


def _refuse_part(
    stream: IO[bytes], part: zipfile.ZipInfo, name: str, limits: Limits
) -> int:
    xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    parser = DefusedXMLParser(target=_Nothing(), forbid_dtd=True) if xml else None
    length = 0
    try:
        while piece := stream.read(CHUNK):
            if length == 0 and piece.startswith(PACKED_HEADS):
                raise refuse("nested-archive", file=name, part=part.filename)
            length += len(piece)
            if _swollen(length, part.compress_size, limits):
                raise _bomb(name, limits)
            if parser is not None:
                parser.feed(piece)
        if parser is not None:
            parser.close()
    except defusedxml.DefusedXmlException:
        raise refuse("xml-entities", file=name, part=part.filename) from None
    except ParseError:
        raise refuse("broken-xml", file=name, part=part.filename) from None
    return length


def _swollen(inflated: int, packed: int, limits: Limits) -> bool:
    return inflated > limits.small_bytes and inflated > limits.ratio * max(packed, 1)


def _bomb(name: str, limits: Limits) -> Exception:
    return refuse(
        "zip-bomb",
        file=name,
        limit_mb=max(1, limits.inflated_bytes // MB),
        ratio=limits.ratio,
    )


class _Nothing:
    """A parser target that keeps nothing."""

    def close(self) -> None:
        """Have nothing to give."""
