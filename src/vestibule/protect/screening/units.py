"""What is each word of a text, as far as lists and shapes say?

A text becomes a row of *units*: a word, a listed phrase (*chef de village*), a number
(*soixante et onze*), a comma or the end of a sentence. Each unit bears tags: those of
the lists that hold it, and those of its shape, below. The rules speak of tags only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vestibule.protect.screening import numerals
from vestibule.protect.screening.lists import Lists
from vestibule.protect.screening.tokens import Token

COMMA, STOP = ",", "."
"""The tags of what stands between two parts of a sentence, and between sentences."""

SHAPES = {
    "opens": "a sentence begins with it",
    "capital": "it begins with a capital",
    "capitals": "two letters and more, all capitals",
    "letter": "a single capital: an initial, a block",
    "unknown": "letters that make no word of the language",
    "foreign": "letters of another script",
    "plural": "it ends like a plural",
    "role": "it ends like a trade or a calling: -eur, -ière, -ist",
    "verbal": "it ends like a verb or an adjective",
    "built": "it ends as words are built: -tion, -ment, -ness",
    "done": "it ends like a participle of the past",
    "tied": "an apostrophe or a hyphen ties it to the word before",
    "digit": "a digit is in it",
    "seldom": "a word of the language that is not of every day",
    "long": "a phrase of three words and more",
    "sign": "a single letter",
    "short": "three letters or fewer",
    "spelt": "six numbers in a row and more",
    "number": "a number, in digits or in words",
    "day": "a number from 1 to 31",
    "year": "a number from 1800 to 2099",
    "exact": "a number above 3 that nobody rounds to: 37, 412",
    "few": "a number below 4",
    "ordinal": "a number with its ending: 33e, 12th",
}
"""What a shape's tag says."""

ORDINAL = re.compile(r"\d{1,3}(?:e|er|ere|eme|ième|re|st|nd|rd|th)", re.IGNORECASE)
ROLE = re.compile(r".{3,}(?:(?<!l)eur|euse|trice|ier|iere|iste|logue|ienne|ien|ist)$")
"""Trades and callings, in both languages."""

ENGLISH_ROLE = re.compile(r".{2,}(?:er|or|ian|smith|man|woman|monger|wright|herd)$")
"""In French words that end so are verbs, or things."""

VERBAL = re.compile(
    r".*(?:ée?|er|ent|ait|ons|ez|iques?|ment|ing|ed|ly|ous|ive|able|ible|ful)s?$"
)
BUILT = re.compile(
    r".{3,}(?:aient|erai[st]?|irai[st]?|er[oi]ons|eront|iront|issent|ement|ations?|ites?"
    r"|ness|ingly|ments?|tions?|ously)$"
)
"""Endings that words are built with and names seldom bear."""
DONE = re.compile(r".{2,}(?:és?|ées?|ed)$")
SPELT = 6
"""So many numbers in words in a row are a telephone."""

LATIN = ("LATIN", "MODIFIER", "COMBINING", "MASCULINE", "FEMININE", "DEGREE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One word, phrase or number of a text, or what parts two of them.

    Parameters
    ----------
    start, end : int
        Where it stands in the text.
    tags : frozenset of str
        What it is: names of lists and of `SHAPES`.
    text : str
        Its first word in lower case, with accents: rules may ask for it.
    """

    start: int
    end: int
    tags: frozenset[str]
    text: str


def units(words: Sequence[Token], lists: Lists) -> tuple[Unit, ...]:
    """Return the units of a text.

    Parameters
    ----------
    words : sequence of Token
        The text.
    lists : Lists
        Words of its language and process.

    Returns
    -------
    tuple of Unit
        In order.
    """
    return tuple(_units(words, lists))


def _units(words: Sequence[Token], lists: Lists) -> Iterator[Unit]:
    place = 0
    while place < len(words):
        one = words[place]
        if place and one.opens:
            yield _parting(one, STOP)
        elif place and one.apart:
            yield _parting(one, COMMA)
        size, tags = lists.at(words, place)
        counted = numerals.size(words, place, lists)
        if counted and counted >= size:
            size, tags = counted, tags if size == counted else frozenset()
            tags |= _counted(words[place : place + counted], lists)
            tags |= {"spelt"} if counted >= SPELT else frozenset()
        size = size or 1
        yield Unit(
            start=one.start,
            end=words[place + size - 1].end,
            tags=tags | _shape(words, place, size, lists),
            text=one.text.casefold(),
        )
        place += size
    if words:
        yield Unit(
            start=words[-1].end, end=words[-1].end, tags=frozenset(STOP), text=STOP
        )


def _parting(one: Token, tag: str) -> Unit:
    return Unit(start=one.start, end=one.start, tags=frozenset({tag}), text=tag)


def _counted(words: Sequence[Token], lists: Lists) -> frozenset[str]:
    return _of_value(numerals.value(words, lists))


@lru_cache(maxsize=4096)
def _of_value(value: int) -> frozenset[str]:
    said = {
        "day": 1 <= value <= 31,
        "year": 1800 <= value <= 2099,
        "exact": value > 3 and value % 5 != 0 and not 1900 <= value <= 2099,
        "few": value < 4,
    }
    return frozenset({"number", *(tag for tag, holds in said.items() if holds)})


def _shape(
    words: Sequence[Token], place: int, size: int, lists: Lists
) -> frozenset[str]:
    one = words[place]
    after = words[place + 1] if place + 1 < len(words) else None
    tags = _of_word(one.text, one.folded, size == 1, lists.lang != "fr")
    said = {
        "opens": one.opens,
        "tied": one.tied,
        "letter": size == 1
        and _is_initial(one)
        and not (after is not None and after.tied),
        "long": size > 2,
        "seldom": size == 1 and one.folded in lists.seldom,
        "unknown": size == 1 and _is_unknown(one, lists),
    }
    return tags | {tag for tag, holds in said.items() if holds}


def _is_initial(one: Token) -> bool:
    """Return whether a single capital is no word: *À*, *Y*, *I*, *Ô* are."""
    if len(one.text) != 1 or not one.text.isupper():
        return False
    return one.folded not in "aiyo" or (not one.opens and one.text not in "IÀÔ")


def _is_unknown(one: Token, lists: Lists) -> bool:
    is_word = len(one.folded) > 1 and one.text.isalpha()
    if not is_word or lists.knows(one.folded):
        return False
    return one.is_capital or BUILT.match(one.folded) is None


@lru_cache(maxsize=65536)
def _of_word(text: str, folded: str, single: bool, english: bool) -> frozenset[str]:
    said = {
        "capital": text[0].isupper(),
        "capitals": len(text) > 1 and text.isupper(),
        "foreign": not _is_latin(text[0]),
        "plural": len(folded) > 3 and folded[-1] in "sx",
        "digit": any(sign.isdecimal() for sign in text),
        "sign": len(text) == 1 and text.isalpha(),
        "short": len(text) < 4 and text.isalpha(),
        "ordinal": ORDINAL.fullmatch(text) is not None,
        "role": single and _is_role(folded, english),
        "verbal": single and VERBAL.match(text.casefold()) is not None,
        "built": single and BUILT.match(folded) is not None,
        "done": single and DONE.match(text.casefold()) is not None,
    }
    return frozenset(tag for tag, holds in said.items() if holds)


def _is_role(folded: str, english: bool) -> bool:
    also = english and ENGLISH_ROLE.match(folded) is not None
    return also or ROLE.match(folded) is not None


def _is_latin(sign: str) -> bool:
    return not sign.isalpha() or unicodedata.name(sign, "").startswith(LATIN)
