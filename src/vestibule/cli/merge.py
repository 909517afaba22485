"""`vestibule merge`: several dossiers into one, in any order."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from vestibule.api import files
from vestibule.cli.console import Console, reporting


@click.command("merge")
@click.argument("dossiers", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path),
    help="Dossier to write; its records take part if it exists.",
)
@reporting
def command(console: Console, dossiers: tuple[Path, ...], into: Path) -> None:
    """Merge DOSSIERS: set union, then withdrawals; any order gives the same bytes."""
    merged = files.merge(dossiers, into=into)
    lines = [
        console.words("merged", records=merged.records, path=str(into)),
        console.words("hash", sha256=merged.sha256),
        *(
            console.words("gap", origin=gap["origin"], missing=gap["missing"])
            for gap in merged.gaps
        ),
        *(
            console.words("conflict", table=row["table"], ids=row["ids"])
            for row in merged.conflicts
        ),
    ]
    console.result(merged.to_dict(), "\n".join(lines))
