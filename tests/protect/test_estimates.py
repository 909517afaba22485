"""An estimate is printed beside a number that is shown, in whole hundredths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.protect import estimates
from vestibule.protect.cleared import WITHHELD, Count, Estimate

SHOWN = Count(value=84, of=100)


def test_an_estimate_is_rounded_to_whole_hundredths() -> None:
    found = estimates.cleared(SHOWN, 0.8349, 0.766, 0.895)

    assert found == Estimate(middle=83, low=77, high=90)


@pytest.mark.parametrize("cell", [WITHHELD, None])
def test_beside_a_hidden_number_and_beside_none_nothing_is_thought(
    cell: object,
) -> None:
    assert estimates.cleared(cell, 0.8, 0.7, 0.9) is None  # type: ignore[arg-type]


def test_of_a_group_that_was_not_heard_enough_nothing_is_thought() -> None:
    assert estimates.cleared(SHOWN, None, None, None) is None


def test_what_goes_into_estimates_is_shown_without_exception() -> None:
    cells = {("a",): SHOWN, ("b",): SHOWN, ("c",): WITHHELD}

    assert estimates.behind(cells, [("a",), ("b",)])
    assert not estimates.behind(cells, [("a",), ("c",)])
    assert not estimates.behind(cells, [("a",), ("never cleared",)])
    assert not estimates.behind(cells, [])


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted))
def test_an_estimate_lies_between_its_ends(shares: list[float]) -> None:
    low, middle, high = shares

    found = estimates.cleared(SHOWN, middle, low, high)

    assert found is not None
    assert 0 <= found.low <= found.middle <= found.high <= 100
