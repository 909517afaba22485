"""Is all well with this machine's site? Each thing in a word, and what to do."""

from __future__ import annotations

import importlib.util
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from vestibule.web import home
from vestibule.web.protect import first
from vestibule.web.records import append_only, chain, files, trigger_words, withdrawn
from vestibule.web.records.tables import MODELS

LEAST_FREE = 1_000_000_000
"""Bytes of room below which a full disk is near."""

MOST_APART = 5.0
"""Seconds by which the clocks of machine and database may differ."""

TOOLS = {"weasyprint": "pdf", "svy": "weights", "distributed": "cluster"}
"""Package that need not be there, to what it is for."""

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names of this machine alone."""

Finding = Mapping[str, Any]
"""``what`` (key of its sentence), ``well``, and parameters."""


def examined() -> list[Finding]:
    """Return what was found, in order; nothing is changed but the withdrawn list."""
    found: list[Finding] = []
    for look in (_database, _triggers, _settings, _disk, _clocks, _kept, _journal):
        found += _safely(look)
    return [*found, *_tools()]


def _safely(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except DatabaseError as wrong:
        name = type(wrong).__name__
        return [_ill("database_away", error=name)]


def _well(what: str, **more: Any) -> Finding:
    return {"what": what, "well": True, **more}


def _ill(what: str, **more: Any) -> Finding:
    return {"what": what, "well": False, **more}


def _database() -> Iterator[Finding]:
    connection.ensure_connection()
    version = ".".join(str(part) for part in connection.get_database_version())
    yield _well("database", kind=connection.vendor, version=version)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield _ill("migrations", n=len(waiting)) if waiting else _well("migrated")
    if not _is_server():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            said = cursor.fetchone()[0]
        yield _well("file_sound") if said == "ok" else _ill("file_broken")


def _is_server() -> bool:
    return connection.vendor == "postgresql"


def _triggers() -> Iterator[Finding]:
    wanted = _names_wanted()
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if _is_server()
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    missing = sorted(wanted - there)
    if missing:
        yield _ill("triggers_missing", names=missing[:5], n=len(missing))
    else:
        yield _well("triggers", n=len(wanted))


def _names_wanted() -> set[str]:
    words = trigger_words.speech(connection.vendor)
    statements = append_only.statements(list(MODELS.values()), words)
    made = (s for s in statements if s.startswith("CREATE TRIGGER"))
    return {statement.split('"')[1] for statement in made}


def _settings() -> Iterator[Finding]:
    wrong = checks.run_checks(include_deployment_checks=not settings.PLAIN_HTTP)
    bad = [
        one.id for one in wrong if one.level >= checks.WARNING and not one.is_silenced()
    ]
    yield _ill("settings", ids=bad) if bad else _well("settings_sound")
    yield from _way_in()
    folder = Path(settings.HOME)
    is_private = folder.is_dir() and not folder.stat().st_mode & 0o077
    yield (
        _well("home", path=str(folder))
        if is_private
        else _ill("home_open", path=str(folder))
    )
    file = folder / home.SECRET_FILE
    if file.is_file() and file.stat().st_mode & 0o077:
        yield _ill("secret_open", path=str(file))


def _way_in() -> Iterator[Finding]:
    """Say what keeps everybody out: no encryption before it, or nobody invited."""
    others = [name for name in settings.ALLOWED_HOSTS if name not in LOCAL]
    if others and not settings.PLAIN_HTTP and not settings.PROXIES:
        yield _ill("no_proxy", hosts=others[:5])
    if first.nobody_enters():
        yield _well("nobody_enters", optional=True)


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME).free
    told = {"free": round(free / 10**9, 1)}
    yield _well("disk", **told) if free >= LEAST_FREE else _ill("disk_full", **told)


def _clocks() -> Iterator[Finding]:
    query = (
        "SELECT extract(epoch FROM clock_timestamp())"
        if _is_server()
        else "SELECT (julianday('now') - 2440587.5) * 86400.0"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        apart = abs(float(cursor.fetchone()[0]) - time.time())
    told = {"seconds": round(apart)}
    yield _well("clocks") if apart <= MOST_APART else _ill("clocks_apart", **told)


def _kept() -> Iterator[Finding]:
    broken = list(files.broken())
    yield _ill("files_broken", n=len(broken)) if broken else _well("files")
    added = withdrawn.complete()
    if added:
        yield _ill("withdrawn_completed", n=added)


def _journal() -> Iterator[Finding]:
    verdict = chain.verify()
    if verdict.broken is None:
        yield _well("journal", n=verdict.entries)
    else:
        yield _ill("journal_broken", number=verdict.broken.number)


def _tools() -> Iterator[Finding]:
    for package, use in TOOLS.items():
        there = importlib.util.find_spec(package) is not None
        what = f"tool_{use}" if there else f"no_tool_{use}"
        yield {"what": what, "well": True, "optional": not there, "package": package}
