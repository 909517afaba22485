"""Votes counted part by part give what they give all at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.dossier import partitions, stored
from vestibule.dossier.votebook import CODED, VoteBook
from vestibule.errors import DataError
from vestibule.understand import ground
from vestibule.understand.ground import streamed

SEGMENTS = ["a", "b", "c"]


def invented(
    seed: int, *, people: int = 40, statements: int = 6, size: int = 30
) -> VoteBook:
    """Return votes in partitions of some `size` votes."""
    rng = np.random.default_rng(seed)
    person, statement = np.nonzero(rng.random((people, statements)) < 0.6)
    rows = pl.DataFrame(
        {
            "person": person.astype(np.int32),
            "statement": statement.astype(np.int32),
            "vote": rng.integers(-1, 2, person.size).astype(np.int8),
        },
        schema=CODED,
    )
    return VoteBook(
        people=pl.Series([f"p{n:03}" for n in range(people)]),
        statements=pl.Series([f"s{n:03}" for n in range(statements)]),
        partitions=partitions.divided(rows, size=size),
    )


def at_once(book: VoteBook, segment: np.ndarray, met: np.ndarray) -> pl.DataFrame:
    """Return the sums by one plain grouping of all votes: another way to the same."""
    votes = book.frame()
    given_each = votes.group_by("person").len("given")
    least = 0.25 * given_each["given"].median()
    people = pl.DataFrame(
        {
            "person": pl.Series(np.arange(segment.size), dtype=pl.Int32),
            "segment": segment,
            "met": met,
        }
    ).filter(pl.col("segment") >= 0)
    one = 1 / pl.max_horizontal(pl.col("given"), pl.lit(least))
    return (
        votes.join(given_each, on="person")
        .join(people, on="person")
        .with_columns(one=one)
        .group_by("statement", "segment", "met")
        .agg(
            agree=(pl.col("vote") == 1).sum(),
            disagree=(pl.col("vote") == -1).sum(),
            passed=(pl.col("vote") == 0).sum(),
            weight=pl.col("one").sum(),
            weight_agree=pl.col("one").filter(pl.col("vote") == 1).sum(),
            weight_squared=(pl.col("one") ** 2).sum(),
        )
        .sort("statement", "segment", "met")
    )


@given(seed=st.integers(0, 10_000), size=st.integers(1, 400))
def test_partitions_of_any_size_give_the_sums_of_all_votes_at_once(
    seed: int, size: int
) -> None:
    book = invented(seed, size=size)
    rng = np.random.default_rng(seed + 1)
    segment, met = rng.integers(-1, 3, 40), rng.integers(-1, 7, 40)

    rows = ground.of_book(book, segment, SEGMENTS, gathering=met)
    expected = at_once(book, segment, met)

    named = [f"s{n:03}" for n in expected["statement"]]
    assert rows["statement"].to_list() == named
    assert rows["group"].to_list() == [SEGMENTS[n] for n in expected["segment"]]
    for name in ("agree", "disagree", "passed"):
        assert rows[name].to_list() == expected[name].to_list()
    for name in ("weight", "weight_agree", "weight_squared"):
        assert np.allclose(rows[name], expected[name], rtol=1e-12)
    assert rows["alone"].to_list() == [n < 0 for n in expected["met"]]


def test_votes_on_disk_and_by_any_number_of_threads_give_the_same_digits(
    tmp_path: Path,
) -> None:
    book = invented(3, people=300, statements=20, size=200)
    segment = np.arange(300) % 3
    partitions.write(book, tmp_path / "votes")

    here = ground.of_book(book, segment, SEGMENTS, workers=1)
    there = [
        ground.of_book(stored.stored(tmp_path / "votes"), segment, SEGMENTS, workers=n)
        for n in (1, 2, 3)
    ]

    assert all(here.equals(other) for other in there)


def test_sums_of_many_gatherings_are_folded_on_the_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = invented(5, people=200, statements=8, size=100)
    segment, met = np.arange(200) % 3, np.arange(200) // 10
    plain = ground.of_book(book, segment, SEGMENTS, gathering=met)
    monkeypatch.setattr(streamed, "LEAST_FOLDED", 1)

    folded = ground.of_book(book, segment, SEGMENTS, gathering=met)

    assert folded["agree"].to_list() == plain["agree"].to_list()
    assert np.allclose(folded["weight"], plain["weight"], rtol=1e-12)


def test_one_segment_is_wanted_for_each_person() -> None:
    book = invented(7)

    with pytest.raises(DataError, match="segment must hold one for each of 40 people"):
        ground.of_book(book, np.zeros(3, dtype=np.int64), SEGMENTS)


def test_an_empty_partition_adds_nothing_and_none_says_nothing() -> None:
    book = invented(1)
    none = partitions.VotePartition(
        person=np.zeros(0, dtype=np.int32),
        statement=np.zeros(0, dtype=np.int32),
        vote=np.zeros(0, dtype=np.int8),
    )
    longer = VoteBook(
        people=book.people,
        statements=book.statements,
        partitions=(none, *book.partitions),
    )
    segment = np.arange(40) % 3

    rows = ground.of_book(longer, segment, SEGMENTS)

    assert rows.equals(ground.of_book(book, segment, SEGMENTS))
    nobody = np.zeros(0, dtype=np.int64)
    empty = invented(1, people=0, statements=2)
    assert ground.of_book(empty, nobody, SEGMENTS).is_empty()
