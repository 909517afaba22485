"""`vestibule backup`: everything that the site keeps, in one file."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from vestibule.cli import sites, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@reporting
def command(console: Console, file: Path) -> None:
    """Write records, accounts, journal, files and editions to FILE, and verify it."""
    words = Catalogue(console.lang)
    with console.step(words("serving.backing_up", path=str(file))):
        made = sites.entry("backup")(file)
    lines = [
        words("serving.backed_up", n=made["records"], path=made["path"]),
        words("serving.backup_files", n=made["files"]),
        console.words("hash", sha256=made["sha256"]),
    ]
    console.result(dict(made), "\n".join(lines))
    console.tell(words("serving.encrypt"))
