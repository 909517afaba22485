"""How long do positions and groups take, each by itself, and how much memory?

`python -m benchmarks.positions` measures 100,000 people, 300 statements and 3 million
votes: positions with covariance, then groups from 100 draws with a bootstrap each.
"""

from __future__ import annotations

import argparse
import resource
import time

from benchmarks import report
from vestibule import rehearsal
from vestibule.understand import groups, polis, positions

SEED = 1


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the table, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--statements", type=int, default=300)
    parser.add_argument("--votes", type=int, default=3_000_000)
    asked = parser.parse_args(arguments)
    book = rehearsal.votes(asked.people, asked.statements, asked.votes, SEED)
    votes = polis.of_book(book)
    rows = []

    def peak() -> str:
        return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6:.0f}"

    def told(what: str, start: tuple[float, float]) -> None:
        wall, core = time.perf_counter() - start[0], time.process_time() - start[1]
        rows.append([what, f"{wall:.1f}", f"{core:.1f}", peak()])

    rows.append(["votes in memory", "", "", peak()])
    start = time.perf_counter(), time.process_time()
    placed = positions.positions(votes)
    told("positions with covariance", start)
    start = time.perf_counter(), time.process_time()
    found = groups.groups(votes, placed)
    told(f"groups, {found.settings.replicates} replicates", start)
    looked = placed.validation.n_votes if placed.validation else 0
    text = "\n\n".join(
        [
            "## Positions and groups (`benchmarks/positions.py`)",
            f"Invented votes, seed {SEED}: {asked.people:,} people, {asked.statements}"
            f" statements, {asked.votes:,} votes; {report.machine()}. Core seconds are"
            " those the process computed, whatever else the machine did. The number of"
            f" directions was chosen on {looked:,} votes. Together with common ground"
            " and audits the target is 300 s and 2,000 MB.",
            report.table(["part", "seconds", "core seconds", "peak MB"], rows),
            f"Found: {placed.dimensions} directions, k = {found.k}"
            f" ({', '.join(found.limits)}).",
        ]
    )
    print(text)
    report.write_section("positions", text)


if __name__ == "__main__":
    main()
