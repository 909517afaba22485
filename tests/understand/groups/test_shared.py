"""What do groups answer alike?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.understand.positions.simulated import votes_of

from vestibule.understand import intervals
from vestibule.understand.groups.shared import shared
from vestibule.understand.polis import Votes

TWO = np.repeat([0, 1], 40).astype(np.int32)


def answers(*columns: list[int | None]) -> Votes:
    """Return votes from a column for each statement; None was not seen."""
    person, statement, vote = [], [], []
    for what, column in enumerate(columns):
        for who, answer in enumerate(column):
            if answer is not None:
                person.append(who)
                statement.append(what)
                vote.append(answer)
    return votes_of(
        np.array(person), np.array(statement), np.array(vote), 80, len(columns)
    )


def test_what_nearly_everyone_in_each_group_answers_is_shared() -> None:
    # 38 of 40 and 36 of 40 agree; the Wilson interval of 36/40 begins at 0.769
    both = [1] * 38 + [-1] * 2 + [1] * 36 + [0] * 4
    apart = [1] * 40 + [-1] * 40
    none = [-1] * 80

    found = shared(answers(both, apart, none), TWO, bar=0.6, at_least=10)

    assert found.select("statement", "side", "group", "count", "people").rows() == [
        (2, -1, 0, 40, 40),
        (2, -1, 1, 40, 40),
        (0, 1, 0, 38, 40),
        (0, 1, 1, 36, 40),
    ]
    assert found["low"][3] == pytest.approx(0.7695, abs=1e-3)
    low, _ = intervals.wilson(np.array([0.9]), np.array([40.0]), 0.95)
    assert found["low"][3] == pytest.approx(low[0])


def test_a_pass_is_no_agreement() -> None:
    passing = [1] * 20 + [0] * 20 + [1] * 40

    assert shared(answers(passing), TWO, bar=0.6, at_least=10).is_empty()


def test_a_group_of_which_too_few_answered_is_not_spoken_for() -> None:
    few = [1] * 9 + [None] * 31 + [1] * 40

    assert shared(answers(few), TWO, bar=0.5, at_least=10).is_empty()
    assert shared(answers(few), TWO, bar=0.5, at_least=9).height == 2


def test_what_was_moderated_out_is_left_out() -> None:
    votes = answers([1] * 80, [1] * 80)

    found = shared(
        votes, TWO, bar=0.6, at_least=10, moderated_out=np.array([True, False])
    )

    assert found["statement"].to_list() == [1, 1]


@pytest.mark.parametrize("group", [np.full(80, -1), np.zeros(80)])
def test_with_fewer_than_two_groups_nothing_is_shared(group: np.ndarray) -> None:
    votes = answers([1] * 80)

    found = shared(votes, group.astype(np.int32), bar=0.6, at_least=10)

    assert found.is_empty()
    assert found.columns[:3] == ["statement", "side", "group"]


@settings(max_examples=15)
@given(seed=st.integers(0, 1000))
def test_one_more_agreeing_vote_never_unshares(seed: int) -> None:
    draw = np.random.default_rng(seed)
    column = draw.choice([1, 1, 1, 1, 0, -1], 80).tolist()
    more = list(column)
    more[int(draw.integers(80))] = 1

    def is_shared(one: list[int]) -> bool:
        return (
            not shared(answers(one), TWO, bar=0.5, at_least=10)
            .filter(side=1)
            .is_empty()
        )

    assert is_shared(more) or not is_shared(column)
