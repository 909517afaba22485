"""Do whole-number sums say all that the matrix says?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understand.polis.books import book_of, camps
from tests.understand.polis.small import CAMPS, conversations, votes_of

from vestibule.dossier.votebook import VotePartition
from vestibule.errors import DataError
from vestibule.understand.polis import Votes, matrices, pca, statistics, sums


def test_products_of_three_people_are_added_by_hand() -> None:
    found = sums.sums_of(votes_of("+-.", "+0.", "-.+"))

    assert found.agree.tolist() == [2, 0, 1]
    assert found.disagree.tolist() == [1, 1, 0]
    assert found.seen.tolist() == [3, 2, 1]
    # First with second: (1)(-1) + (1)(0); first with third: (-1)(1).
    assert found.votes_votes.tolist() == [[3, -1, -1], [-1, 1, 0], [-1, 0, 1]]
    # Votes on the row by those who answered the column.
    assert found.votes_seen.tolist() == [[1, 2, -1], [-1, -1, 0], [1, 0, 1]]
    assert found.seen_seen.tolist() == [[3, 2, 1], [2, 2, 0], [1, 0, 1]]


def dense(votes: Votes) -> tuple[np.ndarray, np.ndarray]:
    x = np.zeros((votes.n_people, votes.n_statements), dtype=np.int64)
    o = np.zeros_like(x)
    x[votes.person, votes.statement] = votes.vote
    o[votes.person, votes.statement] = 1
    return x, o


@given(conversations(), st.integers(1, 9))
def test_sums_are_those_of_the_dense_matrix(votes: Votes, at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sums, "PEOPLE_AT_ONCE", at_once)
        found = sums.sums_of(votes)
    x, o = dense(votes)

    assert np.array_equal(found.votes_votes, x.T @ x)
    assert np.array_equal(found.votes_seen, x.T @ o)
    assert np.array_equal(found.seen_seen, o.T @ o)


@pytest.mark.parametrize("sign", ["+", "-", "0"])
def test_four_products_fit_in_one_number_for_as_many_people_as_allowed(
    sign: str,
) -> None:
    votes = votes_of(*[sign * 2] * (sums.PEOPLE_AT_ONCE + 3))
    n, x = votes.n_people, {"+": 1, "-": -1, "0": 0}[sign]

    found = sums.sums_of(votes)

    assert found.seen_seen.tolist() == [[n, n], [n, n]]
    assert found.votes_seen.tolist() == [[n * x, n * x]] * 2
    assert found.votes_votes.tolist() == [[n * x * x, n * x * x]] * 2


@given(conversations(), st.data())
def test_squares_are_those_of_the_centred_matrix(
    votes: Votes, data: st.DataObject
) -> None:
    flags = st.lists(
        st.booleans(), min_size=votes.n_statements, max_size=votes.n_statements
    )
    zeroed = np.array(data.draw(flags))
    centred = matrices.ratings(votes, zeroed=zeroed).centred.toarray()

    square = sums.sums_of(votes).squares(zeroed)

    assert square == pytest.approx(centred.T @ centred, abs=1e-12)
    assert np.array_equal(square, square.T)


@given(conversations(), st.integers(1, 60))
def test_partitions_add_up_to_the_whole(votes: Votes, size: int) -> None:
    found = None
    for part in book_of(votes, size).partitions:
        own = sums.heard(part, n_people=votes.n_people, n_statements=votes.n_statements)
        found = own if found is None else found.merged(own)
    whole = sums.sums_of(votes)

    assert found is not None
    for name in sums.NAMES:
        assert np.array_equal(getattr(found.sums, name), getattr(whole, name))


def test_taking_some_people_away_leaves_the_others() -> None:
    both = sums.sums_of(votes_of("+-", "-+"))
    one = sums.sums_of(votes_of("+-"))

    left = both.minus(one)

    other = sums.sums_of(votes_of("-+"))
    assert all(np.array_equal(getattr(left, n), getattr(other, n)) for n in sums.NAMES)
    assert np.array_equal(left.plus(one).seen, both.seen)


def test_a_statement_more_is_one_nobody_saw() -> None:
    wider = sums.sums_of(votes_of("+-")).widened(3)

    assert wider.seen.tolist() == [1, 1, 0]
    assert wider.seen_seen.tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    assert wider.means(np.zeros(3, dtype=bool)).tolist() == [1, -1, 0]


def test_an_empty_partition_adds_nothing() -> None:
    none = np.empty(0, dtype=np.int32)
    empty = VotePartition(person=none, statement=none, vote=none.astype(np.int8))

    found = sums.heard(empty, n_people=3, n_statements=2)

    assert found.sums.seen.tolist() == [0, 0]
    assert not found.sums.seen_seen.any()
    assert len(found.people[0].n_votes) == 0


@pytest.mark.parametrize("shift", [-1, 1])
def test_someone_without_an_id_is_refused(shift: int) -> None:
    part = book_of(votes_of("+-", "-+"), size=100).partitions[0]
    shifted = VotePartition(
        person=part.person + np.int32(shift), statement=part.statement, vote=part.vote
    )

    with pytest.raises(DataError, match="has no id"):
        sums.heard(shifted, n_people=2, n_statements=2)


@pytest.mark.parametrize("statements", [12, pca.DENSE_STATEMENTS + 6])
def test_components_of_the_sums_are_those_of_the_matrix(statements: int) -> None:
    votes = camps(5, people=300, statements=statements)
    none = np.zeros(statements, dtype=bool)

    by_sums = pca.of_squares(sums.sums_of(votes).squares(none))
    by_matrix = pca.components(matrices.ratings(votes, zeroed=none).centred)

    assert by_sums.rank == by_matrix.rank == 2
    assert by_sums.sums == pytest.approx(by_matrix.sums, rel=1e-12)
    cosines = (by_sums.vectors * by_matrix.vectors).sum(axis=1)
    assert (cosines > 1 - 1e-12).all()


def test_votes_that_do_not_differ_have_no_direction() -> None:
    found = pca.of_squares(
        sums.sums_of(votes_of("+-", "+-")).squares(np.zeros(2, bool))
    )

    assert found.rank == 0
    assert not found.vectors.any()


def test_tallies_of_two_halves_are_those_of_the_whole() -> None:
    groups = (np.arange(CAMPS.n_people) % 3 - 1).astype(np.int32)
    total = None
    for part in book_of(CAMPS, size=40).partitions:
        own = groups[part.person[0] : part.person[-1] + 1]
        counted = sums.tallied(part, own, n_groups=2, n_statements=CAMPS.n_statements)
        total = counted if total is None else sums.added(total, counted)

    expected = statistics.tallies(CAMPS, groups, 2)
    assert total is not None
    assert np.array_equal(total.agree, expected.agree)
    assert np.array_equal(total.disagree, expected.disagree)
    assert np.array_equal(total.seen, expected.seen)
