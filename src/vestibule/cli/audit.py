"""`vestibule audit`: is the journal of the site whole?"""

from __future__ import annotations

import time
from pathlib import Path

import rich_click as click

from vestibule.cli import sites, verb
from vestibule.cli.console import Console, reporting


@verb.command("audit")
@click.option("--heads", default=None, type=click.Path(path_type=Path))
@reporting
def command(console: Console, heads: Path | None) -> None:
    """Read the journal from its first entry to its last; say where it does not hold."""
    started = time.monotonic()
    found = sites.entry("audit")(heads)
    seconds = round(time.monotonic() - started, 1)
    said = console.words("audit.holds", n=found["entries"], head=found["head"])
    lines = [said, console.words("audit.heads", n=found["heads"])]
    console.result({"holds": True, **found}, "\n".join(lines))
    console.tell(console.words("audit.seconds", seconds=seconds))
