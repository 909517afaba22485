"""`vestibule portrait`: the self-portrait, as one page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import rich_click as click

from vestibule.api import analysis, portraits
from vestibule.cli.console import Console, reporting
from vestibule.dossier import cuts, packages
from vestibule.inform import writing


@click.command("portrait")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Page to write."
)
@click.option(
    "--tables",
    default=None,
    type=click.Path(path_type=Path),
    help="Folder for the data of each figure.",
)
@click.option(
    "--annex",
    default=None,
    type=click.Path(path_type=Path),
    help="The team's evidence: never publish it.",
)
@click.option(
    "--as-of",
    default=None,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Of that day, as known now.",
)
@click.option("--seed", default=analysis.SEED, help="Of what is drawn again.")
@reporting
def command(
    console: Console,
    dossier: Path,
    out: Path,
    tables: Path | None,
    annex: Path | None,
    as_of: dt.datetime | None,
    seed: int,
) -> None:
    """Write the portrait of those who were heard, and a script to read aloud beside it."""
    whole = packages.read(dossier)
    if as_of is not None:
        whole = cuts.as_of(whole, as_of.date())
    with console.step(console.words("writing", path=str(out))):
        drawn = portraits.draw(
            whole, lang=console.lang, today=dt.datetime.now(dt.UTC).date(), seed=seed
        )
        paths = list(writing.write(drawn, out))
        if tables is not None:
            paths += portraits.write_tables(drawn, tables)
        if annex is not None:
            found = analysis.analyse(whole, seed=seed)
            paths.append(portraits.write_annex(found, annex, lang=console.lang))
    written = [str(path) for path in paths]
    console.result(
        {"title": drawn.title, "lang": drawn.lang, "files": written},
        "\n".join(
            [drawn.title, console.words("written"), *(f"  {p}" for p in written)]
        ),
    )
