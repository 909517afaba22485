"""`vestibule load`: a dossier folder goes into the site of this machine."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from vestibule.cli import imports, sites, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("load")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--partner", default=None)
@reporting
def command(console: Console, dossier: Path, partner: str | None) -> None:
    """Store DOSSIER with the files it names: set union, then withdrawals."""
    words = Catalogue(console.lang)
    with console.step(words("serving.loading", path=str(dossier))):
        found = sites.entry("load")(dossier, partner)
    added = found["added"]
    lines = [words("serving.loaded", n=sum(added.values()), process=found["process"])]
    lines += [
        console.words(
            "arrived_table", table=imports.table_name(name, console.lang), n=n
        )
        for name, n in added.items()
    ]
    if found["left"]:
        lines.append(words("serving.left", n=sum(found["left"].values())))
    if found["partner"]:
        lines.append(words("serving.owned", partner=found["partner"]))
    elif found["unowned"]:
        lines.append(words("serving.unowned", n=len(found["unowned"])))
    lines.append(console.words("hash", sha256=found["sha256"]))
    console.result(dict(found), "\n".join(lines))
    console.tell(words("serving.next"))
