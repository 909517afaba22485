"""One statement on its axis: a mark for each group, and how far it may be off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vestibule.inform.figures import marks
from vestibule.inform.markup import Html, tag

MOST_SHAPES = len(marks.SHAPES)
"""Groups that can be told apart by shape; above, only the ends are named."""

LOW_LANES = 3
"""Lanes that fit in the usual height."""

CLOSE = 5.0
"""Marks nearer than this, in hundredths of the axis, take another lane."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One group on the axis, in hundredths; without `low` and `high` as counted."""

    middle: int
    low: int | None = None
    high: int | None = None


def lanes(parts: Sequence[float]) -> list[int]:
    """Return a lane (0, 1 or 2) for each mark, so that near ones do not overprint."""
    taken: list[int] = [0] * len(parts)
    last = [-100.0, -100.0, -100.0]
    for position in sorted(range(len(parts)), key=lambda i: parts[i]):
        free = [lane for lane in range(3) if parts[position] - last[lane] >= CLOSE]
        lane = free[0] if free else min(range(3), key=lambda candidate: last[candidate])
        taken[position], last[lane] = lane, parts[position]
    return taken


def draw(given: Sequence[Mark | None], *, threshold: int) -> Html:
    """Return the axis, the threshold, a band from lowest to highest, the marks.

    Parameters
    ----------
    given : sequence of Mark or None
        Of each group; None where nothing may be shown.
    threshold : int
        The share every group must pass, in hundredths.

    Returns
    -------
    Html
        A drawing without words: they stand beside it.
    """
    known = [(i, mark) for i, mark in enumerate(given) if mark is not None]
    pieces = _axis(threshold)
    if known:
        pieces += _marks(known, groups=len(given))
    tall = LOW_LANES < len(given) <= MOST_SHAPES
    return tag(
        "svg",
        *pieces,
        class_=f"flip lanes{' tall' if tall else ''}",
        aria_hidden="true",
    )


def _at(part: float) -> str:
    return f"{3 + 0.94 * part:.1f}%"


def _upright(part: int, stroke: str, width: float, dash: str | None = None) -> Html:
    x = _at(part)
    return tag(
        "line", x1=x, x2=x, y1="8%", y2="92%", stroke=stroke, stroke_width=width,
        stroke_dasharray=dash,
    )  # fmt: skip


def _axis(threshold: int) -> list[Html]:
    line = tag(
        "line", x1="3%", x2="97%", y1="50%", y2="50%", stroke=marks.LINE, stroke_width=1.2
    )  # fmt: skip
    ends = [_upright(tick, marks.LINE_2, 0.9) for tick in (0, 50, 100)]
    return [line, *ends, _upright(threshold, marks.INK, 1.2, "2 2")]


def _marks(known: Sequence[tuple[int, Mark]], *, groups: int) -> list[Html]:
    parts = [mark.middle for _, mark in known]
    band = tag(
        "rect",
        x=_at(min(parts)),
        y="26%",
        width=f"{0.94 * (max(parts) - min(parts)):.1f}%",
        height="48%",
        fill="#f3ecdd",
        stroke=marks.LINE_2,
        stroke_width=0.6,
    )
    few = groups <= MOST_SHAPES
    heights = (
        [round(100 * (i + 0.5) / groups) for i, _ in known]
        if few
        else [(50, 22, 78)[lane] for lane in lanes(parts)]
    )
    placed = list(zip(known, heights, strict=True))
    ends = (min(parts), max(parts))
    whiskers = [
        line
        for (_, mark), y in placed
        if (few or mark.middle in ends) and (line := _whisker(mark, y)) is not None
    ]
    dots = [_dot(i, mark, y, plain=not few) for (i, mark), y in placed]
    return [band, *whiskers, *dots]


def _whisker(mark: Mark, y: int) -> Html | None:
    if mark.low is None or mark.high is None:
        return None
    return tag(
        "line",
        x1=_at(mark.low),
        x2=_at(mark.high),
        y1=f"{y}%",
        y2=f"{y}%",
        stroke=marks.INK,
        stroke_width=1.6,
    )


def _dot(position: int, mark: Mark, y: int, *, plain: bool) -> Html:
    drawn = (
        (marks.dot(marks.PAPER, marks.INK),) if plain else marks.group_paths(position)
    )
    placed = tag("g", *drawn, transform="translate(-6 -6)")
    return tag("svg", placed, x=_at(mark.middle), y=f"{y}%", overflow="visible")
