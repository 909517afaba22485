"""`vestibule pack`: what an edition would publish, portrait and tables together."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vestibule.cli import usage, verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.packs import Written


@verb.command("pack")
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
    """Write the data pack and the portrait of the next edition, cleared together."""
    from vestibule.api import packs
    from vestibule.dossier import packages

    today = dt.datetime.now(dt.UTC).date()
    with console.step(console.words("writing", path=str(out))):
        made = packs.packed(
            packages.read(dossier),
            today=today,
            key=chosen(key),
            as_of=as_of,
            seed=seed,
        )
        written = packs.write(made, out)
    console.result(written.to_dict(), "\n".join(lines(console, written)))
    console.tell(Catalogue(console.lang)("pack.not_released"))


def chosen(path: Path | None) -> bytes:
    """Return the key of an edition: from a file, else drawn and thrown away."""
    from vestibule.api import packs
    from vestibule.protect.editions.ids import KEY_BYTES

    return secrets.token_bytes(KEY_BYTES) if path is None else packs.key_of(path)


def lines(console: Console, written: Written) -> list[str]:
    """Return what was written of an edition, as sentences."""
    words = Catalogue(console.lang)
    said = [
        words(
            "pack.numbers",
            number=str(written.edition),
            shown=written.shown,
            withheld=written.withheld,
        ),
        *([words("pack.kept", n=written.kept)] if written.kept else []),
        *(words(f"pack.cleared.{one}") for one in written.cleared),
    ]
    if written.files:
        said += [console.words("written"), *(f"  {path}" for path in written.files)]
    return said
