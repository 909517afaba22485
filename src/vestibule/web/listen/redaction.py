"""Which words of a text are taken out before it is kept? Chosen by a person, one by one.

What the screen of `protect.screening` flags is offered as chosen: a suggestion. Only the
text without the chosen words is ever kept; what was typed is in no record, no file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vestibule.dossier.records import Dossier
from vestibule.protect.reviewing import TAKEN_OUT
from vestibule.protect.screening import Screen
from vestibule.protect.screening.tokens import tokens

UNREAD = "unread"
"""A flag on the whole text: the language is not known, so every word needs a reader."""

LANGUAGES = {"words": "lang", "translation": "translation_lang"}
"""Field of what was said to the field of its language: no text is kept unread."""

LOOKED = {"words": "looked", "translation": "looked_translation"}
"""Field of a text to the field that says that a person looked at every word of it."""

OUT = {"words": "out", "translation": "out_translation"}
"""Field of a text to the field with the numbers of the words that are taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A word, with what stands before it, whether it was suggested, and its number."""

    number: int
    before: str
    word: str
    suggested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text before it is kept: its fields, its language, and its words one by one."""

    name: str
    looked: str
    out: str
    lang: str | None
    pieces: list[Piece]


def texts(given: Mapping[str, Any], dossier: Dossier) -> list[Text]:
    """Return what was typed, words and translation, for a person to look at."""
    return [
        Text(
            name=name,
            looked=LOOKED[name],
            out=OUT[name],
            lang=given.get(lang),
            pieces=pieces(given[name], given.get(lang), dossier),
        )
        for name, lang in LANGUAGES.items()
        if given.get(name)
    ]


def unread(given: Mapping[str, Any], sent: Collection[str]) -> bool:
    """Return whether a text was typed that nobody looked at, word by word."""
    return any(given.get(name) and LOOKED[name] not in sent for name in LANGUAGES)


def kept(
    given: Mapping[str, Any], chosen: Mapping[str, Collection[int]]
) -> dict[str, str]:
    """Return each text that was typed without the words chosen in it."""
    return {
        name: without(given[name], chosen[name])
        for name in LANGUAGES
        if given.get(name)
    }


def pieces(text: str, lang: str | None, dossier: Dossier) -> list[Piece]:
    """Return the words of a text in order; those that may point at someone marked."""
    flags = [one for one in Screen.of(dossier).flags(text, lang) if one.kind != UNREAD]
    found, end = [], 0
    for number, one in enumerate(tokens(text)):
        suggested = any(f.start < one.end and one.start < f.end for f in flags)
        before = text[end : one.start]
        end = one.end
        found.append(
            Piece(number=number, before=before, word=one.text, suggested=suggested)
        )
    return found


def without(text: str, chosen: Collection[int]) -> str:
    """Return a text with a neutral sign for each run of chosen words.

    >>> without("Ask Awa Sow, she knows", {1, 2})
    'Ask […], she knows'
    """
    out, end = [], 0
    for start, stop in _runs(text, chosen):
        out += [text[end:start], TAKEN_OUT]
        end = stop
    return "".join([*out, text[end:]])


def numbers(said: Iterable[str]) -> set[int]:
    """Return the numbers of words that a form chose; what is no number is left out."""
    return {int(one) for one in said if one.isdecimal() and len(one) < 7}


def _runs(text: str, chosen: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield where each run of chosen words begins and ends; spaces between them too."""
    begin, end, last = -1, -1, -2
    for number, one in enumerate(tokens(text)):
        if number not in chosen:
            continue
        if number == last + 1 and not text[end : one.start].strip(" -'’"):
            end = one.end
        else:
            if begin >= 0:
                yield begin, end
            begin, end = one.start, one.end
        last = number
    if begin >= 0:
        yield begin, end
