"""When are two spellings the same name?"""

from __future__ import annotations

import unicodedata

LETTERS = str.maketrans(
    {
        "ɛ": "e", "ə": "e", "ǝ": "e", "ɔ": "o", "ø": "o", "ɩ": "i", "ı": "i",
        "ʋ": "v", "ŋ": "n", "ɲ": "ny", "ɓ": "b", "ɗ": "d", "ɖ": "d", "đ": "d",
        "ð": "d", "ƙ": "k", "ƴ": "y", "ɣ": "gh", "ħ": "h", "ł": "l", "œ": "oe",
        "æ": "ae", "þ": "th", "ŧ": "t", "ƈ": "c", "ƭ": "t", "ƥ": "p", "ɠ": "g",
    }
)  # fmt: skip
"""Letters that no decomposition turns into plain ones, as they are usually typed."""


def fold(text: str) -> str:
    """Return `text` without accents, apostrophes, case, hyphens and spaces.

    Parameters
    ----------
    text : str
        A name as someone typed it.

    Returns
    -------
    str
        Letters and digits only; empty where there are none. Folding twice
        changes nothing.

    Examples
    --------
    >>> fold("N'Déla"), fold("Trois-Rivières"), fold("Kɛlu")
    ('ndela', 'troisrivieres', 'kelu')
    """
    return "".join(words(text))


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`, cut at whatever is no letter or digit.

    Returns
    -------
    tuple[str, ...]
        The folded words of `text`, cut at whatever is no letter or digit.

    Examples
    --------
    >>> words("L'éleveuse, déplacée")
    ('l', 'eleveuse', 'deplacee')
    """
    plain = _plain(text)
    cut = "".join(letter if letter.isalnum() else " " for letter in plain)
    return tuple(cut.split())


def _plain(text: str) -> str:
    """Return lower-case letters without marks; other signs stand."""
    before = ""
    while text != before:  # a few letters need a second round to settle
        before = text
        apart = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return text
