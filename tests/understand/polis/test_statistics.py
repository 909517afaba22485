"""Are shares and tests those of the formulas?"""

import numpy as np
import pytest
from hypothesis import given
from tests.understand.polis.small import conversations, votes_of

from vestibule.understand.polis import Votes, statistics

GROUPS = np.array([0, 0, 0, 1, 1, -1], dtype=np.int32)
VOTES = votes_of("+", "+", "0", "-", "+", "+")


def test_votes_are_counted_by_group_without_those_in_none() -> None:
    counts = statistics.tallies(VOTES, GROUPS, 2)

    assert counts.agree.tolist() == [[2], [1]]
    assert counts.disagree.tolist() == [[0], [1]]
    assert counts.seen.tolist() == [[3], [2]]


def test_the_numbers_of_a_group_are_worked_by_hand() -> None:
    found = statistics.group_statistics(statistics.tallies(VOTES, GROUPS, 2))

    agree = found.agree
    assert agree.p[0, 0] == pytest.approx(3 / 5)
    # 2 * sqrt(4) * (3/4 - 1/2)
    assert agree.p_test[0, 0] == pytest.approx(1)
    # (3/5) / (2/4)
    assert agree.repness[0, 0] == pytest.approx(1.2)
    # 3/4 against 2/3, pooled 5/7
    z = (3 / 4 - 2 / 3) / np.sqrt(5 / 7 * 2 / 7 * (1 / 4 + 1 / 3))
    assert agree.repness_test[0, 0] == pytest.approx(z)
    assert agree.repness_test[1, 0] == pytest.approx(-z)
    assert found.disagree.p[1, 0] == pytest.approx(2 / 4)


def test_where_everybody_agrees_groups_do_not_differ() -> None:
    counts = statistics.tallies(votes_of(*"++++++"), GROUPS, 2)

    found = statistics.group_statistics(counts)

    assert found.agree.repness_test.tolist() == [[0], [0]]


def test_a_zeroed_statement_is_passed_by_all_members() -> None:
    raw = statistics.tallies(votes_of("++", "+-", "0.", "-+", "+.", "++"), GROUPS, 2)

    counts = statistics.with_zeroed(
        raw, np.array([False, True]), np.array([3, 2], dtype=np.int32)
    )

    assert counts.agree.tolist() == [[2, 0], [1, 0]]
    assert counts.disagree.tolist() == [[0, 0], [1, 0]]
    assert counts.seen.tolist() == [[3, 3], [2, 2]]


@given(conversations())
def test_groups_add_up_to_everybody(votes: Votes) -> None:
    halves = (np.arange(votes.n_people) % 2).astype(np.int32)

    parts = statistics.tallies(votes, halves, 2)
    whole = statistics.tallies(votes, halves * 0, 1)

    assert np.array_equal(parts.agree.sum(axis=0), whole.agree[0])
    assert np.array_equal(parts.seen.sum(axis=0), whole.seen[0])
    assert (parts.agree + parts.disagree <= parts.seen).all()


@given(conversations())
def test_turning_every_vote_round_swaps_the_directions(votes: Votes) -> None:
    halves = (np.arange(votes.n_people) % 2).astype(np.int32)
    turned = Votes(
        person=votes.person,
        statement=votes.statement,
        vote=-votes.vote,
        n_people=votes.n_people,
        n_statements=votes.n_statements,
    )

    one = statistics.group_statistics(statistics.tallies(votes, halves, 2))
    other = statistics.group_statistics(statistics.tallies(turned, halves, 2))

    assert np.array_equal(one.agree.repness_test, other.disagree.repness_test)
    assert np.array_equal(one.disagree.p, other.agree.p)
