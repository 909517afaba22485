"""Are planted waves found, and ordinary days left alone?"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats
from tests.understand.audits import invented
from tests.understand.audits.invented import DAY, MINUTE

from vestibule.understand.audits import given as givens
from vestibule.understand.audits import waves
from vestibule.understand.audits.given import NEVER, Given
from vestibule.understand.audits.settings import AuditSettings

USUAL = AuditSettings(draws=99)


def of(given: Given) -> pl.DataFrame:
    return waves.waves(given, settings=USUAL)


def with_wave(seed: int, *, alike: float, people: int = 25) -> Given:
    """Add people who come within eight minutes of a night; alike: how surely."""
    given = invented.online(seed)
    draw = np.random.default_rng(seed)
    mind = draw.choice([1, -1], 60)
    crowd = invented.answers(given)
    if alike:
        more = np.where(draw.random((people, 60)) < alike, mind, -mind)
        more[:, 30:] = 9
    else:
        more = crowd[draw.choice(len(crowd), people, replace=False)]
    first = given.at[np.searchsorted(given.votes.person, np.arange(len(crowd)))]
    night = 5 * DAY + 3 * 60 * MINUTE + draw.integers(0, 8 * MINUTE, people)
    votes = invented.votes_of(np.vstack([crowd, more]))
    return invented.timed(givens.of_votes(votes), np.r_[first, night])


def test_people_of_one_mind_who_come_at_once_are_found() -> None:
    row = of(with_wave(1, alike=0.85)).row(0, named=True)

    assert row["flagged"]
    assert 12 <= row["people"] <= 30
    assert row["expected"] < 1
    assert row["alike_p"] == pytest.approx(1 / 100)
    assert row["alike"] > 0.2


def test_a_link_passed_on_among_all_sorts_is_told_and_not_flagged() -> None:
    found = of(with_wave(2, alike=0.0))

    assert found.height >= 1
    assert not found["flagged"].any()


@pytest.mark.parametrize("seed", range(5))
def test_days_and_nights_alone_make_no_wave(seed: int) -> None:
    assert not of(invented.online(seed))["flagged"].any()


def test_a_surprise_worked_by_hand() -> None:
    # Stretches 0 to 40 with one person each, but 12 in stretch 20: 36 around it.
    stretch = np.r_[np.arange(41), np.full(11, 20)]

    found = waves._surprises(stretch, AuditSettings())

    place, count, expected, p = found[0]
    assert (place, count) == (20, 12)
    assert expected == pytest.approx(36.5 / 36)
    # Negative binomial: 36.5 seen in 36 stretches, 12 or more in the next, 41 tried.
    assert p == pytest.approx(41 * stats.nbinom.sf(11, 36.5, 36 / 37))
    assert len(found) == 1


def test_agreement_of_three_worked_by_hand() -> None:
    # One statement, answers 1, 1, -1: mean 1/3; away 2/3, 2/3, -4/3. Products of the
    # pairs: 4/9, -8/9, -8/9, mean -4/9.
    given = givens.of_votes(invented.votes_of([[1], [1], [-1]]))
    away = waves._away(given)
    starts = np.arange(4)

    seen = waves._agreement(given, away, starts, np.arange(3))

    assert seen == pytest.approx(-4 / 9)
    assert waves._agreement(given, away, starts, np.array([0, 1])) == pytest.approx(
        4 / 9
    )
    assert waves._agreement(given, away, starts, np.array([0])) == 0


def test_without_moments_or_with_few_people_there_is_no_wave() -> None:
    given = invented.online(1, people=9)
    silent = givens.of_votes(given.votes)

    assert (silent.at == NEVER).all()
    assert of(given).is_empty()
    assert of(silent).is_empty()


def test_gatherings_make_no_wave() -> None:
    given, _ = invented.field(1)

    assert of(given).is_empty()


def test_more_sheets_than_people_present_are_told() -> None:
    given, _ = invented.field(1, met=3)
    held = pl.DataFrame(
        {"gathering": ["a", "b", "c"], "present": [12, 11, None]},
        schema_overrides={"present": pl.Int64},
    )

    found = waves.sittings(
        given, pl.Series(["a", "b", "c"]), held, names={"b": "market"}
    )

    assert found["over"].to_list() == [False, True, False]
    assert found["name"].to_list() == ["a", "market", "c"]
    assert found["people"].to_list() == [12, 12, 12]
    assert found["minutes"].to_list() == [0, 0, 0]
    assert found["recorders"].to_list() == [1, 1, 1]


def test_a_sitting_without_moments_has_no_minutes() -> None:
    given = givens.of_votes(
        invented.votes_of(np.ones((2, 2))), gatherings=np.zeros(2, dtype=np.int32)
    )
    held = pl.DataFrame({"gathering": ["a"], "present": [2]})

    found = waves.sittings(given, pl.Series(["a"]), held)

    assert found["minutes"].to_list() == [None]
