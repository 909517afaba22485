"""Fifty people write on one gathering of a served site: `python -m tests.web.fifty write 50 2`.

They sit at browsers and devices: each opens a form and sends it twice at once, as an
impatient hand does, so many times; others send by the API, twice at once too; then all
correct the gathering itself, of the same version. `… kill 1 7 40` kills the server the
moment after it acknowledged so many votes. Prints, as JSON, what they were answered and
what the database holds. Other processes fill the site and serve it: a site reads its
settings once.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import site as measured
from benchmarks.served import SERVE, environment, served

KINDS = ("presences", "decompte", "paroles", "votes", "attendances")
"""What someone writes, in turn: three forms of the page, two tables of the API."""

PRESENT = {"capacity": "consulted", "n0female": "3", "n0male": "2"}
COUNTED = {
    "method": "hands",
    "agree": "3",
    "disagree": "1",
    "passed": "0",
    "count": "1",
}
SAID = {"lang": "fr", "consent": "4", "medium": "notes", "looked": "yes"}

PATIENCE = 300


@dataclass
class Browser:
    """Someone at a browser: signed in, on one connection that stays open."""

    port: int
    cookies: dict[str, str]

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """Return status, where it leads, and the page."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body or None, headers)
        answer = self.line.getresponse()
        page = answer.read().decode()
        for told in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {k: v.value for k, v in SimpleCookie(told).items()}
        return answer.status, answer.headers.get("Location", ""), page

    def form(self, path: str) -> dict[str, str]:
        """Open a form and return its hidden fields."""
        status, _, page = self.ask("GET", path)
        assert status == 200, (status, path)
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        return {name: dict(found)[name] for name in ("csrfmiddlewaretoken", "new")}


def both(*acts: Callable[[], Any]) -> list[Any]:
    """Do things at the same moment, and return what came of each."""
    ready = threading.Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        ready.wait(PATIENCE)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [*pool.map(one, acts)]


def by_form(port: int, told: Mapping[str, Any], who: int, kind: str) -> dict[str, Any]:
    """Fill a form of the gathering and send it twice at once."""
    path = f"/atelier/rencontres/{told['gathering']}/{kind}/"
    browsers = [Browser(port, {"sessionid": told["sessions"][who]}) for _ in "ab"]
    hidden = browsers[0].form(path)
    browsers[1].cookies = dict(browsers[0].cookies)
    filled = {
        "presences": PRESENT,
        "decompte": COUNTED | {"statement": told["statement"]},
        "paroles": SAID | {"words": f"Le puits est à sec ({who})."},
    }[kind]
    body = urlencode(hidden | filled)
    answers = both(*(lambda b=b: b.ask("POST", path, body) for b in browsers))
    return {
        "kind": kind,
        "id": hidden["new"],
        "answers": [f"{status} {where}".strip() for status, where, _ in answers],
    }


def by_api(port: int, told: Mapping[str, Any], who: int, table: str) -> dict[str, Any]:
    """Send a record twice at once."""
    new = secrets.token_hex(16)
    row = {
        "votes": {
            "person": told["people"][who],
            "statement": told["statement"],
            "vote": 1,
        },
        "attendances": {"n": 1, "capacity": "consulted"},
    }[table] | {"id": new, "gathering": told["gathering"]}

    def send() -> str:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        token = told["tokens"][who % len(told["tokens"])]
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        }
        line.request(
            "POST", f"/api/v1/import/{table}", json.dumps({"records": [row]}), headers
        )
        answer = line.getresponse()
        counts = json.loads(answer.read())
        return f"{answer.status} {counts.get('written')} {counts.get('known')}"

    return {"kind": table, "id": new, "answers": sorted(both(send, send))}


def corrected(port: int, told: Mapping[str, Any]) -> dict[str, Any]:
    """Let all correct the gathering of one version at once."""
    path = f"/atelier/rencontres/{told['gathering']}/corriger/"
    typed = told["typed"]

    def opened(session: str) -> tuple[Browser, dict[str, str]]:
        browser = Browser(port, {"sessionid": session})
        return browser, browser.form(path)

    with ThreadPoolExecutor(8) as pool:
        forms = [*pool.map(opened, told["sessions"])]
    answers = both(
        *(
            lambda b=b, f=f, n=n: b.ask(
                "POST", path, urlencode({**typed, **f, "present": str(n)})
            )
            for n, (b, f) in enumerate(forms, start=100)
        )
    )
    kept = [f'value="{n}"' in page for n, (_, _, page) in enumerate(answers, start=100)]
    return {
        "answers": Counter(status for status, _, _ in answers),
        # whoever was second still has what was typed
        "typed": sum(kept),
        "ids": [form["new"] for _, form in forms],
    }


def main(writers: int, each: int) -> dict[str, Any]:
    """Serve, let all write, and return what came of it."""
    where = environment(*places())
    told = _run(where, "fill", str(writers))

    def write(who: int) -> Iterator[dict[str, Any]]:
        for turn in range(each):
            kind = KINDS[(who + turn) % len(KINDS)]
            way = by_api if kind in ("votes", "attendances") else by_form
            yield way(site.port, told, who, kind)

    with served(where) as site:
        acts = [lambda who=who: [*write(who)] for who in range(writers)]
        written = [one for several in both(*acts) for one in several]
        gathering = corrected(site.port, told)
    return {"written": written, "corrected": gathering, **_run(where, "held")}


def places() -> tuple[Path, str]:
    """Return the home and the database that the environment names."""
    return Path(os.environ["VESTIBULE_HOME"]), os.environ.get("DATABASE_URL", "")


def _run(where: Mapping[str, str], *arguments: str) -> Any:
    command = [sys.executable, "-m", "tests.web.fifty", *arguments]
    run = subprocess.run(
        command, env=dict(where), stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(run.stdout)


def fill(writers: int) -> dict[str, Any]:
    """Fill a site with a gathering, its statement, and those who write."""
    from vestibule.web import main as site

    site.begin()
    from django.test import Client
    from tests.web import cast
    from tests.web.records.writers import TEXT

    from vestibule.web.api import tokens
    from vestibule.web.records import declarations

    declarations.declare(TEXT, at=cast.AT, by="one")
    team = cast.gather()
    well = team.partners["well"]
    farmers = cast.record(
        "profiles", key="farmers", name="farmers", side="community", restricted=False
    )
    typed = {
        "code": "A-1",
        "held_on": "2024-05-01",
        "place": "land.north.hill",
        "kind": "focus_group",
        "composition": "homogeneous",
        "profile": farmers,
        "listeners": "nobody",
        "consent": "4",
    }
    held = cast.gathering(
        team.places["hill"], code="A-1", composition="homogeneous", profile=farmers
    )
    said = cast.record(
        "statements",
        key="s1",
        words="Water.",
        lang="en",
        source="seed",
        moderation="in",
    )
    sessions = []
    for n in range(writers):
        browser = Client()
        browser.force_login(cast.account(f"w{n}", well, "facilitator"))
        sessions.append(browser.cookies["sessionid"].value)
    speaking = [cast.account(f"api{n}", well, "researcher") for n in range(5)]
    return {
        "gathering": held,
        "statement": said,
        "typed": typed,
        "people": [cast.record("people", pseudonym=f"p{n}") for n in range(writers)],
        "sessions": sessions,
        "tokens": [
            tokens.make(one, name="x", scopes=["import"], by=None, at=_now())
            for one in speaking
        ],
    }


def held() -> dict[str, Any]:
    """Say what the database holds of the gathering, and whether nothing is missing."""
    from vestibule.web import main as site

    site.begin()
    from django.db import connection

    from vestibule.dossier import cuts
    from vestibule.web.records import chain, frames
    from vestibule.web.records.models import AuditEntry

    dossier = frames.dossier_of()
    ours = [o for o in cuts.cut(dossier) if o.startswith("site-")]
    tables = ("attendances", "tallies", "voices", "excerpts", "votes", "gatherings")
    rows = {
        name: dossier.table(name).select("id", "origin", "seq", "supersedes").rows()
        for name in tables
    }
    told = AuditEntry.objects.filter(act="write").values_list("record", flat=True)
    return {
        "vendor": connection.vendor,
        "rows": rows,
        "numbers": sorted(
            seq
            for found in rows.values()
            for _, origin, seq, _ in found
            if origin in ours
        ),
        "gaps": len(cuts.gaps(dossier)),
        "entries": sorted(filter(None, told)),
        "chain": chain.verify().holds,
    }


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


TOO_EARLY = """
import sys, threading
from vestibule.web import main
main.ready()
from vestibule.web.records import together
from vestibule.web.records.bulk import Written

whole = together._write

def early(parts):
    for one in parts:
        one.answer = Written(written=1, known=0, withdrawn=0)
    threading.Timer(0.5, whole, [parts]).start()

together._write = early
main.serve(port=int(sys.argv[-1]))
"""
"""A server that says "on disk" before it is: what looks for losses must find some."""


def kills(after: Sequence[str], *, too_early: bool) -> dict[str, Any]:
    """Kill the server the moment after it acknowledged so many votes; look for each."""
    where = environment(*places())
    told = _run(where, "fill", "3")
    plan = {
        "token": told["tokens"][0],
        "people": told["people"],
        "statements": [told["statement"]],
        "files": {},
    }
    command = (sys.executable, "-c", TOO_EARLY) if too_early else SERVE
    return measured.killed(where, plan, [*map(int, after)], command)


ACTS: Mapping[str, Callable[..., Any]] = {
    "fill": lambda n: fill(int(n)),
    "held": held,
    "write": lambda n, each: main(int(n), int(each)),
    "kill": lambda *after: kills(after, too_early=False),
    "kill-too-early": lambda *after: kills(after, too_early=True),
}

if __name__ == "__main__":
    json.dump(ACTS[sys.argv[1]](*sys.argv[2:]), sys.stdout)
