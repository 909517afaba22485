"""`vestibule export`: what another program reads, for the team."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rich_click as click

from vestibule.cli import sites, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@click.group("export", cls=verb.Group)
def command() -> None:
    """Write what another program reads."""


@command.command("qda", cls=verb.Verb)
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--collecting-partner", "collecting", is_flag=True)
@reporting
def qda(console: Console, **options: Any) -> None:
    """Write codes and coded excerpts (.qdpx), or the codebook (.qdc), of a DOSSIER."""
    from vestibule.api import coded

    written = coded.export_qda(
        options["dossier"],
        out=options["out"],
        today=datetime.now(UTC).date(),
        lang=console.lang,
        collecting=options["collecting"],
    )
    words = Catalogue(console.lang)
    whole = written.excerpts > 0 or written.path.suffix.lower() == ".qdpx"
    lines = [
        words(
            "refi.written" if whole else "refi.written_codes",
            path=str(written.path),
            n=written.codes,
            excerpts=written.excerpts,
            codings=written.codings,
            coders=written.coders,
        ),
        *(words(f"refi.stayed.{why}", n=n) for why, n in written.left.items()),
    ]
    console.result(written.to_dict(), "\n".join(lines))
    if whole:
        console.tell(words("refi.warning"))


@command.command("dossier", cls=verb.Verb)
@click.option("--out", required=True, type=click.Path(path_type=Path))
@reporting
def dossier(console: Console, out: Path) -> None:
    """Write the dossier that the site of this machine holds as a folder."""
    words = Catalogue(console.lang)
    with console.step(words("serving.exporting", path=str(out))):
        written = sites.entry("export")(out)
    n = sum(written["tables"].values())
    lines = [
        words("serving.exported", n=n, path=written["path"]),
        console.words("hash", sha256=written["sha256"]),
    ]
    console.result(dict(written), "\n".join(lines))
    console.tell(words("serving.whole"))
