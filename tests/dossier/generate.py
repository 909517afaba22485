"""Small random dossiers: several origins, corrections, withdrawals, cascades.

A `World` is everything that was ever written; a dossier is a copy that holds some of
it. Copies of one world can be merged in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vestibule.dossier import ids, writing
from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES

PROCESS_TEXT = """\
key = "trial"
fictitious = true
title.fr = "Essai"
title.en = "Trial"
question.fr = "Que faire ?"
question.en = "What to do?"
"""

PROCESS = Process(
    key="trial",
    titles={"fr": "Essai", "en": "Trial"},
    question={"fr": "Que faire ?", "en": "What to do?"},
    fictitious=True,
    text=PROCESS_TEXT,
)

ORIGINS = ("phone-a", "phone-b", "site-c")

WRITTEN = (
    "people",
    "gatherings",
    "voices",
    "excerpts",
    "codes",
    "codings",
    "statements",
    "votes",
    "restitutions",
    "obligations",
)
"""Tables that a world writes to."""

WORDS = st.text(
    st.sampled_from("ab é\u0301ߒع\"',;\n\r\t|\\#\u2028\U0001f442"),
    max_size=6,
)
"""Text that breaks careless writers."""

MOMENTS = st.none() | st.integers(0, 10**10).map(
    lambda ms: datetime(2030, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class World:
    """All records ever written: (table, row), in the order of writing."""

    records: tuple[tuple[str, Row], ...]

    def copy(self, keep: Callable[[str, Row], bool]) -> Dossier:
        """Return a dossier with the records that `keep` keeps."""
        return dossier_of((t, row) for t, row in self.records if keep(t, row))


def dossier_of(records: Iterable[tuple[str, Row]]) -> Dossier:
    """Return a dossier of these records, withdrawals applied."""
    by_table: dict[str, list[Row]] = {}
    for table, row in records:
        by_table.setdefault(table, []).append(row)
    tables = {
        table: pl.DataFrame(rows, schema=TABLES[table].polars_schema)
        for table, rows in by_table.items()
    }
    return writing.append(Dossier(process=PROCESS, tables={}), tables)


def an_id(*parts: object) -> str:
    """Return an id made of anything."""
    return ids.derived_id("trial", "test", "any", repr(parts))


@st.composite
def worlds(draw: st.DrawFn, *, withdrawals: bool = True, size: int = 14) -> World:
    """Draw a world; without withdrawals where none are wanted."""
    records: list[tuple[str, Row]] = []
    seqs = dict.fromkeys(ORIGINS, 0)
    for step in range(draw(st.integers(0, size))):
        origin = draw(st.sampled_from(ORIGINS))
        seqs[origin] += 1
        table, row = draw(_step(records, step, withdrawals=withdrawals))
        row |= {"id": an_id(step), "origin": origin, "seq": seqs[origin]}
        records.append((table, row))
    return World(records=tuple(records))


@st.composite
def _step(
    draw: st.DrawFn, records: list[tuple[str, Row]], step: int, *, withdrawals: bool
) -> tuple[str, Row]:
    if withdrawals and records and draw(st.integers(0, 4)) == 0:
        table = draw(st.sampled_from(sorted({t for t, _ in records} - {"withdrawals"})))
        target = draw(_target(records, table))
        return "withdrawals", {"table": table, "record": target, "reason": "asked"}
    table = draw(st.sampled_from(WRITTEN))
    row: Row = {}
    for column in TABLES[table].own:
        if column.ref is not None:
            missing = column.null and draw(st.booleans())
            row[column.name] = None if missing else draw(_target(records, column.ref))
        else:
            row[column.name] = draw(_cell(column))
    earlier = [r["id"] for t, r in records if t == table]
    if earlier and draw(st.booleans()):
        chosen = draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=2))
        row["supersedes"] = " ".join(sorted(set(chosen)))
    row["at"] = draw(MOMENTS)
    return table, row


@st.composite
def _target(draw: st.DrawFn, records: list[tuple[str, Row]], table: str) -> str:
    known = [row["id"] for t, row in records if t == table]
    # Now and then a record that is not written yet, or never will be.
    unseen = [an_id(draw(st.integers(0, 16)))]
    return draw(st.sampled_from(known * 3 + unseen))


def _cell(column: Any) -> st.SearchStrategy[Any]:
    kinds = {
        "text": WORDS if column.null else WORDS.map(lambda words: f".{words}"),
        "int": st.integers(int(column.low or 0), int(column.high or 9)),
        "number": st.floats(column.low or 0, column.high or 9),
        "bool": st.booleans(),
        "date": st.integers(0, 9).map(lambda n: date(2030, 1, 1) + timedelta(days=n)),
    }
    if column.terms and column.many:
        whole = st.lists(st.sampled_from(column.terms), max_size=3).map(" ".join)
    elif column.terms:
        whole = st.sampled_from(column.terms)
    else:
        whole = kinds[column.kind]
    return st.none() | whole if column.null else whole


@st.composite
def copies(draw: st.DrawFn, n: int = 3, *, size: int = 14) -> tuple[Dossier, ...]:
    """Draw several dossiers that hold parts of one world."""
    world = draw(worlds(size=size))
    return tuple(copy for _, copy in draw(parts_of(world, n)))


@st.composite
def parts_of(
    draw: st.DrawFn, world: World, n: int
) -> tuple[tuple[tuple[tuple[str, Row], ...], Dossier], ...]:
    """Draw parts of a world: the records of each, and the dossier they make."""
    chosen = [
        tuple(record for record in world.records if draw(st.booleans()))
        for _ in range(n)
    ]
    return tuple((records, dossier_of(records)) for records in chosen)


def law(*strategies: st.SearchStrategy[Any]) -> Callable[..., Callable[..., None]]:
    """Return a test of a law on a few examples."""
    return lambda check: given(*strategies)(check)


def proof(*strategies: st.SearchStrategy[Any]) -> Callable[..., Callable[..., None]]:
    """Return a test of a law on a thousand examples, run by `make proofs`."""
    return lambda check: pytest.mark.proof(
        settings(max_examples=1000)(given(*strategies)(check))
    )
