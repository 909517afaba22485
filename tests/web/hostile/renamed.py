"""A country in which every word is hostile: names, sentences, quotes, and its process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import cycle
from typing import Any

import polars as pl
from tests.web.hostile.payloads import Payload

from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES
from vestibule.protect.screening.waiting import waiting
from vestibule.web.middleware.signs import cleared

SHAPED = frozenset({
    "age_band", "adjudicator", "ballot", "cell", "codes", "coder", "country", "cut", "facilitator", "flag", "harm", "key", "kind", "lang",
    "months", "parts", "parties", "paths", "pseudonym", "question", "record", "reviewed_by", "reviewer", "rule", "sealed",
    "second_reviewed_by", "second_signed_by", "sha256", "signed_by", "sign", "table", "totals", "translation_lang", "value", "version",
})  # fmt: skip
"""Columns whose words are names by which other things are found: they have a shape."""

WORDS = tuple(
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.own
    if column.kind == "text" and not column.terms and column.ref is None and not column.many and column.name not in SHAPED
)  # fmt: skip
"""Table and column of everything that people say in words of their own."""

NUMBERS = {place: number for number, place in enumerate(WORDS)}

SHORTEST = 60
"""Letters above which a text is cut in names that stand in a line."""


def hostile(dossier: Dossier, payloads: Sequence[Payload]) -> Dossier:
    """Return a dossier in which hostile words stand before all that people say."""
    told = {
        name: _renamed(frame, name, payloads)
        for name, frame in dossier.tables.items()
        if not frame.is_empty()
    }
    process = _respoken(dossier.process, cycle(payloads))
    return _judged(replace(dossier.with_tables(**told), process=process))


def _judged(dossier: Dossier) -> Dossier:
    """Return a dossier in which two people found harmless all that a screen points at."""
    rows = [
        {"excerpt" if one.table == "excerpts" else "validation": one.record, "flag": flag.mark, "verdict": "harmless", "reviewer": who}
        for one in waiting(dossier)
        for flag, _ in one.open
        for who in ("r1", "r2")
    ]  # fmt: skip
    held = dossier.table("screenings")
    if not rows:
        return dossier
    told = [{"id": f"{n:032x}", "origin": "judged", "seq": n, **row} for n, row in enumerate(rows, start=1)]  # fmt: skip
    new = pl.DataFrame(told, schema_overrides=dict(held.schema), infer_schema_length=None)  # fmt: skip
    return dossier.with_tables(screenings=pl.concat([held, new], how="diagonal"))


def _renamed(frame: pl.DataFrame, table: str, payloads: Sequence[Payload]) -> pl.DataFrame:  # fmt: skip
    columns = {}
    for column in frame.columns:
        number = NUMBERS.get((table, column))
        if number is not None:
            columns[column] = pl.Series(column, [*_said(frame[column].to_list(), number, payloads)], dtype=pl.String)  # fmt: skip
    return frame.with_columns(**columns)


def _said(cells: list[str | None], number: int, payloads: Sequence[Payload]) -> Iterator[str | None]:  # fmt: skip
    """Yield each word with a hostile one before it; what was missing is."""
    for row, cell in enumerate(cells):
        one = payloads[(row + 7 * number) % len(payloads)]
        yield None if cell is None else f"{cleared(one.short(number))} {cell}"


def _respoken(value: Any, payloads: Iterator[Payload]) -> Any:
    """Return a declaration whose sentences are hostile; its keys stay."""
    if is_dataclass(value) and not isinstance(value, type):
        own = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        told = {name: _respoken(part, payloads) for name, part in own.items()}
        return replace(value, **told)
    if isinstance(value, tuple):
        return tuple(_respoken(one, payloads) for one in value)
    if isinstance(value, Mapping) and value and {"fr", "en"} & {*value}:
        return {lang: _word(text, payloads) for lang, text in value.items()}
    return value


def _word(text: Any, payloads: Iterator[Payload]) -> Any:
    if not isinstance(text, str):
        return text
    one = next(each for each in payloads if len(each.text) < SHORTEST)
    return f"{' '.join(cleared(one.short()).split())} {text}"
