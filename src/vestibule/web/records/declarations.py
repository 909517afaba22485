"""Which process is this database of, and what does it declare today?"""

from __future__ import annotations

from datetime import datetime

from vestibule.dossier import declaration
from vestibule.dossier.process import Process
from vestibule.errors import DataError
from vestibule.web.records.models import Declaration


def latest() -> Declaration | None:
    """Return the declaration that holds, None in an empty database."""
    return Declaration.objects.order_by("-number").first()


def process() -> Process:
    """Return the process; raises DataError while the database is of none."""
    holds = latest()
    if holds is None:
        raise DataError(
            "This site holds no process yet: bring in a dossier first.",
            reason="no-process",
        )
    return declaration.parse(holds.text)


def declare(text: str, *, at: datetime, by: str) -> Declaration:
    """Keep a version of ``process.toml``, if it differs from the one that holds.

    Earlier versions stay. Raises ProcessError if it cannot be, DataError if it is of
    another process: one database holds one.
    """
    wanted, holds = declaration.parse(text), latest()
    if holds is not None and holds.text == text:
        return holds
    if holds is not None and holds.key != wanted.key:
        raise other_process(holds.key, wanted.key)
    return Declaration.objects.create(
        number=1 if holds is None else holds.number + 1,
        key=wanted.key,
        text=text,
        at=at,
        by=by,
    )


def check_same(given: Process) -> None:
    """Raise DataError where a dossier declares anything else than this site does."""
    holds = latest()
    if holds is None or holds.text == given.text:
        return
    if holds.key != given.key:
        raise other_process(holds.key, given.key)
    raise DataError(
        f"The process.toml of this copy of {given.key} is not the one that this site "
        "holds: agree on one, declare it here and copy it into the dossier.",
        reason="other-declaration",
        process=given.key,
    )


def other_process(held: str, given: str) -> DataError:
    """Return what is said of a dossier of another process."""
    return DataError(
        f"This site holds the process {held} and the dossier is of {given}: "
        "open another site for it.",
        reason="two-processes",
        processes=[held, given],
    )
