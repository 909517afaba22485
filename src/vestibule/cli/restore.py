"""`vestibule restore`: the site comes back from a backup."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from vestibule.cli import sites, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--withdrawn", default=None, type=click.Path(path_type=Path))
@reporting
def command(console: Console, file: Path, withdrawn: Path | None) -> None:
    """Put the backup FILE in the place of what the site holds, or change nothing."""
    words = Catalogue(console.lang)
    with console.step(words("serving.restoring", path=str(file))):
        found = sites.entry("restore")(file, withdrawn)
    lines = [
        words("serving.restored", n=found["records"], day=found["made_at"][:10]),
        words("serving.backup_files", n=found["files"]),
        words("serving.withdrawn_since", n=found["withdrawn_since"]),
    ]
    for what in ("taken_down_since", "editions_lacking"):
        if told := found.get(what):
            named = ", ".join(map(str, told))
            lines.append(words(f"serving.{what}", n=len(told), list=named))
    if found.get("replaced"):
        lines.append(words("serving.replaced", path=found["replaced"]))
    console.result(dict(found), "\n".join(lines))
    console.tell(words("serving.next"))
