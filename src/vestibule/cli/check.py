"""`vestibule check`: every problem, as file, line, column, what to do."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting


@verb.command("check")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dossier", default=None, type=click.Path(path_type=Path))
@reporting
def command(console: Console, path: Path, dossier: Path | None) -> None:
    """Name every problem of a dossier, a workbook or a folder; change nothing."""
    from vestibule.api import files

    problems = files.check(path, dossier=dossier, today=datetime.now(UTC).date())
    from vestibule.api import complaints

    rows = [complaints.row(problem) for problem in problems]
    lines = complaints.of_problems(problems, console.lang)
    lines.append(console.words("checked", n=len(problems), path=str(path)))
    console.result({"path": str(path), "problems": rows}, "\n".join(lines))
    if problems:
        sys.exit(3)
