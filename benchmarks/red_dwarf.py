"""Measure red-dwarf on one file of votes; run by the Python of `.peers`."""

from __future__ import annotations

import json
import resource
import sys
from time import perf_counter

import numpy as np


def main(path: str) -> None:
    """Load, analyse, and print what it took."""
    from reddwarf.implementations.base import run_pipeline

    with np.load(path) as stored:
        columns = [stored[name].tolist() for name in ("person", "statement", "vote")]
    votes = [
        {"participant_id": person, "statement_id": statement, "vote": vote}
        for person, statement, vote in zip(*columns, strict=True)
    ]
    start = perf_counter()
    run_pipeline(votes=votes, random_state=1)
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main(sys.argv[1])
