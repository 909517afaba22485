"""How local conflicts go: an open case has lasted at least so long."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests import by_hand, invented

from vestibule import rehearsal
from vestibule.act import cases
from vestibule.dossier import lineage

TODAY = dt.date(2024, 12, 31)
PLACES = (
    {"id": "land", "key": "land", "name": "Land", "kind": "country", "level": 0},
    {"id": "hills", "key": "hills", "name": "Hills", "kind": "region", "level": 1, "parent": "land"},
    {"id": "ford", "key": "ford", "name": "Ford", "kind": "commune", "level": 3, "parent": "hills"},
)  # fmt: skip


def case(opened: int | None, closed: int | None = None, **given: Any) -> dict[str, Any]:
    """Return a case, its days counted from the first of January 2024."""
    first = dt.date(2024, 1, 1)
    on = [
        None if day is None else first + dt.timedelta(days=day)
        for day in (opened, closed)
    ]
    usual = {"key": "k", "kind": "field", "place": "ford", "outcome": "agreement"}
    return {**usual, "opened_on": on[0], "closed_on": on[1], **given}


def found(*rows: dict[str, Any], today: dt.date = TODAY) -> cases.Cases:
    """Return what is found of cases typed by hand."""
    made = by_hand.dossier(places=PLACES, cases=rows)
    return cases.cases(lineage.settled(made), today=today)


def test_open_cases_last_at_least_so_long_and_are_not_left_out() -> None:
    # Kaplan-Meier by hand: ends at 10, 20, 30, 40 days, one still open at 25.
    # S(10) = 4/5; S(20) = 4/5 * 3/4 = 3/5; S(30) = 3/5 * 1/2 = 3/10: half within 30.
    open_since = (TODAY - dt.date(2024, 1, 1)).days - 25
    told = found(
        *(case(0, n) for n in (10, 20, 30, 40)), case(open_since, outcome="open")
    )
    lasted = told.lasting[""]
    assert (lasted.cases, lasted.ended, lasted.median) == (5, 4, 30.0)
    assert lasted.low is not None
    assert lasted.low <= 30.0
    assert lasted.high is None or lasted.high >= 30.0


def test_where_fewer_than_half_have_ended_no_median_is_given() -> None:
    told = found(case(0, 10), *(case(0, outcome="open") for _ in range(9)))
    assert told.lasting[""].median is None
    assert told.lasting["field"].ended == 1


def test_few_cases_give_no_length() -> None:
    told = found(*(case(0, 10) for _ in range(4)))
    assert told.lasting[""] == cases.Duration(
        cases=4, ended=4, median=None, low=None, high=None
    )
    assert found().lasting[""].cases == 0


def test_a_case_that_ends_before_it_begins_is_counted_and_has_no_length() -> None:
    told = found(case(10, 5), *(case(0, 7) for _ in range(5)))
    assert told.unreadable == 1
    assert told.lasting[""].cases == 5


def test_what_happens_after_the_day_is_not_known_yet() -> None:
    told = found(case(0, 100), case(200), today=dt.date(2024, 2, 1))
    assert told.outcomes.filter(pl.col("kind").is_null()).rows() == [(None, "open", 1)]
    undated = found(case(None, None, outcome=None))
    assert undated.outcomes["outcome"].to_list() == ["open", "open"]
    silent = found(case(0, 5, outcome=None))
    assert silent.outcomes["outcome"].unique().to_list() == ["abandoned"]


def test_paths_say_how_many_agreed_how_many_broke_and_how_impartial_they_seemed() -> (
    None
):
    told = found(
        case(0, 5, paths="customary family", impartiality=2),
        case(0, 5, paths="customary", impartiality=5, outcome="breach"),
        case(0, 5, paths="court", outcome="judgment"),
        case(0, 5),
    )
    assert told.paths.rows() == [
        ("customary", 2, 2, 1, 3.5, 2),
        ("court", 1, 0, 0, None, 0),
        ("family", 1, 1, 0, 2.0, 1),
    ]


def test_parties_are_profiles_in_pairs_or_within_one() -> None:
    told = found(
        case(0, parties="herders farmers"),
        case(0, parties="farmers herders"),
        case(0, parties="farmers"),
        case(0),
    )
    assert told.parties.rows() == [("farmers", "herders", 2), ("farmers", "farmers", 1)]


def test_cases_are_counted_by_region_and_no_finer() -> None:
    told = found(case(0, outcome="open"), case(0, 5), case(0, 5, place=None))
    assert told.regions.rows() == [(by_hand.called("hills"), 2, 1), (None, 1, 0)]


def test_the_planted_length_lies_inside_the_interval_in_the_rehearsal() -> None:
    made = invented.country(1)
    told = cases.cases(lineage.settled(made.dossier), today=_last(made))
    lasted = told.lasting[""]
    assert lasted.low is not None
    assert lasted.high is not None
    assert lasted.low <= made.truth.case_days <= lasted.high
    assert lasted.ended < lasted.cases


def _last(made: rehearsal.Rehearsal) -> dt.date:
    last = made.dossier.table("cases")["closed_on"].max()
    assert isinstance(last, dt.date)
    return last


def covered(replicates: int) -> float:
    """Return how often the interval held a median of 45 days, a third still open."""
    held = 0
    for number in range(replicates):
        draw = np.random.default_rng([11, number])
        opened = draw.integers(0, 300, 60)
        closed = opened + np.ceil(draw.exponential(45 / np.log(2), 60))
        rows = pl.DataFrame(
            {
                "opened_on": [
                    dt.date(2024, 1, 1) + dt.timedelta(days=int(day)) for day in opened
                ],
                "closed_on": [
                    dt.date(2024, 1, 1) + dt.timedelta(days=int(day))
                    if day <= 300
                    else None
                    for day in closed
                ],
            },
            schema={"opened_on": pl.Date, "closed_on": pl.Date},
        )
        told = cases.lasting(rows, dt.date(2024, 1, 1) + dt.timedelta(days=300))
        low, high = told.low or 0, told.high or np.inf
        held += low <= 46 and high >= 45
    return held / replicates


def test_the_interval_of_the_middle_length_holds_it() -> None:
    assert covered(60) >= 0.88


@pytest.mark.proof
def test_the_interval_of_the_middle_length_holds_it_as_often_as_it_says() -> None:
    assert covered(2000) >= 0.93
