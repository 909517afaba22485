"""Is this text file safe to read at all? Asked before anything is parsed."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vestibule import errors
from vestibule.listen.problems import refuse

MB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a file may ask of the machine.

    Parameters
    ----------
    file_bytes : int
        Size of a file on disk, bytes.
    line_bytes : int
        Length of one line of text, bytes.
    parts : int
        Files inside an archive.
    inflated_bytes : int
        Size of all of them when unpacked, bytes.
    ratio : int
        Unpacked size over packed size, for a part above `small_bytes`.
    small_bytes : int
        Below this a part may be as compressible as it likes, bytes.
    cells : int
        Cells in one sheet of a workbook.
    """

    file_bytes: int = 2048 * MB
    line_bytes: int = MB
    parts: int = 2000
    inflated_bytes: int = 100 * MB
    ratio: int = 200
    small_bytes: int = MB
    cells: int = 2_000_000


LIMITS = Limits()
"""What an ordinary laptop bears."""


def present_file(path: Path, name: str, limits: Limits = LIMITS) -> int:
    """Return the size of a file that is there, not empty and not too big.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What a problem calls it.
    limits : Limits
        What is too big.

    Returns
    -------
    int
        Bytes.

    Raises
    ------
    ProblemsFound
        ``file-missing``, ``file-empty`` or ``file-too-big``.
    """
    if not path.is_file():
        raise refuse("file-missing", file=name)
    size = path.stat().st_size
    if size == 0:
        raise refuse("file-empty", file=name)
    if size > limits.file_bytes:
        raise refuse(
            "file-too-big", file=name, limit_mb=max(1, limits.file_bytes // MB)
        )
    return size


def text_of(path: Path, *, name: str = "", limits: Limits = LIMITS) -> str:
    """Return the text of a UTF-8 file, after looking at every byte.

    The file is streamed in pieces of one line's limit, so that a line of a
    gigabyte is refused without being held in memory. A byte order mark is
    accepted and left out.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What a problem calls it; the file's own name if empty.
    limits : Limits
        What is too big or too long.

    Returns
    -------
    str
        The whole text.

    Raises
    ------
    ProblemsFound
        What is wrong with it: one problem with line and remedy.
    """
    name = name or path.name
    present_file(path, name, limits)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    pieces: list[str] = []
    for piece, start, line in _looked_at(path, name, limits):
        try:
            pieces.append(decoder.decode(piece, final=not piece))
        except UnicodeDecodeError as broken:
            at = start + len(piece) - len(broken.object) + broken.start
            line += piece[: max(0, at - start)].count(b"\n")
            raise _not_utf8(path, name, at, line) from None
    whole = "".join(pieces)
    if not whole.strip():
        raise refuse("file-empty", file=name)
    return whole


def _looked_at(
    path: Path, name: str, limits: Limits
) -> Iterator[tuple[bytes, int, int]]:
    """Give each piece with its first byte and line; an empty piece ends the file."""
    start, line, unbroken = 0, 1, 0
    with path.open("rb") as file:
        while piece := file.read(limits.line_bytes):
            if start == 0 and _is_utf16(piece):
                raise refuse(_encoded("utf-16", path), file=name, line=1)
            unbroken = _longest(piece, unbroken, name, line, limits)
            if (at := piece.find(b"\0")) >= 0:
                where = line + piece.count(b"\n", 0, at)
                raise refuse("nul-bytes", file=name, line=where)
            yield piece, start, line
            start += len(piece)
            line += piece.count(b"\n")
    yield b"", start, line


def _longest(piece: bytes, unbroken: int, name: str, line: int, limits: Limits) -> int:
    """Return how long the last line is so far; refuse a line over the limit."""
    lengths = [len(part) for part in piece.split(b"\n")]
    lengths[0] += unbroken
    for number, length in enumerate(lengths):
        if length >= limits.line_bytes:
            raise refuse(
                "line-too-long",
                file=name,
                line=line + number,
                limit_kb=limits.line_bytes // 1024,
            )
    return lengths[-1]


def _is_utf16(head: bytes) -> bool:
    """Tell UTF-16 by its mark, or by every second byte being zero."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    sample = head[:200]
    if len(sample) < 4:
        return False
    odd, even = sample[1::2], sample[0::2]
    return (not any(odd) and all(even)) or (not any(even) and all(odd))


WINDOWS_LETTERS = frozenset(
    "éèêëàâäçîïôöùûüœæÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŒÆñÑ«»’‘“”…–—°€ ".encode("cp1252")
)
"""High bytes that French or English text has in the Windows encoding."""


def _not_utf8(path: Path, name: str, at: int, line: int) -> errors.ProblemsFound:
    """Say where the text breaks, and recognise the old Windows encoding."""
    with path.open("rb") as file:
        file.seek(at)
        rest = file.read(64 * 1024)
    windows = all(byte in WINDOWS_LETTERS for byte in rest if byte >= 0x80)
    code = _encoded("windows-1252" if windows else "not-utf-8", path)
    return refuse(code, file=name, line=line, byte=at + 1)


def _encoded(code: str, path: Path) -> str:
    """Return the code of a wrong encoding; notes are not saved again as a table."""
    return f"{code}-text" if path.suffix.lower() == ".txt" else code
