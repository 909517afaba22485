from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vestibule.errors import ColumnError
from vestibule.plan.gaps import Gap
from vestibule.plan.next_gatherings import NEEDED, NEXT, next_gatherings

Row = tuple[str, str, str, int, bool]


def needs(*rows: Row) -> pl.DataFrame:
    schema = dict(
        zip(
            NEEDED, (pl.String, pl.String, pl.String, pl.Int64, pl.Boolean), strict=True
        )
    )
    return pl.DataFrame(list(rows), schema=schema, orient="row")


NOT_HEARD = Gap(
    kind="group_not_heard",
    sentence="",
    params={"comparison": "side", "group": "forces"},
)


def test_the_group_that_settles_most_with_fewest_gatherings_comes_first() -> None:
    found = next_gatherings(
        needs(
            ("side", "people", "a", 2, True),
            ("side", "people", "b", 4, False),
            ("side", "forces", "a", 10, True),
        )
    )

    # Two statements for the middle of 2 and 4; one statement for 10.
    assert found.rows() == [
        (1, "side", "people", 3, 2, 1, 0, pytest.approx(2 / 3)),
        (2, "side", "forces", 10, 1, 1, 0, 0.1),
    ]


def test_a_gap_of_coverage_moves_a_group_up() -> None:
    rows = [("side", "people", "a", 4, True), ("side", "forces", "a", 5, True)]

    assert next_gatherings(needs(*rows))["group"].to_list() == ["people", "forces"]
    moved = next_gatherings(needs(*rows), [NOT_HEARD])
    assert moved.select("group", "gaps").rows() == [("forces", 1), ("people", 0)]


def test_a_group_that_only_a_gap_names_is_heard_too() -> None:
    found = next_gatherings(needs(), [NOT_HEARD])

    assert found.rows() == [(1, "side", "forces", 3, 0, 0, 1, pytest.approx(1 / 3))]


def test_who_is_missing_is_found_in_the_group_they_belong_to() -> None:
    nobody = Gap(kind="place_never_reached", sentence="", params={"place": "p1"})
    profiles = Gap(
        kind="profile_not_heard_in",
        sentence="",
        params={"profile": "x", "places": ("p2",)},
    )
    counted = Gap(kind="present_only", sentence="", params={"people": 3})

    found = next_gatherings(
        needs(),
        [nobody, profiles, counted],
        members={("region", "north"): ["p1", "p2"], ("region", "south"): ["p3"]},
    )

    assert found.select("group", "gaps").rows() == [("north", 2)]


def test_where_nothing_is_needed_nobody_is_sent_anywhere() -> None:
    found = next_gatherings(needs())

    assert found.is_empty()
    assert found.schema == NEXT


def test_needs_without_a_column_are_refused_by_name() -> None:
    with pytest.raises(ColumnError, match="settles"):
        next_gatherings(needs().drop("settles"))


ROWS = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from("xyz"),
        st.sampled_from("stu"),
        st.integers(1, 30),
        st.booleans(),
    ),
    max_size=12,
)


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_needs_changes_nothing(rows: list[Row], chance: object) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert next_gatherings(needs(*rows)).equals(next_gatherings(needs(*mixed)))


@given(ROWS)
@settings(max_examples=30)
def test_another_gap_never_moves_a_group_down(rows: list[Row]) -> None:
    one = [*rows, ("side", "forces", "s", 5, True)]
    before = next_gatherings(needs(*one)).filter(group="forces")["rank"].item()
    after = next_gatherings(needs(*one), [NOT_HEARD]).filter(group="forces")

    assert after["rank"].item() <= before
