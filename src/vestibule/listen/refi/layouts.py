"""How does the program that wrote a text count its signs? Found from the text itself.

REFI-QDA says code points from zero. Programs count otherwise: some count the
halves of a sign beyond the first plane (an emoji, a letter of Adlam) as two, some
count the two signs that end a line on Windows as one. A segment read wrongly
begins and ends inside words; read rightly, on their edges.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

JOINERS = (0x200C, 0x200D)
"""Signs without a width that hold two letters of one word, or parts of an emoji."""

CR, LF = 13, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way of counting.

    Parameters
    ----------
    units : {'points', 'utf16'}
        What counts as one: a code point, or a unit of UTF-16.
    line_end : int
        How much the end of a line counts, 1 or 2.
    last : int
        1 where the end position is that of the last sign, not of the one after.
    mark : int
        1 where the byte order mark at the head of a file counts.
    """

    units: Literal["points", "utf16"]
    line_end: int
    last: int = 0
    mark: int = 0


NAMED = {
    "characters": Layout(units="points", line_end=1),
    "characters-crlf": Layout(units="points", line_end=2),
    "utf-16": Layout(units="utf16", line_end=1),
    "utf-16-crlf": Layout(units="utf16", line_end=2),
}
"""Layouts that programs are known to write, by what a person may call them."""

RARE = tuple(
    Layout(units=units, line_end=line_end, last=last, mark=mark)
    for units in ("points", "utf16")
    for line_end in (1, 2)
    for last in (0, 1)
    for mark in (0, 1)
)
"""Every layout, tried where none of `NAMED` fits."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with what is needed to count in it: its signs, and its words' edges.

    Parameters
    ----------
    whole : str
        As it stands in the file, without a byte order mark.
    points : int64, shape (signs,)
        Its code points.
    edges : bool, shape (signs + 1,)
        Whether one may cut before each sign without cutting a word, a letter from
        its marks, an emoji, or the end of a line.
    marked : bool
        Whether a byte order mark stood before it.
    """

    whole: str
    points: Ints
    edges: Bools
    marked: bool

    @classmethod
    def of(cls, text: str) -> Text:
        """Return a text ready for counting."""
        whole = text.removeprefix("\ufeff")
        points = np.frombuffer(
            whole.encode("utf-32-le", "surrogatepass"), np.uint32
        ).astype(np.int64)
        return cls(whole, points, _edges(points), whole != text)


def _edges(points: Ints) -> Bools:
    """Return where a text may be cut: not within words, clusters and line ends."""
    kinds, which = np.unique(points, return_inverse=True)
    category = [unicodedata.category(chr(point)) for point in kinds.tolist()]
    word = np.array([c[0] in "LMN" for c in category], dtype=np.bool_)[which]
    hangs = np.array([c[0] == "M" for c in category], dtype=np.bool_)[which]
    joins = np.isin(points, JOINERS)
    space = np.array([c[0] in "ZC" for c in category], dtype=np.bool_)[which]
    edges = np.ones(len(points) + 1, dtype=np.bool_)
    before, after = slice(None, -1), slice(1, None)
    edges[1:-1] = ~(
        ((word | joins)[before] & (word | joins)[after])
        | (hangs[after] & ~space[before])
        | joins[before]
        | joins[after]
        | ((points[before] == CR) & (points[after] == LF))
    )
    return edges


@dataclass(frozen=True, slots=True)
class Fit:
    """How segments fall in a text when it is counted in one way.

    Parameters
    ----------
    layout : Layout
        The way.
    spans : int64, shape (segments, 2)
        First sign and the one after the last, spaces at both ends left out.
    ends : int
        Ends of segments that fall on the edge of a word, 0 to twice the segments.
    whole : int
        Segments of which both ends do.
    possible : bool
        Whether every position is one of this way of counting.
    """

    layout: Layout
    spans: Ints
    ends: int
    whole: int
    possible: bool

    @property
    def share(self) -> float:
        """The share of segments that begin and end on the edge of a word, 0 to 1."""
        return self.whole / max(1, len(self.spans))


def fit(text: Text, positions: Ints, layout: Layout) -> Fit:
    """Return where segments fall when a text is counted in one way.

    Parameters
    ----------
    text : Text
        The text.
    positions : int64, shape (segments, 2)
        Start and end of each segment as a program wrote them.
    layout : Layout
        How it is taken to count.

    Returns
    -------
    Fit
        Spans in code points of the text.
    """
    counted = _counted(text, layout)
    asked = positions + np.array([0, layout.last], dtype=np.int64)
    at = np.searchsorted(counted, asked, side="right") - 1
    at = np.clip(at, 0, len(counted) - 1)
    hit = counted[at] == asked
    possible = bool(hit.all() and (asked[:, 0] <= asked[:, 1]).all())
    on_edge = hit & text.edges[at]
    return Fit(
        layout=layout,
        spans=_trimmed(text, at),
        ends=int(on_edge.sum()),
        whole=int(on_edge.all(axis=1).sum()),
        possible=possible,
    )


def _counted(text: Text, layout: Layout) -> Ints:
    """Return what the position of each sign is, and of the end of the text."""
    points = text.points
    width = np.ones(len(points), dtype=np.int64)
    if layout.units == "utf16":
        width += points > 0xFFFF
    after_cr = np.zeros(len(points), dtype=np.bool_)
    after_cr[1:] = points[:-1] == CR
    feeds = points == LF
    if layout.line_end == 1:
        width[feeds & after_cr] = 0
    else:
        width[feeds & ~after_cr] = 2
    start = layout.mark if text.marked else 0
    return np.concatenate([[start], start + np.cumsum(width)])


def _trimmed(text: Text, at: Ints) -> Ints:
    """Return spans without the spaces at their ends; an empty one has no length."""
    spans = np.empty_like(at)
    for row, (first, last) in enumerate(at.tolist()):
        piece = text.whole[first:last]
        lead = len(piece) - len(piece.lstrip())
        kept = len(piece.strip())
        spans[row] = (first + lead, first + lead + kept) if kept else (first, first)
    return spans


def fits(text: Text, positions: Ints, among: Sequence[Layout]) -> list[Fit]:
    """Return how segments fall under each layout under which they can stand."""
    tried = [fit(text, positions, layout) for layout in among]
    return [one for one in tried if one.possible]
