"""How do millions of votes travel? As whole numbers, in partitions by person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from vestibule.dossier import ids, versions, writing
from vestibule.dossier.disk import folders
from vestibule.dossier.records import Dossier
from vestibule.dossier.votebook import CODED, VoteBook, VotePartition
from vestibule.errors import FileError

__all__ = [
    "VoteBook",
    "VotePartition",
    "divided",
    "from_dossier",
    "read",
    "read_partition",
    "to_votes",
    "write",
]

PARTITION_VOTES = 250_000
"""Votes that a partition holds, roughly: a person's votes are never divided."""

NAMES = ("people", "statements")
"""The files that tell what the codes stand for."""


def from_dossier(dossier: Dossier, *, size: int = PARTITION_VOTES) -> VoteBook:
    """Return the current votes of a dossier as partitions.

    A person's current vote on a statement is the last by ``at``, then ``origin``
    and ``seq``; one without a moment counts as the earliest. People and
    statements are coded in the order of their ids.

    Parameters
    ----------
    dossier : Dossier
        Its ``votes`` and ``statements``; corrected versions are left out.
    size : int
        Votes per partition, roughly.

    Returns
    -------
    VoteBook
        People who voted; all statements.
    """
    votes = (
        dossier.current("votes")
        .sort(*versions.BY_TIME, "id", nulls_last=False)
        .unique(["person", "statement"], keep="last", maintain_order=True)
    )
    known = dossier.current("statements")["id"]
    people = votes["person"].unique().sort().rename("person")
    statements = pl.concat([known, votes["statement"].alias("id")]).unique().sort()
    coded = votes.select(
        _coded("person", people), _coded("statement", statements), pl.col("vote")
    )
    return VoteBook(
        people=people.rename("id"),
        statements=statements,
        partitions=divided(coded.cast(CODED), size=size),
    )


def _coded(name: str, known: pl.Series) -> pl.Expr:
    codes = pl.int_range(len(known), dtype=pl.Int32, eager=True)
    return pl.col(name).replace_strict(known, codes, return_dtype=pl.Int32)


def divided(
    votes: pl.DataFrame, *, size: int = PARTITION_VOTES
) -> tuple[VotePartition, ...]:
    """Return coded votes as partitions, divided between people.

    Parameters
    ----------
    votes : pl.DataFrame
        Columns of `CODED`, in any order of rows.
    size : int
        Votes per partition, roughly.

    Returns
    -------
    tuple of VotePartition
        Sorted by person, then statement.
    """
    rows = votes.select(list(CODED)).sort("person", "statement")
    person, statement, vote = (rows[name].to_numpy() for name in CODED)
    return tuple(
        VotePartition(
            person=person[start:end],
            statement=statement[start:end],
            vote=vote[start:end],
        )
        for start, end in _ranges(person, size)
    )


def _ranges(person: npt.NDArray[np.int32], size: int) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(person):
        last = person[min(start + size, len(person)) - 1]
        end = int(np.searchsorted(person, last, side="right"))
        yield start, end
        start = end


def to_votes(
    book: VoteBook,
    *,
    process_key: str,
    origin: str,
    first_seq: int = 1,
    at: datetime | None = None,
    by: str | None = None,
    gathering: str | None = None,
) -> pl.DataFrame:
    """Return the votes of partitions as records.

    Parameters
    ----------
    book : VoteBook
        The votes.
    process_key : str
        Key of the process.
    origin : str
        What the votes come from; ids are derived from it.
    first_seq : int
        Number of the first record.
    at : datetime or None
        When they were written, with time zone.
    by : str or None
        A pseudonym.
    gathering : str or None
        Id of the gathering where all of them were given.

    Returns
    -------
    pl.DataFrame
        Rows of the table ``votes``, by person and statement.
    """
    coded = book.frame()
    rows = pl.DataFrame(
        {
            "person": book.people.gather(coded["person"]),
            "statement": book.statements.gather(coded["statement"]),
            "vote": coded["vote"].cast(pl.Int64),
            "gathering": pl.Series([gathering] * len(coded), dtype=pl.String),
        }
    )
    keys = rows.select(pl.concat_str("person", "statement", separator=" ")).to_series()
    return writing.as_records(
        rows,
        "votes",
        ids=ids.derived_ids(process_key, origin, "votes", keys),
        origin=origin,
        first_seq=first_seq,
        at=at,
        by=by,
    )


def write(book: VoteBook, path: Path | str) -> None:
    """Write partitions as a folder of Parquet files, all or nothing.

    Parameters
    ----------
    book : VoteBook
        The votes.
    path : Path or str
        A new folder, or the one to replace.

    Raises
    ------
    FileError
        If the folder holds something else, or cannot be written.
    """
    folder = Path(path).resolve()
    if folder.exists() and not _is_ours(folder):
        raise FileError(
            f"{folder.name} holds something else than votes: choose a new folder.",
            file=str(folder),
        )
    with folders.replaced(folder) as fresh:
        for name in NAMES:
            names: pl.Series = getattr(book, name)
            names.rename("id").to_frame().write_parquet(fresh / f"{name}.parquet")
        for number, part in enumerate(book.partitions):
            part.frame().write_parquet(fresh / f"votes-{number:05d}.parquet")


def _is_ours(folder: Path) -> bool:
    return folder.is_dir() and all(
        entry.stem in NAMES or entry.name.startswith("votes-")
        for entry in folder.iterdir()
    )


def read(path: Path | str) -> VoteBook:
    """Read partitions from a folder.

    Parameters
    ----------
    path : Path or str
        A folder as `write` leaves it.

    Returns
    -------
    VoteBook
        The votes.

    Raises
    ------
    FileError
        If a file is missing or broken.
    DataError
        If the votes are not what they should be.
    """
    folder = Path(path)
    people, statements = (
        _frame(folder / f"{name}.parquet", ["id"])["id"] for name in NAMES
    )
    files = sorted(folder.glob("votes-*.parquet"))
    return VoteBook(
        people=people,
        statements=statements,
        partitions=tuple(read_partition(file) for file in files),
    )


def read_partition(file: Path) -> VotePartition:
    """Read one partition from its file.

    Parameters
    ----------
    file : Path
        A file of votes in a folder as `write` leaves it.

    Returns
    -------
    VotePartition
        Its votes.

    Raises
    ------
    FileError
        If the file is missing or broken.
    DataError
        If the votes are not what they should be.
    """
    rows = _frame(file, list(CODED)).cast(CODED)
    person, statement, vote = (rows[name].to_numpy() for name in CODED)
    return VotePartition(person=person, statement=statement, vote=vote)


def _frame(file: Path, columns: Sequence[str]) -> pl.DataFrame:
    try:
        return pl.read_parquet(file, columns=list(columns))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise FileError(
            f"{file.name} is missing or is not a file of votes: copy the folder again.",
            file=str(file),
        ) from error
