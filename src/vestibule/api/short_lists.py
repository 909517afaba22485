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
    Expected,
    Quota,
    ShortList,
    justified,
    lists,
)
from vestibule.api import analysis, files, opinions
from vestibule.api.analysis import Analysis
from vestibule.api.listed import Basis, Listed, Standing
from vestibule.dossier import folding, partitions
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables.statements import UNDECIDED
from vestibule.errors import DataError
from vestibule.listen import cells, grids
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

OF_ANY_LIST = (
    *lists.NOTHING,
    "never-seen",
    "observed-only",
    "cells-open",
    "expected",
)
"""Limits that hold of a list whoever chose it."""


@dataclass(frozen=True, kw_only=True)
class _Given:
    """What a list is made from: approvals, and which group passes what."""

    settled: Dossier
    approvals: Approvals
    passing: pl.DataFrame
    basis: Basis
    sha256: str


def short_list(
    dossier: Dossier,
    *,
    size: int = SIZE,
    least: int = LEAST,
    rule: str = "pav",
    cast: bool = False,
    place: bool | None = None,
    as_of: dt.date | None = None,
) -> Listed:
    """Return the short list of statements that represents everyone who was heard.

    Parameters
    ----------
    dossier : Dossier
        The records.
    size : int
        Statements of the list, 1 or more.
    least : int
        Of them that each group of each declared comparison must pass, 0 or more.
        Groups that surely pass none are left without a quota, and told.
    rule : str
        ``pav`` (sequential, then exchange) or ``shares`` (equal shares).
    cast : bool
        Whether only votes that were cast count, as a check of the other.
    place : bool or None
        Whether to place people where that takes long: see `analysis.Analysis`. Where
        they are not placed, only votes that were cast count.
    as_of : date or None
        Of that day, as known now.

    Returns
    -------
    Listed
        With its audit; what it stands on is in ``basis``.

    Raises
    ------
    DataError
        If nothing is left at that day; `ListImpossible` if no list of that size
        meets the quotas.

    Notes
    -----
    Votes stand as they were cast; what people were not asked is expected from where
    they stand, or from their group. With ``cast``, counted gatherings do not tell who
    agrees with what else; they count for which group passes what. Method, assumptions
    and what it must not be used for: `agree.proportional.short_list` and
    `agree.proportional.expected`.
    """
    given = _given(dossier, as_of, cast=cast, place=place)
    asked = _quotas(given, least)
    found = proportional.short_list(given.approvals, size=size, rule=rule, asked=asked)
    limits = (*found.limits, *_unasked(given))
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
    cast: bool = False,
    place: bool | None = None,
    as_of: dt.date | None = None,
) -> Listed:
    """Return whether a list that people chose represents everyone who was heard.

    Parameters
    ----------
    dossier : Dossier
        The records.
    chosen : sequence of str or Path
        Keys of statements, or their numbers (``3`` for ``s03``); or a file with one
        on each line.
    cast, place
        As for `short_list`.
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
    given = _given(dossier, as_of, cast=cast, place=place)
    said = listed_in(chosen) if isinstance(chosen, Path) else list(chosen)
    ids = [_id_of(given.settled, one) for one in said]
    _refuse(ids, said, given.approvals)
    # the rule's own list tells what votes cannot say of any list
    found = proportional.short_list(given.approvals, size=len(ids))
    limits = tuple(code for code in found.limits if code in OF_ANY_LIST)
    limits = (*limits, *_unasked(given))
    audit = None
    if found.audit is not None:
        audit = proportional.audit(given.approvals, ids)
    standing = Standing(limits=limits, quotas=found.quotas, tied={}, rule=None, least=0)
    return _listed(given, ids, found, audit, standing)


def listed_in(path: Path) -> list[str]:
    """Return the keys that stand in a file, one on each line or below ``key``."""
    rows = [
        [cells.text_of(cell) for cell in row]
        for _, row in grids.raw_sheets(path)[0].rows
    ]
    header = [folding.fold(cell) for cell in rows[0]]
    at = next((n for n, name in enumerate(header) if name in HEADERS), None)
    if at is None:
        return [cell for row in rows for cell in row if cell]
    return [row[at] for row in rows[1:] if len(row) > at and row[at]]


def _given(
    dossier: Dossier, as_of: dt.date | None, *, cast: bool, place: bool | None
) -> _Given:
    found = analysis.analyse(dossier, as_of=as_of, place=place)
    settled = found.settled
    book = partitions.from_dossier(settled)
    put = settled.table("statements").filter(
        pl.col("moderation").ne_missing("out") & pl.col("source").ne_missing("meta")
    )
    out = book.statements.filter(~book.statements.is_in(put["id"].implode())).to_list()
    why = "asked" if cast else _why_cast(found)
    if why is not None:
        counted = proportional.of_book(book, leave_out=out)
        return _Given(
            settled=settled,
            approvals=counted,
            passing=proportional.passing(found.agreement),
            basis=Basis.of_votes(counted, why),
            sha256=found.sha256,
        )
    told = _expected(found, book, out)
    return _Given(
        settled=settled,
        approvals=told.approvals,
        passing=proportional.believed(found.ground),
        basis=Basis.of_expected(told),
        sha256=found.sha256,
    )


def _why_cast(found: Analysis) -> str | None:
    """Return why only votes count although more was asked for, or None."""
    talk = found.conversation
    votes = 0 if talk is None else len(talk.votes)
    too_many = opinions.unplaced(votes, place=found.place) == "not-asked"
    return "not-asked" if too_many else None


def _expected(
    found: Analysis, book: partitions.VoteBook, out: Sequence[str]
) -> Expected:
    """Return votes as cast, and the rest as expected; people are placed if need be."""
    talk = found.conversation
    if talk is None:
        return proportional.expected(
            found.settled, book, placed=None, ground=found.ground, leave_out=out
        )
    whole = talk.votes.n_people * talk.votes.n_statements
    return proportional.expected(
        found.settled,
        talk.book(),
        placed=found.positions if len(talk.votes) < whole else None,
        ground=found.ground,
        leave_out=out,
    )


def _unasked(given: _Given) -> tuple[str, ...]:
    return ("not-placed",) if given.basis.why == "not-asked" else ()


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
        basis=given.basis,
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
    approved, cast = approvals.approved(), given.basis.cast_for
    rows = given.settled.table("statements").filter(
        pl.col("sensitivity").is_in(["sensitive", UNDECIDED])
    )
    sensitive = set(rows["id"])
    told: dict[Key, Uncleared] = {
        ("agree", id_): Uncleared(
            value=cast[id_][0],
            of=cast[id_][1],
            people=cast[id_][1],
            sensitive=id_ in sensitive,
        )
        for id_ in ids
    }
    if given.basis.why is None:
        told |= {
            ("expected", id_): Uncleared(
                value=math.floor(approved[place[id_]] / approvals.unit + 0.5),
                of=approvals.people,
                people=approvals.people,
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
