"""`vestibule withdraw`: take a record back, for good."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from vestibule.api import files
from vestibule.cli.console import Console, reporting


@click.command("withdraw")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("table")
@click.argument("record")
@click.option("--by", required=True, help="Your pseudonym.")
@click.option(
    "--reason",
    type=click.Choice(["asked", "mistake", "danger", "duplicate"]),
    default="asked",
)
@click.option("--origin", default="office", help="Device or site where this is done.")
@reporting
def command(
    console: Console,
    dossier: Path,
    table: str,
    record: str,
    by: str,
    reason: str,
    origin: str,
) -> None:
    """Withdraw RECORD of TABLE: all its versions leave, and all that hangs on them."""
    left = files.withdraw(
        dossier,
        table=table,
        record=record,
        by=by,
        reason=reason,
        origin=origin,
        at=datetime.now(UTC),
    )
    lines = [console.words("withdrawn", n=sum(left.counts.values()))]
    lines += [f"  {name}: {n}" for name, n in left.counts.items()]
    console.result(left.to_dict(), "\n".join(lines))
