"""Where do drafts and editions lie, and how do they reach the disk whole?

A draft is a folder of the very files that will go out; publishing it gives it another
name and changes no byte. Beside the folder lies another with the same files compressed.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from django.conf import settings

from vestibule.errors import FileError
from vestibule.web.records import drafts
from vestibule.web.records.files import flush

SUMS = "SHA256SUMS"
PACKED = ".gz"
"""What is added to the name of a folder, and of each file, that is compressed."""

LEAST_PACKED = 600
"""Bytes below which a file goes out as it is."""

TOKEN_BYTES = 12


def draft(name: str) -> Path:
    """Return where the files of a draft lie."""
    return drafts.folder(name)


def release(edition: int) -> Path:
    """Return where the files of an edition lie."""
    return Path(settings.RELEASES) / str(edition)


def new_name() -> str:
    """Return a name that no draft has."""
    return secrets.token_hex(TOKEN_BYTES)


def write(files: Mapping[str, str], folder: Path) -> str:
    """Write files and their compressed copies, to the disk itself; return their hash.

    The hash is that of the list of files and their hashes, which is one of them.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o755)
    packed = _packed(folder)
    packed.mkdir(mode=0o755)
    for name, text in files.items():
        data = text.encode()
        _write(folder / inside(name), data)
        if len(data) >= LEAST_PACKED:
            # no moment in it: the same edition has the same bytes
            _write(packed / f"{inside(name)}{PACKED}", gzip.compress(data, 9, mtime=0))
    for root in (folder, packed):
        _flush_all(root)
    flush(folder.parent)
    return hashlib.sha256(files[SUMS].encode()).hexdigest()


def inside(name: str) -> PurePosixPath:
    """Return the path of a file within its folder; raises FileError if it leads out."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise FileError(f"{name!r} leads out of its folder.", reason="leads-out")
    return path


def holds(folder: Path) -> str | None:
    """Return the hash of a folder whose every file is what its list says, else None."""
    listed = folder / SUMS
    if not listed.is_file():
        return None
    text = listed.read_bytes()
    named = {SUMS}
    for line in text.decode().splitlines():
        sha256, _, name = line.partition("  ")
        path = folder / inside(name)
        named.add(name)
        if (
            not path.is_file()
            or hashlib.sha256(path.read_bytes()).hexdigest() != sha256
        ):
            return None
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    return hashlib.sha256(text).hexdigest() if there == named else None


def publish(name: str, edition: int) -> None:
    """Give the folder of a draft the name of its edition: no byte is written.

    Nothing is served from it before the list of what is served names it. A second
    time, after a transaction that was broken off, nothing is left to do.
    """
    source, target = draft(name), release(edition)
    target.parent.mkdir(parents=True, exist_ok=True)
    for old, new in ((_packed(source), _packed(target)), (source, target)):
        if old.is_dir():
            if new.exists():  # of a publication that was broken off and drawn anew
                shutil.rmtree(new)
            old.rename(new)
    for parent in (source.parent, target.parent):
        flush(parent)


def _packed(folder: Path) -> Path:
    return folder.with_name(folder.name + PACKED)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    path.chmod(0o644)


def _flush_all(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_file():
            flush(path)
    for path in (*root.rglob("*/"), root):
        flush(path)
