"""Partitions that stay on disk until they are needed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from vestibule.dossier import partitions, stored
from vestibule.errors import FileError


def two_partitions() -> partitions.VoteBook:
    rows = pl.DataFrame(
        {
            "person": [0, 0, 2, 3],
            "statement": [0, 1, 1, 0],
            "vote": [1, -1, 0, 1],
        },
        schema=partitions.CODED,
    )
    return partitions.VoteBook(
        people=pl.Series(["a", "b", "c", "d"]),
        statements=pl.Series(["s", "t", "never seen"]),
        partitions=partitions.divided(rows, size=2),
    )


def test_a_stored_book_tells_its_sizes_without_reading_votes(tmp_path: Path) -> None:
    partitions.write(two_partitions(), tmp_path / "votes")
    for file in (tmp_path / "votes").glob("votes-*"):
        file.write_bytes(b"not opened")

    book = stored.stored(tmp_path / "votes")

    assert (book.n_people, book.n_statements, len(book.partitions)) == (4, 3, 2)


def test_a_stored_partition_is_the_one_that_was_written(tmp_path: Path) -> None:
    book = two_partitions()
    partitions.write(book, tmp_path / "votes")

    on_disk = stored.stored(tmp_path / "votes")

    for part, file in zip(book.partitions, on_disk.partitions, strict=True):
        read = file.load()
        assert np.array_equal(read.person, part.person)
        assert np.array_equal(read.statement, part.statement)
        assert np.array_equal(read.vote, part.vote)


def test_a_folder_without_people_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"people\.parquet"):
        stored.stored(tmp_path)


def test_a_broken_partition_is_refused_when_it_is_read(tmp_path: Path) -> None:
    partitions.write(two_partitions(), tmp_path / "votes")
    (tmp_path / "votes" / "votes-00001.parquet").write_bytes(b"broken")
    first, second = stored.stored(tmp_path / "votes").partitions

    assert len(first.load().vote) == 2
    with pytest.raises(FileError, match=r"votes-00001\.parquet"):
        second.load()
