"""What does the coding pane show of one excerpt?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vestibule.web.records.access import Person
from vestibule.web.records.models import Code, Profile
from vestibule.web.understand import book, passage, reading
from vestibule.web.understand.book import Theme
from vestibule.web.understand.names import names
from vestibule.web.understand.passage import Bar, Line, Put, Span
from vestibule.web.understand.reading import Reading, Readings

RTL = frozenset({"ar", "fa", "he", "ur", "tzm-arab", "ff-adlm"})
"""Languages of content that are written from right to left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An excerpt as the pane shows it; ``bars`` are this person's own."""

    id: str
    called: str
    gathering: str
    gathering_code: str
    profile: str
    overheard: bool
    lang: str
    dir: str
    translation: str
    translation_lang: str
    quotable: bool
    words: str
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    readings: Readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One code, and where each reading put it; ``state``: agreed, or read apart."""

    code: str
    name: str
    sides: tuple[str, ...]
    agreed: bool
    holds: bool


def shown(excerpt: Any, person: Person, lang: str) -> Shown:
    """Return an excerpt with the codes of one person beside its sentences."""
    found = reading.of(excerpt, person)
    spans = passage.sentences(excerpt.words)
    bars = passage.bars(_put(found.mine, excerpt, lang), spans)
    met = excerpt.gathering
    return Shown(
        id=excerpt.pk,
        called=f"{met.code}/{excerpt.position}" if excerpt.position else met.code,
        gathering=met.pk,
        gathering_code=met.code,
        profile=names(Profile, "name", "name", lang).get(excerpt.profile_id, ""),
        overheard=bool(met.listeners) and met.listeners != "nobody",
        lang=excerpt.lang or "",
        dir=direction(excerpt.lang),
        translation=excerpt.translation or "",
        translation_lang=excerpt.translation_lang or "",
        quotable=excerpt.review == "cleared",
        words=excerpt.words,
        lines=tuple(passage.lines(excerpt.words, spans, bars)),
        bars=tuple(bars),
        readings=found,
    )


def direction(lang: str | None) -> str:
    """Return how a language of content is written."""
    said = (lang or "").lower()
    return "rtl" if said in RTL or said.split("-")[0] in RTL else "ltr"


def compared(found: Readings, known: Sequence[Theme], excerpt: Any) -> list[Compared]:
    """Return code by code how the readings differ, those read apart first.

    A code counts for the whole excerpt, as agreement is counted: where on its words
    each put it is told beside.
    """
    sides = sides_of(found)
    spans = passage.sentences(excerpt.words)
    called = {one.id: one.name for one in known}
    put = {code for side in sides for code, _ in side.found()}
    if found.settled is not None:
        put |= {code for code, _ in found.settled.found()}
    holding = found.settled.found() if found.settled else frozenset()
    rows = [
        Compared(
            code=code,
            name=called.get(code, code[:8]),
            sides=tuple(_where(code, side, spans, excerpt.pk) for side in sides),
            agreed=len({_stances(code, side) for side in sides}) == 1,
            holds=(code, False) in holding,
        )
        for code in put
    ]
    return sorted(rows, key=lambda row: (row.agreed, row.name))


def sides_of(found: Readings) -> tuple[Reading, ...]:
    """Return the readings, one's own first."""
    own = (found.mine,) if found.mine is not None else ()
    return (*own, *found.others)


def _stances(code: str, side: Reading) -> frozenset[bool]:
    return frozenset(denied for one, denied in side.found() if one == code)


def _where(code: str, side: Reading, spans: Sequence[Span], excerpt: str) -> str:
    """Return the sentences on which a reading put a code; empty where it did not."""
    here = [one for one in side.put if one.code_id == code]
    if not here:
        return ""
    met = {
        n
        for one in here
        for n, span in enumerate(spans, start=1)
        if (chosen := span_of(one, excerpt)) is None or span.meets(chosen)
    }
    return "–" if len(met) == len(spans) else ", ".join(map(str, sorted(met)))


def span_of(coding: Any, excerpt: str) -> Span | None:
    """Return the words of a coding; those of an earlier version have moved."""
    if coding.starts is None or coding.ends is None or coding.excerpt_id != excerpt:
        return None
    return Span(coding.starts, coding.ends)


def _put(mine: Reading | None, excerpt: Any, lang: str) -> list[Put]:
    if mine is None or not mine.put:
        return []
    called = names(Code, "name", "name", lang)
    return [
        Put(
            coding=one.pk,
            code=one.code_id,
            name=called.get(one.code_id, ""),
            span=span_of(one, excerpt.pk),
            memo=one.memo or "",
            denied=one.stance == "against",
        )
        for one in mine.put
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The codes to choose from, and those used last."""

    themes: tuple[Theme, ...]
    near: tuple[Theme, ...]
    recent: tuple[Theme, ...]


def choices(words: str, person: Person, lang: str) -> Choices:
    """Return the codes for an excerpt, with suggestions by its letters."""
    known = book.with_near(words, book.themes(person, lang))
    return Choices(
        themes=tuple(known),
        near=tuple(one for one in known if one.near),
        recent=tuple(book.recent(person, known)),
    )
