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
    "event",
    "thing",
    "body",
    "unread",
]
"""Why words may point at someone: see `REASONS`."""

REASONS: dict[Kind, str] = {
    "name": "It may be the name of a person, or of a place that is not declared.",
    "place": "A place finer than may stand beside these words, or where it lies.",
    "age": "An exact age.",
    "date": "A day, or a month of a year: with a place it tells which event it was.",
    "number": "A telephone, a plate, a paper, an address, or an exact count.",
    "rank": "A rank or a body of troops.",
    "office": "An office or a trade that one person has there.",
    "kin": "Kinship with someone who can be told, or that few have.",
    "unique": "One of a kind: something that is told of few.",
    "event": "Something rare that happened: whoever was there knows to whom.",
    "thing": "Something that one owner has: a vehicle of this colour or make.",
    "body": "An association, a firm or a service that few belong to.",
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
