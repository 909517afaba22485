"""`vestibule trace`: what came of a voice, which voices stand behind a promise?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.tracing import Traced

SHOWN = 5
"""Records of one kind that are printed; `--json` has them all."""

SIGNS = 8
"""Signs of an id that are printed: enough to trace it."""


@verb.command("trace")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("record")
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(
    console: Console, dossier: Path, record: str, as_of: dt.date | None
) -> None:
    """Walk the chain from RECORD in both directions, and name where it is broken."""
    from vestibule.api import tracing
    from vestibule.dossier import packages

    today = dt.datetime.now(dt.UTC).date()
    with console.step(console.words("reading", path=str(dossier))):
        traced = tracing.trace(packages.read(dossier), record, today=today, as_of=as_of)
    text = "\n".join(told(console, traced))
    console.result(traced.to_dict(console.lang), text)
    console.tell(Catalogue(console.lang)("promises.team"))


def told(console: Console, traced: Traced) -> Iterator[str]:
    """Give the record, what it follows from, what followed, who was told, the gaps."""
    words, found = Catalogue(console.lang), traced.found
    yield node(words, traced.nodes("record", console.lang)[0], kind=True)
    for direction in ("upstream", "downstream"):
        rows = traced.nodes(direction, console.lang)
        yield words(f"promises.{direction}" if rows else f"promises.no_{direction}")
        yield from _grouped(words, rows)
    yield from _told(words, traced)
    if not found.gaps:
        yield words("promises.whole")
        return
    yield words("promises.broken")
    for gap in found.gaps:
        ids = [one[:SIGNS] for one in gap.ids]
        yield "  " + words(
            "promises.gap",
            what=words(f"promises.gaps.{gap.kind}"),
            kind=words(f"promises.tables.{gap.table}"),
            n=len(ids),
            ids=words.some(ids),
        )


def node(words: Catalogue, row: dict[str, Any], *, kind: bool = False) -> str:
    """Return one record: its id, its public words, what marks it."""
    said = words.quoted(row["words"]) if row["words"] else ""
    mark = f"({_marked(words, row)})" if row["mark"] else ""
    name = words(f"promises.tables.{row['table']}") if kind else ""
    return " ".join(filter(None, (name, row["id"][:SIGNS], said, mark)))


def _marked(words: Catalogue, row: dict[str, Any]) -> str:
    """Return what marks a record, in the reader's words where they are known."""
    parts = str(row["mark"]).split(" · ")
    known = [
        f"promises.{one}" for one in ("states", "sides", "answers", "marks", "actions")
    ]
    return " · ".join(
        next(
            (words(f"{one}.{part}") for one in known if f"{one}.{part}" in words), part
        )
        for part in parts
    )


def _grouped(words: Catalogue, rows: list[dict[str, Any]]) -> Iterator[str]:
    for table, group in groupby(rows, key=lambda row: str(row["table"])):
        here = list(group)
        yield "  " + words(
            "promises.of_kind", kind=words(f"promises.tables.{table}"), n=len(here)
        )
        if any(row["words"] or row["mark"] for row in here):
            yield from (f"    {node(words, row)}" for row in here[:SHOWN])
            if len(here) > SHOWN:
                yield "    " + words("promises.more", n=len(here) - SHOWN)


def _told(words: Catalogue, traced: Traced) -> Iterator[str]:
    counted = traced.found.told.group_by("standing").len().sort("standing")
    if not counted.is_empty():
        yield words("promises.told.title", n=traced.found.told["gathering"].n_unique())
        for standing, n in counted.iter_rows():
            yield "  " + words(f"promises.told.{standing}", n=n)
