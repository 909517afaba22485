"""What are the words of a text, and where does each stand?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from vestibule.dossier import folding

WORD = re.compile(r"[^\W_]+")
"""Letters and digits; an apostrophe or a hyphen parts two words."""

BEFORE_A_SENTENCE = re.compile(r"(?:^|[.!?…;:«“\"(\[\]—–\n])[\s«“\"'’(\[—–-]*$")
"""What a sentence begins after."""

Phrase = tuple[str, ...]
"""Folded words in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of a text.

    Parameters
    ----------
    text, folded : str
        As written; without accents and case.
    start, end : int
        Where it stands in the text.
    opens : bool
        Whether a sentence begins with it.
    tied : bool
        Whether an apostrophe or a hyphen ties it to the word before.
    """

    text: str
    folded: str
    start: int
    end: int
    opens: bool
    tied: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def is_all_capitals(self) -> bool:
        """Whether it is written in capitals, with two letters or more."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.text.isdigit()


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text, in order.

    Parameters
    ----------
    text : str
        Any text, in any script.

    Returns
    -------
    tuple of Token
        None where there is no letter and no digit.

    Examples
    --------
    >>> [one.folded for one in tokens("L'éleveur N'Tji")]
    ['l', 'eleveur', 'n', 'tji']
    """
    return tuple(
        Token(
            text=found[0],
            folded=folding.fold(found[0]),
            start=found.start(),
            end=found.end(),
            opens=BEFORE_A_SENTENCE.search(text[: found.start()]) is not None,
            tied=text[max(found.start() - 1, 0) : found.start()] in {"'", "’", "-"},
        )
        for found in WORD.finditer(text)
    )


class Phrases:
    """Phrases to look for, the longest first.

    Parameters
    ----------
    phrases : iterable of str
        As people write them.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.by_first: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            row = folding.words(phrase)
            if row:
                self.by_first.setdefault(row[0], []).append(row)
        for rows in self.by_first.values():
            rows.sort(key=len, reverse=True)

    @cached_property
    def singles(self) -> tuple[str, ...]:
        """Those of one word, folded."""
        return tuple(
            row[0] for rows in self.by_first.values() for row in rows if len(row) == 1
        )

    def at(self, words: Sequence[Token], place: int) -> int:
        """Return how many words of the longest phrase begin at a place; 0: none."""
        if not 0 <= place < len(words):
            return 0
        for row in self.by_first.get(words[place].folded, ()):
            there = words[place : place + len(row)]
            if tuple(one.folded for one in there) == row:
                return len(row)
        return 0

    def before(self, words: Sequence[Token], place: int, *, most: int = 4) -> bool:
        """Return whether a phrase of at most `most` words ends just before a place."""
        return any(self.at(words, place - size) == size for size in range(1, most + 1))

    def __contains__(self, word: str) -> bool:
        return (word,) in self.by_first.get(word, ())
