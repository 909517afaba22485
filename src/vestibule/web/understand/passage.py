"""Which sentences has an excerpt, and where do its codes stand beside them?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

END = re.compile(r"[.!?…؟۔]+(?:[\s\u00a0\u202f]*[»”\"'’)\]])*(?:\s+|$)|\n+")
"""Where a sentence ends: its sign, what closes after it, and the space that follows."""

BRACKETED = re.compile(r"\[[^\[\]\n]{1,40}\]")
"""What a hand set in the place of a word that could hurt someone, or a note of theirs."""

LOOKS = "abcdef"
"""Colour and pattern of a bar, in the order in which codes were put."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of an excerpt, the end not included."""

    start: int
    end: int

    def meets(self, other: Span) -> bool:
        """Return whether both have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of a sentence; ``guarded``: it stands in brackets."""

    text: str
    guarded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A code as someone put it; ``span`` is None where it is of the whole excerpt."""

    coding: str
    code: str
    name: str
    span: Span | None
    memo: str
    denied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A code beside the text: which sentences it runs along, in which lane."""

    put: Put
    letter: str
    look: str
    lane: int
    first: int
    last: int

    @property
    def from_sentence(self) -> int:
        """The number of its first sentence, as people count."""
        return self.first + 1

    @property
    def to_sentence(self) -> int:
        """The number of its last sentence."""
        return self.last + 1

    @property
    def length(self) -> int:
        """Sentences along which it runs."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one lane shows beside one sentence."""

    bar: Bar
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence with what stands beside it."""

    number: int
    span: Span
    bits: tuple[Bit, ...]
    cells: tuple[Cell | None, ...]
    begins: tuple[Bar, ...]


def sentences(words: str) -> list[Span]:
    """Return the sentences of an excerpt; together they hold all of its letters.

    >>> text = "We left. « Why? » Nobody knows"
    >>> [text[one.start:one.end] for one in sentences(text)]
    ['We left.', '« Why? »', 'Nobody knows']
    """
    return [*_cut(words)] or [Span(0, len(words))]


def _cut(words: str) -> Iterator[Span]:
    start = 0
    for end in [*(found.end() for found in END.finditer(words)), len(words)]:
        piece = words[start:end]
        if piece.strip():
            before = len(piece) - len(piece.lstrip())
            yield Span(start + before, start + len(piece.rstrip()))
            start = end


def bits(text: str) -> tuple[Bit, ...]:
    """Return a sentence cut at what stands in brackets."""
    found, at = [], 0
    for one in BRACKETED.finditer(text):
        found += [Bit(text[at : one.start()], False), Bit(one[0][1:-1], True)]
        at = one.end()
    found.append(Bit(text[at:], False))
    return tuple(bit for bit in found if bit.text)


def bars(put: Sequence[Put], spans: Sequence[Span]) -> list[Bar]:
    """Return codes as bars, each in the first lane that is free where it runs."""
    along = [(one, *_sentences_of(one.span, spans)) for one in put]
    order = sorted(range(len(along)), key=lambda at: (along[at][1], -along[at][2], at))
    free: list[int] = []
    placed: dict[int, Bar] = {}
    for nth, at in enumerate(order):
        one, first, last = along[at]
        lane = next((n for n, until in enumerate(free) if until < first), len(free))
        free[lane : lane + 1] = [last]
        placed[at] = Bar(
            put=one,
            letter=LETTERS[nth % len(LETTERS)],
            look=LOOKS[nth % len(LOOKS)],
            lane=lane,
            first=first,
            last=last,
        )
    return [placed[at] for at in order]


def _sentences_of(span: Span | None, spans: Sequence[Span]) -> tuple[int, int]:
    met = [n for n, one in enumerate(spans) if span is None or one.meets(span)]
    return (met[0], met[-1]) if met else (0, len(spans) - 1)


def lines(words: str, spans: Sequence[Span], drawn: Sequence[Bar]) -> list[Line]:
    """Return the sentences of an excerpt with the lanes beside them."""
    lanes = max((bar.lane for bar in drawn), default=-1) + 1
    return [
        Line(
            number=n + 1,
            span=span,
            bits=bits(words[span.start : span.end]),
            cells=tuple(_cell(n, lane, drawn) for lane in range(lanes)),
            begins=tuple(bar for bar in drawn if bar.first == n),
        )
        for n, span in enumerate(spans)
    ]


def _cell(n: int, lane: int, drawn: Sequence[Bar]) -> Cell | None:
    for bar in drawn:
        if bar.lane == lane and bar.first <= n <= bar.last:
            return Cell(bar=bar, begins=bar.first == n, ends=bar.last == n)
    return None
