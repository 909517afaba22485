"""Which words wait for reviewers, and what two people say of each flag."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from vestibule.api import files
from vestibule.dossier import cuts, hashing, ids, packages, writing
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.protect import screening
from vestibule.protect.screening import Flag, Waiting, lists, names

VERDICTS = ("harmless", "identifying")
"""It points at nobody; it points at someone: the words must be redacted first."""


@dataclass(frozen=True, kw_only=True)
class Screened:
    """Words that wait for reviewers. For the team only: it holds what nobody may read.

    Parameters
    ----------
    waiting : tuple of Waiting
        Those with consent to quote that are not cleared yet.
    """

    waiting: tuple[Waiting, ...]

    @property
    def flagged(self) -> int:
        """How many of them have a flag that stands open."""
        return sum(bool(one.open) for one in self.waiting)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values.

        Returns
        -------
        dict
            ``waiting`` and ``flagged`` (numbers), ``words``: one entry for each.
        """
        return {
            "waiting": len(self.waiting),
            "flagged": self.flagged,
            "words": [
                {
                    "table": one.table,
                    "id": one.record,
                    "words": one.words,
                    "lang": one.lang,
                    "reviewers": one.reviewers,
                    "identifying": one.identifying,
                    "flags": [
                        {
                            "flag": flag.mark,
                            "kind": flag.kind,
                            "words": flag.words,
                            "harmless": said,
                        }
                        for flag, said in one.open
                    ],
                }
                for one in self.waiting
            ],
        }


def screened(dossier: Dossier) -> Screened:
    """Return the words that wait for reviewers, with their flags."""
    return Screened(waiting=screening.waiting(dossier))


def settle(
    path: Path,
    flags: Sequence[str],
    *,
    verdict: str,
    by: str,
    origin: str,
    at: dt.datetime,
) -> files.Arrived:
    """Write what one reviewer says of some flags.

    Parameters
    ----------
    path : Path
        The dossier.
    flags : sequence of str
        Marks of open flags, as `screened` gives them.
    verdict : {'harmless', 'identifying'}
        See `VERDICTS`. A flag needs two different reviewers who find it harmless.
    by : str
        The reviewer's pseudonym.
    origin : str
        Device or site where this is done.
    at : datetime
        When, with time zone.

    Returns
    -------
    Arrived
        With one row more for each flag of each record.

    Raises
    ------
    DataError
        If `by` is or looks like a person's name, or no open flag is called so.
    """
    files.pseudonym(by)
    dossier = packages.read(path)
    if names.is_named(by, lists.of(dossier.process, None)):
        raise DataError(
            "What stands after “by” holds a name that people bear here: write a "
            "pseudonym that no one is called by, as K7.",
            reason="not-a-pseudonym",
        )
    rows = _rows(dossier, flags, verdict, by)
    first = cuts.next_seq(dossier, origin)
    new = [
        ids.derived_id(dossier.process.key, origin, "screenings", str(first + n))
        for n in range(rows.height)
    ]
    fresh = writing.as_records(
        rows, "screenings", ids=new, origin=origin, first_seq=first, at=at, by=by
    )
    after = writing.append(dossier, {"screenings": fresh})
    packages.write(after, path)
    return files.Arrived(
        path=path,
        counts={"screenings": rows.height},
        sha256=hashing.content_hash(after),
    )


def _rows(
    dossier: Dossier, marks: Sequence[str], verdict: str, by: str
) -> pl.DataFrame:
    open_: dict[str, list[tuple[Waiting, Flag]]] = {}
    for one in screening.waiting(dossier):
        for flag, _ in one.open:
            open_.setdefault(flag.mark, []).append((one, flag))
    entries = []
    for mark in dict.fromkeys(marks):
        if mark not in open_:
            raise DataError(
                f"No flag that stands open is called “{mark}”: ask for the flags again, "
                "for the words may have been changed since.",
                reason="no-flag",
                flag=mark,
            )
        for one, flag in open_[mark]:
            excerpt = one.record if one.table == "excerpts" else None
            validation = None if excerpt else one.record
            entries.append((excerpt, validation, flag.mark, verdict, by))
    columns = ("excerpt", "validation", "flag", "verdict", "reviewer")
    schema = dict.fromkeys(columns, pl.String)
    return pl.DataFrame(entries, schema=schema, orient="row").unique(
        maintain_order=True
    )
