"""A site is backed up, wiped, damaged, restored: `python scenario.py FOLDER RECORDS`.

On a database of its own; prints, as JSON, what came of it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vestibule.web import entries, main

AT = datetime(2031, 5, 2, 9, 30, tzinfo=UTC)

LARGEST = 3_000_000
"""Bytes of the first file: more than is read at a time."""


def files_of(records: int) -> int:
    """Return how many files go with so many records."""
    return max(20, records // 10)


def fill(records: int, n_files: int) -> None:
    """Write records, and files that they could name."""
    from tests.web.records.writers import TEXT

    from vestibule.web.records import declarations, files, writing

    declarations.declare(TEXT, at=AT, by="one")
    row = {"code": "g", "kind": "focus_group"}
    for start in range(0, records, 500):
        many = [("gatherings", row)] * min(500, records - start)
        writing.append_all(many, origin="site-a", by="one", at=AT)
    for n in range(n_files):
        content = secrets.token_bytes(1 + LARGEST // (1 + n * n))
        files.keep([content, b"%d" % n], at=AT, by="one")


def team() -> None:
    """Let someone have an account, and the journal an entry of theirs."""
    from tests.web import cast

    from vestibule.web.records import audit
    from vestibule.web.records.person import Person

    amina = cast.account("amina", cast.partner("well"), "facilitator", "land.north")
    audit.record("publish", by=Person.of(amina), at=AT, record="1")


def publish(edition: int) -> None:
    """Let an edition be served, with its record."""
    from vestibule.web.inform import folders, serving
    from vestibule.web.records import numbering, writing
    from vestibule.web.records.models import ReleaseFolder

    page = f"<p>{edition}</p>"
    sums = f"{hashlib.sha256(page.encode()).hexdigest()}  fr/index.html\n"
    files = {"fr/index.html": page, folders.SUMS: sums}
    ReleaseFolder.objects.create(
        edition=edition,
        sha256=folders.write(files, folders.release(edition)),
        folder=str(edition),
        frozen_at=AT,
        frozen_by="esi",
    )
    row = {"edition": edition, "cut": "{}", "sha256": "a" * 64, "records": 1}
    row |= {"published_on": AT.date(), "signed_by": "esi", "second_signed_by": "wassa"}
    origin = numbering.site_origin(at=AT)
    writing.append("releases", row, origin=origin, by="esi", at=AT)
    serving.write()


def take_down(edition: int) -> None:
    """Let a protection officer take it down."""
    from vestibule.web.inform import taking_down
    from vestibule.web.records.models import Account
    from vestibule.web.records.person import Person

    by = Person.of(Account.objects.get(pseudonym="amina"))
    taking_down.take_down(edition, "A village knows itself.", by=by, at=AT)


def down() -> list[Any]:
    """Return what the public is not served, as the files, the rows and records say."""
    from vestibule.web.inform import serving
    from vestibule.web.records import frames
    from vestibule.web.records.models import ReleaseFolder

    serving.write()  # as every start does
    serving.forget()
    held = frames.dossier_of().current("releases")
    told = held.filter(held["taken_down_on"].is_not_null())["edition"].to_list()
    rows = ReleaseFolder.objects.exclude(taken_down_at=None)
    served = [number for number, is_down in serving.served().down.items() if is_down]
    return [served, list(rows.values_list("edition", flat=True)), told]


def state() -> dict[str, Any]:
    """Return everything that must come back."""
    from vestibule.dossier import hashing
    from vestibule.web.records import chain, files, frames
    from vestibule.web.records.models import Account, KeptFile, Origin, Role

    return {
        "sha256": hashing.content_hash(frames.dossier_of()),
        "files": sorted(KeptFile.objects.values_list("sha256", flat=True)),
        "broken": list(files.broken()),
        "holds": chain.verify().holds,
        "accounts": sorted(Account.objects.values_list("sign_in", flat=True)),
        "regions": sorted(Role.objects.values_list("region", flat=True)),
        "origins": sorted(Origin.objects.values_list("name", flat=True)),
    }


def refused(file: Path) -> str:
    """Return why a backup is not restored."""
    from vestibule.errors import VestibuleError

    try:
        entries.restore(file)
    except VestibuleError as error:
        return str(error.params.get("reason"))
    return "restored"


def wipe(home: Path) -> None:
    """Let nothing of the site be left but its lock."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    connection.close()
    for path in home.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def run(folder: Path, records: int) -> dict[str, Any]:
    """Live through it."""
    main.begin()
    from vestibule.web.records import frames, numbering, writing

    home = Path(main.home.folder(main.os.environ))
    fill(records - 1, files_of(records))  # the last one is that of the edition
    team()
    publish(1)
    origin = numbering.site_origin(at=AT)
    before = state()
    file = folder / "site.zip"
    began = time.perf_counter()
    made = entries.backup(file)
    backed_up = time.perf_counter() - began

    victim = frames.dossier_of().table("gatherings")["id"][0]
    writing.append(
        "gatherings",
        {"code": "late", "kind": "interview"},
        origin=origin,
        by="x",
        at=AT,
    )
    writing.withdraw("gatherings", victim, origin=origin, by="dado", at=AT)
    take_down(1)
    publish(2)
    later = state()
    shutil.copy(home / "withdrawn.jsonl", folder / "kept-elsewhere.jsonl")

    content = file.read_bytes()
    cut, flipped = folder / "cut.zip", folder / "flipped.zip"
    cut.write_bytes(content[: len(content) // 2])
    at = content.index(b"tables/gatherings.jsonl") + 60
    flipped.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    damaged = [refused(cut), refused(flipped), refused(folder / "absent.zip")]
    untouched = state() == later

    over = entries.restore(file)
    over_live, over_down = frames.dossier_of(), down()
    wipe(home)
    began = time.perf_counter()
    back = entries.restore(file)
    restored = time.perf_counter() - began
    after, back_down = state(), down()
    wipe(home)
    again = entries.restore(file, folder / "kept-elsewhere.jsonl")
    again_down = down()
    return {
        "made": {k: made[k] for k in ("records", "files")},
        "damaged": damaged,
        "untouched": untouched,
        "over": [
            over["withdrawn_since"],
            victim in over_live.table("gatherings")["id"],
        ],
        "back": [back["records"], back["files"], back["withdrawn_since"]],
        "down": [over_down, back_down, again_down],
        "down_again": [
            over["taken_down_since"],
            back["taken_down_since"],
            again["taken_down_since"],
        ],
        "lacking": [over["editions_lacking"], back["editions_lacking"]],
        "same": {k: before[k] == after[k] for k in before if k != "origins"},
        "new_origins": len(set(after["origins"]) - set(before["origins"])),
        "journal": after["holds"],
        "again": [
            again["withdrawn_since"],
            victim in frames.dossier_of().table("gatherings")["id"],
        ],
        "seconds": [round(backed_up, 1), round(restored, 1)],
    }


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), int(sys.argv[2]))))
