"""`vestibule owed`: who still waits for an answer?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

SHOWN = 10
"""Groups and places that are printed; `--json` has them all."""


@verb.command("owed")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(console: Console, dossier: Path, as_of: dt.date | None) -> None:
    """Print who was told, who answered, who waits, and what was asked of whom."""
    from vestibule.api import owed
    from vestibule.dossier import packages

    today = as_of or dt.datetime.now(dt.UTC).date()
    with console.step(console.words("analysing")):
        found = owed.owed(packages.read(dossier), today=today)
    console.result(
        found.to_dict(console.lang),
        "\n".join(found.lines(console.lang, most=SHOWN)),
    )
    console.tell(Catalogue(console.lang)("owed.team"))
