"""`vestibule release`: publish an edition, signed by two."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import rich_click as click

from vestibule.cli import pack, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue


@verb.command("release")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--sign", required=True)
@click.option("--second", required=True)
@click.option("--out", default=None, type=click.Path(path_type=Path))
@click.option("--site", default=None, type=click.Path(path_type=Path))
@click.option("--key", default=None, type=click.Path(path_type=Path))
@click.option("--origin", default="office", show_default=True)
@click.option("--seed", default=1, show_default=True)
@reporting
def command(
    console: Console,
    dossier: Path,
    sign: str,
    second: str,
    out: Path | None,
    site: Path | None,
    key: Path | None,
    origin: str,
    seed: int,
) -> None:
    """Write an edition into the ledger of DOSSIER, if nothing hidden follows from it."""
    from vestibule.api import releases

    with console.step(console.words("writing", path=str(out or site or dossier))):
        written = releases.release(
            dossier,
            signed_by=sign,
            second=second,
            origin=origin,
            at=dt.datetime.now(dt.UTC),
            key=pack.chosen(key),
            out=out,
            pages=site,
            seed=seed,
        )
    words = Catalogue(console.lang)
    said = [words("pack.released", number=str(written.edition))]
    console.result(written.to_dict(), "\n".join([*said, *pack.lines(console, written)]))
    console.tell(words("pack.out_is_out"))
