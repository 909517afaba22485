"""`vestibule sheets`: a sheet for each group that waits, to be handed over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting


@verb.command("sheets")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("gatherings", nargs=-1)
@click.option("--out", required=True, type=click.Path(path_type=Path))
@reporting
def command(
    console: Console, dossier: Path, gatherings: tuple[str, ...], out: Path
) -> None:
    """Write the sheets of GATHERINGS (codes), or of every group that waits."""
    from vestibule.api import returned
    from vestibule.dossier import packages

    today = dt.datetime.now(dt.UTC).date()
    with console.step(console.words("writing", path=str(out))):
        paths = returned.write_sheets(
            packages.read(dossier),
            out,
            lang=console.lang,
            today=today,
            gatherings=gatherings,
        )
    written = [str(path) for path in paths]
    lines = [console.words("written"), *(f"  {path}" for path in written)]
    console.result({"lang": console.lang, "files": written}, "\n".join(lines))
    console.tell(console.words("sheets_secret", path=str(out)))
