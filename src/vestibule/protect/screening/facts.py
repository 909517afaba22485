"""Which facts beside names tell who someone is: days, numbers, offices, kin?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from vestibule.protect.screening.flags import Kind
from vestibule.protect.screening.lists import Lists
from vestibule.protect.screening.tokens import Phrases, Token

Found = tuple[Kind, int, int]
"""Kind, first word, the word after the last."""

LONG_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[ .\-/()\u00a0\u202f]{0,2}\d){7,}(?!\w)")
"""Eight digits and more, however grouped: a telephone, a paper."""

PLATE = re.compile(
    r"\b(?:[A-Z]{1,3}[ \-]?\d{3,5}(?:[ \-]?[A-Z]{1,3}\d?)?"
    r"|\d{3,5}[ \-]?[A-Z]{1,3}\d?(?:[ \-]?[A-Z]{1,2})?)\b"
)
"""Letters and three digits or more together."""

ADDRESS = re.compile(r"\S+@\S+\.\w+|https?://\S+|www\.\S+|(?<!\w)@\w{3,}")
"""An address on the network."""

WRITTEN_DAY = re.compile(r"\b\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")
"""A day in digits."""

PIN = re.compile(r"\b\d{1,2}[.,]\d{3,}\s*[°NSEWO]?[ ,;]+-?\d{1,3}[.,]\d{3,}\b")
"""A point on a map."""

ORDINAL = re.compile(r"^\d{1,3}(?:e|er|ere|eme|ème|ère|st|nd|rd|th)$", re.IGNORECASE)
"""A number with its ending: 33e, 1er, 12th."""

LONG_OFFICE = 3
"""An office told in so many words is one that few hold: the head of the school."""

LAST_DAY = 31
"""Of a month."""

SPELT = 6
"""So many numbers in words in a row are a telephone."""


def in_text(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Yield what signs alone tell: kind, first sign, the sign after the last."""
    for kind, pattern in (
        ("number", LONG_NUMBER),
        ("number", PLATE),
        ("number", ADDRESS),
        ("number", PIN),
        ("date", WRITTEN_DAY),
    ):
        for found in pattern.finditer(text):
            yield kind, found.start(), found.end()  # type: ignore[misc]


def in_words(words: Sequence[Token], lists: Lists) -> Iterator[Found]:
    """Yield what words tell.

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
    rules: tuple[Callable[[Sequence[Token], int, Lists], Found | None], ...] = (
        _spelt,
        _date,
        _day,
        _rank,
        _office,
        _kin,
        _unique,
        _event,
        _paper,
        _settlement,
    )
    for place in range(len(words)):
        for rule in rules:
            found = rule(words, place, lists)
            if found is not None:
                yield found


def number(words: Sequence[Token], place: int, lists: Lists) -> int:
    """Return how many words of a number begin at a place; 0: none."""
    size = 0
    while place + size < len(words):
        one = words[place + size]
        joined = size > 0 and one.folded in lists.number_joins
        if not (_counts(one) or one.folded in lists.numbers or joined):
            break
        size += 1
    if size and words[place + size - 1].folded in lists.number_joins:
        size -= 1
    return size


def _counts(one: Token) -> bool:
    return one.is_number or ORDINAL.match(one.text) is not None


def begins(words: Sequence[Token], place: int, lists: Lists) -> int:
    """Return the words of a number, if this is the first of them; else 0."""
    if place and number(words, place - 1, lists) > 1:
        return 0
    return number(words, place, lists)


def _spelt(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    size = begins(words, place, lists)
    return ("number", place, place + size) if size >= SPELT else None


def _date(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a day, a month with its year, a feast with its year, or last Friday."""
    size = lists.weekdays.at(words, place)
    if size:
        # Thursday the 14th
        skip = int(
            place + size < len(words) and words[place + size].folded in lists.its
        )
        which = _which(words, place + size + skip, lists)
        more = which + skip if which else lists.nearest.at(words, place + size)
        before = place > 0 and lists.nearest.at(words, place - 1) > 0
        return ("date", place, place + size + more) if more or before else None
    size = lists.months.at(words, place) or lists.feasts.at(words, place)
    if not size:
        return None
    after = number(words, place + size, lists)
    nearest = lists.nearest.at(words, place + size)
    back = 1 if place > 1 and words[place - 1].folded in {"of", "de"} else 0
    eve = lists.eves.at(words, place + size)
    if lists.feasts.at(words, place) and (eve or _is_eve(words, place, lists)):
        return "date", place, place + size + eve
    is_day = place > back and _is_which(words, place - back, lists)
    is_month = lists.months.at(words, place) > 0
    if is_day and is_month:
        return "date", place - 1 - back, place + size + after
    return (
        ("date", place, place + size + (after or nearest)) if after or nearest else None
    )


def _which(words: Sequence[Token], place: int, lists: Lists) -> int:
    """Return the words of a day's number: 14, the twenty-first; 0: none."""
    return lists.ordinals.at(words, place) or number(words, place, lists)


def _is_which(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether a day's number ends just before a place."""
    return number(words, place - 1, lists) > 0 or lists.ordinals.before(words, place)


def _day(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a day told by its number alone: they came on the 17th at four."""
    one = words[place]
    digits = re.match(r"\d{1,3}", one.text)
    if not digits or not _counts(one) or not 1 <= int(digits[0]) <= LAST_DAY:
        return None
    if not lists.day_before.before(words, place):
        return None
    return ("date", place, place + 1) if _is_done(words, place + 1, lists) else None


def _is_done(words: Sequence[Token], after: int, lists: Lists) -> bool:
    """Return whether nothing that is counted follows a number."""
    if after >= len(words) or words[after].start - words[after - 1].end > 1:
        return True
    one = words[after].folded
    return lists.day_after.at(words, after) > 0 or (
        one in lists.openers and not _counts(words[after]) and one not in lists.numbers
    )


def _is_eve(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether a day of a feast is told: the Tuesday, the eve, the night of it."""
    skip = place
    while skip > 0 and (
        words[skip - 1].folded in lists.of or words[skip - 1].folded in lists.its
    ):
        skip -= 1
    return lists.eves.before(words, skip) or lists.weekdays.before(words, skip)


def _rank(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    size = lists.ranks.at(words, place)
    if size and not _is_inside(words, place, size, lists.ranks):
        return "rank", place, place + size
    size = lists.units.at(words, place)
    if not size:
        return None
    numbered = number(words, place + size, lists)
    before = place > 0 and (
        _counts(words[place - 1]) or words[place - 1].folded in lists.ordinals
    )
    named = place + size < len(words) and _is_named(words, place + size, lists)
    if numbered or before or named:
        return "rank", place - before, place + size + numbered
    return None


def _is_named(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether a capital that is no sentence follows, of or not."""
    place += 1 if words[place].folded in lists.of else 0
    if place >= len(words):
        return False
    one = words[place]
    return one.is_capital and not one.opens and not lists.plain.at(words, place)


def _is_inside(words: Sequence[Token], place: int, size: int, of: Phrases) -> bool:
    """Return whether a longer phrase that began earlier holds these words."""
    return any(of.at(words, place - back) > back for back in (1, 2, 3))


def _office(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    size = lists.offices.at(words, place) or lists.known.at(words, place)
    if not size or _is_inside(words, place, size, lists.offices):
        return None
    after = place + size
    the_one = place > 0 and words[place - 1].folded in lists.its
    is_known = the_one and lists.known.at(words, place) > 0
    is_self = _is_self(words, place, lists)
    only = lists.alone.before(words, place)
    of_somewhere = the_one and after < len(words) and _is_tied(words, after, lists)
    is_long = the_one and size >= LONG_OFFICE
    if is_known or is_self or only or of_somewhere or is_long:
        return "office", place, after
    return None


def _is_self(words: Sequence[Token], place: int, lists: Lists) -> bool:
    if lists.self.before(words, place):
        return True
    inside = place > 1 and words[place - 1].folded in lists.its
    return inside and lists.self.before(words, place - 1)


def _is_tied(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether an office is told with the place or house it belongs to."""
    if words[place].folded in lists.of:
        return True
    is_at = words[place].folded in {"in", "at", "a"} and place + 1 < len(words)
    return is_at and _is_named(words, place + 1, lists)


def _kin(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return kin of someone in office: the mayor's son, my father is the mayor."""
    size = lists.kin.at(words, place)
    if not size:
        return None
    after = place + size
    for skip in range(5):
        office = lists.offices.at(words, after + skip) or lists.ranks.at(
            words, after + skip
        )
        if office and _is_bridge(words[after : after + skip], lists):
            return "kin", place, after + skip + office
    # the mayor's son
    for back in (1, 2, 3, 4):
        office = lists.offices.at(words, place - back) if place >= back else 0
        rest = words[place - back + office : place] if office else ()
        if office and rest and rest[0].folded == "s" and rest[0].tied:
            return "kin", place - back, after
    return None


BRIDGES = frozenset(
    {"s", "d", "l", "m", "est", "etait", "fut", "is", "was", "qui", "who", "ancien"}
)
"""What may stand between kin and an office, beside *of* and *the*."""


def _is_bridge(between: Sequence[Token], lists: Lists) -> bool:
    return bool(between) and all(
        one.folded in BRIDGES or one.folded in lists.of or one.folded in lists.its
        for one in between
    )


def _unique(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    size = lists.unique.at(words, place)
    if size:
        return "unique", place, place + size
    size = lists.first.at(words, place)
    # one word may stand between: the last Christian family
    for skip in range(2) if size else ():
        if skip and (
            place + size >= len(words) or words[place + size].folded in lists.openers
        ):
            break
        persons = lists.persons.at(words, place + size + skip)
        if persons:
            return "unique", place, place + size + skip + persons
    return _alone(words, place, lists)


def _alone(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    size = lists.alone.at(words, place)
    after = place + size
    if not size or after >= len(words) or words[after].opens:
        return None
    if not lists.alone_before.before(words, place):
        return None
    if words[after].folded in lists.alone_but or _is_function(words[after], lists):
        return None
    return "unique", place, after + 1


def _is_function(one: Token, lists: Lists) -> bool:
    return one.folded in lists.openers or one.folded in lists.does


def _event(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return something that happened, told with its place or its year."""
    size = lists.events.at(words, place)
    after = place + size
    if not size or after >= len(words):
        return None
    named = _is_named(words, after, lists) and words[after].folded in lists.of
    year = next(
        (
            at
            for at in range(after, min(after + 4, len(words)))
            if words[at].is_number and len(words[at].text) == 4
        ),
        None,
    )
    if year is not None:
        return "unique", place, year + 1
    return ("unique", place, after + 2) if named else None


def _paper(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a paper or a plate with a number near it, up to the end of the number."""
    size = lists.marks.at(words, place)
    if not size:
        return None
    near = range(place + size, min(place + size + 4, len(words)))
    held = [at for at in near if any(sign.isdigit() for sign in words[at].text)]
    return ("number", place, held[-1] + 1) if held else None


def _settlement(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    """Return a small place named in lower case: the village of so-and-so."""
    size = lists.settlements.at(words, place)
    after = place + size
    if not size or after >= len(words):
        return None
    one = words[after]
    if one.folded in lists.common or len(one.folded) < 3 or one.opens:
        return None
    if one.folded in lists.settled_but or one.folded in lists.openers:
        return None
    return "name", after, after + 1
