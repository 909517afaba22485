"""Who has not been heard yet: states that are cleared like the numbers behind them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from tests import by_hand
from tests.inform.test_preparation import small, told

from vestibule.dossier import withdrawals
from vestibule.dossier.records import Dossier
from vestibule.inform.material import PlaceHeard
from vestibule.protect.cleared import Count, Hidden

AT = date(2030, 8, 1)


def with_teachers(n: int, *, in_gatherings: int = 1) -> Dossier:
    """Return the small dossier with `n` teachers more in each of some gatherings."""
    whole = small(
        profiles=[{"id": k, "key": k, "name": k} for k in ("farmer", "teacher")]
    )
    more = by_hand.frame(
        "attendances",
        [
            {"id": f"t-{i}", "gathering": f"g-north-{i}", "n": n, "profile": "teacher"}
            for i in range(in_gatherings)
        ],
    )
    return whole.with_tables(attendances=pl.concat([whole.table("attendances"), more]))


def states(dossier: Dossier) -> dict[tuple[str, str], str]:
    grid = told(dossier).grid
    assert grid is not None
    return {
        (place.key, next(iter(names.values()))): state
        for place, row in zip(grid.places, grid.states, strict=True)
        for names, state in zip(grid.profiles, row, strict=True)
    }


def without_consent(dossier: Dossier, region: str) -> Dossier:
    refused = [by_hand.called(f"g-{region}-{i}") for i in range(3)]
    met = dossier.table("gatherings").with_columns(
        consent=pl.when(pl.col("id").is_in(refused)).then(None).otherwise("consent")
    )
    return dossier.with_tables(gatherings=met)


def test_one_person_is_not_shown_although_nothing_restricts_the_profile() -> None:
    assert states(with_teachers(1))["north", "teacher"] == "hidden"
    assert states(with_teachers(1))["south", "teacher"] == "nobody"


@pytest.mark.parametrize(
    ("n", "in_gatherings", "state"),
    [
        (9, 1, "hidden"),  # nine people
        (12, 2, "hidden"),  # 24 people in two gatherings
        (3, 3, "hidden"),  # three gatherings, nine people
        (4, 3, "enough"),  # twelve people, three gatherings, two villages
    ],
)
def test_a_mark_needs_ten_people_in_three_gatherings(n, in_gatherings, state) -> None:
    assert (
        states(with_teachers(n, in_gatherings=in_gatherings))["north", "teacher"]
        == state
    )


def test_a_mark_needs_two_places() -> None:
    dossier = with_teachers(4, in_gatherings=3)
    one = dossier.table("gatherings").with_columns(
        place=pl.when(pl.col("place") == by_hand.called("north-2"))
        .then(pl.lit(by_hand.called("north-1")))
        .otherwise("place")
    )

    assert states(dossier.with_tables(gatherings=one))["north", "teacher"] == "hidden"


def test_a_mark_beside_one_small_cell_is_withheld_where_a_total_would_tell_it() -> None:
    # 30 farmers and 9 teachers of 39 heard: "at least ten" beside the total would do.
    found = states(with_teachers(3, in_gatherings=3))

    assert found["north", "teacher"] == "hidden"
    assert (
        found[
            "north", "cultivateurs" if ("north", "cultivateurs") in found else "farmer"
        ]
        == "hidden"
    )


def test_many_who_refused_look_like_few_who_did_not() -> None:
    refusing = without_consent(small(), "south")

    assert states(refusing)["south", "cultivateurs"] == "hidden"
    assert states(with_teachers(1))["north", "teacher"] == "hidden"


def test_a_region_that_refused_does_not_follow_from_the_total() -> None:
    def rows(dossier: Dossier) -> dict[str, PlaceHeard]:
        return {row.place.key: row for row in told(dossier).places}

    both, one = rows(small()), rows(without_consent(small(), "south"))

    assert isinstance(both["north"].attendances, Count)
    # Were the north's thirty shown beside thirty in all, the south would be zero: all
    # of it refused, for someone was heard there.
    assert isinstance(one["south"].attendances, Hidden)
    assert isinstance(one["north"].attendances, Hidden)


def test_a_presence_taken_back_does_not_turn_its_cell_to_nobody() -> None:
    dossier = with_teachers(1)
    lone = by_hand.called("t-0")

    after = withdrawals.withdraw(
        dossier, table="attendances", record=lone, origin="hand", at=None, by=None
    )

    assert states(dossier)["north", "teacher"] == "hidden"
    assert states(after)["north", "teacher"] == "hidden"
    # The places where nobody is left at all are still said to be silent.
    assert states(after)["east", "teacher"] == "nobody"


def test_a_duplicate_taken_back_was_nobodys_presence() -> None:
    dossier = with_teachers(1)

    after = withdrawals.withdraw(
        dossier, table="attendances", record=by_hand.called("t-0"), origin="hand",
        at=None, by=None, reason="duplicate",
    )  # fmt: skip

    assert states(after)["north", "teacher"] == "nobody"


def test_outside_the_frame_a_few_look_like_nobody() -> None:
    targets = [{"place": "north", "profile": "farmer", "attendances": 30}]
    few = with_teachers(1)
    framed = few.with_tables(
        targets=by_hand.frame("targets", [{"id": "t", **targets[0]}])
    )

    assert states(framed)["north", "teacher"] == "outside"
