"""An invented crowd that votes, written as arrays; and how long inventing it takes."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from benchmarks import report
from vestibule import rehearsal
from vestibule.understand import polis

TARGET = (100_000, 300, 3_000_000)
"""People, statements, votes: at most 20 s."""


def save(path: Path, people: int, statements: int, votes: int, seed: int) -> float:
    """Write the votes as one file of arrays; return the seconds of inventing them."""
    start = time.perf_counter()
    book = rehearsal.votes(people=people, statements=statements, votes=votes, seed=seed)
    took = time.perf_counter() - start
    coded = polis.of_book(book)
    np.savez(
        path,
        person=coded.person,
        statement=coded.statement,
        vote=coded.vote,
        size=np.array([people, statements]),
    )
    return took


def main(_: list[str] | None = None) -> None:
    """Measure the invention of votes and of a whole rehearsal; write the section."""
    rows = []
    for shape in sorted(rehearsal.SHAPES):
        start = time.perf_counter()
        made = rehearsal.rehearse(seed=1, shape=rehearsal.SHAPES[shape])
        took = time.perf_counter() - start
        held = sum(len(rows) for rows in made.dossier.tables.values())
        rows.append(
            [f"a rehearsal, shape {shape}: {held:,} records", f"{took:.2f}", ""]
        )
    start = time.perf_counter()
    book = rehearsal.votes(
        people=TARGET[0], statements=TARGET[1], votes=TARGET[2], seed=1
    )
    took = time.perf_counter() - start
    rows.append(
        [f"{TARGET[0]:,} x {TARGET[1]}: {book.n_votes:,} votes", f"{took:.2f}", "20"]
    )
    text = "\n\n".join(
        [
            "## A rehearsal (`benchmarks/crowd.py`)",
            f"Invented, seed 1; {report.machine()}.",
            report.table(["what", "seconds", "target"], rows),
        ]
    )
    print(text)
    report.write_section("rehearsal", text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("sizes", type=int, nargs=4)
    asked = parser.parse_args()
    save(asked.path, *asked.sizes)
    size = np.load(asked.path)["vote"].shape[0]
    print(size)
