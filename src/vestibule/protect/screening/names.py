"""Does a pseudonym hold a name that people bear?"""

from __future__ import annotations

import re

from vestibule.protect.screening import tokens
from vestibule.protect.screening.lists import Lists


def is_named(text: str, lists: Lists) -> bool:
    """Return whether a listed name stands in a pseudonym, in any spelling.

    Parameters
    ----------
    text : str
        A pseudonym: ``moussa-t``, ``fatou_k2``.
    lists : Lists
        Words of the process.

    Returns
    -------
    bool
        False says little: only names that the process lists are known here.
    """
    words = tokens.tokens(re.sub(r"[\W\d_]+", " ", text))
    return any(_is_name(words, place, lists) for place in range(len(words)))


def _is_name(words: tuple[tokens.Token, ...], place: int, lists: Lists) -> bool:
    _, tags = lists.at(words, place)
    return "names" in tags or ("names_capital" in tags and words[place].is_capital)
