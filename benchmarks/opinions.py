"""How fast is the compatible layer, and how fast is red-dwarf on the same votes?

`python -m benchmarks.opinions [--peer]` measures 100,000 people, 300 statements
and about 3 million votes; with `--peer` red-dwarf too, stopped after ten minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import report

HERE = Path(__file__).resolve().parent
PEERS = HERE.parent / ".peers" / "bin" / "python"
PEER_SECONDS = 600.0
SEED = 1

SIZES = ((5_000, 300, 150_000), (100_000, 300, 3_000_000))
"""People, statements, votes: one the peer ends soon, and the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one program took on one crowd."""

    seconds: float
    peak_mb: float
    stopped: bool = False
    figures: dict[str, Any] | None = None


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the table, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", action="store_true", help="measure red-dwarf too")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        text = "\n\n".join(_measure(Path(folder), peer=asked.peer))
    print(text)
    report.write_section("opinions", text)


def _measure(folder: Path, *, peer: bool) -> list[str]:
    rows, parts = [], ""
    for n_people, n_statements, n_votes in SIZES:
        votes = folder / f"{n_people}.npz"
        asked = [str(n) for n in (n_people, n_statements, n_votes, SEED)]
        # In a process of its own: a child's peak starts at its parent's size.
        given = int(
            _said([sys.executable, "-m", "benchmarks.crowd", str(votes), *asked])
        )
        ours = ran([sys.executable, "-m", "benchmarks.compatible_layer", str(votes)])
        theirs = _peer(votes) if peer else None
        rows.append(_row(f"{n_people:,} x {n_statements}, {given:,}", ours, theirs))
        parts = _parts(ours)
    head = ["people x statements, votes", "Vestibule", "red-dwarf 0.4.0", "ratio"]
    return [
        "## Opinions, compatible layer (`benchmarks/opinions.py`)",
        f"Invented votes, seed {SEED}; {report.machine()}. Seconds for the whole"
        " analysis of votes already in memory; megabytes are the peak of the process,"
        " imports and the votes themselves included. The target is 5 s and 500 MB for"
        " 100,000 people. Both stand alone in a process; red-dwarf is stopped after"
        f" {PEER_SECONDS:.0f} s.",
        report.table(head, rows),
        parts,
    ]


def _peer(votes: Path) -> Measured:
    subprocess.run([HERE.parent / "scripts" / "peers"], check=True)
    return ran([str(PEERS), str(HERE / "red_dwarf.py"), str(votes)])


def _said(command: list[str]) -> str:
    return subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=HERE.parent
    ).stdout


def ran(command: list[str]) -> Measured:
    """Run a program to its end or for ten minutes, and say what it took."""
    with tempfile.TemporaryFile("w+") as printed:
        process = subprocess.Popen(command, stdout=printed, cwd=HERE.parent)
        start = time.perf_counter()
        status, usage = _waited(process.pid, start + PEER_SECONDS)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode < 0:
            peak = usage.ru_maxrss * 1024 / 1e6
            return Measured(seconds=PEER_SECONDS, peak_mb=peak, stopped=True)
        if process.returncode > 0:
            raise SystemExit(f"{command[0]} ended with {process.returncode}")
        printed.seek(0)
        figures = json.loads(printed.read())
    return Measured(
        seconds=figures["seconds"], peak_mb=figures["peak_mb"], figures=figures
    )


def _waited(pid: int, deadline: float) -> tuple[int, Any]:
    """Wait for one process, ending it at the deadline."""
    while time.perf_counter() < deadline:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, usage
        time.sleep(0.05)
    os.kill(pid, 9)
    _, status, usage = os.wait4(pid, 0)
    return status, usage


def _row(size: str, ours: Measured, theirs: Measured | None) -> list[str]:
    cell = f"{ours.seconds:.2f} s, {ours.peak_mb:.0f} MB"
    if theirs is None:
        return [size, cell, "not measured", ""]
    more = "more than " if theirs.stopped else ""
    return [
        size,
        cell,
        f"{more}{theirs.seconds:.1f} s, {theirs.peak_mb:,.0f} MB",
        f"{more}{theirs.seconds / ours.seconds:,.0f} x the time,"
        f" {theirs.peak_mb / ours.peak_mb:.1f} x the memory",
    ]


def _parts(ours: Measured) -> str:
    figures = ours.figures or {}
    rows = [[name, f"{took:.3f}"] for name, took in figures["parts"].items()]
    rows.append(["*one Polars pass counting agreement*", f"{figures['floor']:.3f}"])
    return (
        f"Each part by itself, {figures['votes']:,} votes (memory after loading:"
        f" {figures['loaded_mb']:.0f} MB). The last line is the floor: what one pass"
        " over the votes costs.\n\n" + report.table(["part", "seconds"], rows)
    )


if __name__ == "__main__":
    main()
