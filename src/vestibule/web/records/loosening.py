"""Does a correction say something more openly than it was said? None that comes in does.

A page asks people before consent or protection is loosened. A record that comes in and
supersedes another may only tighten it: whoever wants more writes it where people look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import frames, versions
from vestibule.web.records.among import Among
from vestibule.web.records.tables import model_of

Tables = Mapping[str, pl.DataFrame]

WORD_OF = ("gathering", "voice", "person")
"""Whose word it is: with another, a record would come under another consent."""

LEVELLED = frozenset({"voices", "excerpts", "validations", "consents"})
"""Tables that say how far something may go, and of whose word."""

SPOKEN = frozenset({"people", "gatherings", "voices", "excerpts", "validations"})
"""Tables that say from which standpoint words were spoken."""

BEFORE = "_before"
"""How a column ends that holds what was said before."""


def check(table: str, rows: pl.DataFrame, coming: Tables) -> None:
    """Raise DataError where a correction raises consent or lowers protection."""
    corrected = rows.filter(pl.col("supersedes").is_not_null())
    rules = [*_rules(table)]
    if corrected.is_empty() or not rules:
        return
    found = pairs(table, corrected, coming)
    if not found.filter(pl.any_horizontal(rules)).is_empty():
        raise _loosened(table)
    if table in LEVELLED:
        _check_same_word(table, found)


def pairs(table: str, corrected: pl.DataFrame, coming: Tables) -> pl.DataFrame:
    """Return each correction beside each version that it corrects."""
    olds = corrected.with_columns(old=pl.col("supersedes").str.split(" ")).explode(
        "old"
    )
    here = model_of(table).objects.filter(Among("pk", olds["old"]))
    held = [frames.to_frame(here, TABLES[table]), coming[table]]
    names = TABLES[table].names
    before = pl.concat([one.select(names) for one in held]).unique("id")
    return olds.join(before, left_on="old", right_on="id", suffix=BEFORE)


def _rules(table: str) -> Iterator[pl.Expr]:
    """Yield when a correction says more than what it corrects."""
    names = TABLES[table].names
    if "consent" in names:
        yield _more("consent", missing_is_more=True)
    if "place_level" in names:
        yield _more("place_level", missing_is_more=False)
    if "sensitivity" in names:
        yield changed("sensitivity") & pl.col("sensitivity").ne_missing("sensitive")
    if "restricted" in names:
        yield pl.col("restricted" + BEFORE) & ~pl.col("restricted")
    if "review" in names:
        yield changed("review") & pl.col("review" + BEFORE).eq_missing("refused")
    if table in SPOKEN:
        # a restricted profile keeps its words coarse, wherever it is named
        yield changed("profile") & pl.col("profile" + BEFORE).is_not_null()
    if table == "consents":
        yield from _of_consents()


def _of_consents() -> Iterator[pl.Expr]:
    yield _more("level", missing_is_more=True)
    ends, before = pl.col("expires_on"), pl.col("expires_on" + BEFORE)
    yield before.is_not_null() & (ends.is_null() | (ends > before))
    yield changed("basis")
    uses = _each("uses").list.set_difference(_each("uses" + BEFORE))
    yield uses.list.len() > 0


def _each(column: str) -> pl.Expr:
    words = pl.col(column).fill_null("").str.split(" ")
    return words.list.eval(pl.element().filter(pl.element() != ""))


def _more(column: str, *, missing_is_more: bool) -> pl.Expr:
    """Return when a number grew; ``missing_is_more``: to state one where none was, too.

    A number that is left out limits nothing any more.
    """
    now, before = pl.col(column), pl.col(column + BEFORE)
    grew = before.is_not_null() & (now.is_null() | (now > before))
    return grew | (before.is_null() & (now > 0)) if missing_is_more else grew


def changed(column: str) -> pl.Expr:
    """Return when a column says something else than before, in pairs of versions."""
    return pl.col(column).ne_missing(pl.col(column + BEFORE))


def _check_same_word(table: str, pairs: pl.DataFrame) -> None:
    """Raise where a correction is of someone else's word; versions of one are one."""
    for column in TABLES[table].references:
        if column.name not in WORD_OF:
            continue
        moved = pairs.filter(changed(column.name))
        if moved.is_empty():
            continue
        stands = versions.roots(model_of(str(column.ref)))
        for now, before in moved.select(column.name, column.name + BEFORE).iter_rows():
            if stands.get(now, {now}) != stands.get(before, {before}):
                raise _loosened(table)


def _loosened(table: str) -> DataError:
    return DataError(
        f"A correction of {table} allows more than what it corrects: more consent, "
        "less protection, or someone else's words. None of that is brought in: take "
        "it up with the protection officer.",
        reason="loosened",
        table=table,
    )
