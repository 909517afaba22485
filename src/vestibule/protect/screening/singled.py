"""Who is the only one of their kind here, and what befell one thing once?

A rare condition, two callings in one life, a marriage that everybody talked about, the
car that was burnt: whoever lives there knows whom and which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vestibule.protect.screening.flags import Kind
from vestibule.protect.screening.lists import Lists
from vestibule.protect.screening.tokens import Phrases, Token

Found = tuple[Kind, int, int]
"""Kind, first word, the word after the last."""

Rule = Callable[[Sequence[Token], int, Lists], Found | None]

NEAR = 3
"""So many words back an article or *I am* still belongs to a condition."""

LONGEST = 4
"""A thing is told in at most so many words: the old king's palace."""


def in_words(words: Sequence[Token], lists: Lists) -> Iterator[Found]:
    """Yield who and what is singled out.

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
    rules: tuple[Rule, ...] = (_rare, _calling, _turned, _married, _befell, _case)
    for place in range(len(words)):
        for rule in rules:
            found = rule(words, place, lists)
            if found is not None:
                yield found


def _is(words: Sequence[Token], place: int, phrases: Phrases) -> bool:
    return 0 <= place < len(words) and words[place].folded in phrases


def _rare(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a condition by which one person is known: the blind tailor."""
    size = lists.rare.at(words, place)
    if not size or _is(words, place + size, lists.rare_but):
        return None
    for back in range(1, NEAR + 1):
        one = place - back
        if _is(words, one, lists.articles) or lists.self.before(words, one + 1):
            return "unique", place, place + size
        if one < 0 or words[one].opens or words[one].folded in lists.common:
            return None
    return None


def _calling(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return someone who says of themselves what they are and do: I am a smith who."""
    is_self = place > 1 and lists.self.before(words, place - 1)
    article = words[place - 1].folded if is_self else ""
    if article not in lists.articles or article in lists.its:
        return None
    if _is(words, place, lists.ordinary):
        return None
    for after in (place + 1, place + 2):
        if lists.who.at(words, after):
            return "unique", place, after
    return None


def _turned(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return someone with two callings in one life: the former soldier turned priest."""
    size = lists.turned.at(words, place)
    after = place + size
    if not size or after >= len(words):
        return None
    begins = max(place - LONGEST, 0)
    was = any(_is(words, one, lists.former) for one in range(begins, place))
    roles = (lists.offices, lists.heads, lists.ranks, lists.known)
    from_one = not _is_plain(words[after], lists) and any(
        one.before(words, place) for one in roles
    )
    if was or from_one or any(one.at(words, after) for one in roles):
        return "unique", place, after + 1
    return None


def _married(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return someone told by a marriage: the doctor married to."""
    size = lists.married.at(words, place)
    if not size:
        return None
    for back in range(2, LONGEST):
        if _is(words, place - back, lists.its):
            return _one(words, place - back, place + size, lists)
    return None


def _one(words: Sequence[Token], first: int, last: int, lists: Lists) -> Found | None:
    """Return a person told from an article on, unless anyone may be meant."""
    anyone = any(of.at(words, first + 1) for of in (lists.kin, lists.persons))
    return None if anyone else ("unique", first, last)


def _befell(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return what befell one thing: the car that they burned, the wedding bombed."""
    if not _is(words, place, lists.its):
        return None
    if any(of.at(words, place + 1) for of in (lists.kin, lists.persons)):
        return None
    for after in range(place + 2, place + 2 + LONGEST):
        if after >= len(words) or _stops(words, after - 1, lists):
            return None
        size = lists.befalls.at(words, after)
        damage = lists.damage.at(words, after + size)
        if size and damage:
            return "unique", place, after + size + damage
    return None


def _stops(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether a thing can no longer be told: another clause begins, or all have it."""
    one = words[place]
    # right after its article even «car» is a thing
    is_noun = _is(words, place - 1, lists.its)
    plain = one.folded in lists.openers and not is_noun
    plain = plain and not lists.befalls.at(words, place)
    return one.opens or plain or one.folded in lists.homely


def _case(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a common happening told closely: the trial of the healer who poisoned."""
    size = lists.events_wide.at(words, place)
    tie = lists.of_the.at(words, place + size) if size else 0
    what = place + size + tie
    if not tie or what + 1 >= len(words) or _is(words, what, lists.homely):
        return None
    more = words[what + 1]
    touches = more.start - words[what].end == 1 and not more.opens
    if not touches or _is_plain(more, lists):
        return None
    return "unique", place, what + 2


def _is_plain(one: Token, lists: Lists) -> bool:
    return any(one.folded in of for of in (lists.common, lists.openers, lists.does))
