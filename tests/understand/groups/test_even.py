"""Is a gap told apart from one that chance makes in an even crowd?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.understand.groups.worlds import SPECTRA, camps, three, world

from vestibule.understand.groups import GroupSettings, even
from vestibule.understand.groups import crowd as crowds
from vestibule.understand.groups.camps import Camps
from vestibule.understand.groups.crowd import Crowd
from vestibule.understand.polis import Votes
from vestibule.understand.positions import positions

ASKED = GroupSettings(replicates=20)


def crowd_of(votes: Votes) -> Crowd:
    placed = np.bincount(votes.person, votes.vote != 0, minlength=votes.n_people) > 0
    whole = crowds.of_positions(positions(votes), None, placed, ASKED)
    return whole.some(whole.looked)


def test_how_far_apart_worked_by_hand() -> None:
    # Along the line from (0, 0) to (3, 4), 5 long, the first camp has variance
    # (3 * 3 * 1 + 4 * 4 * 4) / 25 = 73 / 25, the second 1.
    two = Camps(
        share=np.array([0.5, 0.5]),
        center=np.array([[0.0, 0.0], [3.0, 4.0]]),
        spread=np.array([np.diag([1.0, 4.0]), np.eye(2)]),
    )

    assert even.apart(two) == pytest.approx(5 / (np.sqrt(73) / 5 + 1))


def test_of_three_camps_the_two_least_apart_count() -> None:
    row = Camps(
        share=np.full(3, 1 / 3),
        center=np.array([[0.0], [1.0], [5.0]]),
        spread=np.ones((3, 1, 1)),
    )

    assert even.apart(row) == pytest.approx(0.5)


def test_camps_in_one_place_are_not_apart() -> None:
    same = Camps(
        share=np.array([0.5, 0.5]), center=np.zeros((2, 1)), spread=np.ones((2, 1, 1))
    )

    assert even.apart(same) == 0


@given(st.floats(0.1, 10), st.integers(0, 2**32))
@settings(max_examples=25)
def test_how_far_apart_does_not_hang_on_the_scale_or_the_order(
    times: float, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    root = draw.normal(size=(3, 2, 2))
    spread = root @ root.transpose(0, 2, 1) + 0.1 * np.eye(2)
    center, share = draw.normal(size=(3, 2)), np.full(3, 1 / 3)
    one = Camps(share=share, center=center, spread=spread)
    turn = [2, 0, 1]
    other = Camps(
        share=share, center=times * center[turn], spread=times**2 * spread[turn]
    )

    assert even.apart(other) == pytest.approx(even.apart(one))


def test_even_crowds_are_seldom_as_far_apart_as_camps() -> None:
    found = even.chance(crowd_of(world(camps(6), 0, each=25)), 2, ASKED)

    assert found <= 1 / 20


def test_three_camps_are_further_apart_than_even_crowds_in_two_directions() -> None:
    votes = world(three(6), 0, each=25)

    assert even.chance(crowd_of(votes), 3, ASKED) <= 1 / 20


def test_an_even_crowd_is_one_of_many_and_no_more_are_drawn_than_needed() -> None:
    votes = world(SPECTRA["even, two ways"], 1, people=200, each=25)

    assert even.chance(crowd_of(votes), 2, ASKED) > 0.05


def test_an_even_crowd_is_placed_as_roughly_and_spread_as_far() -> None:
    crowd = crowd_of(world(camps(6), 0, people=2_000, each=25))

    drawn = even._even(crowd, np.random.default_rng(1))

    assert drawn.covariance is crowd.covariance
    # Variance of means: that of true places, 1, less what votes leave open.
    left = 1 - np.einsum("nii->n", crowd.covariance).mean() / crowd.place.shape[1]
    assert drawn.place.var(axis=0) == pytest.approx(left, abs=0.05)


def test_of_more_people_some_are_looked_at() -> None:
    crowd = crowd_of(world(camps(6), 0, people=1_200, each=25))

    assert len(even._some(crowd, ASKED).key) == even.PEOPLE
