"""`vestibule screen`: which words wait for reviewers, and what points at whom?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vestibule.cli import verb
from vestibule.cli.console import Console, reporting
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.screened import Screened
    from vestibule.protect.screening import Waiting

SHOWN = 20
"""Words that are printed; `--json` has them all."""

VERDICTS = ("harmless", "identifying")


@verb.command("screen")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("flags", nargs=-1)
@click.option("--as", "verdict", type=click.Choice(VERDICTS), default=None)
@click.option("--by", default=None)
@click.option("--origin", default="office", show_default=True)
@reporting
def command(
    console: Console,
    dossier: Path,
    flags: tuple[str, ...],
    verdict: str | None,
    by: str | None,
    origin: str,
) -> None:
    """List the words that wait; with FLAGS, say what one reviewer thinks of them."""
    if bool(flags) != bool(verdict and by):
        raise click.UsageError(Catalogue(console.lang)("screen.wrong"))
    if flags and verdict and by:
        _settle(console, dossier, flags, verdict, by, origin)
    else:
        _list(console, dossier)


def _settle(
    console: Console,
    dossier: Path,
    flags: tuple[str, ...],
    verdict: str,
    by: str,
    origin: str,
) -> None:
    from vestibule.api import screened

    done = screened.settle(
        dossier, flags, verdict=verdict, by=by, origin=origin, at=datetime.now(UTC)
    )
    words = Catalogue(console.lang)
    said = words(f"screen.settled.{verdict}", n=len(dict.fromkeys(flags)))
    console.result(done.to_dict(), said)


def _list(console: Console, dossier: Path) -> None:
    from vestibule.api import screened
    from vestibule.dossier import packages

    with console.step(Catalogue(console.lang)("screen.reading")):
        found = screened.screened(packages.read(dossier))
    console.result(found.to_dict(), "\n".join(told(console, found)))
    console.tell(Catalogue(console.lang)("screen.how", path=str(dossier)))


def told(console: Console, found: Screened) -> Iterator[str]:
    """Give the words that wait, those with a flag first, each flag with its reason."""
    words = Catalogue(console.lang)
    yield words("screen.title", n=len(found.waiting), flagged=found.flagged)
    first = sorted(found.waiting, key=lambda one: not one.open)
    for one in first[:SHOWN]:
        yield from _entry(words, one)
    rest = len(first) - SHOWN
    if rest > 0:
        yield words("screen.more", n=rest)
    yield words("screen.care")


def _entry(words: Catalogue, one: Waiting) -> Iterator[str]:
    yield words("screen.entry", words=one.words, n=one.reviewers)
    if one.identifying:
        yield words("screen.identifying")
    for flag, said in one.open:
        reason = words(f"screen.kinds.{flag.kind}")
        yield words(
            "screen.flag", mark=flag.mark, words=flag.words, reason=reason, n=said
        )
