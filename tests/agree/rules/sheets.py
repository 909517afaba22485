"""Elections typed as strings: ``3 a>b=c`` is three ballots."""

from __future__ import annotations

import numpy as np

from vestibule.agree.rules import Ballots, Cast, Kinds, Order, cast


def given(
    options: str,
    *,
    rank: np.ndarray | None = None,
    approved: np.ndarray | None = None,
    objected: np.ndarray | None = None,
    points: np.ndarray | None = None,
    spoken: np.ndarray | None = None,
    kind: str = "ranking",
) -> Ballots:
    known = [a for a in (rank, approved, objected, points, spoken) if a is not None]
    shape = (len(known[0]), len(options))
    none = np.zeros(shape)
    return Ballots(
        rank=np.full(shape, np.inf) if rank is None else rank,
        approved=none if approved is None else approved,
        objected=none if objected is None else objected,
        points=none if points is None else points,
        spoken=np.ones(shape) if spoken is None else spoken,
        kind=kind,
    )


def read(options: str, *lines: str, kind: str = "ranking") -> tuple[Ballots, list[int]]:
    """Return rankings of one-letter options and how many of each."""
    rank = np.full((len(lines), len(options)), np.inf)
    n = []
    for row, line in enumerate(lines):
        count, _, order = line.partition(" ")
        n.append(int(count))
        place = 1
        for level in order.split(">"):
            for letter in level.split("="):
                rank[row, options.index(letter)] = place
            place += len(level.split("="))
    spoken = np.isfinite(rank).astype(float) if kind == "pairwise" else None
    return given(options, rank=rank, spoken=spoken, kind=kind), n


def ranked(options: str, *lines: str, kind: str = "ranking") -> Cast:
    ballots, n = read(options, *lines, kind=kind)
    return Kinds.among(ballots).weighed(n)


def approving(options: str, *lines: str) -> Cast:
    """Return approvals: ``3 ab`` is three ballots that approve a and b."""
    counts = [int(line.split()[0]) for line in lines]
    sets = [line.split()[1] if " " in line else "" for line in lines]
    approved = np.array([[float(o in some) for o in options] for some in sets])
    return Kinds.among(given(options, approved=approved, kind="approval")).weighed(
        counts
    )


def told(order: Order, options: str) -> str:
    """Return an order as ``a > b=c``."""
    return " > ".join("=".join(options[one] for one in level) for level in order.levels)


__all__ = ["approving", "cast", "given", "ranked", "read", "told"]
