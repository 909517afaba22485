"""`vestibule serve`: the site of this machine, until it is stopped."""

from __future__ import annotations

import rich_click as click

from vestibule.cli import sites, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("serve")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--no-worker", "alone", is_flag=True)
@reporting
def command(console: Console, port: int, host: str, alone: bool) -> None:
    """Serve the site: public pages, workshop, API; its long work is done beside it."""
    words = Catalogue(console.lang)

    def tell(address: str) -> None:
        console.tell(words("serving.public", address=address))
        console.tell(words("serving.workshop", address=f"{address}entrer/"))
        if sites.entry("nobody_enters")():
            console.tell(words("serving.nobody"))
        console.tell(words("serving.end"))

    console.tell(words("serving.begins"))
    sites.entry("serve")(host, port, worker=not alone, tell=tell)
