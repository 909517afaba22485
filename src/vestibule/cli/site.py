"""`vestibule site`: the public pages, as a folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vestibule.cli import pack, usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.sites import Built


@verb.command("site")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--key", default=None, type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@click.option("--seed", default=1, show_default=True)
@reporting
def command(
    console: Console,
    dossier: Path,
    out: Path,
    key: Path | None,
    as_of: dt.date | None,
    seed: int,
) -> None:
    """Write the public pages of the next edition, in every language, as a draft."""
    from vestibule.api import own_words, sites
    from vestibule.dossier import packages

    today = dt.datetime.now(dt.UTC).date()
    with console.step(console.words("writing", path=str(out))):
        built = sites.build(
            packages.read(dossier),
            out,
            today=today,
            key=pack.chosen(key),
            as_of=as_of,
            seed=seed,
            tongues=own_words.tongues(dossier),
        )
    console.result(built.to_dict(), "\n".join(lines(console, built)))
    console.tell(Catalogue(console.lang)("site.not_released"))


def lines(console: Console, built: Built) -> list[str]:
    """Return what was written of public pages, as sentences."""
    words = Catalogue(console.lang)
    return [
        words("site.built", n=built.pages, number=str(built.edition)),
        f"  {built.folder / 'index.html'}",
    ]
