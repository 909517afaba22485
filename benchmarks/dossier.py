"""How long does a large dossier take to open, to merge, to be written?

`python -m benchmarks.dossier` makes 500 gatherings, 10,000 attendances, 20,000
excerpts and 1 million votes. The targets are 3 s to open and 10 s to merge with itself.
"""

from __future__ import annotations

import argparse
import datetime
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks import report
from vestibule.dossier import (
    cuts,
    declaration,
    hashing,
    ids,
    merging,
    packages,
    partitions,
    withdrawals,
    writing,
)
from vestibule.dossier.records import Dossier

KEY = "large"
ORIGIN = "bench"
SEED = 1
GATHERINGS, ATTENDANCES, EXCERPTS = 500, 10_000, 20_000
PEOPLE, STATEMENTS = 10_000, 300

PROCESS_TEXT = """\
key = "large"
fictitious = true
title.fr = "Grand"
title.en = "Large"
question.fr = "Combien de temps ?"
question.en = "How long?"
"""

TARGETS = {"open": "3", "merge with itself": "10"}


def main(arguments: list[str] | None = None) -> None:
    """Measure, print the table, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--votes", type=int, default=1_000_000)
    asked = parser.parse_args(arguments)
    made = large(asked.votes)
    with tempfile.TemporaryDirectory() as folder:
        times = measured(made, Path(folder) / "large")
    rows = [
        [what, f"{took:.2f}", TARGETS.get(what, "")] for what, took in times.items()
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    text = "\n\n".join(
        [
            "## A large dossier (`benchmarks/dossier.py`)",
            f"{GATHERINGS:,} gatherings, {ATTENDANCES:,} attendances,"
            f" {EXCERPTS:,} excerpts, {asked.votes:,} votes; {report.machine()}."
            f" Votes lie as Parquet. The process peaked at {peak:.0f} MB, which"
            " includes making the dossier.",
            report.table(["step", "seconds", "target"], rows),
        ]
    )
    print(text)
    report.write_section("dossier", text)


def measured(made: Dossier, folder: Path) -> dict[str, float]:
    """Return the seconds of each step."""
    times: dict[str, float] = {}

    def step(what: str, act: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = act()
        times[what] = time.perf_counter() - start
        return result

    step("write", lambda: packages.write(made, folder))
    opened = step("open", lambda: packages.read(folder))
    again = packages.read(folder)
    step("merge with itself", lambda: merging.merge(opened, again))
    step("content hash", lambda: hashing.content_hash(opened))
    older = cuts.as_of(opened, {ORIGIN: cuts.cut(opened)[ORIGIN] // 2})
    step(
        "merge with an older copy of half its records",
        lambda: merging.merge(older, opened),
    )
    gone = step("withdraw a gathering", lambda: withdrawn(opened))
    step("merge that with a copy from before", lambda: merging.merge(gone, again))
    step("as of a day", lambda: cuts.as_of(opened, datetime.date(2030, 6, 1)))
    step("votes to partitions", lambda: partitions.from_dossier(opened))
    return times


def withdrawn(dossier: Dossier) -> Dossier:
    """Return the dossier after its first gathering was taken back."""
    return withdrawals.withdraw(
        dossier,
        table="gatherings",
        record=dossier.table("gatherings")["id"][0],
        origin="hub",
        at=None,
        by=None,
    )


def large(n_votes: int) -> Dossier:
    """Return the dossier to measure."""
    rng = np.random.default_rng(SEED)
    gatherings, people, statements = (
        ids.derived_ids(KEY, "seed 1", table, [str(i) for i in range(n)])
        for table, n in (
            ("gatherings", GATHERINGS),
            ("people", PEOPLE),
            ("statements", STATEMENTS),
        )
    )

    def some(values: pl.Series, n: int) -> pl.Series:
        return values.gather(rng.integers(0, len(values), n))

    days = pl.date_range(
        datetime.date(2030, 1, 1), datetime.date(2031, 5, 15), eager=True
    )[:GATHERINGS]
    rows = {
        "people": pl.DataFrame({"pseudonym": people}),
        "gatherings": pl.DataFrame({"code": gatherings, "held_on": days}).with_columns(
            kind=pl.lit("focus_group")
        ),
        "attendances": pl.DataFrame(
            {"gathering": some(gatherings, ATTENDANCES), "person": people}
        ).with_columns(n=pl.lit(1), capacity=pl.lit("consulted")),
        "excerpts": pl.DataFrame(
            {"gathering": some(gatherings, EXCERPTS)}
        ).with_columns(words=pl.lit("word " * 60), review=pl.lit("redacted")),
        "statements": pl.DataFrame(
            {"key": statements, "words": statements}
        ).with_columns(source=pl.lit("seed"), moderation=pl.lit("in")),
        "votes": pl.DataFrame(
            {
                "person": some(people, n_votes),
                "statement": some(statements, n_votes),
                "gathering": some(gatherings, n_votes),
                "vote": rng.integers(-1, 2, n_votes),
                "at": rng.integers(1_893_456_000_000, 1_920_000_000_000, n_votes),
            }
        ).with_columns(pl.col("at").cast(pl.Datetime("ms", "UTC"))),
    }
    known = {"people": people, "gatherings": gatherings, "statements": statements}
    return writing.append(
        Dossier(process=declaration.parse(PROCESS_TEXT), tables={}),
        _numbered(rows, known),
    )


def _numbered(
    rows: dict[str, pl.DataFrame], known: dict[str, pl.Series]
) -> dict[str, pl.DataFrame]:
    tables, first = {}, 1
    for name, frame in rows.items():
        keys = [str(i) for i in range(len(frame))]
        tables[name] = writing.as_records(
            frame,
            name,
            ids=known.get(name, ids.derived_ids(KEY, "seed 1", name, keys)),
            origin=ORIGIN,
            first_seq=first,
        )
        first += len(frame)
    return tables


if __name__ == "__main__":
    main()
