"""Whose reading is a coding that comes in? Its sender's, or nobody's of this site.

Two people code without seeing each other: what one of them would have read is worth
nothing where another may write it.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from vestibule.errors import DataError
from vestibule.web.records import reached
from vestibule.web.records.among import Among
from vestibule.web.records.models import Account, Coding
from vestibule.web.records.person import Person

ADJUDICATOR = "adjudicator"
"""The role of a coding that settles what coders read apart."""


def own(table: str, ids: Iterable[str], by: Person) -> set[str]:
    """Return the codings that stand and that someone put; none that settles."""
    found = reached.standing(table, ids, by)
    rows = Coding.objects.filter(Among("pk", found), coder=by.pseudonym)
    return {*rows.exclude(role=ADJUDICATOR).values_list("pk", flat=True)}


def others(by: Person) -> frozenset[str]:
    """Return the pseudonyms of all others who have, or had, an account here."""
    accounts = Account.objects.exclude(pseudonym=by.pseudonym)
    return frozenset(accounts.values_list("pseudonym", flat=True))


def check(rows: pl.DataFrame, by: Person, *, signed: bool) -> None:
    """Raise DataError where codings settle something, or are read in another's name.

    ``signed``: whether who coded must be who brings them; else nobody of this site is.
    """
    if (rows["role"] == ADJUDICATOR).any():
        raise DataError(
            "A coding settles what others read apart. That is said at this site, once "
            "all have finished reading: leave it out, and settle it there.",
            reason="settled-here",
        )
    corrects = rows.filter(pl.col("supersedes").is_not_null())["coder"]
    named = set(rows["coder"].drop_nulls())
    wrong = named - {by.pseudonym} if signed else named & others(by)
    if wrong or set(corrects) - {by.pseudonym}:
        raise other_coder("codings", by)


def other_coder(table: str, by: Person) -> DataError:
    """Return why records that name another as who read them do not come in."""
    return DataError(
        f"Records of {table} name someone else as who coded or decided: each brings "
        f"in what they read themselves, as {by.pseudonym}. What others coded comes "
        "in as a project of the program in which they did.",
        reason="other-coder",
        table=table,
        pseudonym=by.pseudonym,
    )
