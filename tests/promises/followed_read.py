"""What a stranger reads of trust and of promises: lines of data, counts of the board."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.promises.page import plain, whole
from tests.promises.reading import HIDDEN, NOBODY, Reading, Shown

from vestibule.words import Catalogue

if TYPE_CHECKING:
    from tests.promises.figures_read import At, Line

STATES = (
    "not_begun", "begun", "partly", "done", "undone", "cannot_say", "divided", "nothing",
)  # fmt: skip
VERDICTS = ("rising", "falling", "no-clear-change", "cannot-say")
STANDINGS = (
    "contested", "kept", "claimed", "under_way", "not_begun", "undone", "unseen",
)  # fmt: skip


def trust(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    """Note one wave of a barometer."""
    declared = at.truth.dossier.process.barometers
    one = next(b for b in declared if plain(said.chosen(b.names)[0]) == line.name)
    waves = {plain(said("followed.trust.wave", number=n)): n for n in range(1, 60)}
    wave = waves[plain(line.row[1])]
    told = line.cells[said("followed.trust.columns.yes")]
    not_asked = plain(said("figures.not_asked"))
    if told is None and not_asked in {plain(text) for text in line.row}:
        told = NOBODY
    found.put(("trust", one.key, str(wave)), told)
    share = line.header.index(said("followed.trust.columns.share"))
    ends = [whole(text) for text in line.row[share : share + 3]]
    if isinstance(told, Shown) and None not in ends:
        found.bands[one.key, wave] = tuple(n or 0 for n in ends)
    verdict = plain(line.row[-1])
    found.verdicts[one.key] = _one(said, "followed.trust.verdicts", VERDICTS, verdict)


def board(found: Reading, said: Catalogue, line: Line, at: At) -> None:
    """Note one promise, and the counts beside it."""
    told = {}
    for side in ("official", "community", "observer"):
        text = line.row[line.header.index(said(f"followed.board.columns.{side}"))]
        state = _one(said, "followed.states", STATES, plain(text))
        told[side] = None if state == "nothing" else state
    text = line.row[line.header.index(said("followed.board.columns.standing"))]
    standing = _one(said, "followed.standings", STANDINGS, plain(text))
    owner = plain(line.row[1])
    found.promises[line.name, owner] = (told, standing)
    found.board = counts(at.figure, said) if at.figure else {}


def counts(figure: object, said: Catalogue) -> dict[str, int]:
    """Return the numbers that the board prints beside each word."""
    found: Counter[str] = Counter()
    for item in figure.all("li"):  # type: ignore[attr-defined]
        number, label = item.first("b"), item.first("span")
        if number is not None and label is not None:
            found[label.text] = whole(number.text) or 0
    return {
        one: found[plain(said(f"followed.standings.{one}"))]
        for one in STANDINGS
        if plain(said(f"followed.standings.{one}")) in found
    }


def _one(said: Catalogue, key: str, names: tuple[str, ...], text: str) -> str:
    return next(name for name in names if plain(said(f"{key}.{name}")) == text)


__all__ = ["HIDDEN", "board", "counts", "trust"]
