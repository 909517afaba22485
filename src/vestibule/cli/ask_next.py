"""`vestibule ask-next`: which statements to put to the next gathering."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting

if TYPE_CHECKING:
    from vestibule.api.asking import Asked

METHODS = ("hands", "standing", "cards", "pots", "individual")
"""How a gathering may be counted; covered pots and one by one are secret."""


@verb.command("ask-next")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--gathering", default=None, metavar="CODE")
@click.option("--person", default=None, metavar="PSEUDONYM")
@click.option("--shared", multiple=True, metavar="NAME=VALUE")
@click.option("--number", type=click.IntRange(min=1), default=8, show_default=True)
@click.option(
    "--method", type=click.Choice(METHODS), default="hands", show_default=True
)
@click.option("--size", type=click.IntRange(min=1), default=None)
@click.option("--seed", default=1, show_default=True)
@click.option("--record", "by", default=None, metavar="PSEUDONYM")
@click.option("--origin", default="office", show_default=True)
@reporting
def command(
    console: Console,
    dossier: Path,
    shared: tuple[str, ...],
    number: int,
    by: str | None,
    origin: str,
    **options: Any,
) -> None:
    """Print the statements to put next, and why; ``--record`` writes the showings."""
    from vestibule.api import asking

    with console.step(console.words("analysing")):
        asked = asking.ask(dossier, shared=said(shared), n=number, **options)
        if by is not None:
            asked = asking.record(
                asked, dossier, by=by, origin=origin, at=datetime.now(UTC)
            )
    console.result(asked.to_dict(console.lang), "\n".join(told(console, asked)))
    console.tell(console.words("ask_next.team"))


def said(shared: Sequence[str]) -> dict[str, str] | None:
    """Return what all who will come share; None where nothing is said."""
    parts = [one.partition("=") for one in shared]
    return {name: value for name, _, value in parts} or None


def told(console: Console, asked: Asked) -> Iterator[str]:
    """Give what cannot be said, then each statement and why it is put."""
    for code in asked.result.limits:
        yield console.words(f"ask_next.limits.{code}")
    lines = asked.lines(console.lang)
    if lines:
        yield console.words("ask_next.put", n=len(lines))
    for number, line in enumerate(lines, start=1):
        yield console.words("ask_next.statement", number=number, words=line["words"])
        yield console.words(
            f"ask_next.reasons.{line['reason']}",
            group=line["group"] or "",
            comparison=line["comparison"] or "",
        )
    if asked.recorded:
        yield console.words("ask_next.recorded", n=asked.recorded)
