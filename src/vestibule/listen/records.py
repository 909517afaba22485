"""Which records do filled sheets hold: a CSV, a workbook, a folder of them?"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from vestibule import errors
from vestibule.dossier import ids
from vestibule.dossier.records import Dossier
from vestibule.listen import (
    arrivals,
    consistent,
    crossings,
    grids,
    growing,
    headers,
    known,
    rows,
    sheets,
)
from vestibule.listen.belonging import KIN, Belongings
from vestibule.listen.linking import KEY_COLUMNS, SECRET_KEYS, Names, key_of
from vestibule.listen.rows import Row


def read(path: Path, dossier: Dossier, *, today: dt.date) -> arrivals.Incoming:
    """Read field records: sheets filled by people, in French or English.

    Parameters
    ----------
    path : Path
        A ``.csv``, ``.tsv`` or ``.xlsx``, or a folder of them, which then may
        refer to one another.
    dossier : Dossier
        Where the records are to go: its places, profiles and keys may be named.
    today : datetime.date
        The last day that can lie in the past.

    Returns
    -------
    Incoming
        New rows, or every problem found. Rows that the dossier holds word for
        word are not repeated.

    Notes
    -----
    Ids derive from the content of the files, not from their names or place: the
    same file gives the same records on every machine. Where some rows are known
    already, what is left counts as a source of its own.
    """
    found = Found()
    try:
        files = sheets.files_of(path, sheets.KINDS, sheets.OTHER_SHEETS)
        for file in files:
            _read_file(file, found)
    except errors.ProblemsFound as refused:
        found.problems += refused.problems
    return incoming_of(found, dossier, today=today)


@dataclass(slots=True)
class Found:
    """What the files held so far: rows, problems, and the files' hashes."""

    rows: list[Row] = field(default_factory=list)
    problems: list[errors.Problem] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)


def _read_file(file: Path, found: Found) -> None:
    """Add the rows of one file; a file that is there twice counts once."""
    try:
        raws = grids.raw_sheets(file)
    except errors.ProblemsFound as refused:
        found.problems += refused.problems
        return
    source = content_hash(file)
    if source in found.hashes:
        return
    found.hashes.append(source)
    for raw in raws:
        try:
            sheet = sheets.sheet_of(raw)
        except errors.ProblemsFound as refused:
            found.problems += refused.problems
            continue
        read_rows, wrong = rows.read_sheet(sheet, source)
        found.rows += read_rows
        found.problems += wrong


def content_hash(file: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def incoming_of(found: Found, dossier: Dossier, *, today: dt.date) -> arrivals.Incoming:
    """Return rows as records ready for a dossier, or everything wrong with them.

    Parameters
    ----------
    found : Found
        Rows whose references are still names.
    dossier : Dossier
        Where they are to go.
    today : datetime.date
        The last day that can lie in the past.

    Returns
    -------
    Incoming
        Without tables where there is any problem.
    """
    source = hashlib.sha256("\n".join(sorted(found.hashes)).encode()).hexdigest()
    names = Names.of(dossier)
    problems = [*found.problems, *rows.doubled_keys(found.rows)]
    _identify(found.rows, names, dossier.process.key, source)
    problems += _link(found.rows, names, dossier, source)
    problems += consistent.contradictions(found.rows, today)
    if problems:
        return _refused(problems, source)
    frames = rows.frames_of(found.rows)
    split = known.split(frames, dossier)
    where = {row.id: row for row in found.rows if row.id not in split.held}
    problems += _clash_problems(found.rows, split.clashes)
    problems += crossings.problems(dossier, split.new, where, today=today)
    if problems:
        return _refused(problems, source)
    return _accepted(found.rows, frames, split, dossier, source)


def _refused(problems: Iterable[errors.Problem], source: str) -> arrivals.Incoming:
    return arrivals.Incoming(
        tables={},
        problems=tuple(problems),
        origin=arrivals.origin_of(source),
        source_hash=source,
    )


def _identify(found: list[Row], names: Names, process_key: str, source: str) -> None:
    """Give each row its id, and its key to those who refer to it.

    A key that the dossier knows means the record it knows.
    """
    found += _people(found, names)
    for row in found:
        row.id = ids.derived_id(process_key, source, row.table, row.key)
        column = KEY_COLUMNS.get(row.table)
        key = row.values.get(column) if column is not None else None
        if key is not None:
            if row.table not in growing.IDENTITY:
                row.id = names.known(row.table, str(key)) or row.id
            names.add(row.table, str(key), row.id)
        _call(row, names)
    rows.number_excerpts(found, names)


def _call(row: Row, names: Names) -> None:
    """Let a row be called by what no record keeps, or by more than its key."""
    if row.table == "claims":
        key = row.values.pop(headers.KEY, None)
        if key is not None:
            names.add("claims", str(key), row.id)
    if row.table == "instruments":
        key, version = row.values.get("key"), row.values.get("version")
        names.add("instruments", f"{key}/{version}", row.id)


def _people(found: list[Row], names: Names) -> list[Row]:
    """Return a row for each pseudonym that only the attendances name."""
    listed = {
        key_of(str(row.values.get("pseudonym")))
        for row in found
        if row.table == "people"
    }
    people = {}
    for row in found:
        person = row.values.get("person")
        if row.table != "attendances" or person is None:
            continue
        key = key_of(str(person))
        if key in listed or key in people or names.known("people", key) is not None:
            continue
        people[key] = _person(row, str(person))
    return [*people.values()]


def _person(row: Row, pseudonym: str) -> Row:
    """Return someone as their first attendance tells of them."""
    told = ("profile", "sex", "age_band", "place", "displaced")
    return Row(
        table="people",
        file=row.file,
        line=row.line,
        key=f"person:{key_of(pseudonym)}",
        values={
            "pseudonym": pseudonym,
            **{name: row.values.get(name) for name in told},
        },
        labels=row.labels,
    )


def _link(
    found: list[Row], names: Names, dossier: Dossier, source: str
) -> list[errors.Problem]:
    """Turn names into ids, gatherings first: their day tells which places exist."""
    days: dict[str, dt.date | None] = dict(
        dossier.current("gatherings").select("id", "held_on").iter_rows()
    )
    belongings = Belongings.of(dossier)
    wrong: list[errors.Problem] = []
    for turn in range(len(FIRST) + 1):
        if turn == len(FIRST):
            found += _owed(found, names, belongings, dossier.process.key, source)
        for row in [row for row in found if _turn(row) == turn]:
            wrong += consistent.unfilled(row)
            wrong += rows.resolve(row, names, days, belongings)
            _note(row, days, belongings)
    # what a cover sheet says stands behind many rows: it is complained of once
    once = {(p.file, p.line, p.column, p.message): p for p in wrong}
    return sorted(once.values(), key=lambda problem: (problem.file, problem.line or 0))


FIRST = (("gatherings",), tuple(KIN))
"""Tables whose names are turned into ids first, since others are looked up by them."""


def _turn(row: Row) -> int:
    return next(
        (turn for turn, tables in enumerate(FIRST) if row.table in tables), len(FIRST)
    )


def _note(row: Row, days: dict[str, dt.date | None], belongings: Belongings) -> None:
    """Keep of a row by what others are looked up."""
    day = row.values.get("held_on")
    if row.table == "gatherings":
        belongings.held(row.values, row.id)
        if isinstance(day, dt.date):
            days[str(row.values.get("code"))] = days[row.id] = day
    elif row.table in KIN:
        belongings.add(row.table, row.values, row.id)


def _owed(
    found: list[Row], names: Names, belongings: Belongings, process: str, source: str
) -> list[Row]:
    """Return what is owed to groups that were told, where nobody had written it down.

    Being heard is enough to be owed an answer. It is written down for the whole of a
    gathering only: a part of it is named by whoever knows that there was one.

    Returns
    -------
    list of Row
        In the order of the rows that tell of it; references are ids.
    """
    made = []
    for row in [row for row in found if row.table == "restitutions"]:
        gathering = names.known("gatherings", str(row.values.get("obligation")))
        if gathering is None or belongings.whole(gathering) is not None:
            continue
        owed = Row(
            table="obligations",
            file=row.file,
            line=row.line,
            key=f"obligation:{gathering}",
            values={"gathering": gathering},
            labels={},
        )
        owed.id = ids.derived_id(process, source, owed.table, owed.key)
        belongings.add(owed.table, owed.values, owed.id)
        made.append(owed)
    return made


def _clash_problems(found: Iterable[Row], clashes: list[str]) -> list[errors.Problem]:
    wrong = []
    for row in found:
        if row.id in clashes:
            column = KEY_COLUMNS.get(row.table, "")
            value = "…" if row.table in SECRET_KEYS else row.values.get(column)
            wrong.append(row.problem("known-differently", column, value=value))
    return wrong


def _accepted(
    found: list[Row],
    frames: Mapping[str, pl.DataFrame],
    split: known.Split,
    dossier: Dossier,
    source: str,
) -> arrivals.Incoming:
    """Return what is new as records.

    Where part of a file is known already, the rest is a source of its own: its
    records must not carry the ids and numbers that the whole file would give
    them elsewhere.

    Returns
    -------
    arrivals.Incoming
        What is new as records.
    """
    new = growing.grown(split.new, dossier)
    if any(split.counts.values()):
        seen = sorted(row.key for row in found if row.id in split.held)
        source = hashlib.sha256("\n".join([source, *seen]).encode()).hexdigest()
        fresh = {
            row.id: ids.derived_id(dossier.process.key, source, row.table, row.key)
            for row in found
            if row.id not in split.held
        }
        new = {
            table: known.redirected(rows_, table, fresh).with_columns(
                pl.col("id", *_superseding(rows_)).replace(fresh)
            )
            for table, rows_ in new.items()
        }
    origin = arrivals.origin_of(source)
    return arrivals.Incoming(
        tables=arrivals.recorded(new, origin=origin),
        problems=(),
        origin=origin,
        source_hash=source,
        counts={table: frame.height for table, frame in frames.items()},
        known=split.counts,
    )


def _superseding(rows_: pl.DataFrame) -> list[str]:
    return ["supersedes"] if "supersedes" in rows_.columns else []
