"""`vestibule trust`: how did it move from wave to wave?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("trust")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(console: Console, dossier: Path, as_of: dt.date | None) -> None:
    """Print each barometer by wave, and what may be said of its changes."""
    from vestibule.api import analysis, barometers
    from vestibule.dossier import packages

    with console.step(console.words("analysing")):
        found = analysis.analyse(packages.read(dossier), as_of=as_of)
        told = barometers.Barometers(found=found.trust, settled=found.settled)
    console.result(told.to_dict(console.lang), "\n".join(told.lines(console.lang)))
    console.tell(Catalogue(console.lang)("trust.team"))
