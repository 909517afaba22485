"""How do votes become a sparse matrix?"""

import numpy as np
import pytest
from tests.understand.polis.small import of_cells, votes_of

from vestibule.errors import DataError
from vestibule.understand.polis import matrices

NONE = np.zeros(3, dtype=bool)


def test_a_vote_is_centred_and_a_missing_vote_stays_missing() -> None:
    votes = votes_of("++.", "-0.", "+.0")

    ratings = matrices.ratings(votes, zeroed=NONE)

    # Means: (1 - 1 + 1) / 3, (1 + 0) / 2, 0 / 1.
    assert ratings.center == pytest.approx([1 / 3, 1 / 2, 0])
    assert ratings.centred.nnz == 6
    assert ratings.centred.toarray() == pytest.approx(
        np.array([[2 / 3, 1 / 2, 0], [-4 / 3, -1 / 2, 0], [2 / 3, 0, 0]])
    )


def test_a_zeroed_statement_is_a_pass_of_everybody() -> None:
    votes = votes_of("++.", "-0.", "+.0")

    ratings = matrices.ratings(votes, zeroed=np.array([False, True, False]))

    assert ratings.center == pytest.approx([1 / 3, 0, 0])
    assert ratings.centred.toarray()[:, 1] == pytest.approx([0, 0, 0])
    # One live vote, one live vote, two live votes, and the zeroed one for each.
    assert ratings.n_seen.tolist() == [2, 2, 3]
    assert ratings.n_votes.tolist() == [2, 2, 2]


def test_a_statement_without_a_vote_is_no_column() -> None:
    ratings = matrices.ratings(votes_of("+.-"), zeroed=np.array([True, True, False]))

    assert ratings.n_columns == 2
    assert ratings.n_seen.tolist() == [2]


def test_the_order_of_rows_changes_nothing() -> None:
    cells = [(0, 0, 1), (0, 2, -1), (1, 1, 0), (2, 0, 1), (2, 1, -1)]

    sorted_ = matrices.ratings(of_cells(cells, 3, 3), zeroed=NONE)
    reverse = matrices.ratings(of_cells(cells[::-1], 3, 3), zeroed=NONE)

    assert np.array_equal(sorted_.centred.toarray(), reverse.centred.toarray())
    assert np.array_equal(sorted_.n_seen, reverse.n_seen)


def test_two_votes_of_one_person_on_one_statement_are_refused() -> None:
    votes = of_cells([(0, 1, 1), (1, 1, 1), (1, 0, 1), (1, 1, -1)], 2, 3)

    with pytest.raises(DataError, match="1 votes repeat a person and statement"):
        matrices.ratings(votes, zeroed=NONE)


def test_the_next_person_may_begin_where_the_last_one_ended() -> None:
    votes = of_cells([(1, 2, 1), (2, 2, 1), (4, 2, -1)], 5, 3)

    assert matrices.ratings(votes, zeroed=NONE).centred.nnz == 3


def clustered(n_votes: list[int], **changes: object) -> list[bool]:
    arguments = {"min_votes": 7, "min_clustered": 2, "n_columns": 10, **changes}
    keep = arguments.pop("keep", np.zeros(len(n_votes), dtype=bool))
    return matrices.clustered(
        np.array(n_votes, dtype=np.int32), keep=keep, **arguments
    ).tolist()


def test_seven_votes_are_enough() -> None:
    assert clustered([6, 7, 8]) == [False, True, True]


def test_all_votes_are_enough_where_there_are_few_statements() -> None:
    assert clustered([2, 3, 3], n_columns=3) == [False, True, True]


def test_the_most_active_fill_up_a_small_map_the_first_of_equals_first() -> None:
    assert clustered([1, 3, 3, 9], min_clustered=2) == [False, True, False, True]


def test_someone_without_a_vote_is_never_added() -> None:
    assert clustered([0, 1], min_clustered=15) == [False, True]


def test_whoever_was_in_stays_in() -> None:
    keep = np.array([True, False, False])

    assert clustered([1, 2, 9], keep=keep) == [True, False, True]


def test_rows_stand_by_first_statement_then_by_code() -> None:
    votes = votes_of("..+", "+..", ".++", "+++", "...")
    inside = np.array([True, True, True, True, False])

    assert matrices.rows(votes, inside, order="loaded").tolist() == [1, 3, 2, 0]
    assert matrices.rows(votes, inside, order="given").tolist() == [0, 1, 2, 3]
