"""How is a file kept so that a row may name it? On disk first, under its hash.

Written aside, flushed, given its name, and its folder flushed: all before the
transaction that names it ends. A file without a row is harmless and is found again by
its hash; a row without its file cannot be.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from vestibule.errors import FileError
from vestibule.web.records.models import KeptFile

SHA256 = re.compile(r"[0-9a-f]{64}")
PIECE = 1 << 20
"""Bytes read at once."""


def keep(pieces: Iterable[bytes], *, at: datetime, by: str) -> KeptFile:
    """Keep a file and return its row; the same bytes are kept once."""
    sha256, size = _write(pieces)
    row, _ = KeptFile.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "kept_at": at, "kept_by": by}
    )
    return row


def keep_path(path: Path, *, at: datetime, by: str) -> KeptFile:
    """Keep what lies in a file."""
    with path.open("rb") as source:
        return keep(_pieces(source), at=at, by=by)


def path_of(sha256: str) -> Path:
    """Return where a file lies; raises FileError if the name is no SHA-256."""
    # the name is the only thing of the outside that reaches a path
    if not SHA256.fullmatch(sha256):
        raise FileError(
            "This is not the name of a kept file: 64 hexadecimal digits are.",
            reason="no-sha256",
        )
    return Path(settings.FILES) / sha256[:2] / sha256


def read(sha256: str) -> bytes:
    """Return a kept file; raises FileError if it is missing or not what it was."""
    path = path_of(sha256)
    if not path.is_file():
        raise damaged(sha256)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise damaged(sha256)
    return content


def damaged(sha256: str) -> FileError:
    """Return what is said of a file that is not there as it was written."""
    return FileError(
        f"The kept file {sha256[:12]}… is missing or was changed: restore it from a "
        "backup.",
        reason="kept-file-damaged",
        file=sha256,
    )


def broken() -> Iterator[str]:
    """Yield the hash of every kept file that is missing or was changed."""
    for sha256 in KeptFile.objects.order_by("sha256").values_list("sha256", flat=True):
        try:
            read(sha256)
        except FileError:
            yield sha256


def _write(pieces: Iterable[bytes]) -> tuple[str, int]:
    store = Path(settings.FILES)
    store.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=store)
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            sha256, size = _copy(pieces, out)
        _put(aside, path_of(sha256))
    finally:
        aside.unlink(missing_ok=True)
    return sha256, size


def _copy(pieces: Iterable[bytes], out: BinaryIO) -> tuple[str, int]:
    hashed, size = hashlib.sha256(), 0
    for piece in pieces:
        hashed.update(piece)
        size += out.write(piece)
    out.flush()
    os.fsync(out.fileno())
    return hashed.hexdigest(), size


def _put(aside: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, exist_ok=True)
    aside.replace(target)
    for folder in (target.parent, target.parent.parent):
        flush(folder)


def flush(folder: Path) -> None:
    """Let the names in a folder reach the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece
