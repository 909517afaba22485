"""What are the words of a text, and where does each stand?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vestibule.dossier import folding

WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
"""Letters, digits and their marks; an apostrophe or a hyphen parts two words."""

ENDS = frozenset('.!?…;:«“"([]—–\n')
"""Between two words: a sentence begins after."""

APART = frozenset(',;:()«»“”"/—–')
"""Between two words: they belong to different parts of the sentence."""

TIES = frozenset("'’-‑")
"""Right before a word: it is tied to the one before."""


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
    apart : bool
        Whether a comma or the like stands before it.
    tied : bool
        Whether an apostrophe or a hyphen ties it to the word before.
    """

    text: str
    folded: str
    start: int
    end: int
    opens: bool
    apart: bool
    tied: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Return a word without accents and case."""
    return folding.fold(word)


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
    found: list[Token] = []
    last = 0
    for match in WORD.finditer(text):
        gap = text[last : match.start()]
        opens = not found or not ENDS.isdisjoint(gap)
        found.append(
            Token(
                text=match[0],
                folded=folded(match[0]),
                start=match.start(),
                end=match.end(),
                opens=opens,
                apart=opens or not APART.isdisjoint(gap),
                tied=len(gap) == 1 and gap in TIES,
            )
        )
        last = match.end()
    return tuple(found)
