"""How old is someone said to be?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vestibule.protect.screening import facts
from vestibule.protect.screening.flags import Kind
from vestibule.protect.screening.lists import Lists
from vestibule.protect.screening.tokens import Token

Found = tuple[Kind, int, int]
"""Kind, first word, the word after the last."""

CLAUSES = frozenset({"and", "when", "but", "then", "in", "i", "he", "she", "we"})
"""A number before one of these stands alone: I was 14 when."""

LASTING = frozenset({"in", "of", "away", "without", "late", "ago", "long"})
"""Years before one of these are a time, not an age."""


def in_words(words: Sequence[Token], lists: Lists) -> Iterator[Found]:
    """Yield the ages of a text.

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
    for place in range(len(words)):
        found = _age(words, place, lists)
        if found is not None:
            yield found


def _age(words: Sequence[Token], place: int, lists: Lists) -> Found | None:
    size = facts.begins(words, place, lists)
    after = place + size
    if not size:
        return None
    is_years = lists.years.at(words, after) > 0
    old = lists.age_after.at(words, after + 1) if is_years else 0
    if old:
        return "age", place, after + 1 + old
    if is_years:
        return _years(words, place, after, lists)
    barely = place - 1 if lists.age_barely.before(words, place) else place
    is_aged = lists.aged.before(words, barely) or _is_someone(words, barely, lists)
    return ("age", place, after) if is_aged and _is_last(words, after) else None


def _is_last(words: Sequence[Token], after: int) -> bool:
    """Return whether a clause ends with a number: I was 14, she turned 30 and."""
    if after >= len(words):
        return True
    gap = words[after].start - words[after - 1].end
    return gap > 1 or words[after].folded in CLAUSES


def _years(
    words: Sequence[Token], place: int, after: int, lists: Lists
) -> Found | None:
    """Return an age of so many years: something before says that someone has them."""
    if lists.age_not.before(words, place):
        return None
    if _is_told(words, place, lists) or _is_apart(words, place, after, lists):
        return "age", place, after + 1
    barely = place - 1 if lists.age_barely.before(words, place) else place
    lasts = after + 1 < len(words) and words[after + 1].folded in LASTING
    is_someone = _is_someone(words, barely, lists) and not lasts
    return ("age", place, after + 1) if is_someone else None


def _is_told(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether years are had: she has; a boy of; the judge of; one of."""
    if lists.age_before.before(words, place):
        return True
    of = place - 1
    if not lists.of.before(words, place):
        return False
    a_one = of > 0 and words[of - 1].folded in {"un", "une"}
    return a_one or lists.age_of.before(words, of) or _is_role(words, of, lists)


def _is_apart(words: Sequence[Token], place: int, after: int, lists: Lists) -> bool:
    """Return whether years stand apart and tell of whoever came before."""
    apart = place > 0 and words[place].start - words[place - 1].end > 1
    return apart and (
        after + 1 >= len(words) or words[after + 1].folded not in lists.of
    )


def _is_role(words: Sequence[Token], place: int, lists: Lists) -> bool:
    roles = (lists.offices, lists.ranks, lists.heads, lists.known)
    return any(one.before(words, place) for one in roles)


def _is_someone(words: Sequence[Token], place: int, lists: Lists) -> bool:
    """Return whether someone is before a number: our leader is, the boy was."""
    if not lists.be.before(words, place):
        return False
    who = place - 1
    persons = lists.kin.before(words, who) or lists.persons.before(words, who)
    return persons or _is_role(words, who, lists)
