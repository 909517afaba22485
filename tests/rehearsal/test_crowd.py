"""Votes in bulk: exact, repeatable, from hidden positions."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from vestibule.rehearsal import crowd, votes


def test_a_crowd_has_exactly_the_votes_asked_for() -> None:
    book = votes(people=2_000, statements=40, votes=23_456)

    assert book.n_votes == 23_456
    assert (len(book.people), len(book.statements)) == (2_000, 40)
    assert book.people.n_unique() == 2_000


def test_nobody_votes_twice_on_a_statement_and_everybody_votes() -> None:
    frame = votes(people=500, statements=30, votes=4_000).frame()

    assert frame.select("person", "statement").n_unique() == 4_000
    assert frame["person"].n_unique() == 500


def test_the_same_seed_gives_the_same_votes() -> None:
    one, same = (votes(people=300, statements=20, votes=2_000, seed=5) for _ in "ab")
    other = votes(people=300, statements=20, votes=2_000, seed=6)

    assert one.frame().equals(same.frame())
    assert one.people.equals(same.people)
    assert not one.frame().equals(other.frame())


def test_a_full_crowd_answers_everything() -> None:
    book = votes(people=10, statements=7, votes=1_000)

    assert book.n_votes == 70


def test_activity_and_exposure_are_unequal() -> None:
    frame = votes(people=5_000, statements=100, votes=100_000).frame()

    per_person = frame.group_by("person").len()["len"]
    per_statement = frame.group_by("statement").len()["len"]
    assert per_person.quantile(0.9) > 3 * per_person.quantile(0.1)  # type: ignore[operator]
    assert per_statement.max() > 3 * per_statement.min()  # type: ignore[operator]


def test_hidden_groups_vote_alike() -> None:
    made = crowd(people=4_000, statements=50, votes=80_000)
    logits = made.leans + made.positions @ made.loads.T
    frame = made.book.frame()
    person, statement, vote = (frame[name].to_numpy() for name in frame.columns)

    likely = logits[person, statement] > 2
    unlikely = logits[person, statement] < -2

    assert (vote[likely] == 1).mean() > 0.75
    assert (vote[unlikely] == -1).mean() > 0.75
    shares = np.bincount(made.groups) / 4_000
    assert shares == pytest.approx([0.45, 0.3, 0.15, 0.1], abs=0.03)


def test_passing_is_likelier_near_indifference() -> None:
    made = crowd(people=4_000, statements=50, votes=80_000)
    logits = made.leans + made.positions @ made.loads.T
    frame = made.book.frame().with_columns(
        pl.Series(
            "sure",
            np.abs(logits[made.book.frame()["person"], made.book.frame()["statement"]]),
        )
    )

    passed = pl.col("vote") == 0
    near, far = (
        frame.filter(condition).select(passed.mean()).item()
        for condition in (pl.col("sure") < 0.3, pl.col("sure") > 3)
    )

    # 0.05 + 0.25 exp(-|logit| / 1.5): about 0.28 near 0, below 0.09 beyond 3.
    assert near == pytest.approx(0.28, abs=0.02)
    assert far < 0.09
