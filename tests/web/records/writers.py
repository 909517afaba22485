"""Fifty people write at once: `python tests/web/records/writers.py 50 4`, on its database.

Prints, as JSON, how many records each table holds, the numbers used, and the gaps.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import django

AT = datetime(2030, 1, 2, tzinfo=UTC)

TEXT = 'key = "trial"\nfictitious = true\n' + "".join(
    f'{key}.{lang} = "x"\n' for key in ("title", "question") for lang in ("fr", "en")
)


def main(writers: int, each: int) -> None:
    """Write `each` attendances with each of so many writers, and count them."""
    from django.core.management import call_command
    from django.db import connection, connections, transaction

    call_command("migrate", verbosity=0)
    from vestibule.dossier import cuts
    from vestibule.web.records import audit, chain, declarations, frames, writing

    declarations.declare(TEXT, at=AT, by="one")
    gathering = writing.append(
        "gatherings",
        {"code": "g", "kind": "focus_group"},
        origin="site",
        by="one",
        at=AT,
    )
    ready = threading.Barrier(writers)
    present = {"gathering": gathering, "n": 1, "capacity": "consulted"}

    def append(by: str) -> str:
        with transaction.atomic():
            new = writing.append("attendances", present, origin="site", by=by, at=AT)
            audit.record("write", by=None, at=AT, table="attendances", record=new)
        return new

    def write(who: int) -> list[str]:
        ready.wait()
        try:
            return [append(f"w{who}") for _ in range(each)]
        finally:
            connections.close_all()

    begun = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        ids = [one for written in pool.map(write, range(writers)) for one in written]
    seconds = time.perf_counter() - begun
    dossier = frames.dossier_of()
    numbers = dossier.table("attendances")["seq"].sort().to_list()
    print(
        json.dumps(
            {
                "vendor": connection.vendor,
                "told": len(set(ids)),
                "held": sorted(dossier.table("attendances")["id"]) == sorted(ids),
                "numbers": numbers == list(range(2, writers * each + 2)),
                "gaps": len(cuts.gaps(dossier)),
                "entries": chain.verify().entries,
                "chain": chain.verify().holds,
                "seconds": round(seconds, 2),
            }
        )
    )


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
