"""How long does a map of 30,000 claims take, from stories to loops and differences?"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import polars as pl

from benchmarks import report
from vestibule import rehearsal
from vestibule.dossier import lineage
from vestibule.inform import maps as leaving
from vestibule.understand import maps

SIZES = {"stories": 3000, "links": 30_400, "factors": 120, "planted": 300}

TARGET = 5
"""Seconds for all of it."""


def main(_: list[str] | None = None) -> None:
    """Measure and write the section."""
    made = rehearsal.stories(**SIZES)
    rows: list[list[str]] = []

    def timed(what: str, run: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        found = run()
        rows.append([what, f"{time.perf_counter() - start:.2f}"])
        return found

    first, second = (lineage.settled(one) for one in made.teams)
    coded = lineage.settled(made.coded)
    begin = time.perf_counter()
    ours = timed("one team's map: links, loops, roles", lambda: maps.system_map(first))
    theirs = timed("the other team's", lambda: maps.system_map(second))
    alike = timed("agreement of the two", lambda: maps.agreement(ours, theirs))
    raw = timed("the map before merging", lambda: maps.system_map(coded))
    timed("merges proposed", lambda: maps.merges(raw, coded))
    timed("places to act", lambda: maps.leverage(ours, first))
    low = ours.factors.sort("level", nulls_last=True)["factor"]
    timed(
        "ways from one factor to another", lambda: maps.trace(ours, [low[0]], [low[60]])
    )
    people = first.table("gatherings").select(people="present", gathering="id")
    floor = first.process.disclosure
    timed("differences between regions", lambda: maps.differences(ours, people, floor))
    timed("written for other programs", lambda: leaving.blueprint(ours, first))
    whole = time.perf_counter() - begin
    rows.append([f"all of it (target {TARGET})", f"{whole:.2f}"])
    told = ours.links.select(pl.len(), pl.col("citations").sum()).row(0)
    shape = (
        f"{ours.claims.height:,} claims of {SIZES['stories']:,} stories, "
        f"{ours.factors.height} factors and {told[0]:,} links after merging "
        f"({raw.factors.height} and {raw.links.height:,} before), {len(ours.loops)} loops "
        f"of at most {ours.settings.loop_bound} links told by at least "
        f"{ours.loop_floor} sources each; adjusted Rand of the two teams "
        f"{alike.rand:.2f}; {report.machine()}."
    )
    text = "\n\n".join(
        [
            "## A system map (`benchmarks/maps.py`)",
            shape,
            report.table(["what", "seconds"], rows),
        ]
    )
    report.write_section("maps", text)


if __name__ == "__main__":
    main()
