"""What a person decides about sentences that nobody here chose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from vestibule.api import files
from vestibule.dossier import cuts, hashing, ids, packages, writing
from vestibule.dossier.declaring import touching
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables.statements import UNDECIDED
from vestibule.errors import DataError

VERDICTS = ("ordinary", "sensitive", "out")
"""Published as any other; published, but no count of one to nine; not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A sentence that is not published until someone has read it.

    Parameters
    ----------
    key, words : str
        What it is called in its conversation, and what it says.
    touches : tuple of str
        Categories of `touching.touched`.
    """

    key: str
    words: str
    touches: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as a plain mapping."""
        return asdict(self)


def waiting(dossier: Dossier) -> tuple[Waiting, ...]:
    """Return the sentences that wait for a decision, by key."""
    more = (*dossier.process.sensitive_words, *dossier.process.refused_words)
    rows = dossier.current("statements").filter(pl.col("sensitivity") == UNDECIDED)
    return tuple(
        Waiting(key=key, words=words, touches=touching.touched(words, more))
        for key, words in rows.sort("key").select("key", "words").iter_rows()
    )


def decide(
    path: Path,
    statements: Sequence[str],
    *,
    verdict: str,
    by: str,
    origin: str,
    at: dt.datetime,
) -> files.Arrived:
    """Say of some statements whether they are sensitive: a correction of each.

    Parameters
    ----------
    path : Path
        The dossier.
    statements : sequence of str
        Keys or ids, at least one.
    verdict : {'ordinary', 'sensitive', 'out'}
        See `VERDICTS`.
    by : str
        A pseudonym.
    origin : str
        Device or site where this is done; it takes the origin's next numbers.
    at : datetime
        When, with time zone.

    Returns
    -------
    Arrived
        With one row more for each statement.

    Raises
    ------
    DataError
        If `by` looks like a person's name, or no statement is called so.
    """
    files.pseudonym(by)
    dossier = packages.read(path)
    rows = _named(dossier, statements)
    first = cuts.next_seq(dossier, origin)
    changed = rows.drop("id", "origin", "seq", "at", "by").with_columns(
        supersedes=rows["id"],
        sensitivity=pl.lit("ordinary" if verdict == "ordinary" else "sensitive"),
        moderation=pl.lit("out") if verdict == "out" else pl.col("moderation"),
    )
    numbers = range(first, first + rows.height)
    new = [
        ids.derived_id(dossier.process.key, origin, "statements", str(n))
        for n in numbers
    ]
    fresh = writing.as_records(
        changed, "statements", ids=new, origin=origin, first_seq=first, at=at, by=by
    )
    after = writing.append(dossier, {"statements": fresh})
    packages.write(after, path)
    return files.Arrived(
        path=path,
        counts={"statements": rows.height},
        sha256=hashing.content_hash(after),
    )


def _named(dossier: Dossier, statements: Sequence[str]) -> pl.DataFrame:
    current = dossier.current("statements")
    wanted = [*dict.fromkeys(statements)]
    rows = current.filter(pl.col("key").is_in(wanted) | pl.col("id").is_in(wanted))
    known = {*rows["key"], *rows["id"]}
    for one in wanted:
        if one not in known:
            raise DataError(
                f"No record of statements is called “{one}”: check the name, or give "
                "the id.",
                reason="no-record",
                table="statements",
                record=one,
            )
    return rows
