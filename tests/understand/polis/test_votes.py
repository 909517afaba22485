"""Which votes are accepted?"""

import numpy as np
import polars as pl
import pytest
from tests.understand.polis.small import of_cells

from vestibule.dossier import partitions
from vestibule.errors import DataError
from vestibule.understand import polis


def test_arrays_of_different_length_are_refused() -> None:
    with pytest.raises(DataError, match="equally long: 1, 2, 2"):
        polis.Votes(
            person=np.zeros(1, dtype=np.int32),
            statement=np.zeros(2, dtype=np.int32),
            vote=np.zeros(2, dtype=np.int8),
            n_people=1,
            n_statements=1,
        )


@pytest.mark.parametrize(
    ("cell", "name"),
    [((2, 0, 1), "person"), ((0, -1, 1), "statement"), ((0, 0, 2), "vote")],
)
def test_a_code_out_of_range_is_named(cell: tuple[int, int, int], name: str) -> None:
    with pytest.raises(DataError, match=f"^{name} must lie between"):
        of_cells([cell], 2, 2)


def test_a_book_without_partitions_has_no_votes() -> None:
    book = partitions.VoteBook(
        people=pl.Series("id", [], dtype=pl.String),
        statements=pl.Series("id", ["s"]),
        partitions=(),
    )

    votes = polis.of_book(book)

    assert len(votes) == 0
    assert votes.n_statements == 1


def test_the_partitions_of_a_book_are_joined() -> None:
    book = partitions.VoteBook(
        people=pl.Series("id", ["a", "b"]),
        statements=pl.Series("id", ["s", "t"]),
        partitions=tuple(
            partitions.VotePartition(
                person=np.array([person], dtype=np.int32),
                statement=np.array([1], dtype=np.int32),
                vote=np.array([vote], dtype=np.int8),
            )
            for person, vote in ((0, 1), (1, -1))
        ),
    )

    votes = polis.of_book(book)

    assert votes.person.tolist() == [0, 1]
    assert votes.statement.tolist() == [1, 1]
    assert votes.vote.tolist() == [1, -1]
    assert votes.vote.dtype == np.int8


@pytest.mark.parametrize("name", ["min_votes", "base_k", "z"])
def test_a_setting_must_be_positive(name: str) -> None:
    with pytest.raises(DataError, match=f"{name} must be positive"):
        polis.PolisSettings(**{name: 0})


def test_the_order_of_rows_has_two_names() -> None:
    with pytest.raises(DataError, match="loaded or given, not random"):
        polis.PolisSettings(order="random")  # type: ignore[arg-type]
