"""Measure the compatible layer on one file of votes; print the figures as JSON.

Run in a process of its own, so that the peak of memory is that of loading the
votes and analysing them, imports included.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np

from vestibule.understand import polis
from vestibule.understand.polis import (
    consensus,
    groups,
    matrices,
    pca,
    projection,
    representative,
    statistics,
)

SETTINGS = polis.PolisSettings()


def peak_mb() -> float:
    """Return the highest resident size of this process so far, in megabytes."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes * 1024 / 1e6


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what the work gives and the seconds it took."""
    start = perf_counter()
    result = work()
    return result, perf_counter() - start


def parts(votes: polis.Votes) -> dict[str, float]:
    """Time each part by itself, in the order of the analysis."""
    seconds: dict[str, float] = {}

    def part(name: str, work: Callable[[], Any]) -> Any:
        result, seconds[name] = timed(work)
        return result

    none = np.zeros(votes.n_statements, dtype=bool)
    nobody = np.zeros(votes.n_people, dtype=bool)
    ratings = part("matrix", lambda: matrices.ratings(votes, zeroed=none))
    components = part("components", lambda: pca.components(ratings.centred))
    points = part("projection", lambda: projection.people(ratings, components))
    inside = matrices.clustered(
        ratings.n_votes, ratings.n_columns, min_votes=7, min_clustered=15, keep=nobody
    )
    rows = part("row order", lambda: matrices.rows(votes, inside, order="loaded"))
    found = part(
        "base clusters and groups", lambda: groups.groups(points[rows], SETTINGS)
    )
    group = np.full(votes.n_people, -1, dtype=np.int32)
    group[rows] = found.labels
    counts = part(
        "group tallies", lambda: statistics.tallies(votes, group, len(found.sizes))
    )
    tests = part("tests", lambda: statistics.group_statistics(counts))
    part(
        "representative statements",
        lambda: representative.representative(tests, allowed=~none, settings=SETTINGS),
    )
    everybody = part(
        "tallies of everybody",
        lambda: statistics.tallies(votes, nobody.astype(np.int32), 1),
    )
    part(
        "consensus",
        lambda: consensus.consensus(everybody, allowed=~none, settings=SETTINGS),
    )
    return seconds


def floor(votes: polis.Votes) -> float:
    """Time one Polars pass that counts agreement per statement: the floor."""
    import polars as pl

    frame = pl.DataFrame({"statement": votes.statement, "vote": votes.vote})
    agreement = (
        frame.lazy().group_by("statement").agg((pl.col("vote") == 1).sum().alias("n"))
    )
    return min(timed(agreement.collect)[1] for _ in range(3))


def main(path: str) -> None:
    """Load, analyse, and print what it took."""
    with np.load(path) as stored:
        n_people, n_statements = stored["size"].tolist()
        votes = polis.Votes(
            person=stored["person"],
            statement=stored["statement"],
            vote=stored["vote"],
            n_people=n_people,
            n_statements=n_statements,
        )
    loaded = peak_mb()
    result, seconds = timed(lambda: polis.analyse(votes))
    analysed = peak_mb()
    figures = {
        "seconds": seconds,
        "loaded_mb": loaded,
        "peak_mb": analysed,
        "k": result.k,
        "votes": len(votes),
        "parts": parts(votes),
        "floor": floor(votes),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1])
