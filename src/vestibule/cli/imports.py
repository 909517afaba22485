"""`vestibule import`: bring records in, everything or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting

if TYPE_CHECKING:
    from vestibule.api.deciding import Waiting
    from vestibule.api.files import Arrived


@click.group("import", cls=verb.Group)
def command() -> None:
    """Bring records in, everything or nothing."""


into = click.option("--into", required=True, type=click.Path(path_type=Path))


def tell(
    console: Console,
    arrived: Arrived,
    undecided: Sequence[Waiting] = (),
    *,
    beside: Mapping[str, Any] | None = None,
    more: Sequence[str] = (),
) -> None:
    """Say what came in, and which of its sentences wait for someone to read them."""
    lines = [console.words("arrived", path=str(arrived.path))]
    lines += [
        console.words("arrived_table", table=table_name(name, console.lang), n=n)
        + (people(console, arrived.people) if name == "attendances" else "")
        for name, n in arrived.counts.items()
    ]
    if not arrived.counts:
        lines.append(console.words("arrived_nothing_new"))
    lines.append(console.words("hash", sha256=arrived.sha256))
    lines += [*_waiting(console, arrived, undecided), *more]
    told = {"undecided": [one.to_dict() for one in undecided]} if undecided else {}
    console.result(arrived.to_dict() | told | dict(beside or {}), "\n".join(lines))
    console.tell(console.words("next_check", path=str(arrived.path)))


def _waiting(
    console: Console, arrived: Arrived, undecided: Sequence[Waiting]
) -> list[str]:
    if not undecided:
        return []
    path, name = str(arrived.path), undecided[0].key
    return [
        console.words("undecided.found", n=len(undecided)),
        *(
            console.words("undecided.one", name=one.key, sentence=one.words)
            for one in undecided
        ),
        console.words("undecided.how", path=path, name=name),
    ]


def people(console: Console, n: int) -> str:
    """Return how many people rows of attendances count: one row may be a crowd."""
    return " " + console.words("arrived_people", n=n)


def table_name(table: str, lang: str) -> str:
    """Return what a workbook calls a table, in small letters; else its own name."""
    from vestibule.listen import headers

    return (
        headers.sheet_name(table, lang).lower() if table in headers.OFFERED else table
    )


@command.command("polis", cls=verb.Verb)
@click.argument("folder", type=click.Path(path_type=Path))
@into
@reporting
def polis(console: Console, **options: Any) -> None:
    """Bring in a conversation exported by Polis; a new dossier is made for it."""
    from vestibule.api import deciding, files
    from vestibule.dossier import packages

    with console.step(console.words("reading", path=str(options["folder"]))):
        arrived = files.import_polis(options["folder"], into=options["into"])
    tell(console, arrived, deciding.waiting(packages.read(arrived.path)))


@command.command("records", cls=verb.Verb)
@click.argument("path", type=click.Path(path_type=Path))
@into
@reporting
def records(console: Console, **options: Any) -> None:
    """Bring in field records: a CSV, a workbook, or a folder of them."""
    from vestibule.api import files

    with console.step(console.words("reading", path=str(options["path"]))):
        arrived = files.import_records(
            options["path"], into=options["into"], today=datetime.now(UTC).date()
        )
    tell(console, arrived)


@command.command("notes", cls=verb.Verb)
@click.argument("folder", type=click.Path(path_type=Path))
@into
@reporting
def notes(console: Console, **options: Any) -> None:
    """Bring in notes (DOCX, TXT) with a cover sheet each; nobody has reviewed them."""
    from vestibule.api import files

    with console.step(console.words("reading", path=str(options["folder"]))):
        arrived = files.import_notes(
            options["folder"], into=options["into"], today=datetime.now(UTC).date()
        )
    tell(console, arrived)


@command.command("qda", cls=verb.Verb)
@click.argument("path", type=click.Path(path_type=Path))
@into
@click.option("--gatherings", type=click.Path(path_type=Path), default=None)
@reporting
def qda(console: Console, **options: Any) -> None:
    """Bring in codes and coded excerpts of another program (.qdpx, .qdc)."""
    from vestibule.api import coded
    from vestibule.words import Catalogue

    with console.step(console.words("reading", path=str(options["path"]))):
        brought = coded.import_qda(
            options["path"], into=options["into"], gatherings=options["gatherings"]
        )
    words = Catalogue(console.lang)
    left = [words(f"refi.left.{why}", n=n) for why, n in brought.left.items()]
    tell(console, brought.arrived, beside=brought.to_dict(), more=left)
