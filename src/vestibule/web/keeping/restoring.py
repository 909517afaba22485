"""A site comes back from its backup: whole, or nothing is touched.

All is verified first, then built aside (an embedded database in a home of its own, one on
a server in one transaction), held to what the backup says of itself, and only then put in
its place. What was withdrawn after the backup leaves again, and an edition taken down since
is down again, as far as it is known here: from the database that is replaced, from the list
in the home, from a list given.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from vestibule.api import own_words
from vestibule.dossier import union
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError, FileError
from vestibule.web import databases, home
from vestibule.web.inform import languages
from vestibule.web.keeping import bundle, dump
from vestibule.web.keeping.bundle import Bundle
from vestibule.web.records import (
    audit,
    chain,
    files,
    frames,
    numbering,
    storing,
    withdrawn,
    writing,
)
from vestibule.web.records.models import ReleaseFolder
from vestibule.web.records.withdrawn import Down

BEFORE = "before"
"""What was replaced lies in the home in a folder of this name and the moment."""


def restore(
    path: Path, *, withdrawals: Path | None = None, at: datetime
) -> Mapping[str, Any]:
    """Put a backup in the place of what the site holds; return what came back.

    Raises FileError where the backup or a list of withdrawals is not whole, DataError
    where it is of a later version: nothing was touched then.
    """
    given = bundle.opened(path)
    _check_version(given)
    gone = _Since.of(withdrawals)
    if connection.vendor == "postgresql":
        told = _on_server(given, gone, at)
    else:
        told = _embedded(given, gone, at)
    return {"path": str(path), "made_at": given.manifest["made_at"], **told}


def _check_version(given: Bundle) -> None:
    known = set(MigrationLoader(None).graph.nodes)
    later = {tuple(one) for one in given.manifest["migrations"]} - known
    if later:
        raise DataError(
            "This backup was made by a later version of Vestibule "
            f"({given.manifest['version']}): install that version, then restore.",
            reason="backup-later",
            version=given.manifest["version"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Since:
    """What a backup may not know: what was withdrawn, taken down, published since."""

    withdrawals: pl.DataFrame
    down: Sequence[Down]
    editions: frozenset[tuple[int, str]]
    """Number and hash of each edition of the site that is replaced."""

    @classmethod
    def of(cls, given: Path | None) -> _Since:
        """Read the list in the home, the list given, and the site that is replaced."""
        house = Path(settings.HOME) / withdrawn.FILE
        lists = [
            one for one in (house, given) if one and (one.is_file() or one is given)
        ]
        gone = [withdrawn.listed(one) for one in lists]
        down = [told for one in lists for told in withdrawn.down(one)]
        editions: set[tuple[int, str]] = set()
        try:
            gone.append(frames.table_frame("withdrawals"))
            down += withdrawn.held_down()
            editions |= set(ReleaseFolder.objects.values_list("edition", "sha256"))
        except DatabaseError:
            connection.close()  # what is replaced may be broken: that is why it is
        empty = TABLES["withdrawals"].empty()
        return cls(
            withdrawals=union.union([empty, *gone], "withdrawals"),
            down=down,
            editions=frozenset(editions),
        )


def _embedded(given: Bundle, gone: _Since, at: datetime) -> dict[str, Any]:
    house = Path(settings.HOME)
    fresh = house / f".restoring-{at:%Y%m%dT%H%M%S%f}"
    home.prepare({home.HOME: str(fresh), home.SECRET: "-"})
    try:
        with _Elsewhere(fresh):
            _lay_files(given, fresh)
            _lay_rest(given, fresh)
            told = _build(given, gone, at)
        told["replaced"] = str(_swap(fresh, house, at))
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return told


class _Elsewhere:
    """Lets the site's database and files be those of another home for a while."""

    def __init__(self, fresh: Path) -> None:
        self.fresh = fresh
        self.kept = {name: getattr(settings, name) for name in ("HOME", "FILES")}
        self.database = connections.databases["default"]["NAME"]

    def __enter__(self) -> None:
        self._point(self.fresh / databases.FILE)
        settings.HOME, settings.FILES = self.fresh, self.fresh / "files"

    def __exit__(self, *_: object) -> None:
        self._point(self.database)
        for name, value in self.kept.items():
            setattr(settings, name, value)

    def _point(self, file: Any) -> None:
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = file


def _on_server(given: Bundle, gone: _Since, at: datetime) -> dict[str, Any]:
    # files first: one without a row is harmless, a row without its file is not; what
    # would replace something of the site, as its secret, only when all came back
    _lay_files(given, Path(settings.HOME))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        told = _build(given, gone, at)
        _lay_rest(given, Path(settings.HOME))
    return told


def _build(given: Bundle, gone: _Since, at: datetime) -> dict[str, Any]:
    """Make the database as the backup's version had it, fill it, bring it up to date."""
    _migrate(given)
    call_command("migrate", verbosity=0)
    _hold_to(given)
    numbering.renew_origin(at=at)
    with numbering.pen():
        known = frames.table_frame("withdrawals")["id"]
        new = gone.withdrawals.filter(~pl.col("id").is_in(known.implode()))
        left = storing.add({"withdrawals": new}).left if len(new) else {}
        taken = _take_down_again(gone.down, at)
    withdrawn.complete()
    audit.record("write", by=None, at=at, table="site_backup", record="restored")
    rows: dict[str, int] = given.manifest["rows"]
    return {
        "records": sum(n for name, n in rows.items() if not name.startswith("site_")),
        "files": len(given.names("files/")),
        "withdrawn_since": len(new),
        "taken_down_since": taken,
        "editions_lacking": _lacking(gone.editions),
        "left": left,
    }


def _take_down_again(known: Sequence[Down], at: datetime) -> list[int]:
    """Take down what was taken down since: it did harm, whatever the backup says."""
    done = []
    for one in known:
        rows = ReleaseFolder.objects.filter(edition=one.edition, sha256=one.sha256)
        if rows.filter(taken_down_at=None).update(
            taken_down_at=one.at, taken_down_by=one.by
        ):
            _record_down(one, at)
            done.append(one.edition)
    return sorted(done)


def _record_down(one: Down, at: datetime) -> None:
    held = frames.dossier_of().current("releases").filter(edition=one.edition)
    for row in held.to_dicts():
        own = {column.name: row[column.name] for column in TABLES["releases"].own}
        told = {**own, "taken_down_on": one.at.date(), "supersedes": row["id"]}
        origin = numbering.site_origin(at=at)
        writing.append("releases", told, origin=origin, by=one.by, at=at)


def _lacking(editions: frozenset[tuple[int, str]]) -> list[int]:
    """Return the editions that were published since: their numbers are known outside."""
    held = set(ReleaseFolder.objects.values_list("edition", "sha256"))
    return sorted(number for number, _ in editions - held)


def _migrate(given: Bundle) -> None:
    executor = MigrationExecutor(connection)
    wanted = {tuple(one) for one in given.manifest["migrations"]}
    targets = [node for node in executor.loader.graph.leaf_nodes() if node in wanted]
    targets += _last_of(wanted, executor.loader.graph.leaf_nodes())
    executor.migrate(targets)
    state = executor.loader.project_state(targets).apps
    models = dump.ordered(state.get_app_config("records").get_models())
    with transaction.atomic():
        for model in models:
            _fill(model, given)
        statements = connection.ops.sequence_reset_sql(no_style(), models)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _last_of(
    wanted: set[tuple[str, ...]], leaves: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return the last migration of each app whose newest one the backup lacks."""
    found: dict[str, str] = {}
    for app, name in sorted(wanted - set(leaves)):
        if not any(leaf in wanted for leaf in leaves if leaf[0] == app):
            found[app] = name
    return sorted(found.items())


def _fill(model: Any, given: Bundle) -> None:
    name = f"tables/{dump.table(model)}.jsonl"
    if name in given.manifest["members"]:
        for batch in dump.rows(model, given.lines(name)):
            model._base_manager.bulk_create(batch)


def _hold_to(given: Bundle) -> None:
    """Raise FileError where what was built is not what was backed up."""
    for model in dump.of_today():
        wanted = given.manifest["rows"].get(dump.table(model), 0)
        if model._default_manager.count() != wanted:
            raise _wrong(dump.table(model))
    verdict = chain.verify()
    number, hash_ = given.manifest["head"]
    if not verdict.holds or (verdict.entries, verdict.head if number else "") != (
        number,
        hash_,
    ):
        raise _wrong("the journal")
    if next(files.broken(), None) is not None:
        raise _wrong("the files")


def _wrong(what: str) -> FileError:
    return FileError(
        f"What this backup holds does not come back as it was ({what}): nothing was "
        "changed. Take the backup before.",
        reason="backup-differs",
        what=what,
    )


def _lay_files(given: Bundle, house: Path) -> None:
    """Lay down files that are called by their content: they replace nothing."""
    for name in given.names("files/"):
        sha256 = name.removeprefix("files/")
        _write(house / "files" / sha256[:2] / sha256, given, name)


def _lay_rest(given: Bundle, house: Path) -> None:
    """Lay down editions, words and the secret, in the place of those of the site."""
    for name in given.names("releases/"):
        _write(house / name, given, name)
    for name in given.names(f"{own_words.FOLDER}/"):
        _write(house / languages.FOLDER / name, given, name)
    if home.SECRET_FILE in given.manifest["members"]:
        _write(house / home.SECRET_FILE, given, home.SECRET_FILE)


def _write(path: Path, given: Bundle, name: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        for piece in given.pieces(name):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)
    files.flush(path.parent)


PLACES = (
    databases.FILE,
    "files",
    "releases",
    languages.FOLDER,
    home.SECRET_FILE,
    withdrawn.FILE,
)
"""What of a home a backup replaces."""


BESIDE = tuple(f"{databases.FILE}-{end}" for end in ("journal", "wal", "shm"))
"""What a database that was cut off leaves beside it: it would change the new one."""


def _swap(fresh: Path, house: Path, at: datetime) -> Path:
    """Put what was built in its place and return where what was there lies now."""
    connections["default"].close()
    kept = house / f"{BEFORE}-{at:%Y%m%dT%H%M%S}"
    kept.mkdir(mode=0o700)
    for name in (*PLACES, *BESIDE):
        if (house / name).exists():
            (house / name).rename(kept / name)
        if (fresh / name).exists():
            (fresh / name).rename(house / name)
    files.flush(house)
    return kept
