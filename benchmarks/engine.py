"""How long do votes take that do not fit in memory, and what do a few more cost?

`python -m benchmarks.engine` measures 100,000 and 1 million people, from Parquet
partitions on disk; with `--large` 10 million too, and 1 million on a Dask cluster
of two workers, one of which is killed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import report

CHECKOUT = Path(__file__).resolve().parents[1]
SMALL, MIDDLE, LARGE = 100_000, 1_000_000, 10_000_000


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the tables, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="10 million people too")
    parser.add_argument("--folder", type=Path, help="keep invented votes here")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        kept = asked.folder or Path(folder)
        walked = _walked(kept, large=asked.large)
        _write("engine" if not asked.large else "engine-large", walked)
        if asked.large:
            _write("engine-cluster", _cluster(kept))
        else:
            _write("engine-update", _update(kept))


def _write(name: str, text: str) -> None:
    print(text)
    report.write_section(name, text)


def _ran(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.out_of_core", *arguments]
    told = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=CHECKOUT
    )
    figures: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return figures


def _invented(folder: Path, people: int) -> str:
    path = folder / str(people)
    if not path.exists():
        _ran("make", str(path), str(people))
    return str(path)


def _walked(folder: Path, *, large: bool) -> str:
    sizes = (SMALL, LARGE) if large else (SMALL, MIDDLE)
    text = _table("the compatible layer", "analyse", folder, sizes)
    text += "\n\n" + _table("common ground, 8 segments", "compare", folder, sizes)
    target = " The target is 4,000 MB and 1.5 x the first line." if large else ""
    return (
        f"## Opinions out of core{', 10 million people' if large else ''}"
        f" (`benchmarks/engine.py`{', `make bench-large`' if large else ''})\n\n"
        f"Invented votes on 300 statements, in Parquet partitions; {report.machine()}."
        " Reading included, by threads; each line in a process of its own. Seconds of"
        " processor do not depend on what else the machine is doing; seconds do."
        f"{target}\n\n{text}"
    )


def _table(what: str, step: str, folder: Path, sizes: tuple[int, ...]) -> str:
    figures = [_ran(step, _invented(folder, people)) for people in sizes]
    first = figures[0]["cpu_seconds"] / figures[0]["votes"]
    rows = [
        [
            f"{what}, {told['people']:,}",
            f"{told['votes']:,}",
            f"{told['seconds']:.1f}",
            f"{told['cpu_seconds']:.1f}",
            f"{told['cpu_seconds'] / told['votes'] * 1e6:.2f}",
            f"{told['cpu_seconds'] / told['votes'] / first:.2f} x",
            f"{told['peak_mb']:,.0f}",
        ]
        for told in figures
    ]
    head = [
        "what, people",
        "votes",
        "seconds",
        "seconds of processor",
        "of it µs a vote",
        "to the first",
        "peak, MB",
    ]
    return report.table(head, rows)


def _update(folder: Path) -> str:
    told = _ran("update", _invented(folder, MIDDLE))
    rows = [
        ["load", f"{told['load_seconds']:.1f}", "", ""],
        [
            "1,000 new and changed votes",
            f"{told['seconds']:.3f}",
            f"{told['cpu_seconds']:.3f}",
            "0.5",
        ],
    ]
    return (
        "## New votes on a loaded conversation (`benchmarks/engine.py`)\n\n"
        f"{told['people']:,} people, {report.machine()}; the middle one of five runs,"
        " statements and directions told anew and the voters placed anew. Largest"
        f" difference of any statement's figure from a cold run: {told['apart']:.1g}.\n\n"
        + report.table(["step", "seconds", "seconds of processor", "target"], rows)
    )


def _cluster(folder: Path) -> str:
    path = _invented(folder, MIDDLE)
    runs = {
        "threads": _ran("analyse", path),
        "Dask, 2 local workers": _ran("analyse", path, "local:2"),
        "the same, one killed in the middle": _ran("analyse", path, "local:2", "kill"),
    }
    rows = [
        [name, f"{told['seconds']:.1f}", str(told["killed"]), f"`{told['digits']}`"]
        for name, told in runs.items()
    ]
    shared = {_ran("compare", path, *on)["digits"] for on in ([], ["local:2"])}
    same = len({told["digits"] for told in runs.values()}) == 1 == len(shared)
    return (
        "## One million people on a cluster (`benchmarks/engine.py`, `make bench-large`)\n\n"
        f"{report.machine()}, starting the workers included. The hash is of every"
        f" number of the result: {'identical' if same else 'NOT identical'}, those of"
        " common ground by threads and by Dask too.\n\n"
        + report.table(["where", "seconds", "workers killed", "hash"], rows)
    )


if __name__ == "__main__":
    main()
