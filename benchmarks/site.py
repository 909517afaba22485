"""Does the site bear a busy day? Public pages and votes at once, on both databases.

`python -m benchmarks.site --seconds 60` serves a small country with `vestibule serve`,
as anyone does, on SQLite and then on PostgreSQL (`scripts/postgres`). The visitors are
another process on the same cores. Each database in turn:

1. so many seconds of pages and votes, one vote a request; votes stored = accepted;
2. votes from everywhere, the server killed the moment after it acknowledged one, several
   times; it is served again, and every vote that was accepted is there; what had no
   answer is sent again: everything is there once, numbered without a gap.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.editions import ODD
from benchmarks.served import SERVE, Served, environment, served, told

ROOT = Path(__file__).resolve().parents[1]

WANTED = {"views": 300.0, "votes": 100.0}
"""A second, at least."""

ASKED = {"views": 330.0, "votes": 110.0}
"""A second: how many come."""

SLOWEST = 1.0
"""Seconds within which 99 in 100 are answered."""

KILLS = (1, 7, 40, 150, 400)
"""Acknowledged votes after which the server is killed, each from a new start."""

TODAY = dt.date(2026, 1, 1)


def made(folder: Path) -> tuple[Path, Path]:
    """Write an invented country and its public pages; return where they are."""
    from vestibule.api import sites
    from vestibule.dossier import packages
    from vestibule.rehearsal.walk import rehearse

    dossier, pages = folder / "dossier", folder / "pages"
    if not pages.is_dir():
        country = rehearse(seed=1, shape=ODD).dossier
        packages.write(country, dossier)
        sites.build(country, pages, today=TODAY, key=bytes(32), seed=1)
    return dossier, pages


def visit(
    act: str, where: Mapping[str, str], site: Served, **plan: Any
) -> dict[str, Any]:
    """Let the visitors do something at a site, and return what came of it."""
    whole = {"act": act, "port": site.port, "server": site.process.pid, **plan}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(whole, file)
        file.flush()
        command = [sys.executable, "-m", "benchmarks.visitors", file.name]
        run = subprocess.run(
            command, env=dict(where), stdout=subprocess.PIPE, check=True
        )
    return dict(json.loads(run.stdout))


def plan_of(dossier: Path, filled: Mapping[str, Any]) -> dict[str, Any]:
    """Return who votes on what, and what may be read."""
    from vestibule.dossier import packages

    tables = packages.read(dossier)
    return {
        **filled,
        "people": tables.current("people")["id"].to_list(),
        "statements": tables.current("statements")["id"].to_list(),
    }


def busy(
    where: Mapping[str, str], plan: Mapping[str, Any], asked: Mapping[str, float]
) -> dict[str, Any]:
    """Let everyone come at once, and count what is stored."""
    with served(where) as site:
        visit("all_at_once", where, site, **{**plan, **asked, "seconds": 1, "seed": 0})
        at_start, before = told(where, "held"), site.work()
        found = visit("all_at_once", where, site, **plan, **asked, seed=1)
        work = site.work() - before
    held = told(where, "held")
    new = set(held["votes"]) - set(at_start["votes"])
    return {
        **found,
        "work": work,
        "exact": new == set(found["accepted"])
        and len(held["votes"]) == len(set(held["votes"])),
        "stored": len(new),
        "gaps": held["gaps"],
        "chain": held["chain"],
        "vendor": held["vendor"],
    }


def killed(
    where: Mapping[str, str],
    plan: Mapping[str, Any],
    kills: Sequence[int] = KILLS,
    command: Sequence[str] = SERVE,
) -> dict[str, Any]:
    """Kill the server right after it acknowledged votes, and look for each of them."""
    sent, lost, n = set(told(where, "held")["votes"]), 0, 0
    for seed, after in enumerate(kills, start=100):
        with served(where, command) as site:
            cut = visit(
                "until_cut_off", where, site, **plan, seed=seed, kill_after=after
            )
        there = set(told(where, "held")["votes"])
        lost += len(set(cut["accepted"]) - there)
        n += len(cut["accepted"])
        with served(where) as site:
            visit("again", where, site, **plan, seed=0, again=cut["unanswered"])
        sent |= {*cut["accepted"], *(one["id"] for one in cut["unanswered"])}
    held = told(where, "held")
    return {
        "acknowledged": n,
        "lost": lost,
        "once": sorted(held["votes"]) == sorted(sent),
        "gaps": held["gaps"],
        "chain": held["chain"],
    }


def measure(folder: Path, seconds: float, asked: Mapping[str, float]) -> dict[str, Any]:
    """Measure the site on the database of the environment."""
    dossier, pages = made(folder)
    with tempfile.TemporaryDirectory() as home:
        where = environment(Path(home), os.environ.get("DATABASE_URL", ""))
        plan = plan_of(dossier, told(where, "fill", str(dossier), str(pages)))
        plan["seconds"] = seconds
        found = busy(where, plan, asked)
        return {**found, "killed": killed(where, plan)}


def why_not(found: Mapping[str, Any], asked: Mapping[str, float]) -> list[str]:
    """Return what falls short; empty: it holds."""
    short = []
    for kind, least in WANTED.items():
        told = found[kind]
        if asked[kind] >= least > told["rate"]:
            short.append(f"{kind}: {told['rate']:.0f} a second")
        if told["n_errors"]:
            short.append(f"{kind}: {told['n_errors']} errors, {told['errors']}")
        if told["p99"] is None or told["p99"] > SLOWEST:
            short.append(f"{kind}: 99 in 100 within {told['p99']} s")
    after = found["killed"]
    if not found["exact"] or after["lost"] or not after["once"]:
        short.append("votes stored are not those accepted")
    if found["gaps"] or after["gaps"] or not (found["chain"] and after["chain"]):
        short.append("numbers or journal have a gap")
    return short


def lines(found: Mapping[str, Any], seconds: float) -> list[list[str]]:
    """Return a row of the report for each kind of request."""
    return [
        [
            found["vendor"],
            kind,
            f"{told['n']:,}",
            f"{told['rate']:.0f}",
            f"{1000 * told['p50']:.0f}",
            f"{1000 * told['p99']:.0f}",
            f"{1000 * told['longest']:.0f}",
            str(told["n_errors"]),
            f"{found['work'] / seconds:.2f}",
            f"{found['stored']:,} = {len(found['accepted']):,}",
            f"{found['killed']['lost']} of {found['killed']['acknowledged']:,}",
        ]
        for kind, told in ((kind, found[kind]) for kind in WANTED)
    ]


HEAD = (
    "database",
    "what",
    "answered",
    "a second",
    "half within ms",
    "99 in 100 within ms",
    "longest ms",
    "errors",
    "cores of the server",
    "votes stored = accepted",
    "lost by kill -9 after they were accepted",
)


def asked_of(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--views", type=float, default=ASKED["views"])
    parser.add_argument("--votes", type=float, default=ASKED["votes"])
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--pages", type=Path, help="a folder kept from run to run")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def on_both(folder: Path, wanted: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure on each database, in processes of their own."""
    made(folder)
    again = ["--seconds", wanted.seconds, "--views", wanted.views]
    again += ["--votes", wanted.votes, "--pages", folder, "--here"]
    command = [sys.executable, "-m", "benchmarks.site", *map(str, again)]
    plain = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    ways = {"sqlite": command, "postgresql": [str(ROOT / "scripts/postgres"), *command]}
    found = []
    for name, way in ways.items():
        if wanted.only in (None, name):
            needs = {**plain, "VESTIBULE_NEEDS_POSTGRES": "1"}
            run = subprocess.run(way, env=needs, stdout=subprocess.PIPE, check=True)
            found.append(dict(json.loads(run.stdout)))
    return found


def main(arguments: list[str] | None = None) -> None:
    """Measure, write the section, and end with 1 where something falls short."""
    wanted = asked_of(arguments or [])
    asked = {"views": wanted.views, "votes": wanted.votes}
    with tempfile.TemporaryDirectory() as aside:
        folder = wanted.pages or Path(aside)
        if wanted.here:
            json.dump(measure(folder, wanted.seconds, asked), sys.stdout)
            return
        found = on_both(folder, wanted)
    rows = [row for one in found for row in lines(one, wanted.seconds)]
    text = "\n\n".join(
        [
            "## A busy day at the site (`benchmarks/site.py`)",
            f"{wanted.seconds:.0f} s of `vestibule serve` with full durability, one vote a "
            "request, each answered when it is on disk; the visitors share the cores; "
            f"{report.machine()}. A request's time runs from the moment it was due.",
            report.table(HEAD, rows),
        ]
    )
    print(text)
    if wanted.seconds >= 60 and wanted.only is None:
        report.write_section("site", text)
    short = [f"{one['vendor']}: {why}" for one in found for why in why_not(one, asked)]
    print("\nHolds." if not short else "\n" + "\n".join(short))
    sys.exit(1 if short else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
