"""`vestibule withdraw`: take a record back, for good."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from vestibule.cli import imports, verb
from vestibule.cli.console import Console, reporting

REASONS = ("asked", "mistake", "danger", "duplicate")


@verb.command("withdraw")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("table")
@click.argument("record")
@click.option("--by", required=True)
@click.option(
    "--reason", type=click.Choice(REASONS), default="asked", show_default=True
)
@click.option("--origin", default="office", show_default=True)
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
    from vestibule.api import files

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
    lines += [
        console.words(
            "arrived_table", table=imports.table_name(name, console.lang), n=n
        )
        for name, n in left.counts.items()
    ]
    console.result(left.to_dict(), "\n".join(lines))
    console.tell(console.words("next_editions"))
