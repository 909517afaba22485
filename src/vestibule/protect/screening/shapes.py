"""Which lower-case words does their own language not spell so?

A name typed without a capital, with nothing before it that says so, looks like any
word, except where it has a shape that words of the language have not: French ones
rarely hold a k or begin with nd, English ones rarely end in a, i or o. The few that
do are listed. It finds about a third of such names; the others look like words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vestibule.protect.screening.lists import Lists
from vestibule.protect.screening.tokens import Token

Span = tuple[int, int]
"""First word and the one after the last."""

LEAST_LETTERS = 4
"""Shorter words are left in peace: too many of them are exceptions."""

ENDINGS = ("", "s", "x", "e", "es", "ed", "ing")
"""What an exception may end with."""


def spans(words: Sequence[Token], lists: Lists) -> Iterator[Span]:
    """Yield the words that may be names for their shape.

    Parameters
    ----------
    words : sequence of Token
        The text.
    lists : Lists
        Words of its language and process.

    Yields
    ------
    tuple of int
        First word and the one after the last.
    """
    for place, one in enumerate(words):
        if one.text.islower() and is_odd(one.folded, lists):
            yield place, place + 1


def is_odd(word: str, lists: Lists) -> bool:
    """Return whether a language does not spell its words so.

    Parameters
    ----------
    word : str
        Folded.
    lists : Lists
        Words of the language.

    Returns
    -------
    bool
        False says little.
    """
    if len(word) < LEAST_LETTERS or not word.isalpha():
        return False
    shaped = (
        word.startswith(lists.odd_starts.singles)
        or word.endswith(lists.odd_ends.singles)
        or any(part in word for part in lists.odd_parts.singles)
    )
    return shaped and not _is_known(word, lists)


def _is_known(word: str, lists: Lists) -> bool:
    stems = (word.removesuffix(end) for end in ENDINGS if word.endswith(end))
    return any(
        stem in lists.odd_but or stem in lists.common or stem in lists.openers
        for stem in stems
    )
