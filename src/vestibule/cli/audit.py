"""`vestibule audit`: is the journal of the site whole?"""

from __future__ import annotations

import importlib
import time
from pathlib import Path
from typing import Any

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting
from vestibule.errors import MissingTool

SITE = "vestibule.web.audited"
"""The site is another face: it is there where its extra is installed."""


@verb.command("audit")
@click.option("--heads", default=None, type=click.Path(path_type=Path))
@reporting
def command(console: Console, heads: Path | None) -> None:
    """Read the journal from its first entry to its last; say where it does not hold."""
    started = time.monotonic()
    found = _site().audited(heads)
    seconds = round(time.monotonic() - started, 1)
    said = console.words("audit.holds", n=found["entries"], head=found["head"])
    lines = [said, console.words("audit.heads", n=found["heads"])]
    console.result({"holds": True, **found}, "\n".join(lines))
    console.tell(console.words("audit.seconds", seconds=seconds))


def _site() -> Any:
    try:
        return importlib.import_module(SITE)
    except ModuleNotFoundError as absent:
        if (absent.name or "").startswith("vestibule"):
            raise
        raise MissingTool(
            "The site needs packages that are not installed: install vestibule[site].",
            reason="no-site-extra",
            tool=absent.name,
        ) from absent
