"""Which files may the public read? Those that the list of a served edition names.

One small file says which edition is served and which were taken down; it is read again
only when it changes, so that a page for the public asks no database. A path from
outside is looked up in the list of an edition and never becomes a path on the disk.
"""

from __future__ import annotations

import json
import mimetypes
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vestibule.web.inform.folders import PACKED, SUMS, inside, release
from vestibule.web.records.files import flush
from vestibule.web.records.models import ReleaseFolder

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    "": "text/plain; charset=utf-8",
}
"""Ending to type; what has another ending is a file to keep."""

KEPT = 4096
"""Files whose bytes are remembered at most: about as many as one edition has."""


@dataclass(frozen=True, slots=True)
class Served:
    """What is served: the current edition, and all with whether they are down."""

    current: int | None
    down: Mapping[int, bool]


@dataclass(frozen=True, slots=True)
class File:
    """A file of an edition, as it goes out."""

    path: Path
    packed: Path | None
    kind: str
    tag: str


NOTHING = Served(current=None, down={})


def served() -> Served:
    """Return what is served now; no database is asked."""
    path = _list()
    try:
        changed = path.stat()
    except FileNotFoundError:
        return NOTHING
    return _read(path, changed.st_mtime_ns, changed.st_ino)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _file: int) -> Served:
    told = json.loads(path.read_text("utf-8"))
    down = {int(number): bool(is_down) for number, is_down in told["down"].items()}
    return Served(current=told["current"], down=down)


def write() -> None:
    """Write what is served, from the records of editions; readers see it whole."""
    rows = ReleaseFolder.objects.order_by("edition", "pk")
    down = {row.edition: row.taken_down_at is not None for row in rows}
    told = {
        "current": max(down, default=None),
        "down": {str(number): is_down for number, is_down in down.items()},
    }
    path = _list()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=".served-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(told, out, sort_keys=True)
        out.flush()
        os.fsync(out.fileno())
    Path(aside).replace(path)
    flush(path.parent)


def found(edition: int, name: str) -> File | None:
    """Return a file of an edition by its name, None where its list has none such."""
    return _files(release(edition)).get(name)


def has_folder(edition: int, name: str) -> bool:
    """Return whether a name is that of a folder with a page in it."""
    return f"{name}/index.html" in _files(release(edition))


@lru_cache(maxsize=32)
def _files(folder: Path) -> Mapping[str, File]:
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    named = [line.partition("  ")[::2] for line in lines]
    files = {name: _file(folder, name, sha256) for sha256, name in named}
    return {**files, SUMS: _file(folder, SUMS, f"sums-{len(lines)}")}


def _file(folder: Path, name: str, tag: str) -> File:
    packed = folder.with_name(folder.name + PACKED) / f"{inside(name)}{PACKED}"
    ending = Path(name).suffix
    guess = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return File(
        path=folder / inside(name),
        packed=packed if packed.is_file() else None,
        kind=TYPES.get(ending, guess),
        tag=f'"{tag[:32]}"',
    )


@lru_cache(maxsize=KEPT)
def content(path: Path) -> bytes:
    """Return the bytes of a file of an edition; an edition never changes."""
    return path.read_bytes()


def forget() -> None:
    """Forget what was read of editions: one was published, or taken down."""
    _read.cache_clear()
    _files.cache_clear()
    content.cache_clear()


def _list() -> Path:
    return Path(settings.RELEASES) / "served.json"
