"""What is a flag: a reason for which two people must look at some words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "name",
    "place",
    "age",
    "date",
    "number",
    "rank",
    "office",
    "kin",
    "unique",
    "unread",
]
"""Why words may point at someone: see `REASONS`."""

REASONS: dict[Kind, str] = {
    "name": "It may be the name of a person, or of a place that is not declared.",
    "place": "A place finer than may stand beside these words.",
    "age": "An exact age.",
    "date": "A day, or a month of a year: with a place it tells which event it was.",
    "number": "A telephone, a plate, a paper, an address or another long number.",
    "rank": "A rank or a body of troops.",
    "office": "An office that one person holds.",
    "kin": "Kinship with someone who holds an office.",
    "unique": "One of a kind: something that is told of few.",
    "unread": "A language or a script that these lists do not know.",
}
"""What each flag says to a reviewer, in plain English."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Flag:
    """Words that may point at someone.

    Parameters
    ----------
    start, end : int
        Where they stand in the text.
    kind : Kind
        Why.
    words : str
        The words themselves; secret.
    mark : str
        16 hexadecimal digits of the whole text, the kind and the place: what a
        reviewer's verdict is about. Any change to the text makes it another.
    """

    start: int
    end: int
    kind: Kind
    words: str
    mark: str


def flag(text: str, kind: Kind, start: int, end: int) -> Flag:
    """Return a flag on a piece of a text."""
    about = f"{kind}\n{start}\n{end}\n{text}".encode()
    return Flag(
        start=start,
        end=end,
        kind=kind,
        words=text[start:end],
        mark=hashlib.sha256(about).hexdigest()[:16],
    )
