"""How long does it take to verify a million entries of the journal?

Writes a chain of N entries (default 1,000,000) into a database of its own, in a
folder that is removed after, and reads it as `vestibule audit` does.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path


def main(n: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VESTIBULE_HOME": folder, "VESTIBULE_PLAIN_HTTP": "1"}
        os.environ.pop("DATABASE_URL", None)
        from vestibule.web import main as site

        site.begin()
        write(n)
        from vestibule.web.records import chain

        started, worked = time.perf_counter(), time.process_time()
        verdict = chain.verify()
        seconds, work = time.perf_counter() - started, time.process_time() - worked
        size = sum(
            file.stat().st_size for file in Path(folder).iterdir() if file.is_file()
        )
        print(
            f"{verdict.entries} entries, holds: {verdict.holds}, {seconds:.1f} s ({work:.1f} s of work), {size / 1e6:.0f} MB"
        )


def write(n: int) -> None:
    """Write the chain straight to the file: its trigger would take an hour."""
    from django.db import connection, transaction

    from vestibule.web.records import audit
    from vestibule.web.records.site_rules import BEGINNING

    columns = ", ".join(f'"{name}"' for name in (*audit.HASHED, "hash"))
    before, rows = BEGINNING, []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER site_audit_chained")
        for number in range(1, n + 1):
            one = hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()
            cells = (
                number,
                1935480600000 + number,
                "amina",
                "well",
                "read",
                "excerpts",
                one,
                None,
                before,
            )
            before = audit.entry_hash(cells)
            rows.append((*cells, before))
            if len(rows) == 10_000 or number == n:
                cursor.executemany(
                    f"INSERT INTO site_audit ({columns}) VALUES ({', '.join(['%s'] * 10)})",  # noqa: S608
                    rows,
                )
                rows.clear()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
