"""How long do a short list, its rules and its audit take for a million people?"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from scipy import sparse

from benchmarks import report
from vestibule.agree import proportional
from vestibule.agree.proportional import pav, shares

TARGET = (1_000_000, 300, 12)
"""People, statements, places: a few seconds."""


def invented(people: int, statements: int) -> proportional.Approvals:
    """Return approvals of four camps, a fifth of all cells."""
    rng = np.random.default_rng(1)
    camp = rng.integers(0, 4, people)
    columns = []
    for _ in range(statements):
        chance = rng.beta(1, 3.9, 4)[camp]
        columns.append(np.flatnonzero(rng.random(people) < chance).astype(np.int32))
    ends = np.cumsum([0, *(len(column) for column in columns)])
    people_of = np.concatenate(columns)
    yes = np.ones(len(people_of), dtype=np.int8)
    matrix = sparse.csc_array((yes, people_of, ends), shape=(people, statements))
    return proportional.of_matrix(matrix, [f"s{i:03d}" for i in range(statements)])


def timed(what: str, run: Callable[[], object]) -> list[str]:
    """Return a row: what was done and the seconds it took."""
    start = time.perf_counter()
    run()
    return [what, f"{time.perf_counter() - start:.2f}"]


def main(_: list[str] | None = None) -> None:
    """Measure and write the section."""
    people, statements, size = TARGET
    given = invented(people, statements)

    def anything(_: object) -> bool:
        return True

    picks = pav.sequential(given, size, fits=anything)
    ids = [given.statements[pick.statement] for pick in picks]
    rows = [
        timed("sequential PAV", lambda: pav.sequential(given, size, fits=anything)),
        timed("exchange", lambda: pav.exchanged(given, picks, fits=anything)),
        timed("equal shares", lambda: shares.equal_shares(given, size, fits=anything)),
        timed("audit (JR, EJR+)", lambda: proportional.audit(given, ids)),
        timed("all of it", lambda: proportional.short_list(given, size=size)),
    ]
    shape = f"{people:,} people, {statements} statements, {size} places,"
    text = "\n\n".join(
        [
            "## A short list that represents everyone (`benchmarks/lists.py`)",
            f"{shape} {given.matrix.nnz:,} approvals, invented; {report.machine()}.",
            report.table(["what", "seconds"], rows),
        ]
    )
    report.write_section("lists", text)


if __name__ == "__main__":
    main()
