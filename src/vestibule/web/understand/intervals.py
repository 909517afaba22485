"""Intervals, drawn: only marks, the words stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from vestibule.inform.figures import marks
from vestibule.inform.markup import Html, tag
from vestibule.web.tags import safe

STEP = 14
"""Pixels between two groups."""

SHAPES = marks.SHAPES
"""Groups of a comparison in their order: the shapes of every other figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """One group: what is thought, between which bounds; None: nobody was heard.

    ``kind``: ``plain``, ``weak`` (the weakest, drawn dark), ``thin`` (not heard enough).
    """

    shape: str
    at: float | None
    low: float | None
    high: float | None
    kind: str = "plain"


def shares(ranges: Sequence[Range], bar: float) -> SafeString:
    """Return intervals of groups, 0 to 1, under each other, beyond a bar tinted."""
    high = STEP * len(ranges) + 2
    pieces = [
        tag("rect", class_="zone", x=_at(bar), width=_at(1 - bar), y=0, height=high),
        tag("line", class_="thr", x1=_at(bar), x2=_at(bar), y1=0, y2=high),
    ]
    for n, one in enumerate(ranges):
        pieces += _drawn(one, y=8 + STEP * n)
    return _svg(pieces, high)


def alpha(
    value: float | None, low: float | None, high: float | None, bars: Sequence[float]
) -> SafeString:
    """Return one agreement, 0 to 1; below 0, which is worse than chance, stands at 0."""
    pieces = [
        tag("line", class_="thr", x1=_at(bar), x2=_at(bar), y1=0, y2=16) for bar in bars
    ]
    kept = [None if x is None else max(x, 0.0) for x in (value, low, high)]
    one = Range(shape="circle", at=kept[0], low=kept[1], high=kept[2], kind="weak")
    return _svg([*pieces, *_drawn(one, y=8)], 16)


def legend(shape: str) -> SafeString:
    """Return the mark of a group, for the words beside it."""
    fill, stroke, _ = marks.SHAPE_INKS[shape]
    d = marks.SHAPE_PATHS[shape]
    return safe(marks.svg(marks.path(d, fill=fill, stroke=stroke, width=1.4)))


def _drawn(one: Range, *, y: int) -> list[Html]:
    drawn = [tag("line", class_="ax", x1=0, x2="100%", y1=y, y2=y)]
    if one.low is not None and one.high is not None:
        drawn.append(
            tag(
                "line",
                class_=f"rng {one.kind}",
                x1=_at(one.low),
                x2=_at(one.high),
                y1=y,
                y2=y,
            )
        )
    if one.at is not None:
        drawn.append(_mark(one, y))
    return drawn


def _mark(one: Range, y: int) -> Html:
    fill, stroke, _ = marks.SHAPE_INKS[one.shape]
    grey = one.kind == "thin"
    inside = tag(
        "path",
        d=marks.SHAPE_PATHS[one.shape],
        fill=marks.PAPER if grey else fill,
        stroke=marks.LINE_2 if grey else stroke,
        stroke_width=1.6,
        transform="translate(-6 -6)",
    )
    return tag("svg", inside, x=_at(one.at or 0), y=y, class_="at", overflow="visible")


def _svg(pieces: Sequence[Html], high: int) -> SafeString:
    drawn = tag(
        "svg", *pieces, class_="iv", width="100%", height=high, aria_hidden="true"
    )
    return safe(drawn)


def _at(share: float) -> str:
    return f"{100 * min(max(share, 0.0), 1.0):.1f}%"
