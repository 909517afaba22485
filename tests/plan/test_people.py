"""How many distinct people: certain bounds, and a narrower one that says what it assumes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand
from tests.plan.valley import PLACES, gathering, there, valley

from vestibule.dossier.records import Dossier
from vestibule.plan import coverage, people


def total(dossier: Dossier, *, one_key: bool = False) -> coverage.Heard:
    return coverage.coverage(dossier, one_key=one_key).total


def test_people_are_a_number_where_all_have_a_pseudonym() -> None:
    found = total(
        valley(
            [gathering("one"), gathering("two")],
            [there("one", person="a"), there("one", person="b"), there("two", person="a")],
            people=[{"id": "a"}, {"id": "b"}],
        )
    )  # fmt: skip

    assert found.attendances == 3
    assert (found.people_low, found.people, found.people_high) == (2, 2, 2)


@pytest.mark.parametrize(
    ("second", "one_key", "expected"),
    [
        ("p", False, (1, 2)),
        ("p", True, (1, 1)),
        ("q", False, (1, 2)),
        ("q", True, (2, 2)),
    ],
)
def test_pseudonyms_of_two_sites_are_compared_only_if_made_with_one_key(
    second: str, one_key: bool, expected: tuple[int, int]
) -> None:
    dossier = valley(
        [gathering("one"), gathering("two")],
        [there("one", person="a"), there("two", person="b")],
        people=[
            {"id": "a", "pseudonym": "p", "origin": "north"},
            {"id": "b", "pseudonym": second, "origin": "south"},
        ],
    )

    found = total(dossier, one_key=one_key)

    assert (found.people_low, found.people_high) == expected


def test_counted_people_may_be_known_elsewhere_by_a_pseudonym() -> None:
    # Three pseudonyms in one gathering, five counted in another: the five may
    # hold all three, so at least five and at most eight.
    found = total(
        valley(
            [gathering("one"), gathering("two")],
            [*(there("one", person=who) for who in "abc"), there("two", 5)],
            people=[{"id": who} for who in "abc"],
        )
    )

    assert (found.people_low, found.people_high) == (5, 8)


def test_one_counted_gathering_is_a_number_of_people() -> None:
    found = total(valley([gathering("one")], [there("one", 4), there("one", 3)]))

    assert found.people == 7


def test_under_the_assumption_places_are_added_up() -> None:
    found = total(
        valley(
            [gathering("one"), gathering("again"), gathering("two", "hamlet"),
             gathering("wide", "ada"), gathering("talk", "bor", kind="regional_meeting")],
            [there("one", 6), there("again", 4), there("two", 5), there("wide", 7),
             there("talk", 3)],
        )
    )  # fmt: skip

    # Village: at least 6; hamlet: 5. The region itself holds both and is left out,
    # and the meeting is no local gathering.
    assert found.assumed_low == 11
    assert found.people_low == 7
    assert found.people_high == 25
    assert found.assumption.startswith("Assumed: nobody who was counted")


def test_a_known_person_in_two_places_is_added_once() -> None:
    found = total(
        valley(
            [gathering("one"), gathering("two", "bor")],
            [there("one", person="a"), there("two", person="a")],
            people=[{"id": "a"}],
        )
    )

    assert (found.assumed_low, found.people) == (1, 1)


def test_nobody_is_nobody() -> None:
    rows = pl.DataFrame(
        schema={
            "gathering": pl.String,
            "person": pl.String,
            "site": pl.String,
            "n": pl.Int64,
        }
    )

    assert people.bounds(rows) == (0, 0)
    assert people.distinct(rows, []).is_empty()


presences = st.lists(
    st.tuples(
        st.integers(0, 5),  # gathering
        st.integers(0, 8),  # person
        st.booleans(),  # known by a pseudonym
        st.integers(0, 1),  # site
    ),
    max_size=30,
    unique_by=lambda one: one[:2],
)


@given(presences)
def test_the_truth_lies_between_the_bounds(
    rows: list[tuple[int, int, bool, int]],
) -> None:
    recorded = pl.DataFrame(
        {
            "gathering": [f"g{where}" for where, *_ in rows],
            "person": [f"p{who}-{site}" if known else None for _, who, known, site in rows],
            "site": [str(site) if known else None for *_, known, site in rows],
            "n": [1] * len(rows),
        },
        schema={"gathering": pl.String, "person": pl.String, "site": pl.String, "n": pl.Int64},
    )  # fmt: skip

    low, high = people.bounds(recorded)

    assert low <= len({who for _, who, *_ in rows}) <= high


def autoportrait(seed: int, known_share: float) -> tuple[Dossier, int]:
    """Return 123 focus groups and 60 interviews in 12 villages, and the truth.

    People come from one village; about one in six comes twice, to a later
    gathering of the same village.
    """
    rng = np.random.default_rng(seed)
    villages = [f"v{number}" for number in range(12)]
    gatherings, attendances, known, truth = [], [], set(), set()
    for number in range(183):
        village = villages[number % 12]
        size = int(rng.integers(12, 32)) if number < 123 else 1
        kind = "focus_group" if number < 123 else "interview"
        gatherings.append(gathering(f"g{number}", village, kind=kind))
        before = [who for who in sorted(truth) if who.startswith(f"{village}/")]
        again = rng.permutation(before)[: size // 6].tolist()
        present = [
            *again,
            *(f"{village}/{number}/{k}" for k in range(size - len(again))),
        ]
        truth.update(present)
        if rng.random() < known_share:
            attendances += [there(f"g{number}", person=who) for who in present]
            known.update(present)
        else:
            attendances.append(there(f"g{number}", len(present)))
    dossier = valley(
        gatherings, attendances, people=[{"id": who} for who in sorted(known)]
    )
    more = [
        {"id": village, "key": f"xv.ada.{village}", "name": village, "kind": "village",
         "level": 3, "parent": "ada"}
        for village in villages
    ]  # fmt: skip
    return dossier.with_tables(places=by_hand.frame("places", [*PLACES, *more])), len(
        truth
    )


@pytest.mark.parametrize("known_share", [0.0, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_distinct_people_of_a_national_dialogue_lie_inside_the_interval(
    seed: int, known_share: float
) -> None:
    dossier, truth = autoportrait(seed, known_share)

    found = total(dossier)

    assert found.gatherings == 183
    assert found.people_low <= found.assumed_low <= truth <= found.people_high
    assert truth < found.attendances
    if known_share == 1.0:
        assert found.people == truth
    else:
        assert found.people is None
