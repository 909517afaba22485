"""What is asked again in each wave: each relation apart, each change told honestly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import by_hand, invented

from vestibule.dossier import lineage
from vestibule.dossier.process import Barometer
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.understand import trust
from vestibule.understand.trust import TrustResult, TrustSettings, changes

ARMY = Barometer(
    key="army-by-people",
    names={"en": "people's trust in the army"},
    instrument="survey",
    question="army",
    scale=("no", "little", "some", "much"),
    positive=("some", "much"),
    missing=("refused",),
    asked=("community",),
)
PEOPLE = replace(ARMY, key="people-by-army", question="people", asked=("forces",))
PLACES = (
    {"id": "land", "key": "land", "name": "Land", "kind": "country", "level": 0},
    {"id": "hills", "key": "hills", "name": "Hills", "kind": "region", "level": 1, "parent": "land"},
    {"id": "ford", "key": "ford", "name": "Ford", "kind": "commune", "level": 3, "parent": "hills"},
    {"id": "coast", "key": "coast", "name": "Coast", "kind": "region", "level": 1, "parent": "land"},
)  # fmt: skip
PROFILES = (
    {"id": "farmers", "key": "farmers", "name": "Farmers", "side": "community"},
    {"id": "soldiers", "key": "soldiers", "name": "Soldiers", "side": "forces"},
)


def answered(
    answers: Sequence[Mapping[str, Any]],
    *,
    people: Sequence[Mapping[str, Any]] = (),
    barometers: tuple[Barometer, ...] = (ARMY,),
    **tables: Any,
) -> TrustResult:
    """Return what is found in answers typed by hand; people are named in them."""
    named = {one["id"] for one in people}
    others = sorted({one["person"] for one in answers if one.get("person")} - named)
    usual = {"profile": "farmers", "place": "ford"}
    dossier = by_hand.dossier(
        by_hand.process(barometers=barometers),
        places=PLACES,
        profiles=PROFILES,
        instruments=({"id": "s1", "key": "survey", "name": "S", "kind": "survey", "version": "1"},
                     {"id": "s2", "key": "survey", "name": "S", "kind": "survey", "version": "2"}),
        people=(*people, *({"id": name, **usual} for name in others)),
        answers=[{"instrument": "s1", "question": "army", **one} for one in answers],
        **tables,
    )  # fmt: skip
    return trust.trust(lineage.settled(dossier), settings=TrustSettings(people=2))


def said(wave: int, **values: str) -> list[dict[str, Any]]:
    """Return answers of one wave: who said what."""
    return [{"person": who, "wave": wave, "value": one} for who, one in values.items()]


def test_shares_count_the_positive_answers_of_those_who_answered() -> None:
    found = answered(
        [*said(1, a="much", b="some", c="little", d="refused"), {"person": "e", "wave": 1, "value": None}]
    )  # fmt: skip
    row = found.waves.to_dicts()[0]
    assert (row["people"], row["asked"], row["positive"]) == (3, 5, 2)
    assert row["share"] == pytest.approx(2 / 3)
    assert row["low"] < 2 / 3 < row["high"]
    assert (row["gatherings"], row["places"]) == (3, 1)
    assert found.levels["people"].to_list() == [0, 1, 1, 1]
    assert "Not for ranking places" in found.explain()


def test_a_wave_that_was_not_measured_stays_a_gap_and_is_never_a_zero() -> None:
    found = answered([*said(1, a="much", b="no"), *said(3, a="much", b="no")])
    assert found.waves["wave"].to_list() == [1, 2, 3]
    gap = found.waves.row(1, named=True)
    assert (gap["reason"], gap["share"], gap["people"]) == ("not-asked", None, 0)
    assert found.changes.select("wave", "to_wave", "whole").rows() == [(1, 3, True)]


def test_each_direction_is_counted_apart_and_never_blended() -> None:
    people = [
        {"id": f"s{n}", "profile": "soldiers", "place": "coast"} for n in range(3)
    ]
    both = [*said(1, a="much", b="no"), *said(1, s0="much", s1="much", s2="no")]
    told = [
        {**one, "question": question} for one in both for question in ("army", "people")
    ]
    found = answered(told, people=people, barometers=(ARMY, PEOPLE))
    counted = found.waves.select("barometer", "people", "positive").rows()
    assert counted == [("army-by-people", 2, 1), ("people-by-army", 3, 2)]


def test_a_sign_that_one_community_chose_is_read_there_alone() -> None:
    chosen = replace(ARMY, key="dusk", asked=(), place="hills")
    people = [{"id": "far", "profile": "farmers", "place": "coast"}]
    found = answered(
        said(1, a="much", b="no", far="much"), people=people, barometers=(chosen,)
    )
    assert found.waves["people"].to_list() == [2]
    assert found.local == ("dusk",)
    nowhere = replace(chosen, place="unknown")
    found = answered(said(1, a="much", b="no"), barometers=(nowhere,))
    assert found.waves["reason"].to_list() == ["not-asked"]


def test_the_last_answer_of_a_person_in_a_wave_counts() -> None:
    early, late = (dt.datetime(2024, 1, day, tzinfo=dt.UTC) for day in (1, 2))
    twice = [
        {"person": "a", "wave": 1, "value": "no", "at": late},
        {"person": "a", "wave": 1, "value": "much", "at": early},
    ]
    found = answered([*twice, *said(1, b="no")])
    assert found.waves.select("people", "positive").row(0) == (2, 0)


def test_answers_nobody_can_read_and_answers_without_a_wave_are_counted_as_such() -> (
    None
):
    found = answered(
        [*said(1, a="much", b="no", c="MUCH"), {"person": "d", "value": "much"}]
    )
    assert found.unread == {"army-by-people": 1}
    assert found.unplaced == {"army-by-people": 1}
    assert found.waves["people"].to_list() == [2]


@pytest.mark.parametrize(
    ("told", "reason", "has_share"),
    [
        (said(1, a="much"), "few-people", False),
        (said(1, a="refused", b="refused"), "nobody-answered", False),
        (said(1, a="much", b="no"), None, True),
    ],
)
def test_thin_answers_give_a_reason_and_no_number(
    told: list[dict[str, Any]], reason: str | None, has_share: bool
) -> None:
    row = answered(told).waves.row(0, named=True)
    assert row["reason"] == reason
    assert (row["share"] is not None) == has_share


def test_one_gathering_gives_a_share_and_no_interval() -> None:
    met = [{"id": "g", "code": "G", "place": "ford", "held_on": dt.date(2024, 1, 5)}]
    told = [{**one, "gathering": "g"} for one in said(1, a="much", b="no")]
    row = answered(told, gatherings=met).waves.row(0, named=True)
    assert (row["share"], row["low"], row["reason"]) == (0.5, None, "few-gatherings")
    assert row["first_on"] == row["last_on"] == dt.date(2024, 1, 5)


def test_nothing_declared_and_nobody_asked_is_nothing_said() -> None:
    assert answered([], barometers=()).waves.is_empty()
    silent = answered([])
    assert silent.waves.is_empty()
    assert silent.changes.is_empty()


def test_one_wave_alone_cannot_say_whether_it_moves() -> None:
    found = answered(said(1, a="much", b="no"))
    assert found.changes.select("wave", "to_wave", "verdict", "whole").rows() == [
        (1, None, "cannot-say", True)
    ]
    other = replace(ARMY, key="never", question="never")
    found = answered(said(1, a="much", b="no"), barometers=(other,))
    assert found.changes.select("wave", "verdict").rows() == [(None, "cannot-say")]


def test_another_version_of_the_questions_is_said_beside_the_change() -> None:
    later = [{**one, "instrument": "s2"} for one in said(2, a="much", b="no")]
    found = answered([*said(1, a="much", b="no"), *later])
    assert found.changes["versions_differ"].to_list() == [True]
    assert found.changes["both"].to_list() == [2]


def test_the_interval_of_a_change_comes_from_those_of_its_shares() -> None:
    # MOVER by hand: 0.2 - sqrt(0.1^2 + 0.1^2) and 0.2 + the same.
    one = {"share": 0.5, "low": 0.4, "high": 0.6}
    two = {"share": 0.7, "low": 0.6, "high": 0.8}
    told = changes.difference(one, two)
    assert told == pytest.approx((0.2, 0.2 - 0.02**0.5, 0.2 + 0.02**0.5))
    assert changes.difference(one, {**two, "low": None}) is None


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.01, 0.2, "rising"),
        (-0.2, -0.01, "falling"),
        (-0.1, 0.1, "no-clear-change"),
        (0.0, 0.1, "no-clear-change"),
        (None, None, "cannot-say"),
    ],
)
def test_the_word_for_a_change_follows_a_rule(
    low: float | None, high: float | None, word: str
) -> None:
    assert changes.verdict(low, high) == word


def test_people_of_one_household_are_one_cluster() -> None:
    waves = said(1, **{f"p{n}": "much" if n < 10 else "no" for n in range(20)})
    alone = [{"id": f"p{n}", "profile": "farmers", "place": "ford"} for n in range(20)]
    together = [{**one, "household": f"h{n // 5}"} for n, one in enumerate(alone)]
    wide, narrow = (
        answered(waves, people=people).waves.row(0, named=True)
        for people in (together, alone)
    )
    assert (wide["gatherings"], narrow["gatherings"]) == (4, 20)
    assert wide["high"] - wide["low"] > 1.3 * (narrow["high"] - narrow["low"])


def test_settings_out_of_range_are_refused() -> None:
    for wrong in ({"level": 1.0}, {"people": 1}):
        with pytest.raises(DataError, match="level lies between"):
            TrustSettings(**wrong)  # type: ignore[arg-type]


def test_the_planted_movements_are_found_in_the_rehearsal() -> None:
    made = invented.country(1)
    found = trust.trust(lineage.settled(made.dossier))
    whole = found.changes.filter("whole")
    assert dict(whole.select("barometer", "verdict").rows()) == made.truth.trust
    gaps = found.waves.filter(pl.col("wave") == 3)
    assert set(gaps["reason"]) == {"not-asked"}


@cache
def small() -> Dossier:
    """Return a small rehearsal, settled."""
    made = invented.country(3, "small")
    return lineage.settled(made.dossier)


@settings(max_examples=10)
@given(seed=st.integers(0, 1000))
def test_the_order_of_rows_never_matters(seed: int) -> None:
    made = small()
    mixed = made.with_tables(
        answers=made.table("answers").sample(fraction=1, shuffle=True, seed=seed)
    )
    first, second = trust.trust(made), trust.trust(mixed)
    assert first.waves.equals(second.waves)
    assert first.changes.equals(second.changes)


def simulated(draw: np.random.Generator, clusters: int, likeness: float) -> Dossier:
    """Return two waves of households, alike inside, with shares 0.4 and 0.55."""
    rows, people = [], []
    for wave, share in ((1, 0.4), (2, 0.55)):
        a, b = (share * (1 / likeness - 1), (1 - share) * (1 / likeness - 1))
        for cluster, chance in enumerate(draw.beta(a, b, clusters)):
            for member in range(6):
                who = f"w{wave}c{cluster}m{member}"
                people.append({"id": who, "profile": "farmers", "place": "ford",
                               "household": f"w{wave}c{cluster}"})  # fmt: skip
                value = "much" if draw.random() < chance else "no"
                rows.append({"instrument": "s1", "question": "army", "person": who,
                             "wave": wave, "value": value})  # fmt: skip
    return by_hand.dossier(
        by_hand.process(barometers=(ARMY,)),
        places=PLACES,
        profiles=PROFILES,
        instruments=({"id": "s1", "key": "survey", "name": "S", "kind": "survey", "version": "1"},),
        people=people,
        answers=rows,
    )  # fmt: skip


def covered(replicates: int, clusters: int, likeness: float) -> tuple[float, float]:
    """Return how often the intervals held the share of a wave, and the change."""
    held = np.zeros(2)
    for number in range(replicates):
        draw = np.random.default_rng([7, clusters, number])
        found = trust.trust(lineage.settled(simulated(draw, clusters, likeness)))
        low, high = found.waves.select("low", "high").row(0)
        down, up = found.changes.select("low", "high").row(0)
        held += (low <= 0.4 <= high, down <= 0.15 <= up)
    return float(held[0] / replicates), float(held[1] / replicates)


def test_intervals_hold_the_truth_on_a_few_households() -> None:
    share, change = covered(20, 40, 0.1)
    assert share >= 0.8
    assert change >= 0.8


@pytest.mark.proof
@pytest.mark.parametrize("clusters", [12, 40, 120])
@pytest.mark.parametrize("likeness", [0.02, 0.15])
def test_intervals_hold_the_truth_as_often_as_they_say(
    clusters: int, likeness: float
) -> None:
    share, change = covered(1000, clusters, likeness)
    assert 0.925 <= share <= 0.985
    assert 0.925 <= change <= 0.985
