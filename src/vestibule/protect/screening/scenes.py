"""Which people and happenings are told by what surrounds them, without a name?

The treasurer of the cooperative, the widow of the watchman, the fire at the market,
tent 31, the oldest on the lake: a definite word, and what it belongs to. Whoever lives
there knows whom and which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from vestibule.protect.screening.flags import Kind
from vestibule.protect.screening.lists import Lists
from vestibule.protect.screening.tokens import Token

Found = tuple[Kind, int, int]
"""Kind, first word, the word after the last."""

Rule = Callable[[Sequence[Token], int, Lists], Found | None]

BETWEEN = 2
"""So many words may stand between an article and what it belongs to: the town clerk."""

YEAR_DIGITS = 4


def in_words(words: Sequence[Token], lists: Lists) -> Iterator[Found]:
    """Yield who and what is told by its surroundings.

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
    rules: tuple[Rule, ...] = (
        _head,
        _kin_of,
        _event_of,
        _happened,
        _most,
        _only_one,
        _the_one_who,
        _numbered,
        _born,
        _serves,
        _troop,
    )
    for place in range(len(words)):
        for rule in rules:
            found = rule(words, place, lists)
            if found is not None:
                yield found


def _is_the(words: Sequence[Token], place: int, lists: Lists) -> bool:
    return 0 <= place < len(words) and words[place].folded in lists.its


def _belongs(words: Sequence[Token], place: int, lists: Lists) -> int:
    """Return the words of *of the* or *on the* and of what follows it; 0: none."""
    size = lists.of_the.at(words, place)
    after = place + size
    if not size or after >= len(words) or words[after].opens:
        return 0
    one = words[after]
    return 0 if one.folded in lists.homely or len(one.folded) < 3 else size + 1


def _back_to_the(words: Sequence[Token], place: int, lists: Lists) -> int | None:
    """Return where the article of a compound stands: *the* town clerk."""
    for back in range(2, BETWEEN + 2):
        if _is_the(words, place - back, lists):
            between = words[place - back + 1 : place]
            if any(one.folded in lists.common or one.opens for one in between):
                return None
            return place - back
    return None


def _head(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return whoever heads or keeps something that is told."""
    size = lists.heads.at(words, place)
    if not size:
        return None
    before = place
    while before > 0 and words[before - 1].folded in lists.former:
        before -= 1
    is_self = lists.self.before(words, before)
    is_the = _is_the(words, before - 1, lists)
    if (is_self or is_the) and _is_of(words, place + size, lists):
        return "office", before, place + size + 1
    if is_self and before < place:
        return "office", before, place + size
    start = (
        _back_to_the(words, place, lists) if lists.heads_last.at(words, place) else None
    )
    return None if start is None else ("office", start, place + size)


def _is_of(words: Sequence[Token], place: int, lists: Lists) -> bool:
    if place >= len(words) or words[place].folded not in lists.of:
        return False
    after = place + 1
    while _is_the(words, after, lists):
        after += 1
    return after < len(words) and words[after].folded not in lists.homely


def _kin_of(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return kin of somebody who is told by what they are."""
    size = lists.kin.at(words, place)
    if not size or lists.kin_wide.at(words, place):
        return None
    more = _belongs(words, place + size, lists)
    return ("kin", place, place + size + more) if more else None


def _event_of(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return something that happened, told with what it happened to."""
    size = lists.events.at(words, place)
    if not size or lists.events_wide.at(words, place) == size:
        return None
    after = place + size
    if _is_the(words, place - 1, lists):
        more = _belongs(words, after, lists)
        return ("unique", place, after + more) if more else None
    start = _back_to_the(words, place, lists) if lists.heads_last.singles else None
    return None if start is None else ("unique", start, after)


def _happened(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return what befell one thing: the bridge fell down."""
    size = lists.happened.at(words, place)
    if not size or not _is_the(words, place - 2, lists):
        return None
    return "unique", place - 2, place + size


def _most(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return someone who says they are the most of all in something."""
    size = lists.most.at(words, place)
    after = place + size
    if not size or after >= len(words) or not lists.self.before(words, place):
        return None
    return "unique", place, after + 1


def _only_one(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return the one of its kind: there is one woman judge; the only one to know."""
    size = lists.only_one.at(words, place)
    if size:
        after = place + size
        who = lists.persons.at(words, after) or lists.offices.at(words, after)
        return ("unique", place, after + who) if who else None
    size = lists.alone.at(words, place)
    after = place + size
    if not size or after >= len(words) or not lists.alone_before.before(words, place):
        return None
    goes_on = words[after].text == "à" or lists.one_who.at(words, after) > 0
    is_tied = after + 1 < len(words) and words[after + 1].tied
    if goes_on or (is_tied and words[after].folded in lists.alone_but):
        return "unique", place, after + 2
    return None


def _the_one_who(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return someone who says of themselves who they are: me, the baker who."""
    if not _is_the(words, place, lists) or not lists.self.before(words, place):
        return None
    after = place + 2
    if lists.who.at(words, after) and not lists.kin.at(words, place + 1):
        return "unique", place, after + 1
    return None


def _numbered(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a door, a tent, a file with its number."""
    size = lists.numbered.at(words, place)
    after = place + size
    if not size or after >= len(words) or not words[after].text[0].isdigit():
        return None
    return "number", place, after + 1


def _born(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    one = words[place]
    is_year = one.is_number and len(one.text) == YEAR_DIGITS
    return (
        ("age", place, place + 1)
        if is_year and lists.born.before(words, place)
        else None
    )


def _serves(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a body of troops in which someone says they were."""
    size = lists.units.at(words, place)
    if not size or not lists.serves.before(words, place):
        return None
    return "rank", place, place + size


def _troop(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a body of troops told with its arm or with where it belongs."""
    size = lists.units.at(words, place)
    if not size:
        return None
    arm = lists.arms.at(words, place + size)
    if arm or lists.arms.before(words, place):
        return "rank", place, place + size + arm
    is_one = lists.troops.at(words, place) > 0 and _is_the(words, place - 1, lists)
    more = _belongs(words, place + size, lists) if is_one else 0
    return ("rank", place, place + size + more) if more else None
