"""Are copied rows found, and honest ones left alone?"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats
from tests.understand.audits import invented
from tests.understand.positions.simulated import shuffled

from vestibule.understand.audits import copies
from vestibule.understand.audits import given as givens
from vestibule.understand.audits.given import Given
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.positions import PositionSettings, positions

USUAL = AuditSettings()
SHORT = AuditSettings(length=2)


def of(given: Given) -> pl.DataFrame:
    place = positions(given.votes, settings=PositionSettings(dimensions=1))
    return copies.copies(given, place, settings=USUAL)


def test_an_expectation_worked_by_hand() -> None:
    # Four people, two statements, half agree with each, everyone once: margins of 1/2,
    # nobody passes (0.5 of 9 cells counted as passes, 0.5 / 5 a statement).
    given = givens.of_votes(invented.votes_of([[1, -1], [1, -1], [-1, 1], [-1, 1]]))

    found = copies.copies(given, None, settings=SHORT)

    # A person takes a side with 1 - q, where q has log-odds of 0.5/5 for the statement
    # and of (0 + 4 w) / (2 + 4) less those of w = 0.5/9 for the person.
    w = 0.5 / 9
    own = 4 * w / 6
    odds = np.log(0.1 / 0.9) + np.log(own / (1 - own)) - np.log(w / (1 - w))
    side = 1 / (1 + np.exp(odds))
    assert found.height == 2
    assert found["expected"].to_list() == pytest.approx([3 * (side / 2) ** 2] * 2)
    alone = stats.poisson.sf(0, found["expected"][0])
    assert found["p"].to_list() == pytest.approx([min(1, 2 * alone)] * 2)
    assert found["where"].to_list() == ["alone"] * 2
    assert not found["flagged"].any()


def test_copies_spread_over_gatherings_are_found() -> None:
    given, unit = invented.field(1)
    matrix = invented.answers(given)
    matrix[[50, 130, 260]] = matrix[3]

    found = of(invented.together(matrix, unit)).filter("flagged")

    row = found.row(0, named=True)
    assert (row["people"], row["answers"], row["gatherings"]) == (4, 24, 4)
    assert row["where"] == "gatherings"
    # Gatherings 0, 4, 10 and 21, of which five go to one recorder: 0, 0, 2, 4.
    assert row["recorders"] == 3
    assert row["expected"] < 0.01


def test_a_sheet_filled_in_twelve_times_in_one_gathering_is_found() -> None:
    given, unit = invented.field(2)
    matrix = invented.answers(given)
    matrix[12:24] = matrix[12]

    row = of(invented.together(matrix, unit)).filter("flagged").row(0, named=True)

    assert (row["people"], row["where"], row["recorders"]) == (12, "one_gathering", 1)


def test_one_answer_to_everything_is_told_apart_and_not_flagged() -> None:
    given, unit = invented.field(3)
    matrix = invented.answers(given)
    matrix[[1, 60, 120, 200, 300]] = 1

    found = of(invented.together(matrix, unit))

    assert found["kind"].to_list() == ["one_answer"]
    assert found["people"].to_list() == [5]
    assert not found["flagged"].any()


def test_a_gathering_of_one_mind_is_not_accused() -> None:
    draw = np.random.default_rng(4)
    given, unit = invented.field(4)
    matrix = invented.answers(given)
    voice = np.where(draw.random(24) < 0.7, 1, -1)
    near = np.where(draw.random((12, 24)) < 0.93, voice, -voice)
    matrix[:12] = near

    assert not of(invented.together(matrix, unit))["flagged"].any()


@pytest.mark.parametrize("seed", range(5))
def test_honest_sheets_entered_in_one_sitting_are_not_accused(seed: int) -> None:
    given, _ = invented.field(seed)

    assert not of(given)["flagged"].any()


def test_positions_make_people_of_one_mind_expected() -> None:
    draw = np.random.default_rng(5)
    camp = np.arange(200) % 2
    vote = np.where(draw.random((200, 12)) < np.where(camp, 0.97, 0.03)[:, None], 1, -1)
    vote[:, ::2] *= -1
    given = givens.of_votes(invented.votes_of(vote))

    known = of(given)
    unknown = copies.copies(given, None, settings=USUAL)

    # Nearly everyone answers like their camp: 140 rows in two patterns.
    assert known["people"].max() > 50
    assert not known["flagged"].any()
    # Without positions that cannot be known, and nobody is pointed at.
    assert unknown["p"].min() < 0.01
    assert not unknown["flagged"].any()


def test_a_crowd_asked_alike_is_looked_at_in_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given, unit = invented.field(6)
    matrix = invented.answers(given)
    matrix[[50, 130, 260]] = matrix[3]
    planted = invented.together(matrix, unit)
    whole = of(planted)["expected"]
    monkeypatch.setattr(copies, "MOST_ALIKE", 200)

    part = of(planted)

    assert part["flagged"].any()
    assert part["expected"].to_numpy() == pytest.approx(whole.to_numpy(), abs=0.05)


def test_short_rows_are_not_looked_at() -> None:
    given = givens.of_votes(invented.votes_of(np.ones((30, 9))))

    assert of(given).is_empty()


def test_someone_alone_and_someone_in_a_gathering() -> None:
    matrix = np.tile([1, -1] * 6, (2, 1))
    given = invented.together(matrix, np.array([-1, 0]))

    assert of(given)["where"].to_list() == ["both"]


def test_neither_names_nor_order_change_what_is_found() -> None:
    given, unit = invented.field(7)
    matrix = invented.answers(given)
    matrix[[50, 130, 260]] = matrix[3]
    votes = invented.votes_of(matrix)
    other, people, _ = shuffled(votes, 1)
    moved = np.empty_like(unit)
    moved[people] = unit

    first = of(givens.of_votes(votes, gatherings=unit.astype(np.int32)))
    again = of(givens.of_votes(other, gatherings=moved.astype(np.int32)))

    exact = pl.exclude("expected", "p")
    assert first.select(exact).equals(again.select(exact))
    assert first["expected"].to_numpy() == pytest.approx(again["expected"].to_numpy())
