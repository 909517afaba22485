"""`vestibule brief`: two pages for one audience."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import rich_click as click

from vestibule.cli import portrait, usage, verb
from vestibule.cli.console import Console, reporting


@verb.command("brief")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--for", "audience", required=True)
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--as-of", default=None, type=usage.Day())
@click.option("--seed", default=1, show_default=True)
@reporting
def command(
    console: Console,
    dossier: Path,
    audience: str,
    out: Path,
    as_of: dt.date | None,
    seed: int,
) -> None:
    """Write a brief of two pages for one audience, and a script to read aloud."""
    portrait.check_names(console, out, None)
    from vestibule.api import analysis, briefs
    from vestibule.dossier import packages
    from vestibule.inform import writing

    today = dt.datetime.now(dt.UTC).date()
    with console.step(console.words("writing", path=str(out))):
        found = analysis.analyse(packages.read(dossier), as_of=as_of, seed=seed)
        drawn = briefs.brief(
            found.dossier, audience=audience, lang=console.lang, today=today, seed=seed
        )
        paths = writing.write(drawn, out)
    written = [str(path) for path in paths]
    console.result(
        {
            "title": drawn.title,
            "audience": drawn.audience.name,
            "lang": drawn.lang,
            "files": written,
        },
        "\n".join(
            [drawn.title, console.words("written"), *(f"  {path}" for path in written)]
        ),
    )
