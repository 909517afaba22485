"""So many of so many: totals that contradict their parts are named, never mended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.act.promising import TODAY, accepted, promising

from vestibule.act.counted import COUNTED, counted


def count(*rows: dict[str, Any]) -> dict[str, Any]:
    """Return what was counted of one promise."""
    made = promising(
        **accepted(), verifications=[{"commitment": "c0", **row} for row in rows]
    )
    (found,) = counted(made, TODAY).to_dicts()
    return found


def test_177_and_206_of_448_are_383_who_arrived() -> None:
    found = count(
        {"part": "first site", "reached": 177},
        {"part": "second site", "reached": 206},
        {"target": 448},
    )

    assert (found["reached"], found["target"], found["problem"]) == (383, 448, None)
    assert (found["parts"], found["stated"], found["summed"]) == (2, None, 383)
    assert found["share"] == pytest.approx(383 / 448)


def test_161_and_179_of_a_rotation_are_340() -> None:
    found = count(
        {"part": "a", "reached": 161},
        {"part": "b", "reached": 179},
        {"reached": 340},
    )

    assert (found["reached"], found["problem"], found["target"]) == (340, None, None)


def test_a_total_that_differs_from_its_parts_is_not_taken() -> None:
    found = count(
        {"part": "a", "reached": 161}, {"part": "b", "reached": 179}, {"reached": 350}
    )

    assert (found["problem"], found["reached"], found["share"]) == (
        "parts-differ",
        None,
        None,
    )
    assert (found["stated"], found["summed"]) == (350, 340)


@pytest.mark.parametrize(
    "rows",
    [
        [{"reached": 10}, {"reached": 11}],
        [{"part": "a", "reached": 10}, {"part": "a", "reached": 11}],
        [{"reached": 10, "target": 20}, {"reached": 10, "target": 30}],
    ],
)
def test_two_numbers_for_one_thing_are_not_taken(rows: list[dict[str, Any]]) -> None:
    assert (count(*rows)["problem"], count(*rows)["reached"]) == ("totals-differ", None)


def test_the_same_count_by_two_coders_is_one_count() -> None:
    found = count({"reached": 10, "coder": "k1"}, {"reached": 10, "coder": "k2"})

    assert (found["reached"], found["problem"]) == (10, None)


def test_more_than_there_were_is_named_and_shown() -> None:
    found = count({"reached": 450, "target": 448})

    assert (found["problem"], found["reached"]) == ("above-target", 450)


def test_targets_of_parts_are_added_only_where_all_have_one() -> None:
    both = count(
        {"part": "a", "reached": 1, "target": 5},
        {"part": "b", "reached": 2, "target": 6},
    )
    one = count({"part": "a", "reached": 1, "target": 5}, {"part": "b", "reached": 2})

    assert (both["target"], one["target"]) == (11, None)


def test_a_part_nobody_counted_leaves_the_sum_open() -> None:
    found = count({"part": "a", "reached": 1, "target": 5}, {"part": "b", "target": 6})

    assert (found["summed"], found["reached"]) == (None, None)


def test_days_and_sides_stand_apart_and_later_ones_are_not_known_yet() -> None:
    made = promising(
        **accepted(),
        verifications=[
            {"commitment": "c0", "reached": 1},
            {"commitment": "c0", "side": "observer", "reached": 2},
            {"commitment": "c0", "reached": 3, "seen_on": dt.date(2030, 4, 1)},
            {"commitment": "c0", "reached": 4, "seen_on": dt.date(2030, 7, 1)},
        ],
    )

    assert counted(made, TODAY)["reached"].to_list() == [2, 3, 1]
    assert counted(promising(), TODAY).schema == COUNTED


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_a_total_equal_to_its_parts_is_taken(parts: list[int]) -> None:
    rows = [{"part": f"p{i}", "reached": n} for i, n in enumerate(parts)]

    found = count(*rows, {"reached": sum(parts)})

    assert (found["reached"], found["problem"]) == (sum(parts), None)
