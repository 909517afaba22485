"""What do groups answer when they are counted: by hands, with cards, in pots?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from vestibule.rehearsal import chance
from vestibule.rehearsal.chance import Floats
from vestibule.rehearsal.country import Country, Entry
from vestibule.rehearsal.scene import Scene

TALLIED = 7
"""Statements put to a group that is only counted."""

SIDES_APART = 0.25
"""Statements on which planted sides differ by more are put to people one by one."""

TALLY_METHODS = ("cards", "cards", "hands", "cards", "pots")
"""How these groups are counted, in turn."""


def tallies(scene: Scene, told: list[Entry], logits: Floats) -> Iterator[Entry]:
    """Yield counts of groups: by hands and pots on one statement, others by turns.

    Parameters
    ----------
    scene : Scene
        What has been decided.
    told : list of mapping
        The statements.
    logits : ndarray of float, shape (people, statements)
        Log-odds to agree, in the order of ``scene.people``.

    Yields
    ------
    Entry
        Counts of groups: by hands and pots on one statement, others by turns.
    """
    draw = scene.stream("tallies")
    numbers = {person: place for place, person in enumerate(scene.people["person"])}
    there = {
        str(key[0]): [numbers[person] for person in part["person"]]
        for key, part in scene.presences.group_by("gathering", maintain_order=True)
    }
    groups = scene.planned.filter(pl.col("kind") == "focus_group")
    counted = groups.filter(~pl.col("pseudonymous"))
    for turn, meeting in enumerate(counted.iter_rows(named=True)):
        method = TALLY_METHODS[turn % len(TALLY_METHODS)]
        thought = logits[there[meeting["row"]]]
        given = chance.answers(
            thought + draw.normal(0, scene.effects.gathering_spread, (1, len(told))),
            draw,
        )
        for place in sorted(_put(told, draw)):
            yield _tally(scene.land, meeting, told[place], method, given[:, place])
    yield from _hands_and_pots(scene, told, groups, draw)


def _put(told: list[Entry], draw: np.random.Generator) -> list[int]:
    weights = np.array([entry.get("exposure", 1.0) for entry in told])
    weights[[not _is_for_groups(entry) for entry in told]] = 0
    n = min(TALLIED, int((weights > 0).sum()))
    chosen = draw.choice(len(told), n, replace=False, p=weights / weights.sum())
    return [int(place) for place in chosen]


def _is_for_groups(statement: Entry) -> bool:
    # Forces and authorities are hardly ever only counted: where sides are far apart
    # the way of counting would look like the reason.
    apart = max(statement["agree"]) - min(statement["agree"])
    return bool(statement.get("role") != "hands_pots" and apart < SIDES_APART)


def _hands_and_pots(
    scene: Scene, told: list[Entry], groups: pl.DataFrame, draw: np.random.Generator
) -> Iterator[Entry]:
    """Yield one statement counted in public and in secret, in comparable groups."""
    asked = [entry for entry in told if entry.get("role") == "hands_pots"]
    sides = {key: entry["side"] for key, entry in scene.land.profiles.items()}
    community = [
        meeting
        for meeting in groups.iter_rows(named=True)
        if sides.get(meeting["profile"]) == "community"
    ]
    # By turns within each place, so that both ways were used everywhere.
    turns: dict[str, int] = {}
    for meeting in community:
        turn = turns[meeting["region"]] = turns.get(meeting["region"], -1) + 1
        n = meeting["size"]
        for entry in asked:
            if turn % 2 == 0:
                votes = np.ones(n, dtype=np.int8)
                yield _tally(scene.land, meeting, entry, "hands", votes)
            else:
                votes = np.where(draw.random(n) < scene.effects.pots_agree, 1, -1)
                votes[draw.random(n) < 0.06] = 0
                yield _tally(scene.land, meeting, entry, "pots", votes.astype(np.int8))


def _tally(
    land: Country,
    meeting: Entry,
    statement: Entry,
    method: str,
    votes: npt.NDArray[np.int8],
) -> Entry:
    return {
        "row": f"{meeting['row']} {statement['key']} {method}",
        "origin": meeting["origin"],
        "at": land.moment(meeting["day"], 12),
        "gathering": meeting["row"],
        "statement": statement["key"],
        "method": method,
        "agree": int((votes == 1).sum()),
        "disagree": int((votes == -1).sum()),
        "passed": int((votes == 0).sum()),
        "count": 1,
    }
