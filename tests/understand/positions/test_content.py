"""Does the order of content forget ids and rows?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understand.polis.small import conversations
from tests.understand.positions.simulated import crowd, of_matrix, shuffled

from vestibule.understand.polis import Votes
from vestibule.understand.positions import content


@given(conversations(), st.integers(0, 10**6))
def test_the_same_votes_lie_in_the_same_order_whatever_they_were_called(
    votes: Votes, seed: int
) -> None:
    other, people, statements = shuffled(votes, seed)

    first, second = content.ordered(votes), content.ordered(other)

    # Keys are the same wherever no arbitrary choice had to break a mirror tie.
    assert sorted(np.bincount(first.votes.person)) == sorted(
        np.bincount(second.votes.person)
    )
    assert people[first.people].shape == second.people.shape
    assert statements[first.statements].shape == second.statements.shape


def test_a_crowd_lies_bit_for_bit_the_same_in_any_order() -> None:
    votes = crowd(people=300, statements=20, passing=0.1).votes
    first = content.ordered(votes)

    for seed in range(10):
        other, people, _ = shuffled(votes, seed)
        second = content.ordered(other)
        assert np.array_equal(first.votes.person, second.votes.person)
        assert np.array_equal(first.votes.statement, second.votes.statement)
        assert np.array_equal(first.votes.vote, second.votes.vote)
        assert np.array_equal(first.person_key, second.person_key)
        assert np.array_equal(first.statement_key, second.statement_key)
        back = np.argsort(second.people)[people]
        assert np.array_equal(
            second.person_key[back], first.person_key[np.argsort(first.people)]
        )


def test_two_people_who_voted_alike_have_one_key_and_others_have_not() -> None:
    keys = content.ordered(of_matrix(["+- ", "+- ", "+-0", "-+ "]))
    own = keys.person_key[np.argsort(keys.people)]

    assert own[0] == own[1]
    assert len(set(own.tolist())) == 3


def test_mirrored_statements_are_told_apart_and_twins_are_not() -> None:
    # Statements 0 and 1 are twins; 2 mirrors them.
    keys = content.ordered(of_matrix(["++-", "++-", "--+", "--+"]))
    own = keys.statement_key[np.argsort(keys.statements)]

    assert own[0] == own[1]
    assert own[0] != own[2]


def test_left_out_statements_lose_their_votes_and_keep_their_code() -> None:
    keys = content.ordered(of_matrix(["+-", "-+"]), without=np.array([True, False]))

    assert len(keys.votes) == 2
    assert keys.votes.n_statements == 2


def test_draws_hang_on_the_key_and_the_salt() -> None:
    keys = np.arange(20_000, dtype=np.uint64)

    normal = content.normal(content.salted(keys, 1, 2))

    assert np.array_equal(normal, content.normal(content.salted(keys, 1, 2)))
    assert not np.array_equal(normal, content.normal(content.salted(keys, 1, 3)))
    assert normal.mean() == pytest.approx(0, abs=0.03)
    assert normal.std() == pytest.approx(1, abs=0.03)
    assert np.corrcoef(normal, content.normal(content.salted(keys, 2, 2)))[
        0, 1
    ] == pytest.approx(0, abs=0.03)
