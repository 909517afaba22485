"""Do new votes on a loaded state give what a cold run gives?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understand.polis.books import book_of, camps
from tests.understand.polis.small import of_cells, votes_of

from vestibule.dossier import partitions, stored
from vestibule.errors import DataError
from vestibule.understand.polis import Votes, sums
from vestibule.understand.polis.state import State, load


def cold(*runs: Votes) -> Votes:
    """Return the last vote of each person and statement, found one by one."""
    cells = {
        (int(p), int(s)): int(v)
        for votes in runs
        for p, s, v in zip(votes.person, votes.statement, votes.vote, strict=True)
    }
    rows = [(p, s, v) for (p, s), v in sorted(cells.items())]
    return of_cells(rows, runs[-1].n_people, runs[-1].n_statements)


def assert_cold(state: State, votes: Votes) -> None:
    """Demand the digits of a cold run of statements and directions."""
    expected = load(book_of(votes, size=100))
    assert all(
        np.array_equal(getattr(state.sums, name), getattr(expected.sums, name))
        for name in sums.NAMES
    )
    assert np.array_equal(state.components.vectors, expected.components.vectors)
    assert np.array_equal(state.margins.n_votes, expected.margins.n_votes)
    assert state.statements().equals(expected.statements())
    assert state.consensus().equals(expected.consensus())
    everybody = state.with_everybody_placed()
    assert np.array_equal(everybody.points, expected.points)
    assert everybody.turned == pytest.approx(0.0, abs=1e-12)


def test_a_new_and_a_changed_vote_are_counted_by_hand() -> None:
    state = load(book_of(votes_of("+-", "+.", "-+")))

    # The second person answers the second statement; the third changes the first,
    # twice: the last counts.
    after = state.with_votes(of_cells([(1, 1, 1), (2, 0, 0), (2, 0, 1)], 3, 2))

    counts = after.statements().select("agree", "disagree", "passed", "seen")
    assert counts.rows() == [(3, 0, 0, 3), (2, 1, 0, 3)]
    assert state.statements()["agree"].to_list() == [2, 1]


def batches() -> st.SearchStrategy[list[list[tuple[int, int, int]]]]:
    cell = st.tuples(st.integers(0, 124), st.integers(0, 13), st.integers(-1, 1))
    return st.lists(st.lists(cell, max_size=30), min_size=1, max_size=4)


@given(st.integers(0, 999), batches())
def test_batch_after_batch_gives_a_cold_run(
    seed: int, given_batches: list[list[tuple[int, int, int]]]
) -> None:
    first = camps(seed)
    state, runs = load(book_of(first, size=100)), [first]

    for cells in given_batches:
        # 120 people and 12 statements are loaded: some of these are new.
        runs.append(of_cells(cells, 125, 14))
        state = state.with_votes(runs[-1])

    assert (state.n_people, state.n_statements) == (125, 14)
    assert_cold(state, cold(*runs))


def test_those_who_voted_are_placed_and_the_others_stay() -> None:
    votes = camps(3)
    state = load(book_of(votes, size=100))
    new = of_cells([(4, s, 1) for s in range(12)], 120, 12)

    after = state.with_votes(new)

    expected = load(book_of(cold(votes, new), size=100))
    assert np.array_equal(after.points[4], expected.points[4])
    others = np.arange(120) != 4
    assert np.array_equal(after.points[others], state.points[others])
    assert 0 < after.turned < 1e-2


def test_a_direction_whose_sign_turns_mirrors_those_who_stay() -> None:
    # Two statements of opposite sides: whichever loads most is positive.
    state = load(book_of(votes_of(*["+-"] * 5, *["-+"] * 5, "+.", ".+")))
    everyone = [(p, s, v) for p in range(12) for s in range(2) for v in (-1, 0, 1)]
    signs = []

    for cell in everyone:
        after = state.with_votes(of_cells([cell], 12, 2))
        sign = np.sign(
            (state.components.vectors * after.components.vectors).sum(axis=1)
        )
        others = np.arange(12) != cell[0]
        assert np.array_equal(after.points[others], state.points[others] * sign)
        signs.append(sign[0])

    assert set(signs) == {-1.0, 1.0}


def test_moderated_statements_stay_out_and_later_ones_come_in() -> None:
    out = np.array([False, True, False])
    state = load(book_of(votes_of("+-+", "-+-", "++-")), moderated_out=out)

    after = state.with_votes(of_cells([(0, 3, 1), (1, 3, -1)], 3, 4))

    told = after.statements()
    assert told["moderated_out"].to_list() == [False, True, False, False]
    assert told["pc1"][1] == pytest.approx(0.0, abs=1e-12)
    assert 1 not in after.consensus()["statement"].to_list()


def test_no_new_votes_change_nothing() -> None:
    votes = camps(6)
    state = load(book_of(votes, size=100))

    assert_cold(state.with_votes(of_cells([], 120, 12)), votes)
    assert state.turned == pytest.approx(0.0, abs=1e-12)


def test_a_map_can_begin_with_new_votes() -> None:
    state = load(book_of(votes_of("+-")))
    assert not state.points.any()

    after = state.with_votes(of_cells([(1, 0, -1), (1, 1, 1)], 2, 2))

    assert after.turned == 1.0
    # Two people against each other: as far from the middle, on opposite sides.
    placed = after.with_everybody_placed().points
    assert placed[0, 0] == pytest.approx(-placed[1, 0])
    assert placed[0, 0] != 0


def test_nobody_leaves_a_loaded_state() -> None:
    state = load(book_of(votes_of("+-", "-+")))

    with pytest.raises(DataError, match="nobody leaves"):
        state.with_votes(of_cells([], 1, 2))
    with pytest.raises(DataError, match="nobody leaves"):
        state.with_votes(of_cells([], 2, 1))


def test_no_votes_cannot_be_loaded() -> None:
    with pytest.raises(DataError, match="there are no votes"):
        load(book_of(votes_of("..", "..")))


def test_a_state_is_loaded_from_disk(tmp_path: Path) -> None:
    votes = camps(9)
    partitions.write(book_of(votes, size=100), tmp_path / "votes")

    assert_cold(load(stored.stored(tmp_path / "votes"), workers=2), votes)
    assert "vote" not in repr(load(stored.stored(tmp_path / "votes")))
