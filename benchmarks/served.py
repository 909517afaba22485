"""A site as anyone serves it: a home with a small country, a process, an address.

`python -m benchmarks.served fill DOSSIER PAGES` fills the site of the environment and
says how to speak to it; `… held` says what its database holds. Each in a process of its
own: a site reads its settings once.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONGEST_START = 600
"""Seconds within which a site begins to answer, on a busy machine."""

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Served:
    """A site that runs: its process and port."""

    process: subprocess.Popen[bytes]
    port: int

    def work(self) -> float:
        """Return seconds of CPU that its process took so far; 0 where nobody says."""
        told = Path(f"/proc/{self.process.pid}/stat")
        if not told.is_file():
            return 0.0
        fields = told.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def environment(home: Path, database: str = "") -> dict[str, str]:
    """Return the environment of a site: its home, and its database if not embedded."""
    plain = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL",)}
    plain |= {"VESTIBULE_HOME": str(home), "VESTIBULE_PLAIN_HTTP": "1"}
    return {**plain, "DATABASE_URL": database} if database else plain


SERVE = (str(Path(sys.executable).with_name("vestibule")), "serve")


@contextlib.contextmanager
def served(
    where: Mapping[str, str], command: Sequence[str] = SERVE
) -> Iterator[Served]:
    """Serve a site and wait until it answers; then end it."""
    port = _free_port()
    log = Path(where["VESTIBULE_HOME"]) / "server.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port)], env=dict(where), stdout=out, stderr=out
        )
        try:
            _wait(process, port, log)
            yield Served(process, port)
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/health")
            if line.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"No site answers:\n{log.read_text()[-2000:]}")


def told(where: Mapping[str, str], *arguments: str) -> Any:
    """Run this module in a process of its own and return what it tells."""
    command = [sys.executable, "-m", "benchmarks.served", *arguments]
    run = subprocess.run(
        command, env=dict(where), stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(run.stdout)


def fill(dossier: Path, pages: Path) -> dict[str, Any]:
    """Store a dossier, serve its pages as an edition, and make a token; all as told."""
    from vestibule.web import main

    main.begin()
    from django.utils import timezone

    from vestibule.web.api import tokens
    from vestibule.web.inform import folders
    from vestibule.web.keeping import folders as loading
    from vestibule.web.keeping import inventing
    from vestibule.web.protect import accounts
    from vestibule.web.records.models import Partner

    at = timezone.now()
    loading.load(dossier, at=at)
    inventing.publish(pages, at=at)
    inventing.way_in(at=at)
    partner = Partner.objects.filter(funder=False).order_by("key")[0].key
    account, _ = accounts.invite(
        pseudonym="counts",
        partner=partner,
        roles=[("researcher", None)],
        by=None,
        at=at,
    )
    token = tokens.make(
        account, name="votes", scopes=["import", "query"], by=None, at=at
    )
    listed = (folders.release(inventing.NUMBER) / folders.SUMS).read_text("utf-8")
    files = [line.partition("  ") for line in listed.splitlines()]
    return {"token": token, "files": {name: sha256 for sha256, _, name in files}}


def held() -> dict[str, Any]:
    """Say which votes the database holds, whether numbers and journal are whole."""
    from vestibule.web import main

    main.begin()
    from django.db import connection

    from vestibule.dossier import cuts
    from vestibule.web.records import chain, frames
    from vestibule.web.records.models import Vote

    dossier = frames.dossier_of()
    verdict = chain.verify()
    return {
        "vendor": connection.vendor,
        "votes": list(Vote.objects.values_list("pk", flat=True)),
        "gaps": len(cuts.gaps(dossier)),
        "chain": verdict.holds,
    }


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    acts = {"fill": fill, "held": held}
    json.dump(acts[what](*map(Path, rest)), sys.stdout)
