"""Many records of one table are written at once, each once, however often they are sent.

Who sends them gives each its id: what is there already with the same content is known,
what left stays away, and what differs from what is there is refused with all the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import polars as pl

from vestibule.dossier import writing
from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import (
    audit,
    bringing,
    leaving,
    numbering,
    owners,
    rows,
    unreviewed,
)
from vestibule.web.records.models import Removal
from vestibule.web.records.person import Person

Rows = Sequence[Mapping[str, Any]]
"""Records as they are sent: each with an id of its own."""

HELD = ("origin", "seq", "at", "by")
"""Columns that the site writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many records came in, were known, or had been withdrawn."""

    written: int
    known: int
    withdrawn: int


def append_many(table: str, given: Rows, *, by: Person, at: datetime) -> Written:
    """Write records of someone's partner, all or none; on disk when this returns.

    Raises ColumnError or CellError where one does not conform, DataError where one has no
    id of its own, differs from what is there, or names what its sender may not see.
    """
    return append_parts(table, [given], by=by, at=at)[0]


def append_parts(
    table: str, parts: Sequence[Rows], *, by: Person, at: datetime
) -> tuple[Written, ...]:
    """Write several parts that one person sent, all or none; return each one's counts.

    No id stands in two parts. Raises as `append_many`.
    """
    _check_table(table)
    ids = [_ids(part) for part in parts]
    given, all_ids = [row for part in parts for row in part], [*chain(*ids)]
    with numbering.pen():
        origin = owners.origin_of(by, at=at)
        frame = _frame(table, given, all_ids, origin=origin, by=by, at=at)
        gone = _gone(table, all_ids)
        held = rows.held_of(frame["id"], table)
        _check_same(frame, held, table)
        known = set(held["id"])
        new = frame.filter(~pl.col("id").is_in([*gone, *known]))
        unreviewed.check(table, new)
        if not new.is_empty():
            bringing.check({table: new}, by=by)
            _write(new, table, origin, by=by, at=at)
        return tuple(_counted(part, known, gone) for part in ids)


def _gone(table: str, ids: Iterable[str]) -> set[str]:
    left = Removal.objects.filter(table=table, id__in=list(ids))
    return set(left.values_list("id", flat=True))


def _counted(ids: Sequence[str], known: set[str], gone: set[str]) -> Written:
    held, left = known.intersection(ids), gone.intersection(ids)
    return Written(
        written=len(ids) - len(held | left), known=len(held), withdrawn=len(left)
    )


def _check_table(table: str) -> None:
    if table not in TABLES or table in leaving.LASTING:
        raise DataError(
            f"No records are brought into {table}: name a table of the dossier.",
            reason="no-table",
            table=table,
            tables=[name for name in TABLES if name not in leaving.LASTING],
        )


def _ids(given: Rows) -> list[str]:
    ids = [str(row.get("id") or "") for row in given]
    if not all(ids) or len(set(ids)) < len(ids):
        raise DataError(
            "Each record needs an id of its own, of 32 hexadecimal digits: with it, what "
            "is sent again is known again.",
            reason="no-own-id",
        )
    return ids


def _frame(
    table: str,
    given: Rows,
    ids: Sequence[str],
    *,
    origin: str,
    by: Person,
    at: datetime,
) -> pl.DataFrame:
    own = [{k: v for k, v in row.items() if k != "id"} for row in given]
    for name in HELD:
        if any(name in row for row in own):
            raise DataError(
                f"The site itself writes the column {name}: leave it out.",
                reason="held-column",
                column=name,
            )
    frame = writing.as_records(
        pl.DataFrame(own, infer_schema_length=None),
        table,
        ids=list(ids),
        origin=origin,
        first_seq=1,
        at=at,
        by=by.pseudonym,
    )
    rows.check_storable(frame, table)
    return frame


def _check_same(frame: pl.DataFrame, held: pl.DataFrame, table: str) -> None:
    own = [name for name in TABLES[table].names if name not in HELD]
    sent = frame.join(held, on="id", how="semi").select(own).sort("id")
    if not sent.equals(held.select(own).sort("id")):
        raise DataError(
            f"A record of {table} with this id is here already and says something "
            "else: a correction is a new record that supersedes it.",
            reason="other-content",
            table=table,
        )


def _write(
    new: pl.DataFrame, table: str, origin: str, *, by: Person, at: datetime
) -> None:
    first = numbering.take(origin, new.height)
    numbered = new.with_columns(
        pl.int_range(first, first + new.height, dtype=pl.Int64).alias("seq")
    )
    rows.insert(numbered, table)
    told = [
        (row["id"], {n: v for n, v in row.items() if n not in HELD})
        for row in numbered.iter_rows(named=True)
    ]
    audit.record_all("write", told, by=by, at=at, table=table)
