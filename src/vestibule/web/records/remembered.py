"""What did this process read already, and is it still all there is?

A record is written once and leaves only with its numbers kept in `removals`: as long as
a table holds as many, and as many ever left, it holds the same. So a page asks how many
there are, and reads anew only the tables to which something came. The words of excerpts
are never kept here: they stay in the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import polars as pl
from django.db import connection

from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.dossier.schema import POLARS_TYPES
from vestibule.dossier.tables import TABLES
from vestibule.web.records import frames
from vestibule.web.records.models import Declaration
from vestibule.web.records.tables import MODELS

DEPARTED = ("removals", "withdrawals")
"""Where it is written that records left."""

UNREAD: Mapping[str, tuple[str, ...]] = {
    "excerpts": ("words", "translation"),
    "voices": ("sealed",),
    "verifications": ("evidence",),
}
"""Columns that no walk along the chain needs: they are not read."""

Made = TypeVar("Made")

Mark = tuple[Any, ...]
"""How many rows a table holds, its first and its last id, how many ever left, and how
often the process was declared."""

_frames: dict[str, tuple[Mark, pl.DataFrame]] = {}
_made: dict[str, tuple[tuple[Any, ...], Any]] = {}
_dossiers: dict[tuple[str, ...], tuple[Process, Mapping[str, Mark], Dossier]] = {}


def dossier_of(process: Process, tables: Iterable[str]) -> Dossier:
    """Return the records of some tables, without words of excerpts: the same again.

    What is made of a dossier is made once (`Dossier.once`), so a page that is opened
    again works nothing out again. Within a transaction nothing is remembered: what was
    written there may yet be undone.
    """
    named = tuple(sorted(set(tables)))
    if is_unsettled():
        return Dossier(process=process, tables={name: _read(name) for name in named})
    marks = marks_of(named)
    known = _dossiers.get(named)
    if known is None or known[0] != process or known[1] != marks:
        held = {name: _frame(name, marks[name]) for name in named}
        known = (process, marks, Dossier(process=process, tables=held))
        _dossiers[named] = known
    return known[2]


def known(
    name: str, tables: Iterable[str], make: Callable[[], Made], *given: object
) -> Made:
    """Return what was made of some tables, made again when something came to them.

    Nobody may change it. ``name``: what it is called here, once in the whole site;
    ``given``: what else it depends on, as the day.
    """
    if is_unsettled():
        return make()
    mark = (marks_of(tuple(tables)), given)
    held = _made.get(name)
    if held is None or held[0] != mark:
        held = _made[name] = (mark, make())
    made: Made = held[1]
    return made


def marks_of(tables: Sequence[str]) -> Mapping[str, Mark]:
    """Return how each table stands: one question, which no row is read for."""
    quoted = connection.ops.quote_name
    declared = quoted(Declaration._meta.db_table)
    parts = [f"SELECT '', (SELECT COUNT(*) FROM {declared}), '', ''"]  # noqa: S608
    parts += [
        f"SELECT '{name}', (SELECT COUNT(*) FROM {quoted(name)}), "  # noqa: S608  # our tables
        f"(SELECT MIN(id) FROM {quoted(name)}), (SELECT MAX(id) FROM {quoted(name)})"
        for name in dict.fromkeys((*tables, *DEPARTED))
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        found = {name: tuple(told) for name, *told in cursor.fetchall()}
    departed = (site(), found[""], *(found[name] for name in DEPARTED))
    return {name: (*found[name], departed) for name in tables}


def is_unsettled() -> bool:
    """Return whether what was written here may yet be undone."""
    return bool(connection.in_atomic_block)


def site() -> str:
    """Return which database this is: a process of tests meets several."""
    return str(connection.settings_dict["NAME"])


def forget() -> None:
    """Let everything go, as when records leave."""
    _dossiers.clear()
    _made.clear()
    _frames.clear()


def _frame(name: str, mark: Mark) -> pl.DataFrame:
    known = _frames.get(name)
    if known is None or known[0] != mark:
        known = _frames[name] = (mark, _read(name))
    return known[1]


def _read(name: str) -> pl.DataFrame:
    table, unread = TABLES[name], UNREAD.get(name, ())
    kept = [column for column in table.names if column not in unread]
    rows = frames.to_frame(MODELS[name], table, kept)
    blank = [
        pl.lit(None, dtype=POLARS_TYPES[table[column].kind]).alias(column)
        for column in unread
    ]
    return rows.with_columns(blank).select(table.names)
