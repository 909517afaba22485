"""How fast are the pages of the workshop on a large dossier, and do they ask more of it?

`python -m benchmarks.site_size` stores an invented dossier of 300,000 votes, 20,000
excerpts and 500 gatherings, works out every analysis as the worker does, signs a person
in who holds all roles, and opens every page five times; then once more on a dossier ten
times smaller, where it counts the questions to the database. Each site lives in a
process of its own, for a process has one database.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import report
from vestibule.rehearsal import Shape, rehearse

SEED = 1
TIMES = 5
MOST_MS = 500
PARTS = {"whole": 1.0, "tenth": 0.1}
"""Size of each dossier, as a part of the large one."""


def shape(part: float) -> Shape:
    """Return the shape of a dossier so many times as large as the largest."""

    def some(whole: int, least: int = 1) -> int:
        return max(least, round(whole * part))

    return Shape(
        focus_groups=some(350),
        interviews=some(100),
        validation_meetings=some(30),
        restitution_meetings=some(11),
        focus_attendances=some(10_500),
        interview_attendances=some(150),
        regional_attendances=some(800, 40),
        validation_attendances=some(300),
        conference_attendances=some(200, 20),
        restitution_attendances=some(150),
        excerpts=some(20_000),
        statements=60,
        votes=some(300_000),
    )


def main(arguments: list[str] | None = None) -> None:
    """Measure both sites, print the table, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", choices=sorted(PARTS), help="measure one, print JSON")
    parser.add_argument("--home", type=Path, help="where a site lives, kept afterwards")
    asked = parser.parse_args(arguments)
    if asked.site:
        print(json.dumps(measured(PARTS[asked.site])))
        return
    found = {name: _apart(name, asked.home) for name in PARTS}
    text = told(found["whole"], found["tenth"])
    print(text)
    report.write_section("site_size", text)


def _apart(name: str, home: Path | None) -> dict[str, Any]:
    """Measure a site in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        where = home / name if home else Path(folder)
        env = {
            **os.environ,
            "VESTIBULE_HOME": str(where),
            "VESTIBULE_PLAIN_HTTP": "1",
            "ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "vestibule.web.settings",
        }
        command = [sys.executable, "-m", "benchmarks.site_size", "--site", name]
        done = subprocess.run(
            command, env=env, check=True, stdout=subprocess.PIPE, text=True
        )
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found


def measured(part: float) -> dict[str, Any]:
    """Return what one site took, and for every page its milliseconds and questions."""
    import django

    from vestibule.web import home

    home.prepare(os.environ)  # its secret is read when the site is set up
    django.setup()
    from benchmarks import site_pages

    held, stored = _stored(part)
    found: dict[str, Any] = {"held": held, "stored": stored}
    found["analysed"] = site_pages.analysed()
    pages = {}
    browser = site_pages.browser()
    for name, address in site_pages.addresses():
        pages[name] = site_pages.opened(browser, address, TIMES)
    found["pages"] = pages
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _stored(part: float) -> tuple[dict[str, int], dict[str, float]]:
    from django.core.management import call_command
    from django.utils import timezone

    from vestibule.web.records import declarations, frames, partnering, storing

    call_command("migrate", verbosity=0)
    dossier = rehearse(seed=SEED, shape=shape(part)).dossier
    begun = time.perf_counter(), time.process_time()
    storing.store(dossier, at=timezone.now(), by="benchmark")
    took = {
        "store": time.perf_counter() - begun[0],
        "store, core seconds": time.process_time() - begun[1],
    }
    partnering.declare(declarations.process())
    start = time.perf_counter()
    frames.table_frame("votes")
    took["votes as a frame"] = time.perf_counter() - start
    held = {name: len(rows) for name, rows in dossier.tables.items()}
    return held, took


def told(whole: dict[str, Any], tenth: dict[str, Any]) -> str:
    """Return the section of both sites."""
    rows = []
    for name, page in whole["pages"].items():
        fewer = tenth["pages"].get(name, {}).get("asked")
        rows.append(
            [
                f"`{page['address']}`",
                f"{page['ms']:.0f}",
                f"{page['first']:.0f}",
                str(page["asked"]),
                "" if fewer is None else str(fewer),
            ]
        )
    held = whole["held"]
    slow = [p["ms"] for p in whole["pages"].values() if p["ms"] > MOST_MS]
    differ = [n for n, p in whole["pages"].items() if _differs(n, p, tenth)]
    steps = ", ".join(f"{what} {s:.1f} s" for what, s in whole["stored"].items())
    return "\n\n".join(
        [
            "## The workshop on a large dossier (`benchmarks/site_size.py`)",
            f"{held['votes']:,} votes, {held['excerpts']:,} excerpts,"
            f" {held['gatherings']:,} gatherings, {held['codings']:,} codings;"
            f" {report.machine()}, SQLite. {steps}; every analysis as a job:"
            f" {whole['analysed']:.0f} s. The process peaked at {whole['peak']:.0f} MB.",
            f"Median of {TIMES} openings by someone who holds every role;"
            " *first* is the one after which what was read is remembered."
            f" Over {MOST_MS} ms: {len(slow)} of {len(rows)} pages. Questions to the"
            " database beside those on a dossier a tenth of the size:"
            f" {len(differ)} pages differ.",
            report.table(["page", "ms", "first", "questions", "on a tenth"], rows),
        ]
    )


def _differs(name: str, page: dict[str, Any], tenth: dict[str, Any]) -> bool:
    other = tenth["pages"].get(name)
    return other is not None and other["asked"] != page["asked"]


if __name__ == "__main__":
    main()
