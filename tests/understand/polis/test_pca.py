"""Are the directions those of the full matrix?"""

import numpy as np
import pytest
from hypothesis import given
from tests.understand.polis.small import conversations, votes_of

from vestibule.understand.polis import Votes, matrices, pca, projection


def ratings_of(votes: Votes) -> matrices.Ratings:
    return matrices.ratings(votes, zeroed=np.zeros(votes.n_statements, dtype=bool))


def test_two_independent_statements_are_the_two_directions() -> None:
    # Statement 0 splits 3 to 3, statement 1 only 2 to 2 with two unseen.
    ratings = ratings_of(votes_of("++", "+-", "+.", "-+", "--", "-."))

    found = pca.components(ratings.centred)

    assert found.rank == 2
    assert found.sums == pytest.approx([6, 4])
    assert found.vectors == pytest.approx(np.eye(2))


def test_agreement_of_everybody_has_no_direction() -> None:
    found = pca.components(ratings_of(votes_of("++", "++", "+.")).centred)

    assert found.rank == 0
    assert not found.vectors.any()


def test_votes_along_one_line_have_one_direction() -> None:
    found = pca.components(ratings_of(votes_of("++", "--", "++")).centred)

    assert found.rank == 1
    assert found.vectors[0] == pytest.approx([np.sqrt(1 / 2)] * 2)
    assert not found.vectors[1].any()


@given(conversations())
def test_directions_explain_as_much_as_those_of_the_dense_matrix(
    votes: Votes,
) -> None:
    centred = ratings_of(votes).centred

    found = pca.components(centred)

    singular = np.linalg.svd(centred.toarray(), compute_uv=False)
    expected = np.pad(np.square(singular), (0, 2))[:2]
    assert found.sums == pytest.approx(expected, abs=1e-8)
    spans = found.vectors @ found.vectors.T
    assert spans == pytest.approx(np.diag([1.0, 1.0, 0, 0][2 - found.rank :][:2]))


def test_many_statements_are_solved_without_the_square_matrix() -> None:
    rng = np.random.default_rng(5)
    camp = np.repeat([1, -1], 60)[:, None]
    leaning = camp * rng.normal(0.5, 0.5, 90) + rng.normal(0, 1, (120, 90))
    signs = np.where(rng.random((120, 90)) < 0.4, ".", np.where(leaning > 0, "+", "-"))
    centred = ratings_of(votes_of(*("".join(row) for row in signs))).centred

    found = pca.components(centred)

    _, singular, vectors = np.linalg.svd(centred.toarray())
    assert found.sums == pytest.approx(np.square(singular[:2]))
    assert np.abs(np.sum(found.vectors * vectors[:2], axis=1)) == pytest.approx([1, 1])
    again = pca.components(centred)
    assert np.array_equal(found.vectors, again.vectors)


def test_many_statements_along_one_line_have_one_direction() -> None:
    found = pca.components(ratings_of(votes_of("+" * 80, "-" * 80)).centred)

    assert found.rank == 1
    assert np.abs(found.vectors[0]) == pytest.approx(np.full(80, 1 / np.sqrt(80)))


def test_a_person_is_pushed_out_by_what_they_did_not_see() -> None:
    ratings = ratings_of(votes_of("++", "+-", "+.", "-+", "--", "-."))

    places = projection.people(ratings, pca.components(ratings.centred))

    # All seen: scale 1. One of two seen: scale sqrt(2 / 1).
    assert places[0] == pytest.approx([1, 1])
    assert places[2] == pytest.approx([np.sqrt(2), 0])


def test_votes_along_one_line_lie_on_a_line() -> None:
    ratings = ratings_of(votes_of("++", "--"))

    places = projection.people(ratings, pca.components(ratings.centred))

    # Means are zero; 1 * sqrt(1/2) twice.
    assert places == pytest.approx(np.array([[np.sqrt(2), 0], [-np.sqrt(2), 0]]))


@pytest.mark.parametrize("rows", [["+", "-", "+"], ["+-0"]])
def test_one_statement_or_one_person_is_no_map(rows: list[str]) -> None:
    ratings = ratings_of(votes_of(*rows))
    found = pca.components(ratings.centred)

    assert not projection.people(ratings, found).any()
    assert not projection.statements(ratings, found).any()


def test_a_statement_lies_where_its_only_friend_would() -> None:
    ratings = ratings_of(votes_of("++", "++", "+-", "-."))
    # Means: 1/2 and 1/3; two columns.
    found = pca.Components(vectors=np.eye(2), sums=np.ones(2), rank=2)

    places = projection.statements(ratings, found)

    assert places == pytest.approx(np.sqrt(2) * np.array([[1 / 2, 0], [0, 2 / 3]]))
    assert projection.extremity(places) == pytest.approx(
        [np.sqrt(2) / 2, np.sqrt(2) * 2 / 3]
    )
