"""`vestibule groups`: what do action research groups suppose, and what was seen of it?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("groups")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(console: Console, dossier: Path, as_of: dt.date | None) -> None:
    """Print each group, its hypotheses, what was seen, what is missing."""
    from vestibule.api import working
    from vestibule.dossier import cuts, packages

    with console.step(console.words("analysing")):
        records = packages.read(dossier)
        found = working.groups(records if as_of is None else cuts.as_of(records, as_of))
    console.result(found.to_dict(console.lang), "\n".join(found.lines(console.lang)))
    console.tell(Catalogue(console.lang)("working.team"))
