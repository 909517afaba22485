"""A dossier folder goes into the site, and comes out of it, with the files it names."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from vestibule.api import own_words
from vestibule.dossier import hashing, packages
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError, FileError
from vestibule.web.inform import languages
from vestibule.web.records import (
    audit,
    declarations,
    files,
    frames,
    numbering,
    owners,
    partnering,
    storing,
)
from vestibule.web.records.models import Declaration, DeclaredFile, Origin, Partner

IMPORTED = "import-"
"""How the origin of an import begins."""

MACHINE = "machine"
"""Who did it: whoever holds the machine, and no account."""


def load(
    folder: Path, *, partner: str | None = None, at: datetime
) -> Mapping[str, Any]:
    """Store a dossier folder and the files that its ``process.toml`` names.

    Origins that nobody owns become a partner's: the one named, else the only one that
    the process has. Where it has several and none is named they stay nobody's, and
    what one partner alone may read is read by nobody.
    """
    dossier = packages.read(folder)
    _check_words(folder)
    kept = {
        path: files.keep_path(folder / path, at=at, by=MACHINE)
        for path in _named(dossier.process)
        if (folder / path).is_file()
    }
    with numbering.pen():
        stored = storing.store(dossier, at=at, by=MACHINE)
        partnering.declare(dossier.process)
        given = _give(dossier, partner, at)
        holds = declarations.latest()
        for path, file in sorted(kept.items()):
            _declare_file(holds, path, file)
        written = {"process": dossier.process.key, **stored.added}
        audit.record(
            "write", by=None, at=at, table="site_declarations", written=written
        )
    own_words.bring_along(folder, languages.folder())
    return {
        "process": dossier.process.key,
        "added": stored.added,
        "left": stored.left,
        "files": sorted(kept),
        "partner": given,
        "unowned": owners.unowned(_origins(dossier)),
        "sha256": hashing.content_hash(frames.dossier_of()),
    }


def _check_words(folder: Path) -> None:
    """Raise where a sentence that the dossier brings along cannot be said."""
    for spoken in sorted((folder / own_words.FOLDER).glob("*/")):
        own_words.told(folder, spoken.name)


def _give(dossier: Dossier, partner: str | None, at: datetime) -> str | None:
    """Return the partner to whom origins went that nobody owned; None: to nobody."""
    if partner is None:
        known = [*Partner.objects.filter(funder=False)[:2]]
        if len(known) != 1:
            return None
        partner = known[0].key
    to = partnering.partner(partner)
    if to.funder:
        raise DataError(
            f"{partner} pays and collects nothing: name another partner.",
            reason="partner-collects-nothing",
            partner=partner,
        )
    by_kind: dict[str, list[str]] = {"import": [], "device": []}
    for name in _origins(dossier):
        kind = "import" if name.startswith(IMPORTED) else "device"
        by_kind[kind].append(name)
    for kind, names in by_kind.items():
        owners.give(names, to=partner, kind=kind, by=None, at=at)
    return partner


def _origins(dossier: Dossier) -> set[str]:
    """Return where the records of a dossier were written, but for this site itself."""
    tables = dossier.tables.values()
    named = {name for frame in tables for name in frame["origin"].unique()}
    own = Origin.objects.filter(opened_at__isnull=False)
    return named - set(own.values_list("name", flat=True))


def export(folder: Path) -> Mapping[str, Any]:
    """Write the dossier that the site holds as a folder, all or nothing."""
    dossier, holds = frames.dossier_of(), declarations.latest()
    with tempfile.TemporaryDirectory() as aside:
        for one in DeclaredFile.objects.filter(declaration=holds).order_by("path"):
            target = Path(aside) / one.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files.read(one.file_id))
        packages.write(dossier, folder, files=aside)
    own_words.bring_along(languages.folder(), folder)
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
