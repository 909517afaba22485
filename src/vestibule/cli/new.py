"""`vestibule new`: a process of your own, with workbooks to fill."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("new")
@click.argument("name")
@click.option("--from", "source", default="self-portrait", show_default=True)
@click.option("--in", "folder", default=None, type=click.Path(path_type=Path))
@reporting
def command(console: Console, name: str, source: str, folder: Path | None) -> None:
    """Make a process named NAME: its process.toml, its places, workbooks to fill."""
    from vestibule.api import files

    made = files.new(
        name, source=source, folder=folder or Path(name), lang=console.lang
    )
    lines = [console.words("made", path=str(made.folder))]
    lines += [f"  {path}" for path in made.workbooks]
    lines += [Catalogue(console.lang)("later.workbooks")]
    lines += [f"  {path}" for path in made.later]
    console.result(made.to_dict(), "\n".join(lines))
    console.tell(console.words("next_import", path=str(made.folder)))
