"""Files of others come in as records: all of them or none, with each problem named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError, FileError
from vestibule.listen import arrivals, maps, notes, polis, records
from vestibule.listen.arrivals import Incoming
from vestibule.listen.refi import reading
from vestibule.web.records import (
    audit,
    declarations,
    frames,
    jobs,
    numbering,
    owners,
    storing,
    unreviewed,
)
from vestibule.web.records.models import Account
from vestibule.web.records.person import Person
from vestibule.web.work import uploads

KIND = "import"
STEPS = 3

Reader = Callable[[Path, Dossier, dt.date], Incoming]


def _polis(folder: Path, dossier: Dossier, _today: dt.date) -> Incoming:
    polis.refuse_absent(folder)
    declared = dossier.process
    words = (*declared.sensitive_words, *declared.refused_words)
    return polis.read(folder, process_key=declared.key, sensitive_words=words)


def _coded(folder: Path, dossier: Dossier, _today: dt.date) -> Incoming:
    tables = [path for path in folder.iterdir() if path.suffix.lower() == ".csv"]
    gatherings = tables[0] if tables else None
    coded = [path for path in sorted(folder.iterdir()) if path not in tables]
    path = _only(coded)
    return reading.read(path, dossier, gatherings=gatherings).incoming


def _map(folder: Path, dossier: Dossier, _today: dt.date) -> Incoming:
    found = sorted(folder.iterdir())
    return maps.read(found[0] if len(found) == 1 else folder, dossier)


READERS: dict[str, Reader] = {
    "polis": _polis,
    "records": lambda folder, dossier, today: records.read(
        folder, dossier, today=today
    ),
    "notes": lambda folder, dossier, today: notes.read(folder, dossier, today=today),
    "qda": _coded,
    "map": _map,
}
"""Where the files come from, to what reads them."""


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
    reader, by = _reader(progress.wanted.get("reader")), _person(progress.by)
    progress.step("reading", 0, STEPS)
    dossier, at = _dossier(folder, reader), progress.now()
    incoming = reader(folder, dossier, at.date())
    progress.step("checking", 1, STEPS)
    arrivals.bring_in(dossier, incoming)
    progress.step("storing", 2, STEPS)
    stored = store(incoming, dossier.process, job=progress.job, by=by, at=at)
    return {"origin": incoming.origin, "added": stored.added, "left": stored.left}


def store(
    incoming: Incoming, process: Process, *, job: int, by: Person, at: dt.datetime
) -> storing.Stored:
    """Store what a reader brought, as the partner's whose person brought it."""
    for table, frame in incoming.tables.items():
        unreviewed.check(table, frame)
    with numbering.pen():
        owners.own([incoming.origin], kind="import", by=by, at=at)
        given = Dossier(process=process, tables=dict(incoming.tables))
        stored = storing.store(given, at=at, by=by.pseudonym)
        audit.record(
            "write",
            by=by,
            at=at,
            table="site_jobs",
            record=str(job),
            written={"origin": incoming.origin, **stored.added},
        )
        return stored


def _reader(name: Any) -> Reader:
    if name not in READERS:
        raise DataError(
            f"Files are not read as {name}: choose among {', '.join(READERS)}.",
            reason="no-reader",
            reader=str(name),
            readers=list(READERS),
        )
    return READERS[name]


def _person(pseudonym: str) -> Person:
    account = Account.objects.filter(pseudonym=pseudonym, is_active=True).first()
    if account is None:
        raise DataError(
            "Whoever asked for this import has no account any more: another person "
            "of the team can bring the files in.",
            reason="no-account",
        )
    return Person.of(account)


def _dossier(folder: Path, reader: Reader) -> Dossier:
    """Return what is known; a conversation may begin a site that holds nothing yet."""
    if declarations.latest() is not None or reader is not _polis:
        return frames.dossier_of()
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
