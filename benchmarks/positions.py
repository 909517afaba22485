"""How long does each part of the chain take, and how much memory?

`python -m benchmarks.positions` measures 100,000 people, 300 statements and 3 million
votes: positions with covariance, groups from 100 draws with a bootstrap each, common
ground of a comparison with 2,500 gatherings, and every audit.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable

from benchmarks import audits as auditing
from benchmarks import report
from vestibule import rehearsal
from vestibule.understand import audits, groups, polis, positions

SEED = 1


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the table, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--statements", type=int, default=300)
    parser.add_argument("--votes", type=int, default=3_000_000)
    parser.add_argument("--dry", action="store_true", help="print only")
    asked = parser.parse_args(arguments)
    crowd = rehearsal.crowd(asked.people, asked.statements, asked.votes, SEED)
    votes = polis.of_book(crowd.book)
    met = auditing.gatherings_of(crowd)
    rows: list[list[str]] = []
    whole = time.perf_counter()

    def peak() -> str:
        return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6:.0f}"

    def run(what: str, part: Callable[[], object]) -> object:
        start = time.perf_counter(), time.process_time()
        found = part()
        wall, core = time.perf_counter() - start[0], time.process_time() - start[1]
        rows.append([what, f"{wall:.1f}", f"{core:.1f}", peak()])
        print(rows[-1], flush=True)
        return found

    rows.append(["votes in memory", "", "", peak()])
    placed = run("positions with covariance", lambda: positions.positions(votes))
    assert isinstance(placed, positions.PositionResult)
    found = run(
        "groups, 100 replicates",
        lambda: groups.groups(votes, placed, gatherings=met),
    )
    assert isinstance(found, groups.GroupResult)
    opinions = run("compatible layer", lambda: polis.analyse(votes))
    assert isinstance(opinions, polis.PolisResult)
    side = run("answers by gathering", lambda: auditing.side_of(crowd, met))
    assert isinstance(side, audits.Side)
    common = run("common ground", lambda: auditing.ground_of(side))
    derived = audits.Derived(
        opinions=opinions,
        placed=placed,
        grouped=found,
        ground=common,  # type: ignore[arg-type]
    )
    material = run(
        "what the audits look at",
        lambda: auditing.material_of(votes, met, derived, side),
    )
    assert isinstance(material, audits.Material)
    told = {k: v for one in auditing.timed(material, run) for k, v in one.items()}
    rows.append(["all of it", f"{time.perf_counter() - whole:.1f}", "", peak()])
    looked = placed.validation.n_votes if placed.validation else 0
    text = "\n\n".join(
        [
            "## Positions, groups, common ground, audits (`benchmarks/positions.py`)",
            f"Invented votes, seed {SEED}: {asked.people:,} people, {asked.statements}"
            f" statements, {asked.votes:,} votes, half of the people in gatherings of"
            f" {auditing.MET}; {report.machine()}. Core seconds are those the process"
            " computed, whatever else the machine did. The number of directions was"
            f" chosen on {looked:,} votes. The target is 300 s and 2,000 MB together.",
            report.table(["part", "seconds", "core seconds", "peak MB"], rows),
            f"Found: {placed.dimensions} directions, k = {found.k}"
            f" ({', '.join(found.limits)}).",
        ]
    )
    print(text)
    print(told)
    if not asked.dry:
        report.write_section("positions", text)


if __name__ == "__main__":
    main()
