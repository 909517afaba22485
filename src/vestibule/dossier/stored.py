"""How are partitions of votes read one at a time, where all would not fit?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vestibule.dossier import partitions
from vestibule.dossier.votebook import VotePartition
from vestibule.errors import FileError


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPartition:
    """A partition that lies in a file until it is needed.

    Parameters
    ----------
    file : Path
        A Parquet file as `partitions.write` leaves it.
    """

    file: Path

    def load(self) -> VotePartition:
        """Read the votes.

        Returns
        -------
        VotePartition
            Checked as every partition is.
        """
        return partitions.read_partition(self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBook:
    """A book of votes that stays on disk.

    Parameters
    ----------
    n_people, n_statements : int
        How many ids its codes stand for.
    partitions : tuple of StoredPartition
        By rising person, as `partitions.write` numbers them.
    """

    n_people: int
    n_statements: int
    partitions: tuple[StoredPartition, ...]


def stored(path: Path | str) -> StoredBook:
    """Open a folder of partitions without reading a vote.

    Parameters
    ----------
    path : Path or str
        A folder as `partitions.write` leaves it.

    Returns
    -------
    StoredBook
        Its sizes and where its partitions lie.

    Raises
    ------
    FileError
        If the ids of people or statements are missing or broken.
    """
    # Resolved, because a worker may stand in another folder.
    folder = Path(path).resolve()
    return StoredBook(
        n_people=_length(folder / "people.parquet"),
        n_statements=_length(folder / "statements.parquet"),
        partitions=tuple(
            StoredPartition(file=file)
            for file in sorted(folder.glob("votes-*.parquet"))
        ),
    )


def _length(file: Path) -> int:
    try:
        return int(pl.scan_parquet(file).select(pl.len()).collect().item())
    except (OSError, pl.exceptions.PolarsError) as error:
        raise FileError(
            f"{file.name} is missing or is not a file of votes: copy the folder again.",
            file=str(file),
        ) from error
