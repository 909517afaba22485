"""May this reviewer clear these words? One rule for the button, the form and the action.

Two different people clear the same words, each having found every open flag harmless;
nobody reviews twice, and words that point at someone are redacted first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl

from vestibule.dossier import folding
from vestibule.dossier.records import Dossier
from vestibule.protect import consent
from vestibule.protect.screening import Verdicts, Waiting, waiting

TAKEN_OUT = "[…]"
"""What stands where words were taken out; it tells nothing of them."""

READ = frozenset({"words", "lang", "objection", "translation", "translation_lang"})
"""Columns that a reviewer reads: where one of them changes, both reviews begin again."""

Why = Literal[
    "missing", "not-agreed", "refused", "done", "already-yours", "identifying", "flags"
]
"""Why someone may not clear: nothing is there; nobody agreed to be quoted; someone
refused them; two cleared them and no flag is open; they cleared them already; a flag
points at someone; they have not found every open flag harmless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Where a review stands, as one reviewer meets it. For the team only.

    Parameters
    ----------
    row : dict or None
        The standing record; None: it is not there.
    waiting : Waiting or None
        The words and their open flags; None where nothing waits.
    level : int or None
        Consent, 0 to 4; None is refusal.
    reviewers : tuple of str
        Who cleared these words so far.
    is_mine : bool
        Whether this reviewer is one of them.
    mine : frozenset of str
        Marks of open flags that this reviewer found harmless.
    """

    row: dict[str, Any] | None
    waiting: Waiting | None
    level: int | None
    reviewers: tuple[str, ...]
    is_mine: bool
    mine: frozenset[str]

    @property
    def left(self) -> tuple[str, ...]:
        """Marks of open flags that this reviewer has not found harmless."""
        open_ = self.waiting.open if self.waiting else ()
        return tuple(one.mark for one, _ in open_ if one.mark not in self.mine)


def review(
    dossier: Dossier, table: str, record: str, *, by: str, on: date | None = None
) -> Review:
    """Return where the review of some words stands.

    Parameters
    ----------
    dossier : Dossier
        The records, or those that this one hangs on.
    table : {'excerpts', 'validations'}
        Of the record.
    record : str
        Its id: a standing version.
    by : str
        Pseudonym of the reviewer.
    on : date or None
        The day it is; None: a consent that can run out has run out.

    Returns
    -------
    Review
        Ask `why_not_clear` of it.
    """
    rows = dossier.current(table).filter(pl.col("id") == record).to_dicts()
    row = rows[0] if rows else None
    found = next((one for one in waiting(dossier) if one.record == record), None)
    reviewers = _reviewers(row) if row else ()
    who = folding.fold(by)
    said = Verdicts.of(dossier, table.removesuffix("s"))
    marks = [one.mark for one, _ in found.open] if found else []
    return Review(
        row=row,
        waiting=found,
        level=_level(dossier, table, row, on) if row else None,
        reviewers=reviewers,
        is_mine=who in map(folding.fold, reviewers),
        mine=frozenset(
            m for m in marks if who in said.harmless.get((record, m), frozenset())
        ),
    )


def why_not_clear(given: Review) -> Why | None:
    """Return why the reviewer may not clear the words, or None: they may."""
    if given.row is None:
        return "missing"
    if given.row["review"] == "refused":
        return "refused"
    if given.waiting is None:
        return "done" if len(given.reviewers) > 1 else "not-agreed"
    if given.is_mine:
        return "already-yours"
    if given.waiting.identifying:
        return "identifying"
    return "flags" if given.left else None


def cleared(row: dict[str, Any], by: str) -> dict[str, Any]:
    """Return a record's cells once `by` has cleared its words.

    Parameters
    ----------
    row : dict
        The standing record, of which `why_not_clear` says None.
    by : str
        Pseudonym.

    Returns
    -------
    dict
        The first reviewer stands first; with two of them already, nothing changes but
        that the flags were settled.
    """
    first, *others = (*_reviewers(row), by)
    second = others[0] if others else None
    told = {"review": "cleared", "reviewed_by": first, "second_reviewed_by": second}
    return {**row, **told}


def changed(row: dict[str, Any], cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's cells with others in their place.

    Parameters
    ----------
    row : dict
        The standing record.
    cells : mapping of str to object
        Column to what is to stand there; None takes a translation away.

    Returns
    -------
    dict
        Where a column of `READ` differs, nobody has cleared the record any more.
    """
    new = {**row, **cells}
    return begun(new) if any(new[c] != row[c] for c in READ & row.keys()) else new


def begun(row: dict[str, Any]) -> dict[str, Any]:
    """Return a record's cells as before its reviews: two people are to read it.

    Parameters
    ----------
    row : dict
        The standing record.

    Returns
    -------
    dict
        For whoever changes a translation that stands beside the record.
    """
    told = {"review": "redacted", "reviewed_by": None, "second_reviewed_by": None}
    return {**row, **told}


def _reviewers(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the different people who cleared a record."""
    if row["review"] != "cleared":
        return ()
    names = (row["reviewed_by"], row["second_reviewed_by"])
    found = {folding.fold(name): name for name in names if name and name.strip()}
    return tuple(found.values())


def _level(
    dossier: Dossier, table: str, row: dict[str, Any], on: date | None
) -> int | None:
    if table == "excerpts":
        return consent.level_of(dossier, "excerpts", row["id"], on=on)
    met = consent.level_of(dossier, "gatherings", row["gathering"], on=on)
    own = row["consent"]
    return None if own is None or met is None else min(own, met)
