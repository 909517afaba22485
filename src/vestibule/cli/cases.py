"""`vestibule cases`: how do local conflicts go?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("cases")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(console: Console, dossier: Path, as_of: dt.date | None) -> None:
    """Print how cases end, how long they last, which paths they take."""
    from vestibule.api import working
    from vestibule.dossier import packages

    today = as_of or dt.datetime.now(dt.UTC).date()
    with console.step(console.words("analysing")):
        found = working.conflicts(packages.read(dossier), today=today)
    console.result(found.to_dict(console.lang), "\n".join(found.lines(console.lang)))
    console.tell(Catalogue(console.lang)("working.team"))
