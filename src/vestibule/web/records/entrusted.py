"""Does bringing a record in ask for more than to bring in? The right of its own page.

What was heard comes in by the right to bring it: gatherings, who attended, voices,
excerpts, votes, ballots, answers. What someone answers for does not: that a gathering
confirmed a finding, that a promise was made or kept, that people were told. A file or
a program says it only for who may say it on a page, and only as far as there.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import lying, reached
from vestibule.web.records.person import Person
from vestibule.web.records.rights import Right

Tables = Mapping[str, pl.DataFrame]

ASKED: Mapping[str, Right] = {
    "statements": Right.EDIT_STATEMENTS,
    "codings": Right.CODE,
    "merges": Right.ANALYSE,
    **dict.fromkeys(("findings", "supports"), Right.EDIT_FINDINGS),
    "validations": Right.VALIDATE,
    "actions": Right.EDIT_ACTIONS,
    **dict.fromkeys(
        ("recommendations", "responses", "commitments"), Right.EDIT_FOLLOW_UP
    ),
    "verifications": Right.VERIFY,
    **dict.fromkeys(("obligations", "restitutions"), Right.TELL),
}
"""Table to the right that the page asks on which its records are written."""


def check(table: str, rows: pl.DataFrame, coming: Tables, by: Person) -> None:
    """Raise DataError where a record is another role's to write, or lies beyond it."""
    right = ASKED.get(table)
    if right is None:
        return
    if not by.may(right):
        raise refusal(table)
    if {*by.reaches(right)} == {*by.reaches(Right.IMPORT)}:
        return  # what they may name at all, they may write of
    if not lying.lies(table, rows, coming, by, right=right):
        raise refusal(table)
    columns = [(one.name, str(one.ref)) for one in TABLES[table].references]
    for column, target in (*columns, ("supersedes", table)):
        if target not in reached.SCOPED:
            continue
        named = {*rows[column].drop_nulls().str.split(" ").explode()}
        if not _reaches(right, target, named, coming, by):
            raise refusal(table)


def _reaches(
    right: Right, target: str, named: set[str], coming: Tables, by: Person
) -> bool:
    """Return whether a right reaches records that others name, here or coming along."""
    new = coming.get(target, TABLES[target].empty())
    along = new.filter(pl.col("id").is_in([*named]))
    if not lying.lies(target, along, coming, by, right=right):
        return False
    held = named - set(along["id"])
    return held <= reached.nameable(target, held, by, right=right)


def refusal(table: str) -> DataError:
    """Return why records of a table are not this person's to write."""
    return DataError(
        f"Records of {table} say what your roles do not say on a page of the workshop, "
        "or not there: someone who writes them there brings them in.",
        reason="not-entrusted",
        table=table,
    )
