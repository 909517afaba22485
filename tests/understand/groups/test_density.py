"""Is density told so that nobody is a point?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from vestibule.understand.groups import density as module
from vestibule.understand.groups.crowd import Crowd
from vestibule.understand.groups.density import SPOTS, WIDTHS, density


def standing(
    places: list[tuple[float, ...]], error: float = 1e-6, strength: float = 1.0
) -> Crowd:
    """Return people at these places, all equally sure."""
    n, d = np.shape(places)
    return Crowd(
        people=np.arange(n),
        alike=np.arange(n),
        place=np.array(places, dtype=float),
        root=np.tile(np.eye(d) * error, (n, 1, 1)),
        strength=np.array([2.0, 2.0 * strength, 1.0])[:d],
        sure=np.ones(n, dtype=bool),
        key=np.arange(n, dtype=np.uint64),
        unit=np.arange(n, dtype=np.uint64),
    )


def no_group(crowd: Crowd) -> np.ndarray:
    return np.full(len(crowd.people), -1, dtype=np.int32)


def test_twelve_people_in_one_place_are_one_hexagon_and_nine_are_none() -> None:
    # twelve at the middle, nine at (3, 0): the floor is ten
    crowd = standing([(0.0, 0.0)] * 12 + [(3.0, 0.0)] * 9)

    found = density(crowd, no_group(crowd), at_least=10)

    cells = found.cells
    assert cells.select("row", "column", "x", "y", "people", "group").rows() == [
        (0, 0, 0.0, 0.0, 12.0, -1)
    ]


def test_a_place_falls_into_the_hexagon_whose_middle_is_nearest() -> None:
    width = 1.2  # 20 people at 10 places: only the widest cell holds ten
    middle = (width * (1 + 1 / 2), width * np.sqrt(3) / 2)  # row 1, column 1
    around = [
        (middle[0] + 0.4 * width * np.cos(a), middle[1] + 0.4 * width * np.sin(a))
        for a in np.linspace(0, 2 * np.pi, 12, endpoint=False)
    ]
    crowd = standing(around)

    found = density(crowd, no_group(crowd), at_least=12)

    assert found.width == width == WIDTHS[-1]
    (row,) = found.cells.rows(named=True)
    assert (row["row"], row["column"], row["people"]) == (1, 1, 12.0)
    assert (row["x"], row["y"]) == pytest.approx(middle)


def test_someone_of_whom_little_is_known_is_spread_and_fills_no_cell_alone() -> None:
    crowd = standing([(0.0, 0.0)], error=1.0)

    found = density(crowd, no_group(crowd), at_least=1)

    assert found.cells.is_empty()


def test_the_weaker_direction_is_drawn_shorter() -> None:
    crowd = standing([(0.0, 2.0)] * 10, strength=0.5)

    found = density(crowd, no_group(crowd), at_least=10)

    assert found.scale == (1.0, 0.5)
    (y,) = found.cells["y"]
    assert abs(y - 1.0) <= found.width


def test_a_third_direction_is_left_out_and_one_makes_a_line() -> None:
    three = standing([(0.5, 0.5, 9.0)] * 10)
    one = standing([(0.5,)] * 10)

    deep = density(three, no_group(three), at_least=10)
    line = density(one, no_group(one), at_least=10)

    assert (deep.dimensions, line.dimensions) == (2, 1)
    assert deep.cells["people"].to_list() == line.cells["people"].to_list() == [10.0]
    assert line.cells["row"].to_list() == [0]
    assert abs(line.cells["x"][0] - 0.5) <= line.width / 2


def test_a_cell_is_led_by_a_group_with_enough_people_and_most_of_them() -> None:
    places = [(0.0, 0.0)] * 30 + [(3.0, 0.0)] * 30
    crowd = standing(places)
    group = np.array([0] * 20 + [-1] * 10 + [1] * 9 + [-1] * 21, dtype=np.int32)

    found = density(crowd, group, at_least=10)

    # twenty of thirty lead; nine, and no group of fewer than ten, do not
    assert found.cells.sort("x")["group"].to_list() == [0, -1]


def test_many_people_are_counted_in_parts_as_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw = np.random.default_rng(1)
    crowd = standing([tuple(p) for p in draw.normal(size=(200, 2))], error=0.3)
    whole = density(crowd, no_group(crowd), at_least=5)

    monkeypatch.setattr(module, "CHUNK", 7)

    assert density(crowd, no_group(crowd), at_least=5).cells.equals(whole.cells)


@settings(max_examples=15)
@given(seed=st.integers(0, 1000), people=st.integers(10, 200), floor=st.integers(1, 30))
def test_no_cell_is_under_the_floor_and_nobody_is_counted_twice(
    seed: int, people: int, floor: int
) -> None:
    draw = np.random.default_rng(seed)
    crowd = standing([tuple(p) for p in draw.normal(size=(people, 2))], error=0.2)
    group = draw.integers(-1, 2, people).astype(np.int32)
    turned = np.argsort(draw.random(people))
    other = replace(crowd, place=crowd.place[turned])

    found = density(crowd, group, at_least=floor)

    assert (found.cells["people"] >= floor).all()
    assert found.cells["people"].sum() <= people
    assert ((found.cells["people"] * SPOTS) % 1 == 0).all()
    again = density(other, group[turned], at_least=floor)
    assert again.cells.equals(found.cells)


def test_the_spots_of_a_person_lie_as_the_normal_they_stand_for() -> None:
    crowd = standing([(1.0, -1.0)], error=0.5)

    spots = module._spots(crowd, slice(0, 1), np.ones(2))[0]

    assert spots.mean(axis=0) == pytest.approx([1.0, -1.0], abs=0.05)
    assert spots.std(axis=0) == pytest.approx([0.5, 0.5], abs=0.07)


def test_expected_people_are_those_of_the_normal_distribution() -> None:
    crowd = standing([(0.0,)] * 1000, error=1.0)

    cells = density(crowd, no_group(crowd), at_least=30).cells

    # 1,000 people of whom nothing is known, in bins of a standard normal
    half = density(crowd, no_group(crowd), at_least=30).width / 2
    expected = 1000 * (
        stats.norm.cdf(cells["x"] + half) - stats.norm.cdf(cells["x"] - half)
    )
    assert cells["people"].to_numpy() == pytest.approx(expected, abs=2 * 1000 / SPOTS)
