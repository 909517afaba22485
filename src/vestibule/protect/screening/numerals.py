"""Where does a number stand, in digits or in words, and how much is it?"""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.protect.screening.lists import Lists
from vestibule.protect.screening.tokens import Token

MOST_DIGITS = 9
"""Longer rows of digits are no amount."""

WORTH = {
    "zero": 0, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4,
    "cinq": 5, "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8,
    "neuf": 9, "nine": 9, "dix": 10, "ten": 10, "onze": 11, "eleven": 11, "douze": 12,
    "twelve": 12, "treize": 13, "thirteen": 13, "quatorze": 14, "fourteen": 14,
    "quinze": 15, "fifteen": 15, "seize": 16, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "vingt": 20, "vingts": 20, "twenty": 20,
    "trente": 30, "thirty": 30, "quarante": 40, "forty": 40, "cinquante": 50,
    "fifty": 50, "soixante": 60, "sixty": 60, "septante": 70, "seventy": 70,
    "octante": 80, "huitante": 80, "eighty": 80, "nonante": 90, "ninety": 90,
    "un": 1, "une": 1, "one": 1,
}  # fmt: skip
"""What number words add."""

TIMES = {"cent": 100, "cents": 100, "hundred": 100, "mille": 1000, "thousand": 1000}
"""What multiplies them."""


def size(words: Sequence[Token], place: int, lists: Lists) -> int:
    """Return how many words of a number begin at a place.

    Parameters
    ----------
    words : sequence of Token
        The text.
    place : int
        The place.
    lists : Lists
        Words of its language: ``numbers`` and ``number_joins``.

    Returns
    -------
    int
        0: no number. *Un*, *one* and *et* are numbers only inside a longer one.
    """
    if not _goes_on(words, place, place, lists):
        return 0
    count = 1
    while place + count < len(words) and _goes_on(words, place, place + count, lists):
        count += 1
    while count and "number_joins" in lists.tags(words[place + count - 1].folded):
        count -= 1
    alone = count == 1 and WORTH.get(words[place].folded) == 1
    return 0 if alone else count


def _goes_on(words: Sequence[Token], first: int, at: int, lists: Lists) -> bool:
    one = words[at]
    if at > first and one.apart:
        return False
    tags = lists.tags(one.folded)
    joined = at > first and "number_joins" in tags
    return one.text.isdecimal() or "numbers" in tags or joined


def value(words: Sequence[Token], lists: Lists) -> int:
    """Return how much a number is; digits in groups of three are one number.

    Returns
    -------
    int
        -1 where its digits are no amount.
    """
    digits = [one.text for one in words if one.text.isdecimal()]
    if len(digits) == len(words):
        row = "".join(digits)
        return int(row) if len(row) <= MOST_DIGITS else -1
    return _spelt([one.folded for one in words])


def _spelt(words: Sequence[str]) -> int:
    total = part = 0
    for word in words:
        if word in TIMES:
            part = max(part, 1) * TIMES[word]
            total, part = (total + part, 0) if part >= 1000 else (total, part)
        elif word in ("vingt", "vingts") and part % 100 == 4:
            part += 76
        else:
            part += (
                int(word) if word.isdecimal() and len(word) < 6 else WORTH.get(word, 0)
            )
    return total + part
