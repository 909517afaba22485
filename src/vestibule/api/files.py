"""What is done to a dossier on disk: import, check, merge, withdraw, begin."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from vestibule.act import checks as promises
from vestibule.api import own_words
from vestibule.dossier import (
    corrections,
    cuts,
    hashing,
    merging,
    packaged,
    packages,
    withdrawals,
)
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError, FileError, Problem
from vestibule.listen import arrivals, cells, checks, notes, polis, records, workbooks
from vestibule.listen.linking import Names

ID = re.compile(r"[0-9a-f]{32}")
"""What an id looks like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What an import, or a withdrawal, changed in a dossier.

    Parameters
    ----------
    path : Path
        The dossier.
    counts : dict of str to int
        Table to number of rows that came in (or left); tables without any absent.
    people : int
        Attendances in them: one row may count many people.
    sha256 : str
        Content hash afterwards.
    """

    path: Path
    counts: dict[str, int]
    sha256: str
    people: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return it as a plain mapping."""
        return {**asdict(self), "path": str(self.path)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge made.

    Parameters
    ----------
    records : int
        Rows in all tables.
    sha256 : str
        Content hash, equal whatever the order.
    gaps : list of dict
        ``origin``; ``missing``: runs (first, last) of numbers that never arrived, so
        that a loss is seen; ``doubled``: numbers used more than once.
    conflicts : list of dict
        ``table``, ``root``, ``ids``: double corrections, kept for a person to settle.
    """

    path: Path
    records: int
    sha256: str
    gaps: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]

    def to_dict(self) -> dict[str, Any]:
        """Return it as a plain mapping."""
        return {**asdict(self), "path": str(self.path)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new process: its folder, the workbooks to fill, those for later."""

    folder: Path
    workbooks: tuple[Path, ...]
    later: tuple[Path, ...]
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as a plain mapping."""
        return {
            "folder": str(self.folder),
            "workbooks": [str(path) for path in self.workbooks],
            "later": [str(path) for path in self.later],
            "sha256": self.sha256,
        }


def sizes(dossier: Dossier) -> dict[str, int]:
    """Return table to number of rows, empty tables left out."""
    return {name: rows.height for name, rows in dossier.tables.items() if rows.height}


def stands(path: Path) -> bool:
    """Tell whether something is there; an empty folder is as good as none."""
    return path.exists() and not (path.is_dir() and not any(path.iterdir()))


def changes(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """Return table to rows gained, tables without change left out."""
    return {
        name: after.get(name, 0) - before.get(name, 0)
        for name in {**before, **after}
        if after.get(name, 0) != before.get(name, 0)
    }


def import_polis(folder: Path, *, into: Path) -> Arrived:
    """Bring a conversation exported by Polis into a dossier, made if need be.

    Parameters
    ----------
    folder : Path
        Holds ``comments.csv``, ``votes.csv`` or ``participants-votes.csv``,
        ``summary.csv``.
    into : Path
        The dossier; made from the conversation's summary where it is absent.

    Returns
    -------
    Arrived
        Rows that came in. Importing the same folder again brings none.
    """
    polis.refuse_absent(folder)
    if stands(into):
        dossier = packages.read(into)
    else:
        dossier = Dossier(process=polis.process_from_summary(folder), tables={})
    declared = dossier.process
    incoming = polis.read(
        folder,
        process_key=declared.key,
        sensitive_words=(*declared.sensitive_words, *declared.refused_words),
    )
    return store(dossier, incoming, into)


def import_records(path: Path, *, into: Path, today: dt.date) -> Arrived:
    """Bring field records (CSV, XLSX, a folder of them) into a dossier."""
    dossier = packages.read(into)
    return store(dossier, records.read(path, dossier, today=today), into)


def import_notes(folder: Path, *, into: Path, today: dt.date) -> Arrived:
    """Bring notes (DOCX, TXT) into a dossier; every excerpt is unreviewed."""
    dossier = packages.read(into)
    return store(dossier, notes.read(folder, dossier, today=today), into)


def store(dossier: Dossier, incoming: arrivals.Incoming, into: Path) -> Arrived:
    """Add what came in and write the dossier; nothing is written on a problem."""
    before = sizes(dossier)
    after = arrivals.bring_in(dossier, incoming)
    packages.write(after, into)
    return Arrived(
        path=into,
        counts=changes(before, sizes(after)),
        people=attended(after) - attended(dossier),
        sha256=hashing.content_hash(after),
    )


def attended(dossier: Dossier) -> int:
    """Return how many attendances the rows of that table count."""
    return int(dossier.table("attendances")["n"].sum())


def check(
    path: Path, *, dossier: Path | None = None, today: dt.date
) -> tuple[Problem, ...]:
    """Return every problem of a dossier, or of files meant for one; change nothing."""
    target = None if dossier is None else packages.read(dossier)
    found = tuple(checks.check(path, dossier=target, today=today))
    if found or not (path / "process.toml").is_file():
        return found
    return promises.problems(packages.read(path), today)


def merge(paths: Sequence[Path], *, into: Path) -> Merged:
    """Merge dossiers on disk; `into` takes part if it exists.

    Parameters
    ----------
    paths : sequence of Path
        Dossiers of one process, in any order.
    into : Path
        Where the union is written.

    Returns
    -------
    Merged
        With the losses and double corrections a person should see.
    """
    every = list(dict.fromkeys([*paths, *([into] if stands(into) else [])]))
    merged = merging.merge(*(packages.read(path) for path in every))
    packages.write(merged, into, files=every[0])
    for one in every:
        own_words.bring_along(one, into)
    return Merged(
        path=into,
        records=sum(sizes(merged).values()),
        sha256=hashing.content_hash(merged),
        gaps=[asdict(gap) for gap in cuts.gaps(merged)],
        conflicts=listed(corrections.conflicts(merged)),
    )


def listed(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain mappings."""
    return list(frame.iter_rows(named=True))


def withdraw(
    path: Path,
    *,
    table: str,
    record: str,
    by: str,
    reason: str,
    origin: str,
    at: dt.datetime,
) -> Arrived:
    """Withdraw a record of a dossier on disk, with all its versions and dependants.

    Parameters
    ----------
    path : Path
        The dossier.
    table : str
        Table of the record.
    record : str
        Its id, which need not be here (yet), or what the team calls it: a
        pseudonym, a gathering's code, ``GATHERING/3`` for an excerpt, a key.
    by, reason, origin, at
        See `withdrawals.withdraw`.

    Returns
    -------
    Arrived
        Rows that left, by table.

    Raises
    ------
    DataError
        If `by` looks like a person's name, or no record is called so.
    """
    pseudonym(by)
    dossier = packages.read(path)
    after = withdrawals.withdraw(
        dossier,
        table=table,
        record=id_of(dossier, table, record),
        origin=origin,
        at=at,
        by=by,
        reason=reason,
    )
    packages.write(after, path)
    gone = changes(sizes(after), sizes(dossier))
    return Arrived(
        path=path,
        counts={name: n for name, n in gone.items() if n > 0},
        sha256=hashing.content_hash(after),
    )


def pseudonym(by: str) -> str:
    """Return who did something, if it is no name.

    Returns
    -------
    str
        The same.

    Raises
    ------
    DataError
        If it looks like a person's name.
    """
    if cells.LIKE_A_NAME.search(by):
        raise DataError(
            "What stands after “by” looks like a name or a telephone number, not a "
            "pseudonym: write a pseudonym without a space, as K7.",
            reason="not-a-pseudonym",
        )
    return by


def id_of(dossier: Dossier, table: str, record: str) -> str:
    """Return the id of the record that a name means; an id means itself.

    Returns
    -------
    str
        The id of the record that a name means; an id means itself.

    Raises
    ------
    DataError
        If no record of the table is called so.
    """
    is_named = table in TABLES and table not in withdrawals.LASTING
    if not is_named or ID.fullmatch(record):
        return record
    found = Names.of(dossier).known(table, record)
    if found is None:
        raise DataError(
            f"No record of {table} is called “{record}”: check the name, or give "
            "the id.",
            reason="no-record",
            table=table,
            record=record,
        )
    return found


def new(name: str, *, source: str, folder: Path, lang: str) -> Made:
    """Make a process of one's own from a packaged one, with workbooks to fill.

    Parameters
    ----------
    name : str
        Key of the new process.
    source : str
        Key of a packaged process.
    folder : Path
        Must not exist yet.
    lang : {'fr', 'en'}
        Language of the workbooks' headers.

    Returns
    -------
    Made
        The dossier's folder and the workbooks in it: those to begin with and, in a
        folder of their own, those of what follows.

    Raises
    ------
    FileError
        If the folder exists already.
    DataError
        If the name cannot be a key.
    """
    if name != (key := polis.slug(name)):
        raise DataError(
            f"“{name}” cannot be the name of a process: use lower-case letters "
            f"without accents, digits and hyphens, as in “{key}”.",
            reason="not-a-key",
            name=name,
            suggestion=key,
        )
    if stands(folder):
        raise FileError(
            f"{folder} exists already: choose another name or folder.",
            reason="exists",
            file=str(folder),
        )
    dossier = packaged.create(name, source=source, folder=folder)
    written = workbooks.write(dossier, folder / "workbooks", lang=lang)
    later = workbooks.write(
        dossier, folder / "workbooks-later", lang=lang, books=workbooks.LATER
    )
    return Made(
        folder=folder,
        workbooks=written,
        later=later,
        sha256=hashing.content_hash(dossier),
    )
