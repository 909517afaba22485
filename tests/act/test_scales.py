"""Scales come from one mapping; what they cannot place is never a zero."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.act.promising import TODAY, accepted, promising

from vestibule.act import follow_up, scales
from vestibule.act.scales import Scale
from vestibule.act.states import SEEN

SCALES: tuple[Scale, ...] = ("completed", "matrix", "five")


def table(*told: tuple[str, int | None]) -> pl.DataFrame:
    """Return states and levels as `scales.score` wants them."""
    schema = {"state": pl.String, "level": pl.Int64}
    return pl.DataFrame(list(told), schema=schema, orient="row")


def seen(states: list[tuple[str, int | None]], side: str = "observer") -> pl.DataFrame:
    """Return how a side sees promises, worked out from records."""
    rows = [
        {"commitment": f"c{i}", "side": side, "state": state, "level": level}
        for i, (state, level) in enumerate(states)
    ]
    made = promising(**accepted(len(states)), verifications=rows)
    found = follow_up.follow_up(made, TODAY)
    return scales.seen_by(side, found.commitments, found.sides)


def test_fifteen_of_forty_eight_points_are_31_25() -> None:
    # Sixteen provisions: 3 x 3 + 2 x 2 + 2 x 1 = 15 of 16 x 3 = 48 points.
    told = [("done", 4)] * 3 + [("partly", 3)] * 2 + [("begun", 1)] * 2
    told += [("not_begun", 0)] * 9

    found = scales.score("matrix", seen(told))

    assert (found.n, found.points, found.most) == (16, 15.0, 48.0)
    assert found.percent == 31.25
    assert (found.low, found.high, found.unplaced) == (31.25, 31.25, ())


def test_twenty_of_seventy_eight_are_25_64_in_a_hundred() -> None:
    # In progress 60 in a hundred and not started 15: 46 and 12 of 78.
    told = [("done", None)] * 20 + [("partly", None)] * 46 + [("not_begun", None)] * 12

    found = scales.score("completed", seen(told))

    assert (found.points, found.n) == (20.0, 78)
    assert found.percent is not None
    assert round(found.percent, 2) == 25.64


def test_twelve_of_fifty_five_are_21_82_with_nine_not_started() -> None:
    states = ["done"] * 12 + ["begun"] * 20 + ["partly"] * 14 + ["not_begun"] * 9
    rows = [{"commitment": f"c{i}", "state": one} for i, one in enumerate(states)]
    made = promising(**accepted(55), verifications=rows)

    found = follow_up.follow_up(made, TODAY)
    score = scales.score(
        "completed", scales.seen_by("official", found.commitments, found.sides)
    )
    totals = dict(
        found.totals.filter(side="official").select("state", "value").iter_rows()
    )

    assert score.percent is not None
    assert round(score.percent, 2) == 21.82
    assert totals["begun"] + totals["partly"] == 34
    assert totals["not_begun"] == 9 == 55 - 12 - 34


def test_scales_tell_different_stories_of_the_same_evidence() -> None:
    told = table(("done", 4), ("begun", 1), ("not_begun", None))

    assert scales.score("completed", told).percent == pytest.approx(100 / 3)
    assert scales.score("matrix", told).percent == pytest.approx(100 * 4 / 9)
    assert scales.score("five", told).mean == pytest.approx(12.5 / 3)


@pytest.mark.parametrize(
    ("state", "level"),
    [
        ("partly", None),
        ("undone", None),
        ("cannot_say", None),
        ("unverified", None),
        ("divided", None),
        ("done", 2),
        ("cannot_say", 0),
    ],
)
def test_what_cannot_be_converted_gives_no_score_but_its_ends(
    state: str, level: int | None
) -> None:
    found = scales.score("matrix", table((state, level), ("done", 4)))

    assert (found.percent, found.mean) == (None, None)
    assert found.unplaced == ((state, 1),)
    assert (found.low, found.high) == (50.0, 100.0)


def test_in_part_is_surely_not_completed_whatever_the_level() -> None:
    assert scales.value("completed", "partly") == 0
    assert scales.value("completed", "undone") == 0
    assert scales.value("completed", "cannot_say") is None


def test_of_nothing_nothing_is_said() -> None:
    found = scales.score("five", table())

    assert (found.n, found.percent, found.mean) == (0, None, None)
    assert (found.low, found.high) == (0.0, 100.0)


def test_promises_that_a_side_never_looked_at_are_in_its_base() -> None:
    told = seen([("done", 4)])
    made = promising(
        **accepted(2), verifications=[{"commitment": "c0", "state": "done"}]
    )
    found = follow_up.follow_up(made, TODAY)

    assert told["state"].to_list() == ["done"]
    official = scales.seen_by("official", found.commitments, found.sides)
    assert sorted(official["state"]) == ["done", "unverified"]
    assert scales.score("completed", official).percent is None


@pytest.mark.parametrize("scale", SCALES)
def test_a_higher_level_is_never_a_lower_value(scale: Scale) -> None:
    values = [scales.LEVELS[level][scale] for level in range(5)]

    assert values == sorted(values)
    assert (values[0], values[4]) == (0, scales.MOST[scale])
    assert set(scales.ALLOWED) == set(SEEN)


@given(
    st.sampled_from(SCALES),
    st.lists(st.tuples(st.sampled_from(SEEN), st.none() | st.integers(0, 4))),
)
def test_a_score_lies_between_its_ends_and_does_not_depend_on_order(
    scale: Scale, told: list[tuple[str, int | None]]
) -> None:
    found = scales.score(scale, table(*told))
    again = scales.score(scale, table(*reversed(told)))

    assert 0 <= found.low <= found.high <= 100
    assert found.percent is None or found.low == found.percent == found.high
    assert again == found
