"""Does a correction put other words in the place of those that were said or asked?

What people answered, they answered to the words that stood there. And one record stands
for one: two excerpts do not become one by a file.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vestibule.dossier.tables.statements import UNDECIDED
from vestibule.errors import DataError
from vestibule.web.records import entrusted, loosening, reached, versions
from vestibule.web.records.among import Among
from vestibule.web.records.loosening import changed
from vestibule.web.records.models import Statement
from vestibule.web.records.person import Person
from vestibule.web.records.rights import Right
from vestibule.web.records.tables import model_of

Tables = Mapping[str, pl.DataFrame]

WORDS = frozenset({"voices", "excerpts", "validations", "statements"})
"""Tables of words, of which one record is corrected at a time."""

ANSWERS = ("votes", "tallies", "showings")
"""Tables that say that a statement was put to someone."""


def check(table: str, rows: pl.DataFrame, coming: Tables, by: Person) -> None:
    """Raise DataError where a correction joins words, or changes what was asked."""
    corrected = rows.filter(pl.col("supersedes").is_not_null())
    if table not in WORDS or corrected.is_empty():
        return
    if corrected["supersedes"].str.contains(" ", literal=True).any():
        raise _joined(table)
    if table == "excerpts":
        _check_words(loosening.pairs(table, corrected, coming), rows, by)
    elif table == "statements":
        _check_asked(loosening.pairs(table, corrected, coming), rows)


def _held(olds: pl.Series, rows: pl.DataFrame) -> set[str]:
    """Return what stands here for some corrected records, though others come between."""
    before = dict(rows.select("id", "supersedes").iter_rows())
    held, seen = set(), set[str]()
    ahead = {*olds}
    while ahead:
        seen |= ahead
        held |= ahead - before.keys()
        ahead = {before[one] for one in ahead & before.keys() if before[one]} - seen
    return held


def _check_words(pairs: pl.DataFrame, rows: pl.DataFrame, by: Person) -> None:
    """Raise where someone who writes no excerpts says that other words were said."""
    held = _held(pairs.filter(changed("words") | changed("lang"))["old"], rows)
    right = Right.ENTER_EXCERPTS
    if not held <= reached.collected("excerpts", held, by, right=right):
        raise entrusted.refusal("excerpts")


def _check_asked(pairs: pl.DataFrame, rows: pl.DataFrame) -> None:
    put = changed("moderation") & (pl.col("moderation") != "out")
    other = pairs.filter(changed("words") | changed("lang") | put)
    waits = (other["sensitivity" + loosening.BEFORE] == UNDECIDED).fill_null(
        value=False
    )
    if not waits.all() or _was_asked(_held(other["old"], rows)):
        raise DataError(
            "A correction changes the words of a statement that someone decided on or "
            "answered, or puts it to people again. Write a new statement: what was "
            "answered was answered to the words that stand.",
            reason="statement-stands",
            table="statements",
        )


def _was_asked(statements: set[str]) -> bool:
    """Return whether some statements were put to anyone, in any version."""
    if not statements:
        return False
    chains = versions.chains(versions.roots(Statement))
    every = statements.union(*(one for one in chains if one & statements))
    return any(
        model_of(table).objects.filter(Among("statement_id", every)).exists()
        for table in ANSWERS
    )


def _joined(table: str) -> DataError:
    return DataError(
        f"A record of {table} corrects several at once: what people said stays apart. "
        "Correct each by a record of its own.",
        reason="words-joined",
        table=table,
    )
