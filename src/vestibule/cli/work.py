"""`vestibule work`: the long work of a site that is served by others."""

from __future__ import annotations

from vestibule.cli import sites, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("work")
@reporting
def command(console: Console) -> None:
    """Do imports, analyses and editions until it is stopped."""
    console.tell(Catalogue(console.lang)("serving.works"))
    sites.entry("work")()
