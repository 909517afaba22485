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

ALIKE = str.maketrans(
    {
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه",
        "ک": "ك", "ڢ": "ف", "ڧ": "ق",
    }
)  # fmt: skip
"""Arabic letters that one hand writes for another: alef maksura for ya, ta marbuta for
ha, the fa and qaf of the Maghreb. Hamza above or below a letter is a mark."""

LENGTHENERS = dict.fromkeys(map(ord, "\u0621\u0640\u07fa\u07f4\u07f5\U0001e94b"))
"""Written for length, tone or a catch of breath: lone hamza and tatweel in Arabic, the
like in N'Ko and Adlam."""

UNSEEN = dict.fromkeys(
    (0xAD, 0x61C, *range(0x200C, 0x2010), *range(0x202A, 0x202F), 0x2060,
     *range(0x2066, 0x206A), 0xFEFF)
)  # fmt: skip
"""Signs without a width that may stand inside a word."""

DIGITS = {
    zero + digit: str(digit)
    for zero in (0x0660, 0x06F0, 0x07C0, 0x1E950)
    for digit in range(10)
}
"""Digits of Arabic (east and further east), N'Ko and Adlam."""

SIGNS = {**LETTERS, **ALIKE, **DIGITS, **LENGTHENERS, **UNSEEN}
"""What one sign becomes; None is nothing."""


def fold(text: str) -> str:
    """Return `text` without accents, apostrophes, case, hyphens and spaces.

    Vowel signs and tone marks go too, in Arabic, N'Ko and Adlam as in Latin letters;
    their digits are 0 to 9.

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
    >>> fold("مُوسَى") == fold("موسي"), fold("٢٠٣١")
    (True, '2031')
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
    if text.isascii():  # no marks, and no sign of the tables above
        return text.lower()
    before = ""
    while text != before:  # a few letters need a second round to settle
        before = text
        apart = unicodedata.normalize("NFKD", text.casefold()).translate(SIGNS)
        text = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return text
