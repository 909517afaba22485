"""Real conversations: whatever people and statements are called, the groups are the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.held_out import conversation
from tests.understand.positions.simulated import shuffled

from vestibule.understand.groups import GroupResult, GroupSettings, groups
from vestibule.understand.polis import Votes
from vestibule.understand.positions import PositionSettings, positions

CONVERSATIONS = (
    "american-assembly.bowling-green",
    "brexit-consensus",
    "football-concussions",
    "london.youth.policing",
    "scoop-hivemind.biodiversity.reference",
    "vtaiwan.uberx",
)

STRICT = GroupSettings()

ANY = GroupSettings(stable=0.01, gap=1e6, replicates=20, most=4)
"""Calls nearly every division groups: that they are the same is then no empty word."""


def found(votes: Votes, asked: GroupSettings) -> GroupResult:
    """Return the groups of a conversation."""
    return groups(votes, positions(votes), settings=asked)


def check(votes: Votes, first: GroupResult, asked: GroupSettings, seed: int) -> None:
    """Compare with the groups of the same votes under other names."""
    other, people, statements = shuffled(votes, seed)
    again = found(other, asked)
    assert again.k == first.k
    assert again.limits == first.limits
    assert np.array_equal(again.group[people], first.group)
    assert np.array_equal(again.membership[people], first.membership, equal_nan=True)
    assert again.divisions.equals(first.divisions)
    codes = dict(enumerate(statements.tolist()))
    told = first.representative["statement"].to_list()
    assert set(again.representative["statement"]) == {codes[n] for n in told}


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("brexit-consensus", ANY),
        ("london.youth.policing", STRICT),
        ("london.youth.policing", ANY),
    ],
    ids=["brexit-any", "london-strict", "london-any"],
)
def test_a_few_shuffles_of_small_conversations(
    real_data: Path, name: str, asked: GroupSettings
) -> None:
    votes = conversation(real_data / "opinions" / name)
    first = found(votes, asked)

    for seed in range(2):
        check(votes, first, asked, seed)


@pytest.mark.proof
@pytest.mark.parametrize(("asked", "times"), [(STRICT, 100), (ANY, 25)])
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_hundred_shuffles_of_real_conversations_give_identical_groups(
    real_data: Path, name: str, asked: GroupSettings, times: int
) -> None:
    votes = conversation(real_data / "opinions" / name)
    first = found(votes, asked)

    for seed in range(times):
        check(votes, first, asked, seed)


def test_a_direction_chosen_once_is_the_same_under_other_names(real_data: Path) -> None:
    votes = conversation(real_data / "opinions" / "brexit-consensus")
    placed = PositionSettings(dimensions=2)
    first = positions(votes, settings=placed)
    other, people, statements = shuffled(votes, 3)

    again = positions(other, settings=placed)

    assert np.array_equal(again.position[people], first.position)
    assert len(statements) == votes.n_statements
