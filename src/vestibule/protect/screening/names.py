"""Where does a person's name stand, in any spelling, listed or not?

Six signs: a capital where no sentence begins; a name that the process or the list of
many countries holds, whatever its case; a title, a kinship or a word such as *named*
before it; a particle that joins two names; a hyphen to another name; a sentence that
opens with it and goes on with a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vestibule.protect.screening import tokens
from vestibule.protect.screening.lists import Lists
from vestibule.protect.screening.tokens import Token

Span = tuple[int, int]
"""First word and the one after the last."""

LEAST_ACRONYM = 4
"""Shorter rows of capitals are initials of organisations; longer may be a name."""


def spans(words: Sequence[Token], lists: Lists) -> Iterator[Span]:
    """Yield each row of words that may be a name.

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
    held = [_is_name(words, place, lists) for place in range(len(words))]
    for place in range(1, len(words) - 1):
        if lists.joins.at(words, place) == 1:
            held[place - 1 : place + 2] = [True] * 3
    start = None
    for place, one in enumerate([*held, False]):
        if one and start is None:
            start = place
        elif not one and start is not None:
            yield start, place
            start = None


def _is_name(words: Sequence[Token], place: int, lists: Lists) -> bool:
    one = words[place]
    if one.text[0].isdigit():
        return False
    return (
        _is_listed(words, place, lists)
        or _is_capital(words, place, lists)
        or _is_introduced(words, place, lists)
        or _is_lowered(words, place, lists)
        or _acts(words, place, lists)
    )


def _is_listed(words: Sequence[Token], place: int, lists: Lists) -> bool:
    for back in range(3):
        if lists.names.at(words, place - back) > back:
            return True
        size = lists.names_capital.at(words, place - back)
        if size > back and words[place - back].is_capital:
            return not words[place].opens or _acts(words, place, lists)
    return False


def _is_capital(words: Sequence[Token], place: int, lists: Lists) -> bool:
    one = words[place]
    if not one.is_capital or one.opens or _is_plain(words, place, lists):
        return False
    if one.is_all_capitals:
        return len(one.text) >= LEAST_ACRONYM
    single = len(one.text) == 1
    follows = place + 1 < len(words) and words[place + 1].is_capital
    return not single or follows


def _is_plain(words: Sequence[Token], place: int, lists: Lists) -> bool:
    return any(
        lists.plain.at(words, place - back) > back for back in range(min(place, 3) + 1)
    )


def _is_introduced(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether something before says that a name stands here."""
    one = words[place]
    if one.folded in lists.common or len(one.folded) < 2:
        return False
    if lists.introduces.before(words, place):
        return one.folded not in lists.openers
    if not (lists.titles.before(words, place) or lists.kin.before(words, place)):
        return False
    if lists.offices.at(words, place) or lists.kin.at(words, place):
        return False
    if _is_plain(words, place, lists):
        return False
    return one.is_capital or _does_soon(words, place, lists)


def _is_lowered(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether a word in lower case is used as a name: maman rose, mr any."""
    one = words[place]
    if lists.names_capital.at(words, place) and one.folded not in lists.common:
        kin = lists.titles.before(words, place) or lists.kin.before(words, place)
        if kin or _is_tied_to_a_name(words, place, lists):
            return True
    size = next((n for n in (3, 2, 1) if lists.address.at(words, place - n) == n), 0)
    if not size or lists.its.before(words, place - size):
        return False
    plain = (lists.common, lists.openers, lists.does, lists.its, lists.offices)
    return len(one.text) > 1 and not any(one.folded in of for of in plain)


def _is_tied_to_a_name(words: Sequence[Token], place: int, lists: Lists) -> bool:
    def is_one(at: int) -> bool:
        return lists.names.at(words, at) > 0 or lists.names_capital.at(words, at) > 0

    after = place + 1 < len(words) and words[place + 1].tied and is_one(place + 1)
    return after or (place > 0 and words[place].tied and is_one(place - 1))


def _acts(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether a sentence opens with a name: it goes on with a verb, or kin."""
    one = words[place]
    if not (one.is_capital and one.opens) or one.folded in lists.openers:
        return False
    if _is_plain(words, place, lists) or lists.kin.at(words, place):
        return False
    # «Oumar, mon frère»: the one it belongs to, then who it is
    after = place + 1
    its = lists.its.at(words, after)
    is_kin = its > 0 and lists.kin.at(words, after + its) > 0
    return is_kin or _does(words, after, lists)


def _does_soon(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether one word, or two that are not common, go on with a verb."""
    if _does(words, place + 1, lists):
        return True
    after = place + 1
    is_two = after < len(words) and words[after].folded not in lists.common
    return is_two and not words[after].opens and _does(words, after + 1, lists)


def _does(words: Sequence[Token], place: int, lists: Lists) -> bool:
    size = lists.does.at(words, place)
    return size > 0 and not (size == 1 and words[place].text == "à")


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
    parted = re.sub(r"[\W\d_]+", " ", text)
    words = tokens.tokens(parted)
    return any(
        lists.names.at(words, place) > 0
        or (lists.names_capital.at(words, place) > 0 and words[place].is_capital)
        for place in range(len(words))
    )
