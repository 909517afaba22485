"""Files of others come in as records: all of them or none, with each problem named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables.statements import UNDECIDED
from vestibule.errors import DataError, FileError
from vestibule.listen import arrivals, maps, notes, polis, records, sheets
from vestibule.listen.arrivals import Incoming
from vestibule.listen.refi import reading
from vestibule.web.records import (
    audit,
    bringing,
    coded,
    declarations,
    jobs,
    numbering,
    owners,
    partnering,
    reached,
    storing,
    unreviewed,
)
from vestibule.web.records.models import Account
from vestibule.web.records.person import Person
from vestibule.web.records.rights import Right
from vestibule.web.work import uploads

KIND = "import"
STEPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a reader found, and what it left aside: why, to how many."""

    incoming: Incoming
    aside: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """On which day files are read, and in whose names they do not speak."""

    today: dt.date
    others: frozenset[str] = frozenset()


Reader = Callable[[Path, Dossier, Asking], Brought]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where files come from: what reads them, how they end, may they begin a site?"""

    read: Reader
    endings: tuple[str, ...]
    begins: bool = False
    signed: bool = True
    """Whether who brings them in is who coded."""


def _polis(folder: Path, dossier: Dossier, _asking: Asking) -> Brought:
    polis.refuse_absent(folder)
    declared = dossier.process
    words = (*declared.sensitive_words, *declared.refused_words)
    read = polis.read(folder, process_key=declared.key, sensitive_words=words)
    return Brought(incoming=read)


def _records(folder: Path, dossier: Dossier, asking: Asking) -> Brought:
    return Brought(incoming=records.read(folder, dossier, today=asking.today))


def _notes(folder: Path, dossier: Dossier, asking: Asking) -> Brought:
    return Brought(incoming=notes.read(folder, dossier, today=asking.today))


def _coded(folder: Path, dossier: Dossier, asking: Asking) -> Brought:
    tables = [path for path in folder.iterdir() if path.suffix.lower() == ".csv"]
    gatherings = tables[0] if tables else None
    coded = [path for path in sorted(folder.iterdir()) if path not in tables]
    path = _only(coded)
    read = reading.read(path, dossier, gatherings=gatherings, reserved=asking.others)
    return Brought(incoming=read.incoming, aside=read.left)


def _map(folder: Path, dossier: Dossier, _asking: Asking) -> Brought:
    found = sorted(folder.iterdir())
    return Brought(incoming=maps.read(found[0] if len(found) == 1 else folder, dossier))


SOURCES: dict[str, Source] = {
    "polis": Source(read=_polis, endings=(".csv",), begins=True),
    "records": Source(read=_records, endings=sheets.KINDS),
    "notes": Source(read=_notes, endings=notes.KINDS),
    "qda": Source(read=_coded, endings=(*reading.KINDS, ".csv"), signed=False),
    "map": Source(read=_map, endings=(".json", ".graphml", ".csv")),
}
"""What may be brought in, by the names of `vestibule import`."""


@jobs.kind(KIND)
def work(progress: jobs.Progress) -> Mapping[str, Any]:
    """Read the files that someone brought, and store what they hold."""
    token = str(progress.wanted.get("files", ""))
    try:
        folder = uploads.folder_of(token)
        if not folder.is_dir():
            raise FileError(
                "The files of this import are gone: choose them again.",
                reason="no-upload",
            )
        return _bring_in(progress, folder)
    finally:
        uploads.remove(token)


def _bring_in(progress: jobs.Progress, folder: Path) -> Mapping[str, Any]:
    source, by = _source(progress.wanted.get("reader")), _person(progress.by)
    progress.step("reading", 0, STEPS)
    dossier, at = _dossier(folder, source, by), progress.now()
    asking = Asking(today=at.date(), others=coded.others(by))
    brought = source.read(folder, dossier, asking)
    progress.step("checking", 1, STEPS)
    arrivals.bring_in(dossier, brought.incoming)
    progress.step("storing", 2, STEPS)
    stored = store(
        brought.incoming,
        dossier.process,
        job=progress.job,
        by=by,
        at=at,
        signed=source.signed,
    )
    return told(brought, stored)


def told(brought: Brought, stored: storing.Stored) -> dict[str, Any]:
    """Return what became of an import: what came in, what did not, and why."""
    incoming = brought.incoming
    return {
        "origin": incoming.origin,
        "read": dict(incoming.counts),
        "added": stored.added,
        "known": _known(incoming, stored),
        "left": stored.left,
        "aside": {why: n for why, n in brought.aside.items() if n},
        "undecided": _undecided(incoming) if stored.added.get("statements") else 0,
    }


def _known(incoming: Incoming, stored: storing.Stored) -> int:
    """Return how many records were here already, or were taken back and stay away."""
    brought = sum(frame.height for frame in incoming.tables.values())
    return brought - sum(stored.added.values()) + sum(incoming.known.values())


def _undecided(incoming: Incoming) -> int:
    said = incoming.tables["statements"]["sensitivity"]
    return int((said == UNDECIDED).sum())


def store(
    incoming: Incoming,
    process: Process,
    *,
    job: int,
    by: Person,
    at: dt.datetime,
    signed: bool = True,
) -> storing.Stored:
    """Store what a reader brought, as the partner's whose person brought it.

    Raises DataError where it goes beyond their reach: see `bringing.check`.
    """
    for table, frame in incoming.tables.items():
        unreviewed.check(table, frame)
    with numbering.pen():
        owners.own([incoming.origin], kind="import", by=by, at=at)
        given = Dossier(process=process, tables=dict(incoming.tables))
        stored = storing.store(
            given,
            at=at,
            by=by.pseudonym,
            check=lambda new: bringing.check(new, by=by, signed=signed),
        )
        partnering.declare(process)
        audit.record(
            "write",
            by=by,
            at=at,
            table="site_jobs",
            record=str(job),
            written={"origin": incoming.origin, **stored.added},
        )
        return stored


def _source(name: Any) -> Source:
    if name not in SOURCES:
        raise DataError(
            f"Files are not read as {name}: choose among {', '.join(SOURCES)}.",
            reason="no-reader",
            reader=str(name),
            readers=list(SOURCES),
        )
    return SOURCES[name]


def _person(pseudonym: str) -> Person:
    account = Account.objects.filter(pseudonym=pseudonym, is_active=True).first()
    person = None if account is None else Person.of(account)
    if person is None or not person.may(Right.IMPORT):
        raise DataError(
            "Whoever asked for this import has no account any more, or no role that "
            "brings files in: another person of the team can bring them.",
            reason="no-account",
        )
    return person


def _dossier(folder: Path, source: Source, by: Person) -> Dossier:
    """Return what is known to who brings files in; a conversation may begin a site."""
    if declarations.latest() is not None or not source.begins:
        return reached.dossier(by)
    process = polis.process_from_summary(folder)
    return Dossier(process=process, tables={})


def _only(paths: list[Path]) -> Path:
    if len(paths) != 1:
        raise FileError(
            "Bring one project or codebook at a time (.qdpx, .qdc), and with it at "
            "most one CSV that says which source is which gathering.",
            reason="one-project",
        )
    return paths[0]
