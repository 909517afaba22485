"""Which small place is told without a capital: a quarter, a school, a mile stone?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vestibule.protect.screening.flags import Kind
from vestibule.protect.screening.lists import Lists
from vestibule.protect.screening.tokens import Token

Found = tuple[Kind, int, int]
"""Kind, first word, the word after the last."""

Rule = Callable[[Sequence[Token], int, Lists], Found | None]

LEAST_LETTERS = 3
"""A shorter word after *quarter* is no name."""

LEAST_DIGITS = 3
"""Of a plate whose letters are not capitals."""

NEAR = 5
"""A plate stands at most so many words after the word for its vehicle."""

VERBAL = (
    "é",
    "ée",
    "és",
    "ées",
    "er",
    "ent",
    "ait",
    "ons",
    "ez",
    "ique",
    "iques",
    "ment",
)
"""What describes a quarter, or what it does, ends so; a name seldom."""


def in_words(words: Sequence[Token], lists: Lists) -> Iterator[Found]:
    """Yield small places and the plates of vehicles.

    Parameters
    ----------
    words : sequence of Token
        The text.
    lists : Lists
        Words of its language and process.

    Yields
    ------
    tuple
        Kind, first word, the word after the last.
    """
    rules: tuple[Rule, ...] = (_named_after, _bare, _lettered, _plate)
    for place in range(len(words)):
        for rule in rules:
            found = rule(words, place, lists)
            if found is not None:
                yield found


def _is_any(one: Token, lists: Lists) -> bool:
    """Return whether a word is too common to be a name."""
    plain = (lists.common, lists.openers, lists.does, lists.its, lists.of)
    return any(one.folded in of for of in plain)


def _named_after(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a place or house named after someone holy."""
    size = lists.holy.at(words, place)
    after = place + size
    if not size:
        return None
    if size > 1:
        return "name", place, min(after + 1, len(words))
    if after >= len(words) or words[after].opens or _is_any(words[after], lists):
        # «st. jude's»: the point of an abbreviation opens no sentence
        short = len(words[place].text) == 2 and after < len(words)
        return ("name", place, after + 1) if short else None
    if words[after].folded in lists.holy_but or words[after].is_number:
        return None
    return "name", place, after + 1


def _bare(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return what stands right after *quarter*, without *of*."""
    size = lists.bare.at(words, place)
    after = place + size
    if not size or after >= len(words) or words[after].opens:
        return None
    one = words[after]
    touches = one.start - words[after - 1].end == 1
    if not touches or _is_any(one, lists) or one.folded in lists.bare_but:
        return None
    if len(one.folded) < LEAST_LETTERS or one.text.removesuffix("s").endswith(VERBAL):
        return None
    return "name", after, after + 1


def _lettered(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a block or a zone with its letter."""
    size = lists.numbered.at(words, place)
    after = place + size
    if not size or after >= len(words):
        return None
    one = words[after]
    is_letter = len(one.text) == 1 and one.text.isalpha()
    if not is_letter or _is_any(one, lists) or one.folded in {"a", "y", "s"}:
        return None
    return "number", place, after + 1


def _plate(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return letters and digits soon after a vehicle: a lorry marked gt 2281."""
    if not words[place].is_number or len(words[place].text) < LEAST_DIGITS:
        return None
    if place == 0:
        return None
    letters = words[place - 1]
    is_short = letters.text.isalpha() and len(letters.text) <= LEAST_DIGITS
    if not is_short or _is_any(letters, lists) or letters.folded in lists.number_joins:
        return None
    begins = max(place - 1 - NEAR, 0)
    near = any(lists.vehicles.at(words, one) for one in range(begins, place - 1))
    return ("number", place - 1, place + 1) if near else None
