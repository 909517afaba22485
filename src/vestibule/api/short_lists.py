"""A short list of statements that represents everyone, and whether a given one does."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from vestibule.agree import proportional
from vestibule.agree.proportional import (
    Approvals,
    Audit,
    Quota,
    ShortList,
    justified,
    lists,
)
from vestibule.api import analysis, files
from vestibule.api.listed import Listed, Standing
from vestibule.dossier import folding, partitions
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables.statements import UNDECIDED
from vestibule.errors import DataError
from vestibule.listen import cells, sheets
from vestibule.protect import clearing
from vestibule.protect.cleared import Cell
from vestibule.protect.clearing import Table
from vestibule.protect.thresholds import Key, Uncleared

SIZE = 12
"""Statements of a list, where nobody says how many."""

LEAST = 1
"""Of them that each group of a comparison must pass, where nobody says how many."""

HEADERS = ("key", "cle", "statement", "enonce", "number", "numero")
"""What the column of a file with a list may be called, folded."""

OF_ANY_LIST = (*lists.NOTHING, "never-seen", "observed-only")
"""Limits that hold of a list whoever chose it."""


@dataclass(frozen=True, kw_only=True)
class _Given:
    """What a list is made from: approvals, and which group passes what."""

    settled: Dossier
    approvals: Approvals
    passing: pl.DataFrame
    sha256: str


def short_list(
    dossier: Dossier,
    *,
    size: int = SIZE,
    least: int = LEAST,
    as_of: dt.date | None = None,
) -> Listed:
    """Return the short list of statements that represents everyone who voted.

    Parameters
    ----------
    dossier : Dossier
        The records.
    size : int
        Statements of the list, 1 or more.
    least : int
        Of them that each group of each declared comparison must pass, 0 or more.
        Groups that surely pass none are left without a quota, and told.
    as_of : date or None
        Of that day, as known now.

    Returns
    -------
    Listed
        By sequential PAV with exchange, with its audit.

    Raises
    ------
    DataError
        If nothing is left at that day; `ListImpossible` if no list of that size
        meets the quotas.

    Notes
    -----
    Rests on votes that were cast one by one: counted gatherings do not tell who
    agrees with what else; they count for which group passes what. Method, assumptions
    and what it must not be used for: `agree.proportional.short_list`.
    """
    given = _given(dossier, as_of)
    asked = _quotas(given, least)
    found = proportional.short_list(given.approvals, size=size, asked=asked)
    limits = found.limits
    if found.audit is not None and least and not given.settled.process.comparisons:
        limits = (*limits, "no-comparison")
    ids = found.chosen["statement"].to_list()
    tied = dict(found.chosen.select("statement", "tied").iter_rows())
    standing = Standing(
        limits=limits, quotas=found.quotas, tied=tied, rule=found.rule, least=least
    )
    return _listed(given, ids, found, found.audit, standing)


def audit_list(
    dossier: Dossier,
    chosen: Sequence[str] | Path,
    *,
    as_of: dt.date | None = None,
) -> Listed:
    """Return whether a list that people chose represents everyone who voted.

    Parameters
    ----------
    dossier : Dossier
        The records.
    chosen : sequence of str or Path
        Keys of statements, or their numbers (``3`` for ``s03``); or a file with one
        on each line.
    as_of : date or None
        Of that day, as known now.

    Returns
    -------
    Listed
        The list as it was given, with its audit; without one where votes cannot tell.

    Raises
    ------
    DataError
        If the list is empty, names a statement twice, or one that is not known or
        was moderated out.
    """
    given = _given(dossier, as_of)
    said = listed_in(chosen) if isinstance(chosen, Path) else list(chosen)
    ids = [_id_of(given.settled, one) for one in said]
    _refuse(ids, said, given.approvals)
    # the rule's own list tells what votes cannot say of any list
    found = proportional.short_list(given.approvals, size=len(ids))
    limits = tuple(code for code in found.limits if code in OF_ANY_LIST)
    audit = None
    if found.audit is not None:
        audit = proportional.audit(given.approvals, ids)
    standing = Standing(limits=limits, quotas=found.quotas, tied={}, rule=None, least=0)
    return _listed(given, ids, found, audit, standing)


def listed_in(path: Path) -> list[str]:
    """Return the keys that stand in a file, one on each line or below ``key``."""
    rows = [
        [cells.text_of(cell) for cell in row]
        for _, row in sheets.raw_sheets(path)[0].rows
    ]
    header = [folding.fold(cell) for cell in rows[0]]
    at = next((n for n, name in enumerate(header) if name in HEADERS), None)
    if at is None:
        return [cell for row in rows for cell in row if cell]
    return [row[at] for row in rows[1:] if len(row) > at and row[at]]


def _given(dossier: Dossier, as_of: dt.date | None) -> _Given:
    found = analysis.analyse(dossier, as_of=as_of)
    settled = found.settled
    book = partitions.from_dossier(settled)
    put = settled.table("statements").filter(
        pl.col("moderation").ne_missing("out") & pl.col("source").ne_missing("meta")
    )
    out = book.statements.filter(~book.statements.is_in(put["id"].implode()))
    return _Given(
        settled=settled,
        approvals=proportional.of_book(book, leave_out=out.to_list()),
        passing=proportional.passing(found.agreement),
        sha256=found.sha256,
    )


def _quotas(given: _Given, least: int) -> list[Quota]:
    """Return a quota for each group that surely passes a statement to choose."""
    if not least:
        return []
    open_ = dict(
        zip(given.approvals.statements, given.approvals.approved() > 0, strict=True)
    )
    can = [name for name, is_approved in open_.items() if is_approved]
    rows = given.passing.filter(pl.col("statement").is_in(can))
    asked = proportional.by_comparison(rows, least=least)
    return [quota for quota in asked if quota.statements]


def _id_of(settled: Dossier, said: str) -> str:
    """Return the id of a statement called by its key, or by the number in it."""
    keys = settled.table("statements")["key"].to_list()
    if said.isascii() and said.isdigit() and said not in keys:
        same = [key for key in keys if _number_in(key) == int(said)]
        if len(same) == 1:
            said = same[0]
    return files.id_of(settled, "statements", said)


def _number_in(key: str) -> int | None:
    found = re.search(r"[0-9]+$", key)
    return int(found[0]) if found else None


def _refuse(ids: Sequence[str], said: Sequence[str], approvals: Approvals) -> None:
    if not ids:
        raise DataError(
            "The list holds no statement: name at least one.", reason="list-empty"
        )
    for place, (id_, name) in enumerate(zip(ids, said, strict=True)):
        if id_ in ids[:place]:
            raise DataError(
                f"The list holds “{name}” twice: name each statement once.",
                reason="list-twice",
                statement=name,
            )
        if id_ not in approvals.statements:
            raise DataError(
                f"“{name}” was moderated out, or tells who people are: leave it out of"
                " the list.",
                reason="list-left-out",
                statement=name,
            )


def _listed(
    given: _Given,
    ids: Sequence[str],
    found: ShortList,
    audit: Audit | None,
    standing: Standing,
) -> Listed:
    worst = justified.UNREPRESENTED.to_frame()
    if audit is not None:
        worst = audit.unrepresented.unique(
            "statement", keep="first", maintain_order=True
        )
    return Listed(
        dossier=given.settled,
        sha256=given.sha256,
        statements=tuple(ids),
        people=given.approvals.people,
        open=found.unknown,
        audit=audit,
        worst=worst,
        passing=given.passing,
        standing=standing,
        cells=_cleared(given, ids, audit, worst),
    )


def _cleared(
    given: _Given, ids: Sequence[str], audit: Audit | None, worst: pl.DataFrame
) -> dict[Key, Cell]:
    """Clear what is told of sizes: by the process's own threshold, all at once."""
    approvals, least = given.approvals, given.settled.process.disclosure
    place = {name: at for at, name in enumerate(approvals.statements)}
    approved, seen = approvals.approved(), approvals.seen
    rows = given.settled.table("statements").filter(
        pl.col("sensitivity").is_in(["sensitive", UNDECIDED])
    )
    sensitive = set(rows["id"])
    told: dict[Key, Uncleared] = {
        ("agree", id_): Uncleared(
            value=int(approved[place[id_]]),
            of=int(seen[place[id_]]),
            people=int(seen[place[id_]]),
            sensitive=id_ in sensitive,
        )
        for id_ in ids
    }
    if audit is not None:
        told |= _of_audit(approvals.people, audit, worst)
    return clearing.clear([Table(cells=told)], least)


def _of_audit(people: int, audit: Audit, worst: pl.DataFrame) -> dict[Key, Uncleared]:
    reached = math.floor(audit.reached * people + 0.5)
    told: dict[Key, Uncleared] = {
        ("reached",): Uncleared(value=reached, of=people, people=people)
    }
    for id_, n in worst.select("statement", "people").iter_rows():
        # of a group nobody declared, only the size is told, and only of a large one
        size = math.floor(n + 0.5)
        told["left_out", id_] = Uncleared(value=size, people=size)
    return told
