"""A backup is one file: is it whole, before anything is touched?

A zip archive: its directory is written last, so that a file cut short shows at once;
`manifest.json` names every member with its size and SHA-256, and nothing else may be in
it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from vestibule.errors import FileError

MANIFEST = "manifest.json"
FORM = 1
"""Version of the form of a backup."""

PIECE = 1 << 20
"""Bytes read at once."""

MEMBER = re.compile(
    r"tables/[a-z_]+\.jsonl|files/[0-9a-f]{64}|releases/[^\x00-\x1f\\]+|secret-key"
    r"|words/[A-Za-z0-9-]{2,40}/[a-z_]+\.toml"
)
"""Names that a backup may hold."""

BROKEN = (
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the library raises at one wrong bit or another."""


class Writer:
    """Writes members and remembers what they were; the manifest closes it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.members: dict[str, dict[str, Any]] = {}

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one member."""
        hashed, size = hashlib.sha256(), 0
        with self.archive.open(name, "w", force_zip64=True) as out:
            for piece in pieces:
                hashed.update(piece)
                size += out.write(piece)
        self.members[name] = {"sha256": hashed.hexdigest(), "size": size}

    def close(self, told: dict[str, Any]) -> str:
        """Write the manifest and return its hash."""
        text = json.dumps(
            {**told, "form": FORM, "members": self.members}, sort_keys=True, indent=1
        )
        self.archive.writestr(MANIFEST, text)
        return hashlib.sha256(text.encode()).hexdigest()


class Bundle:
    """A backup that was found whole."""

    def __init__(self, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
        self.archive = archive
        self.manifest = manifest

    def names(self, start: str) -> list[str]:
        """Return the members under a folder, sorted."""
        return sorted(n for n in self.manifest["members"] if n.startswith(start))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the content of a member."""
        with self.archive.open(name) as source:
            while piece := source.read(PIECE):
                yield piece

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the lines of a member."""
        with self.archive.open(name) as source:
            yield from source


def opened(path: Path) -> Bundle:
    """Return a backup, every byte of it verified; raises FileError."""
    try:
        archive = zipfile.ZipFile(path)
        manifest = json.loads(archive.read(MANIFEST))
        members = manifest["members"]
        is_known = manifest["form"] == FORM
    except (*BROKEN, KeyError, TypeError, ValueError) as wrong:
        raise damaged(path, "its directory or its manifest") from wrong
    if not is_known:
        raise FileError(
            f"{path.name} was made by another version of Vestibule, whose backups this "
            "one cannot read: restore it with that version.",
            reason="backup-form",
            file=path.name,
        )
    if sorted(archive.namelist()) != sorted([*members, MANIFEST]):
        raise damaged(path, "the list of what it holds")
    for name, told in members.items():
        _verify(archive, path, name, told)
    return Bundle(archive, manifest)


def _verify(
    archive: zipfile.ZipFile, path: Path, name: str, told: dict[str, Any]
) -> None:
    if not MEMBER.fullmatch(name) or ".." in name.split("/"):
        raise damaged(path, "a name in it")
    hashed, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as source:
            while piece := source.read(PIECE):
                size += len(piece)
                hashed.update(piece)
    except (*BROKEN, ValueError) as wrong:
        raise damaged(path, name) from wrong
    if (hashed.hexdigest(), size) != (told.get("sha256"), told.get("size")):
        raise damaged(path, name)


def damaged(path: Path, what: str) -> FileError:
    """Return what is said of a backup that is not whole."""
    return FileError(
        f"{path.name} is damaged or cut short ({what}): nothing was changed. Take "
        "another copy of it, or the backup before.",
        reason="backup-damaged",
        file=path.name,
        what=what,
    )


def flush(path: Path) -> None:
    """Let a file and its name reach the disk."""
    for one in (path, path.parent):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
