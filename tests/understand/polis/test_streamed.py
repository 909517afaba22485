"""Is the analysis out of core the one in memory?"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understand.polis.books import book_of, camps
from tests.understand.polis.small import CAMPS, conversations, votes_of

from vestibule.dossier import partitions, stored
from vestibule.dossier.votebook import VotePartition
from vestibule.errors import DataError
from vestibule.understand import polis
from vestibule.understand.polis import PolisResult, PolisSettings, Votes, streamed

WHOLE = ["statement", "voted", "moderated_out", "meta", "agree", "disagree", "seen"]


def assert_same(found: PolisResult, expected: PolisResult) -> None:
    """Demand the same digits of counts and groups, and rounding elsewhere."""
    assert found.statements.select(WHOLE).equals(expected.statements.select(WHOLE))
    assert found.statements["center"].equals(expected.statements["center"])
    assert found.limits == expected.limits
    assert found.components.rank == expected.components.rank
    cosines = (found.components.vectors * expected.components.vectors).sum(axis=1)
    assert (np.abs(cosines[: found.components.rank]) > 1 - 1e-12).all()
    assert np.array_equal(found.clustered, expected.clustered)
    assert np.array_equal(found.group, expected.group)
    assert np.array_equal(found.base_cluster, expected.base_cluster)
    assert found.projections == pytest.approx(expected.projections, nan_ok=True)
    assert found.group_statements.equals(expected.group_statements)
    assert found.representative.equals(expected.representative)
    assert found.consensus.equals(expected.consensus)
    assert found.group_sizes == expected.group_sizes
    assert found.settings == expected.settings


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(["loaded", "given"]),
    st.integers(1, 700),
)
def test_partitions_give_what_the_whole_gives(
    seed: int, order: Literal["loaded", "given"], size: int
) -> None:
    votes = camps(seed)
    settings = PolisSettings(order=order, base_k=20)

    found = streamed.analyse(book_of(votes, size), settings=settings)

    assert_same(found, polis.analyse(votes, settings=settings))


@given(conversations(), st.integers(1, 40))
def test_whatever_was_voted_is_counted_alike(votes: Votes, size: int) -> None:
    found = streamed.analyse(book_of(votes, size))
    expected = polis.analyse(votes)

    assert found.statements.select(WHOLE).equals(expected.statements.select(WHOLE))
    assert found.consensus.equals(expected.consensus)
    assert found.components.rank == expected.components.rank
    assert np.array_equal(found.clustered, expected.clustered)


def test_flags_of_statements_and_people_count_alike() -> None:
    flags: dict[str, Any] = {
        "moderated_out": np.arange(12) == 3,
        "meta": np.arange(12) == 5,
        "keep": np.arange(120) % 50 == 0,
    }
    votes = camps(8)

    assert_same(
        streamed.analyse(book_of(votes, 90), **flags), polis.analyse(votes, **flags)
    )


def test_two_camps_are_found_from_disk(tmp_path: Path) -> None:
    partitions.write(book_of(CAMPS, size=50), tmp_path / "votes")

    found = streamed.analyse(stored.stored(tmp_path / "votes"))

    # 16 people against 14, as the conversation was typed.
    assert found.group_sizes == (16, 14)
    assert found.group.tolist() == [0] * 16 + [1] * 14


def test_blocks_and_threads_change_no_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vestibule.understand.polis.clusters.BLOCK", 32)
    book = book_of(camps(2), 100)

    one, three = (streamed.analyse(book, workers=workers) for workers in (1, 3))

    assert np.array_equal(one.projections, three.projections, equal_nan=True)
    assert np.array_equal(one.group, three.group)
    assert np.array_equal(one.base_centers, three.base_centers)
    assert one.statements.equals(three.statements)


@pytest.mark.parametrize(
    ("rows", "limit"),
    [
        (["+-0"], "one-participant"),
        (["+", "-", "+"], "one-statement"),
        (["++", "++", "++"], "no-spread"),
        (["00", "00"], "no-spread"),
        (["+-", "-+", "+-"], "one-direction"),
    ],
)
def test_thin_votes_are_told_as_in_memory(rows: list[str], limit: str) -> None:
    votes = votes_of(*rows)

    found = streamed.analyse(book_of(votes))

    assert limit in found.limits
    assert found.limits == polis.analyse(votes).limits


def test_a_statement_nobody_saw_has_counts_and_nothing_else() -> None:
    found = streamed.analyse(book_of(votes_of("+-..", "-+..", "+-..")))

    unseen = found.statements.filter(pl.col("statement") >= 2)
    assert unseen["seen"].to_list() == [0, 0]
    assert unseen["group_aware_consensus"].to_list() == [None, None]


NONE = np.empty(0, dtype=np.int32)
EMPTY = VotePartition(person=NONE, statement=NONE, vote=NONE.astype(np.int8))


@pytest.mark.parametrize("parts", [(), (EMPTY,)])
def test_no_votes_are_refused_in_a_sentence(parts: tuple[VotePartition, ...]) -> None:
    book = partitions.VoteBook(
        people=pl.Series(["a"]), statements=pl.Series(["s"]), partitions=parts
    )

    with pytest.raises(DataError, match="there are no votes"):
        streamed.analyse(book)


def test_empty_partitions_between_others_change_nothing() -> None:
    book = book_of(CAMPS, size=60)
    parts = [part for own in book.partitions for part in (EMPTY, own)]
    more = partitions.VoteBook(
        people=book.people, statements=book.statements, partitions=(*parts, EMPTY)
    )

    assert_same(streamed.analyse(more), streamed.analyse(book))


def test_a_person_in_two_stored_partitions_is_refused(tmp_path: Path) -> None:
    partitions.write(book_of(CAMPS, size=60), tmp_path / "votes")
    first, second = sorted((tmp_path / "votes").glob("votes-*"))[:2]
    second.write_bytes(first.read_bytes())

    with pytest.raises(DataError, match="in two partitions"):
        streamed.analyse(stored.stored(tmp_path / "votes"))


def test_a_repeated_vote_is_refused() -> None:
    part = VotePartition(
        person=np.array([0, 0, 1], np.int32),
        statement=np.array([0, 0, 1], np.int32),
        vote=np.array([1, -1, 1], np.int8),
    )
    book = partitions.VoteBook(
        people=pl.Series(["a", "b"]),
        statements=pl.Series(["s", "t"]),
        partitions=(part,),
    )

    with pytest.raises(DataError, match="repeat a person and statement"):
        streamed.analyse(book)


CONVERSATIONS = [
    "american-assembly.bowling-green",
    "brexit-consensus",
    "football-concussions",
    "london.youth.policing",
    "scoop-hivemind.biodiversity.reference",
    "vtaiwan.uberx",
]


def real_votes(folder: Path) -> Votes:
    """Return the current votes of an export, whichever file holds them."""
    names = ["voter-id", "comment-id"]
    if (folder / "votes.csv").exists():
        cast = pl.read_csv(folder / "votes.csv").sort("timestamp", maintain_order=True)
        last = cast.unique(names, keep="last", maintain_order=True)
    else:
        wide = pl.read_csv(folder / "participants-votes.csv", infer_schema_length=None)
        asked = [name for name in wide.columns if name.isdigit()]
        long = wide.select(pl.col("participant").alias(names[0]), *asked).unpivot(
            index=names[0], variable_name=names[1], value_name="vote"
        )
        last = long.cast({names[1]: pl.Int64}).drop_nulls("vote")
    codes = [last[name].rank("dense").to_numpy() - 1 for name in names]
    return Votes(
        person=codes[0].astype(np.int32),
        statement=codes[1].astype(np.int32),
        vote=last["vote"].to_numpy().astype(np.int8),
        n_people=int(codes[0].max()) + 1,
        n_statements=int(codes[1].max()) + 1,
    )


@pytest.mark.parametrize("order", ["loaded", "given"])
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_real_conversation_gives_what_it_gives_in_memory(
    name: str, order: Literal["loaded", "given"], real_data: Path
) -> None:
    votes = real_votes(real_data / "opinions" / name)
    settings = PolisSettings(order=order)

    found = streamed.analyse(book_of(votes, 4_000), settings=settings)

    assert_same(found, polis.analyse(votes, settings=settings))
