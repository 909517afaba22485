"""`vestibule merge`: several dossiers into one, in any order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting


@verb.command("merge")
@click.argument("dossiers", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", required=True, type=click.Path(path_type=Path))
@reporting
def command(console: Console, dossiers: tuple[Path, ...], into: Path) -> None:
    """Merge DOSSIERS: set union, then withdrawals; any order gives the same bytes."""
    from vestibule.api import files

    with console.step(console.words("merging")):
        merged = files.merge(dossiers, into=into)
    lines = [
        console.words("merged", records=merged.records, path=str(into)),
        *(gap_sentence(console, gap) for gap in merged.gaps),
        *(conflict_sentence(console, row) for row in merged.conflicts),
        console.words("hash", sha256=merged.sha256),
    ]
    console.result(merged.to_dict(), "\n".join(lines))


def gap_sentence(console: Console, gap: dict[str, Any]) -> str:
    """Return which numbers of one origin never arrived, or were used twice."""
    said = []
    if gap["missing"]:
        runs = [f"{a}" if a == b else f"{a}–{b}" for a, b in gap["missing"]]
        n = sum(last - first + 1 for first, last in gap["missing"])
        said.append(console.words("gap", origin=gap["origin"], n=n, runs=runs))
    if gap["doubled"]:
        numbers = [str(number) for number in gap["doubled"]]
        said.append(console.words("doubled", origin=gap["origin"], numbers=numbers))
    return "\n".join(said)


def conflict_sentence(console: Console, row: dict[str, Any]) -> str:
    """Return which record was corrected twice, with the versions that stand."""
    known = {"table": row["table"], "root": row["root"]}
    if not row["ids"]:
        return console.words("circle", **known)
    return console.words("conflict", n=len(row["ids"]), ids=row["ids"], **known)
