"""`vestibule decide`: say of a sentence whether it is sensitive."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting

VERDICTS = ("ordinary", "sensitive", "out")


@verb.command("decide")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("statements", nargs=-1, required=True)
@click.option("--as", "verdict", type=click.Choice(VERDICTS), required=True)
@click.option("--by", required=True)
@click.option("--origin", default="office", show_default=True)
@reporting
def command(
    console: Console,
    dossier: Path,
    statements: tuple[str, ...],
    verdict: str,
    by: str,
    origin: str,
) -> None:
    """Say whether STATEMENTS (keys) are ordinary, sensitive, or stay out."""
    from vestibule.api import deciding

    done = deciding.decide(
        dossier,
        statements,
        verdict=verdict,
        by=by,
        origin=origin,
        at=datetime.now(UTC),
    )
    n = done.counts["statements"]
    console.result(done.to_dict(), console.words(f"decided.{verdict}", n=n))
    console.tell(console.words("next_editions"))
