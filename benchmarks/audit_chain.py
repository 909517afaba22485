"""How long does it take to verify a million entries of the journal, and what shows?

`python -m benchmarks.audit_chain [--entries N]` writes a chain into an embedded database
and into a throw-away PostgreSQL, and reads it as `vestibule audit` does; then it does to
the database what someone could who holds it, and says what the reading tells.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks import report

ROOT = Path(__file__).resolve().parents[1]

MILLION = 1_000_000

MOMENT = 1935480600000
BATCH = 10_000

RULES = ("site_audit_chained", "site_audit_changes", "site_audit_leaves")
"""Triggers that keep the journal: whoever holds the database can take them away."""


def main(arguments: list[str] | None = None) -> None:
    """Measure on both databases, print what was told, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=MILLION)
    parser.add_argument("--here", action="store_true", help="measure one, print JSON")
    asked = parser.parse_args(arguments)
    if asked.here:
        json.dump(told_of(asked.entries), sys.stdout)
        return
    text = section(on_both(asked.entries), asked.entries)
    print(text)
    if asked.entries >= MILLION:
        report.write_section("audit_chain", text)


def on_both(n: int) -> dict[str, dict[str, str]]:
    """Measure on each database, in processes of their own."""
    command = [sys.executable, "-m", "benchmarks.audit_chain", "--here", "--entries", str(n)]  # fmt: skip
    plain = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    ways = {"SQLite": command, "PostgreSQL": [str(ROOT / "scripts/postgres"), *command]}
    found = {}
    for name, way in ways.items():
        needs = {**plain, "VESTIBULE_NEEDS_POSTGRES": "1"}
        run = subprocess.run(way, env=needs, stdout=subprocess.PIPE, check=True)
        found[name] = dict(json.loads(run.stdout))
    return found


def section(found: Mapping[str, Mapping[str, str]], n: int) -> str:
    """Return what was told, one row for each thing done to the database."""
    acts = next(iter(found.values()))
    rows = [[act, *(one[act] for one in found.values())] for act in acts]
    return "\n\n".join(
        [
            "## The journal of a site (`benchmarks/audit_chain.py`)",
            f"{n:,} entries, read as `vestibule audit` reads them; then each thing done to "
            "the database by someone who holds it, its rules taken away; "
            f"{report.machine()}.",
            report.table(["what was done", *found], rows),
        ]
    )


def told_of(n: int) -> dict[str, str]:
    """Write, verify; then tamper and verify: what was done, to what the reading tells."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VESTIBULE_HOME": folder, "VESTIBULE_PLAIN_HTTP": "1"}
        from vestibule.web import main as site

        site.begin()
        write(n)
        return {"nothing": measured(), **tampered(n)}


def measured(heads: Mapping[int, str] | None = None) -> str:
    """Read the whole chain, and say what was found and how long it took."""
    from vestibule.web.records import chain

    started, worked = time.perf_counter(), time.process_time()
    found = chain.verify(heads)
    seconds, work = time.perf_counter() - started, time.process_time() - worked
    broken = found.broken
    said = f"breaks at {broken.number} ({broken.reason})" if broken else "holds"
    return f"{found.entries} entries, {said}, {seconds:.1f} s ({work:.1f} s of work)"


def write(n: int) -> None:
    """Write the chain straight to the table: its trigger would take an hour."""
    from django.db import connection, transaction

    from vestibule.web.records.site_rules import BEGINNING

    before, rows = BEGINNING, []
    with transaction.atomic(), connection.cursor() as cursor:
        for rule in RULES:
            on = " ON site_audit" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {rule}{on}")
        for number in range(1, n + 1):
            one = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()
            said = ("amina", "well", "read", "excerpts", one, None)
            rows.append(entry(number, MOMENT + number, *said, before))
            before = rows[-1][-1]
            if len(rows) == BATCH or number == n:
                put(cursor, rows)
                rows.clear()


def entry(*cells: Any) -> tuple[Any, ...]:
    """Return what an entry says, with its hash."""
    from vestibule.web.records import audit

    return (*cells, audit.entry_hash(cells))


def put(cursor: Any, rows: list[tuple[Any, ...]]) -> None:
    """Write entries as they are."""
    from vestibule.web.records import audit

    columns = ", ".join(f'"{name}"' for name in (*audit.HASHED, "hash"))
    places = ", ".join(["%s"] * (len(audit.HASHED) + 1))
    cursor.executemany(f"INSERT INTO site_audit ({columns}) VALUES ({places})", rows)  # noqa: S608


def tampered(n: int) -> dict[str, str]:
    """Do each thing to the database, say what is read then, and undo it."""
    from django.db import connection, transaction

    from vestibule.web.records import audit

    at, (_, head) = 3 * n // 4, audit.head()
    acts: Mapping[str, Callable[[Any], None]] = {
        "one cell edited": lambda c: _edit(c, at, rehash=False),
        "one cell edited, its hash made anew": lambda c: _edit(c, at, rehash=True),
        "one entry deleted": lambda c: _delete(c, at),
        "one entry deleted, the rest numbered anew": lambda c: _delete(
            c, at, close=True
        ),
        "one entry inserted, the rest numbered anew": lambda c: _insert(c, at),
        "two entries exchanged": lambda c: _exchange(c, at),
        "the last ten cut off": lambda c: _cut(c, n - 10),
    }
    found = {}
    for name, act in acts.items():
        with transaction.atomic():
            with connection.cursor() as cursor:
                act(cursor)
            found[name] = measured()
            if act is acts["the last ten cut off"]:
                found[f"{name}, beside a head kept elsewhere"] = measured({n: head})
            transaction.set_rollback(True)
    return found


def _edit(cursor: Any, at: int, *, rehash: bool) -> None:
    cursor.execute("UPDATE site_audit SET by = 'bako' WHERE number = %s", [at])
    if rehash:
        from vestibule.web.records import audit

        columns = ", ".join(f'"{name}"' for name in audit.HASHED)
        cursor.execute(f"SELECT {columns} FROM site_audit WHERE number = %s", [at])  # noqa: S608
        new = entry(*cursor.fetchone())[-1]
        cursor.execute("UPDATE site_audit SET hash = %s WHERE number = %s", [new, at])


def _delete(cursor: Any, at: int, *, close: bool = False) -> None:
    cursor.execute("DELETE FROM site_audit WHERE number = %s", [at])
    if close:
        _move(cursor, at, -1)


def _move(cursor: Any, after: int, by: int) -> None:
    """Number anew what follows; by way of numbers that no entry has."""
    far = 10**12
    cursor.execute("UPDATE site_audit SET number = number + %s WHERE number > %s", [far + by, after])  # fmt: skip
    cursor.execute("UPDATE site_audit SET number = number - %s WHERE number > %s", [far, far])  # fmt: skip


def _insert(cursor: Any, at: int) -> None:
    cursor.execute("SELECT hash FROM site_audit WHERE number = %s", [at])
    (before,) = cursor.fetchone()
    _move(cursor, at, 1)
    # `before` stands once: what followed has to name something else
    new = entry(at + 1, MOMENT, "bako", "well", "write", None, None, None, before)
    cursor.execute("UPDATE site_audit SET before = %s WHERE number = %s", ["f" * 64, at + 2])  # fmt: skip
    put(cursor, [new])


def _exchange(cursor: Any, at: int) -> None:
    for old, new in ((at, 10**12), (at + 1, at), (10**12, at + 1)):
        cursor.execute("UPDATE site_audit SET number = %s WHERE number = %s", [new, old])  # fmt: skip


def _cut(cursor: Any, after: int) -> None:
    cursor.execute("DELETE FROM site_audit WHERE number > %s", [after])


if __name__ == "__main__":
    main(sys.argv[1:])
