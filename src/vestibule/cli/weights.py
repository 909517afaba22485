"""What `vestibule analyse` says of a population: shares by a declared design, or why none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vestibule.cli.console import Console
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.analysis import Analysis
    from vestibule.understand.weights import Shares

SHOWN = 12
"""Statements that are printed; `--json` has them all."""


def lines(console: Console, found: Analysis) -> Iterator[str]:
    """Give one line of refusal, or a line for each statement."""
    from vestibule.inform import weighing
    from vestibule.understand.weights import NoShares

    if found.dossier.table("votes").is_empty() and found.ground.statements.is_empty():
        return
    words, told = Catalogue(console.lang), found.weights
    if isinstance(told, NoShares):
        yield weighing.refusal(words, told, place_names(found, console.lang))
    else:
        yield from _shares(console, found, told)


def place_names(found: Analysis, lang: str) -> dict[str, str]:
    """Return what to call each place, by its key."""
    from vestibule.dossier.gazetteer import Gazetteer

    gazetteer = Gazetteer.of(found.settled)
    return {key: gazetteer.name(id_, lang) for key, id_ in gazetteer.keys.items()}


def _shares(console: Console, found: Analysis, told: Shares) -> Iterator[str]:
    from vestibule.api import naming
    from vestibule.inform import weighing

    words = Catalogue(console.lang)
    names = naming.spoken(found.settled, "statements", "words", console.lang)
    declared = found.dossier.process.sampling
    yield weighing.title(words, told, declared.population if declared else {})
    rows = told.shares.filter(told.shares["comparison"].is_null())
    for row in rows.head(SHOWN).iter_rows(named=True):
        yield weighing.line(words, names[row["statement"]], row)
    rest = rows.height - SHOWN
    if rest > 0:
        yield words("weights.more", n=rest)
    elif rows.height < told.shares.height:
        yield words("weights.groups")
    yield from (f"  {one}" for one in weighing.limits(words, told))
