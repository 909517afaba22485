"""Does position go with how much people answered?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tests.understand.audits import invented
from tests.understand.positions.simulated import crowd, shuffled

from vestibule.understand.audits import activity
from vestibule.understand.audits import given as givens
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.positions import PositionSettings, positions

USUAL = AuditSettings()
PLACED = PositionSettings(dimensions=1)


def test_it_is_the_rank_correlation_of_another_program() -> None:
    votes = crowd(people=150, statements=30, each=12).votes
    place = positions(votes, settings=PLACED)

    found = activity.activity(givens.of_votes(votes), place, settings=USUAL)

    each = np.bincount(votes.person, minlength=150)
    reference = stats.spearmanr(each, place.position[:, 0]).statistic
    row = found.row(0, named=True)
    assert found["direction"].to_list() == ["1", "distance"]
    assert row["rho"] == pytest.approx(reference)
    assert row["people"] == row["effective"] == 150
    # Bonett and Wright: arctanh(rho) +- 1.96 sqrt((1 + rho^2 / 2) / 147).
    off = 1.959964 * np.sqrt((1 + reference**2 / 2) / 147)
    assert row["low"] == pytest.approx(np.tanh(np.arctanh(reference) - off), abs=1e-6)
    assert not row["strong"]


def test_activity_that_goes_with_opinion_is_found() -> None:
    draw = np.random.default_rng(1)
    place = draw.normal(0, 1.3, 400)
    odds = draw.normal(0, 1, 40) + place[:, None] * draw.normal(0, 1.2, 40)
    vote = np.where(draw.random((400, 40)) < 1 / (1 + np.exp(-odds)), 1, -1)
    many = np.clip(np.exp(2.4 + 0.5 * place + draw.normal(0, 0.3, 400)), 3, 40)
    vote[draw.random((400, 40)).argsort(axis=1) >= many[:, None]] = 9
    votes = invented.votes_of(vote)

    found = activity.activity(
        givens.of_votes(votes), positions(votes, settings=PLACED), settings=USUAL
    )

    first = found.row(0, named=True)
    assert abs(first["rho"]) > 0.4
    assert first["strong"]


def test_few_answers_alone_do_not_look_like_moderation() -> None:
    votes = crowd(people=500, statements=40, each=8, seed=3).votes
    place = positions(votes, settings=PLACED)
    given = givens.of_votes(votes)

    found = activity.activity(given, place, settings=USUAL)

    each = np.bincount(votes.person, minlength=500)
    # Drawn to the middle where little is known: the naive correlation is large.
    naive = stats.spearmanr(each, np.abs(place.position[:, 0])).statistic
    assert naive > 0.15
    far = found.filter(direction="distance").row(0, named=True)
    assert abs(far["rho"]) < 0.1
    assert not far["strong"]


def test_people_heard_together_are_worth_less() -> None:
    given, unit = invented.field(1)
    draw = np.random.default_rng(1)
    keep = draw.random(len(given.votes)) < (0.3 + 0.6 * (unit % 2))[given.votes.person]
    votes = invented.votes_of(
        np.where(_matrix_of(keep, given), invented.answers(given), 9)
    )
    place = positions(votes, settings=PLACED)
    together = givens.of_votes(votes, gatherings=unit.astype(np.int32))
    # A place that whole gatherings share.
    shared = replace(place, position=(unit % 3)[:, None] + 0.1 * place.position)

    row = activity.activity(together, shared, settings=USUAL).row(0, named=True)
    alone = activity.activity(givens.of_votes(votes), shared, settings=USUAL)

    assert row["effective"] < 300 < row["people"]
    assert row["high"] - row["low"] > (alone["high"] - alone["low"])[0]


def _matrix_of(keep: np.ndarray, given: givens.Given) -> np.ndarray:
    kept = np.zeros((given.votes.n_people, given.votes.n_statements), dtype=bool)
    kept[given.votes.person[keep], given.votes.statement[keep]] = True
    return kept


def test_nothing_is_said_of_few_people_or_of_equal_activity() -> None:
    few = crowd(people=9, statements=20, each=8).votes
    even = invented.field(1)[0].votes
    said = [
        activity.activity(
            givens.of_votes(votes), positions(votes, settings=PLACED), settings=USUAL
        )
        for votes in (few, even)
    ]

    assert all(one.is_empty() for one in said)
    assert activity.activity(givens.of_votes(few), None, settings=USUAL).is_empty()


def test_four_people_know_nothing_of_a_correlation() -> None:
    assert activity._interval(0.9, 4.0, 0.95) == (-1.0, 1.0)


def test_neither_names_nor_order_change_a_digit() -> None:
    votes = crowd(people=80, statements=20, each=8, seed=5).votes
    other, _, _ = shuffled(votes, 2)
    found = [
        activity.activity(
            givens.of_votes(one), positions(one, settings=PLACED), settings=USUAL
        )
        for one in (votes, other)
    ]

    for name in ("rho", "low", "high"):
        assert found[0][name].to_numpy() == pytest.approx(found[1][name].to_numpy())
