"""Sides stand side by side: the last word of each, place by place, never averaged."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from tests.act.promising import TODAY, accepted, called, promising

from vestibule.act import observed

EARLY, LATE = dt.date(2030, 4, 1), dt.date(2030, 5, 1)


def verdicts(*rows: dict[str, Any], **more: Any) -> pl.DataFrame:
    """Return the last word of each side on one promise."""
    given = accepted() | more
    made = promising(
        **given, verifications=[{"commitment": "c0", **row} for row in rows]
    )
    return observed.verdicts(made, TODAY)


def community(gathering: str, state: str, **more: Any) -> dict[str, Any]:
    return {"side": "community", "gathering": gathering, "state": state, **more}


PLACES = [
    {"id": "north", "key": "n"},
    {"id": "south", "key": "s"},
    {"id": "land", "key": "l", "level": 0, "kind": "country"},
]


def held(*consents: int | None) -> list[dict[str, Any]]:
    """Return gatherings g0 in the north, g1 in the south, … with their consent."""
    places = ["north", "south", "land", None]
    return [
        {"id": f"g{i}", "place": places[i], "consent": consent, "present": 10 + i}
        for i, consent in enumerate(consents)
    ]


def test_the_last_day_of_a_side_speaks() -> None:
    told = verdicts(
        {"state": "done", "seen_on": LATE},
        {"state": "begun", "seen_on": EARLY},
        {"state": "not_begun", "seen_on": None},
        {"state": "undone", "seen_on": TODAY + dt.timedelta(days=1)},
    )

    assert told.select("state", "seen_on", "records").rows() == [("done", LATE, 1)]


def test_coders_who_differ_are_shown_and_whoever_settles_it_wins() -> None:
    two = [
        {"coder": "k1", "state": "partly", "level": 2},
        {"coder": "k2", "state": "done", "level": 4},
    ]
    judge = {"coder": "k3", "state": "partly", "level": 3, "adjudicated": True}

    (open_,) = verdicts(*two).to_dicts()
    (settled,) = verdicts(*two, judge).to_dicts()

    assert (open_["state"], open_["level"], open_["differ"]) == ("divided", None, True)
    assert (open_["coders"], open_["adjudicated"]) == (2, False)
    assert (settled["state"], settled["level"]) == ("partly", 3)
    assert (settled["differ"], settled["adjudicated"]) == (True, True)


def test_coders_who_agree_on_the_state_may_differ_on_the_level() -> None:
    (told,) = verdicts(
        {"coder": "k1", "state": "partly", "level": 2},
        {"coder": "k2", "state": "partly", "level": 3},
    ).to_dicts()

    assert (told["state"], told["level"], told["differ"]) == ("partly", None, False)


def test_an_earlier_settlement_does_not_speak_for_a_later_day() -> None:
    (told,) = verdicts(
        {"state": "partly", "adjudicated": True, "seen_on": EARLY},
        {"state": "done", "seen_on": LATE},
    ).to_dicts()

    assert told["state"] == "done"


def test_communities_speak_each_for_itself() -> None:
    told = verdicts(
        community("g0", "done", seen_on=LATE),
        community("g1", "begun", seen_on=EARLY),
        places=PLACES,
        gatherings=held(4, 4),
    )
    (side,) = observed.by_side(told).to_dicts()

    assert sorted(told["state"]) == ["begun", "done"]
    assert (side["state"], side["communities"], side["places"]) == ("divided", 2, 2)
    assert (side["gatherings"], side["people"]) == (2, 10 + 11)


def test_a_place_that_cannot_say_does_not_speak_against_one_that_can() -> None:
    told = verdicts(
        community("g0", "done"),
        community("g1", "cannot_say"),
        places=PLACES,
        gatherings=held(4, 4),
    )
    (side,) = observed.by_side(told).to_dicts()

    assert (side["state"], side["communities"]) == ("done", 1)


def test_two_coders_of_one_gathering_do_not_double_its_people() -> None:
    (told,) = verdicts(
        community("g0", "done", coder="k1"),
        community("g0", "done", coder="k2"),
        places=PLACES,
        gatherings=held(4),
    ).to_dicts()

    assert (told["people"], told["gatherings"], told["met"]) == (10, 1, [called("g0")])


def test_a_part_tells_the_state_only_where_nothing_tells_it_of_the_whole() -> None:
    part = {"part": "a", "state": "done", "reached": 3}

    assert verdicts(part, {"state": "begun"})["state"].to_list() == ["begun"]
    assert verdicts(part)["state"].to_list() == ["done"]


@pytest.mark.parametrize(
    ("side", "gathering", "consent", "why"),
    [
        ("authority", "g0", 3, None),
        ("authority", "g0", 2, "no-consent"),
        ("authority", "g0", None, "no-consent"),
        ("authority", None, 4, "no-gathering"),
        ("forces", "g0", 3, None),
        ("forces", "g0", 2, "no-consent"),
        ("forces", "g2", 4, "no-region"),
        (None, "g2", 4, "no-region"),
        ("authority", "g2", 4, None),
    ],
)
def test_a_communitys_verdict_is_public_only_as_it_agreed_and_on_forces_by_region(
    side: str | None, gathering: str | None, consent: int | None, why: str | None
) -> None:
    given = accepted()
    given["commitments"][0]["owner_side"] = side
    (told,) = verdicts(
        community(gathering, "undone"),  # type: ignore[arg-type]
        **given,
        places=PLACES,
        gatherings=held(consent, consent, consent),
    ).to_dicts()

    assert (told["public"], told["why_not_public"]) == (why is None, why)
    assert told["on_forces"] == (side in ("forces", None))


def test_one_gathering_that_refused_bars_the_verdict_it_shares() -> None:
    given = held(4, None)
    given[1]["place"] = "north"

    (told,) = verdicts(
        community("g0", "done"),
        community("g1", "done"),
        places=PLACES,
        gatherings=given,
    ).to_dicts()

    assert (told["gatherings"], told["public"]) == (2, False)


def test_the_side_of_an_owner_is_that_of_the_addressee_where_it_is_not_noted() -> None:
    given = accepted()
    given["recommendations"][0]["addressee_side"] = "authority"

    assert verdicts({"state": "done"}, **given)["on_forces"].to_list() == [False]


def test_official_and_observer_speak_in_public() -> None:
    told = verdicts({"side": "official"}, {"side": "observer"})

    assert told["public"].to_list() == [True, True]
    assert told["place"].to_list() == [None, None]


def test_nobody_has_looked_is_an_empty_table() -> None:
    told = verdicts()

    assert told.schema == observed.VERDICTS
    assert observed.by_side(told).schema == observed.BY_SIDE
