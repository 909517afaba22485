"""`vestibule portrait`: the self-portrait, as one page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import rich_click as click

from vestibule.cli import analyse, usage, verb
from vestibule.cli.console import Console, reporting

PAGES = (".html", ".htm")
"""What the name of a page ends with."""


@verb.command("portrait")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--tables", default=None, type=click.Path(path_type=Path))
@click.option("--annex", default=None, type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@click.option("--seed", default=1, show_default=True)
@click.option("--positions", is_flag=True)
@reporting
def command(
    console: Console,
    dossier: Path,
    out: Path,
    tables: Path | None,
    annex: Path | None,
    as_of: dt.date | None,
    seed: int,
    positions: bool,
) -> None:
    """Write the portrait of those who were heard, and a script to read aloud beside it."""
    check_names(console, out, annex)
    from vestibule.api import analysis, portraits
    from vestibule.dossier import packages
    from vestibule.inform import writing

    today = dt.datetime.now(dt.UTC).date()
    with console.step(console.words("writing", path=str(out))):
        found = analysis.analyse(
            packages.read(dossier), as_of=as_of, seed=seed, place=positions or None
        )
        drawn = portraits.draw(found.dossier, lang=console.lang, today=today, seed=seed)
        paths = list(writing.write(drawn, out))
        if tables is not None:
            paths += portraits.write_tables(drawn, tables)
        if annex is not None:
            paths.append(portraits.write_annex(found, annex, lang=console.speaks))
    written = [str(path) for path in paths]
    console.result(
        {"title": drawn.title, "lang": drawn.lang, "files": written},
        "\n".join(
            [drawn.title, console.words("written"), *(f"  {p}" for p in written)]
        ),
    )
    for line in analyse.day(console, found):
        console.tell(line)
    if annex is not None:
        console.tell(console.words("annex_secret", path=str(annex)))


def check_names(console: Console, out: Path, annex: Path | None) -> None:
    """Refuse names under which a page would replace something else.

    Raises
    ------
    BadParameter
        If a name is not that of a page, or the team's annex would take the place of
        the public portrait.
    """
    for name, path in (("--out", out), ("--annex", annex)):
        if path is not None and (path.suffix.lower() not in PAGES or path.is_dir()):
            raise usage.Misnamed(
                console.words("usage.page", path=str(path)), param_hint=name
            )
    if annex is not None and annex.resolve() == out.resolve():
        raise usage.Misnamed(console.words("usage.annex"), param_hint="--annex")
