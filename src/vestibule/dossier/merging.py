"""What do several copies of a dossier know together?"""

from __future__ import annotations

from vestibule.dossier import withdrawals
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.dossier.union import union
from vestibule.errors import DataError


def merge(*dossiers: Dossier) -> Dossier:
    """Return the records of several dossiers of one process: set union, withdrawals.

    Any order and any repetition give the same records, bytes and hash. A double
    correction keeps both sides: `corrections.conflicts` names them.

    Parameters
    ----------
    *dossiers : Dossier
        At least one.

    Returns
    -------
    Dossier
        Its tables are those that have rows, sorted by id, in the order of `TABLES`.

    Raises
    ------
    DataError
        If none is given, the processes differ, or a record differs between copies.
    """
    if not dossiers:
        raise DataError("There is nothing to merge: name at least one dossier.")
    first = dossiers[0]
    for other in dossiers[1:]:
        _check_same_process(first, other)
    united = {
        name: union([dossier.table(name) for dossier in dossiers], name)
        for name in TABLES
        if any(name in dossier.tables for dossier in dossiers)
    }
    tables = withdrawals.apply(united)
    held = {name: tables[name] for name in TABLES if name in tables}
    return Dossier(
        process=first.process,
        tables={name: rows for name, rows in held.items() if not rows.is_empty()},
    )


def _check_same_process(one: Dossier, other: Dossier) -> None:
    if one.process.key != other.process.key:
        raise DataError(
            f"These are dossiers of two processes, {one.process.key} and "
            f"{other.process.key}: merge dossiers of one process only.",
            reason="two-processes",
            processes=[one.process.key, other.process.key],
        )
    ours, theirs = (dossier.process.text.splitlines() for dossier in (one, other))
    if one.process.text != other.process.text:
        line = _first_difference(ours, theirs)
        raise DataError(
            f"The two process.toml of {one.process.key} differ from line {line} on: "
            "agree on one and copy it into both dossiers.",
            reason="two-declarations",
            process=one.process.key,
            line=line,
        )


def _first_difference(ours: list[str], theirs: list[str]) -> int:
    pairs = zip(ours, theirs, strict=False)
    same = [a == b for a, b in pairs]
    return (same.index(False) if False in same else len(same)) + 1
