"""`vestibule mirrors`: a page for each region and camp."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting


@verb.command("mirrors")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@reporting
def command(console: Console, dossier: Path, out: Path, as_of: dt.date | None) -> None:
    """Write what each place said beside what all said, and what followed."""
    from vestibule.api import analysis, returned
    from vestibule.dossier import packages

    today = dt.datetime.now(dt.UTC).date()
    with console.step(console.words("writing", path=str(out))):
        found = analysis.analyse(packages.read(dossier), as_of=as_of)
        paths = returned.write_mirrors(
            found.dossier, out, lang=console.lang, today=today
        )
    written = [str(path) for path in paths]
    lines = [console.words("written"), *(f"  {path}" for path in written)]
    console.result({"lang": console.lang, "files": written}, "\n".join(lines))
