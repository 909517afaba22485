"""A dossier folder goes into the site, and comes out of it, with the files it names."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from vestibule.dossier import hashing, packages
from vestibule.dossier.process import Process
from vestibule.errors import FileError
from vestibule.web.records import (
    audit,
    declarations,
    files,
    frames,
    numbering,
    partnering,
    storing,
)
from vestibule.web.records.models import Declaration, DeclaredFile

MACHINE = "machine"
"""Who did it: whoever holds the machine, and no account."""


def load(folder: Path, *, at: datetime) -> Mapping[str, Any]:
    """Store a dossier folder and the files that its ``process.toml`` names."""
    dossier = packages.read(folder)
    kept = {
        path: files.keep_path(folder / path, at=at, by=MACHINE)
        for path in _named(dossier.process)
        if (folder / path).is_file()
    }
    with numbering.pen():
        stored = storing.store(dossier, at=at, by=MACHINE)
        partnering.declare(dossier.process)
        holds = declarations.latest()
        for path, file in sorted(kept.items()):
            _declare_file(holds, path, file)
        written = {"process": dossier.process.key, **stored.added}
        audit.record(
            "write", by=None, at=at, table="site_declarations", written=written
        )
    return {
        "process": dossier.process.key,
        "added": stored.added,
        "left": stored.left,
        "files": sorted(kept),
        "sha256": hashing.content_hash(frames.dossier_of()),
    }


def export(folder: Path) -> Mapping[str, Any]:
    """Write the dossier that the site holds as a folder, all or nothing."""
    dossier, holds = frames.dossier_of(), declarations.latest()
    with tempfile.TemporaryDirectory() as aside:
        for one in DeclaredFile.objects.filter(declaration=holds).order_by("path"):
            target = Path(aside) / one.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files.read(one.file_id))
        packages.write(dossier, folder, files=aside)
    tables = {name: rows.height for name, rows in dossier.tables.items() if rows.height}
    return {
        "path": str(folder),
        "tables": tables,
        "sha256": hashing.content_hash(dossier),
    }


def _named(process: Process) -> list[str]:
    named = [name for name in process.files.values() if name not in packages.OURS]
    for name in named:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise FileError(
                f"The process names a file outside its folder ({name}): "
                "write a path within the folder.",
                reason="outside-folder",
                file=name,
            )
    return named


def _declare_file(holds: Declaration | None, path: str, file: Any) -> None:
    # said once for each declaration; what was handed in first stays
    DeclaredFile.objects.get_or_create(
        declaration=holds, path=path, defaults={"file": file}
    )
