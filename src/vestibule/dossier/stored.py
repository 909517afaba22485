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
    n_people : int
        How many ids its codes of people stand for.
    statements : pl.Series
        Id of each statement code.
    partitions : tuple of StoredPartition
        By rising person, as `partitions.write` numbers them.
    """

    n_people: int
    statements: pl.Series
    partitions: tuple[StoredPartition, ...]

    @property
    def n_statements(self) -> int:
        """Return how many ids its codes of statements stand for."""
        return len(self.statements)


def stored(path: Path | str) -> StoredBook:
    """Open a folder of partitions without reading a vote.

    Parameters
    ----------
    path : Path or str
        A folder as `partitions.write` leaves it.

    Returns
    -------
    StoredBook
        How many people, which statements, and where its partitions lie.

    Raises
    ------
    FileError
        If the ids of people or statements are missing or broken.
    """
    # Resolved, because a worker may stand in another folder.
    folder = Path(path).resolve()
    return StoredBook(
        n_people=int(_told(folder / "people.parquet", pl.len()).item()),
        statements=_told(folder / "statements.parquet", pl.col("id"))["id"],
        partitions=tuple(
            StoredPartition(file=file)
            for file in sorted(folder.glob("votes-*.parquet"))
        ),
    )


def _told(file: Path, wanted: pl.Expr) -> pl.DataFrame:
    try:
        return pl.scan_parquet(file).select(wanted).collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise FileError(
            f"{file.name} is missing or is not a file of votes: copy the folder again.",
            file=str(file),
        ) from error
