"""Everything that the site keeps goes into one file, while it is served."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from vestibule import __version__
from vestibule.api import own_words
from vestibule.errors import FileError
from vestibule.web import home
from vestibule.web.inform import languages
from vestibule.web.keeping import bundle, dump
from vestibule.web.records import audit, files
from vestibule.web.records.models import AuditEntry, KeptFile, ReleaseFolder

COPY = "copy"
"""Alias of the copy of an embedded database."""


def back_up(path: Path, *, at: datetime) -> Mapping[str, Any]:
    """Write a backup and return what is in it; raises FileError.

    Every kept file is verified as it is read. The file is the owner's alone, and holds
    everything: it is to be encrypted before it leaves the machine.
    """
    if path.exists():
        raise FileError(
            f"{path.name} is there already: a backup is never written over. Choose "
            "another name.",
            reason="backup-taken",
            file=path.name,
        )
    aside = path.with_name(f".{path.name}.new")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(handle, "wb") as out,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as made,
        ):
            told = _fill(bundle.Writer(made), at)
        bundle.flush(aside)
        bundle.opened(aside)
        aside.rename(path)
        bundle.flush(path)
    finally:
        aside.unlink(missing_ok=True)
    audit.record("write", by=None, at=at, table="site_backup", record=told["sha256"])
    return {"path": str(path), "bytes": path.stat().st_size, **told}


def _fill(writer: bundle.Writer, at: datetime) -> dict[str, Any]:
    own = Path(settings.HOME) / languages.FOLDER
    with _snapshot() as alias:
        rows = {}
        for model in dump.of_today():
            name = f"tables/{dump.table(model)}.jsonl"
            writer.put(name, dump.lines(model, alias))
            rows[dump.table(model)] = model._default_manager.using(alias).count()
        for sha256 in KeptFile.objects.using(alias).values_list("sha256", flat=True):
            writer.put(f"files/{sha256}", [files.read(sha256)])
        folders = ReleaseFolder.objects.using(alias).values_list("folder", flat=True)
        for name, path in _of_releases(folders):
            writer.put(name, [path.read_bytes()])
        for path in sorted(own.glob(f"{own_words.FOLDER}/*/*.toml")):
            writer.put(path.relative_to(own).as_posix(), [path.read_bytes()])
        told = {
            "made_at": at.isoformat(),
            "version": __version__,
            "migrations": _migrations(alias),
            "rows": rows,
            "head": _head(alias),
        }
    if secret := home.secret({home.HOME: str(settings.HOME)}):
        writer.put(home.SECRET_FILE, [secret.encode()])
    sha256 = writer.close(told)
    count = sum(n for name, n in rows.items() if not name.startswith("site_"))
    return {"sha256": sha256, "records": count, "files": len(_named(writer, "files/"))}


def _named(writer: bundle.Writer, start: str) -> list[str]:
    return [name for name in writer.members if name.startswith(start)]


def _of_releases(folders: Any) -> Iterator[tuple[str, Path]]:
    root = Path(settings.RELEASES)
    for folder in sorted(folders):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                yield f"releases/{path.relative_to(root).as_posix()}", path


def _migrations(alias: str) -> list[list[str]]:
    done = MigrationRecorder(connections[alias]).applied_migrations()
    return sorted([app, name] for app, name in done)


def _head(alias: str) -> list[Any]:
    last = AuditEntry.objects.using(alias).order_by("-number")
    return list(last.values_list("number", "hash").first() or (0, ""))


@contextlib.contextmanager
def _snapshot() -> Iterator[str]:
    """Yield the alias of a database that stands still; nobody waits for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
                )
            yield "default"
        return
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        file = Path(folder) / "copy.sqlite3"
        _copy(file)
        connections.databases[COPY] = {**connections.databases["default"], "NAME": file}
        try:
            yield COPY
        finally:
            connections[COPY].close()
            del connections[COPY]
            del connections.databases[COPY]


def _copy(file: Path) -> None:
    # by the library's own way: whole, whoever writes meanwhile
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(file)) as target:
        connection.connection.backup(target)
