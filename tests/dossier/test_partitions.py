"""Partitions: votes as whole numbers, from the tables and back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dossier import generate

from vestibule.dossier import partitions
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError, FileError

P, Q, S, T = "1" * 32, "2" * 32, "3" * 32, "4" * 32
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
MORNING = datetime(2030, 1, 1, 8, tzinfo=UTC)


def vote(seq: int, person: str, statement: str, vote: int, **more: object):
    row = {"id": generate.an_id(seq, more), "origin": "o", "seq": seq, "person": person}
    return "votes", {**row, "statement": statement, "vote": vote, **more}


def statement(key: str, seq: int):
    own = {"key": key, "words": "w", "source": "seed", "moderation": "in"}
    return "statements", {"id": key, "origin": "o", "seq": seq, **own}


def coded(book: partitions.VoteBook) -> list[tuple[int, int, int]]:
    return book.frame().rows()


def part(person: list[int], statement: list[int], vote: list[int]):
    return partitions.VotePartition(
        person=np.array(person, np.int32),
        statement=np.array(statement, np.int32),
        vote=np.array(vote, np.int8),
    )


def book(*parts: partitions.VotePartition, people: int = 2, statements: int = 2):
    return partitions.VoteBook(
        people=pl.Series("id", [P, Q][:people]),
        statements=pl.Series("id", [S, T][:statements]),
        partitions=parts,
    )


def test_the_last_vote_by_time_is_current() -> None:
    dossier = generate.dossier_of(
        [
            vote(1, Q, S, 1, at=NOON),
            vote(2, Q, S, -1, at=MORNING),
            vote(3, P, T, 0),
            vote(4, P, T, 1),
            vote(5, Q, T, -1, at=MORNING),
            vote(6, Q, T, 1),
        ]
    )

    found = partitions.from_dossier(dossier)

    # P has no moments: the higher number counts. Q's dated vote beats the undated.
    assert found.people.to_list() == [P, Q]
    assert found.statements.to_list() == [S, T]
    assert coded(found) == [(0, 1, 1), (1, 0, 1), (1, 1, -1)]
    assert found.n_votes == 3


def test_at_one_moment_the_origin_then_the_number_tells() -> None:
    dossier = generate.dossier_of(
        [
            vote(9, P, S, 1, at=NOON, origin="a"),
            vote(1, P, S, -1, at=NOON, origin="b"),
        ]
    )

    assert coded(partitions.from_dossier(dossier)) == [(0, 0, -1)]


def test_statements_without_votes_are_in_the_book() -> None:
    dossier = generate.dossier_of([statement(S, 1), statement(T, 2), vote(3, P, T, 1)])

    found = partitions.from_dossier(dossier)

    assert found.statements.to_list() == [S, T]
    assert coded(found) == [(0, 1, 1)]


def test_a_dossier_without_votes_has_an_empty_book() -> None:
    found = partitions.from_dossier(generate.dossier_of([]))

    assert found.partitions == ()
    assert coded(found) == []
    assert partitions.to_votes(found, process_key="p", origin="o").is_empty()


def test_a_corrected_vote_does_not_count() -> None:
    first = vote(1, P, S, 1)
    dossier = generate.dossier_of([first, vote(2, P, T, -1, supersedes=first[1]["id"])])

    found = partitions.from_dossier(dossier)

    assert found.statements.to_list() == [T]
    assert coded(found) == [(0, 0, -1)]


def test_partitions_never_divide_a_person() -> None:
    frame = pl.DataFrame(
        {
            "person": [2, 0, 0, 0, 1, 2],
            "statement": [1, 2, 0, 1, 0, 0],
            "vote": [1, 1, 1, 1, 0, -1],
        },
        schema=partitions.CODED,
    )

    found = partitions.divided(frame, size=2)

    assert [p.person.tolist() for p in found] == [[0, 0, 0], [1, 2, 2]]
    assert found[0].statement.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (([0, 1], [0], [1, 1]), "different length"),
        (([1, 0], [0, 0], [1, 1]), "not sorted"),
        (([0], [0], [2]), "something else than -1, 0 and 1"),
    ],
)
def test_a_broken_partition_is_refused(
    columns: tuple[list[int], ...], said: str
) -> None:
    with pytest.raises(DataError, match=said):
        part(*columns)


def test_a_person_in_two_partitions_is_refused() -> None:
    with pytest.raises(DataError, match="two partitions"):
        book(part([0, 1], [0, 0], [1, 1]), part([1], [1], [1]))


@pytest.mark.parametrize(("person", "statement"), [(2, 0), (0, 2), (0, -1), (-1, 0)])
def test_a_code_that_stands_for_nothing_is_refused(person: int, statement: int) -> None:
    with pytest.raises(DataError):
        book(part([person], [statement], [1]))


def test_an_empty_partition_is_allowed() -> None:
    assert book(part([], [], []), part([0], [1], [0])).n_votes == 1


def test_votes_become_records() -> None:
    made = partitions.to_votes(
        book(part([0, 1], [1, 0], [1, -1])),
        process_key="p",
        origin="o",
        first_seq=5,
        at=NOON,
        gathering=generate.an_id("g"),
    )

    assert made.select("seq", "person", "statement", "vote", "at").rows() == [
        (5, P, T, 1, NOON),
        (6, Q, S, -1, NOON),
    ]
    assert made["gathering"].unique().to_list() == [generate.an_id("g")]
    assert made["id"].n_unique() == 2


VOTES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from((-1, 0, 1))),
    max_size=20,
)


@given(VOTES, st.integers(1, 5))
def test_current_votes_survive_the_way_there_and_back(
    votes: list[tuple[int, int, int]], size: int
) -> None:
    dossier = generate.dossier_of(
        vote(seq, generate.an_id("p", p), generate.an_id("s", s), v)
        for seq, (p, s, v) in enumerate(votes, start=1)
    )

    there = partitions.from_dossier(dossier, size=size)
    back = Dossier(
        process=dossier.process,
        tables={"votes": partitions.to_votes(there, process_key="p", origin="o")},
    )
    again = partitions.from_dossier(back, size=size)

    last = {(generate.an_id("p", p), generate.an_id("s", s)): v for p, s, v in votes}
    rows = back.table("votes").select("person", "statement", "vote").rows()
    assert {(p, s): v for p, s, v in rows} == last
    assert len(rows) == len(last)
    assert coded(again) == coded(there)
    assert again.people.to_list() == there.people.to_list()
    assert [len(p.vote) for p in again.partitions] == [
        len(p.vote) for p in there.partitions
    ]


def test_a_book_survives_the_disk(tmp_path: Path) -> None:
    written = book(part([0, 0], [0, 1], [1, 0]), part([1], [1], [-1]))
    partitions.write(written, tmp_path / "votes")
    partitions.write(written, tmp_path / "votes")

    found = partitions.read(tmp_path / "votes")

    assert coded(found) == coded(written)
    assert found.people.to_list() == [P, Q]
    assert found.statements.to_list() == [S, T]
    assert len(found.partitions) == 2
    assert found.partitions[0].person.dtype == np.int32
    assert found.partitions[0].vote.dtype == np.int8


def test_fewer_partitions_replace_more(tmp_path: Path) -> None:
    partitions.write(book(part([0], [0], [1]), part([1], [1], [1])), tmp_path / "v")
    partitions.write(book(part([0], [0], [1])), tmp_path / "v")

    assert partitions.read(tmp_path / "v").n_votes == 1


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(FileError, match="something else"):
        partitions.write(book(), tmp_path)


def test_a_missing_or_broken_file_is_told(tmp_path: Path) -> None:
    partitions.write(book(part([0], [0], [1])), tmp_path / "v")
    (tmp_path / "v" / "votes-00000.parquet").write_bytes(b"broken")
    with pytest.raises(FileError, match="votes-00000"):
        partitions.read(tmp_path / "v")

    with pytest.raises(FileError, match=r"people\.parquet is missing"):
        partitions.read(tmp_path / "nowhere")
