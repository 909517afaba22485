"""How long does each audit take, at full scale? Used by `benchmarks/positions.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from vestibule.rehearsal.crowd import Crowd
from vestibule.understand import audits, ground, polis
from vestibule.understand.audits import given as givens
from vestibule.understand.audits.left_out import Side

SEGMENTS = ("a", "b", "c", "d")
"""The hidden groups of the invented crowd stand for segments."""

MET = 20
"""People of an invented gathering; every second person answers in one."""

MONTH = 30 * 24 * 3_600_000
"""Milliseconds over which people arrive."""

Timed = Callable[[str, Callable[[], object]], object]
"""Runs something, and notes under a name how long it took."""


def gatherings_of(crowd: Crowd) -> np.ndarray:
    """Return the gathering of each person: half of them alone, the rest by segment."""
    met = np.full(len(crowd.groups), -1, dtype=np.int32)
    order = np.argsort(crowd.groups, kind="stable")
    inside = order[np.arange(len(order)) % 2 == 0]
    met[inside] = np.arange(len(inside)) // MET
    return met


def side_of(crowd: Crowd, met: np.ndarray) -> Side:
    """Return one comparison of the hidden groups."""
    rows = ground.of_book(
        crowd.book, crowd.groups.astype(np.int64), list(SEGMENTS), gathering=met
    )
    return Side(key="comparison", groups=SEGMENTS, rows=rows)


def material_of(
    votes: polis.Votes, met: np.ndarray, derived: audits.Derived, side: Side
) -> audits.Material:
    """Return what the audits look at: votes with gatherings and invented moments."""
    key = None if derived.placed is None else derived.placed.person_key
    given = givens.of_votes(votes, key=key, gatherings=met)
    draw = np.random.default_rng(1)
    start = draw.integers(0, MONTH, votes.n_people)
    at = start[given.votes.person] + 20_000 * draw.integers(0, 60, len(given.votes))
    return audits.Material(given=replace(given, at=at), derived=derived, sides=(side,))


def ground_of(side: Side) -> ground.GroundResult:
    """Return common ground of one comparison."""
    return ground.of_rows(side.rows, list(side.groups), key=side.key)


def timed(material: audits.Material, run: Timed) -> Iterator[dict[str, object]]:
    """Run each audit under its name; give what each found."""
    settings = audits.AuditSettings()
    for name, part in audits.PARTS.items():
        found = run(f"audit: {name}", lambda part=part: part(material, settings))
        assert isinstance(found, dict)
        yield found
