"""How is a landscape laid out? Hexagons, arrows to its edge, outlines of families."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from vestibule.inform.figures import marks
from vestibule.inform.markup import Html, join, tag
from vestibule.inform.opinions import Arrow, Hexagon, Landscape

STEPS = 5
"""Steps of density; a hexagon grows with it, so that no tint is needed to read it."""

TINTS = ("#dfe7f1", "#c3d1e4", "#86a2c8", "#41699f", marks.INDIGO)
"""From few to many."""

SIZES = (0.45, 0.6, 0.73, 0.85, 0.95)
"""Part of its place that a hexagon of each step fills."""

INKS = (marks.TERRACOTTA, marks.INK, marks.GREEN, marks.PLUM, marks.OCHRE)
DASHES = ("", "6 3", "2 3", "9 3 2 3", "1 4")
"""Ink and dash of the outline of each family."""

FLAT = 0.3
"""Height of a landscape, at least, as part of its width."""

AROUND = 1.2
"""From the middle of an outermost hexagon to the edge, in hexagons."""

TIP = 0.93
"""Where arrows end, as part of the way from the middle to the edge."""

RIM = 0.13
"""Room for the numbers around, as part of half the width."""

APART = 0.26
"""Two numbers at the edge are at least this far apart, as part of half the width."""

SIDES = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
"""Column and row of the six neighbours of a hexagon, from the right, leftwards up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """The frame of a landscape.

    Parameters
    ----------
    wide, high : float
        Half of the inner width and height.
    margin : float
        Around it.
    most : int
        People in the fullest hexagon.
    tips : tuple of (float, float)
        Where the number of each arrow stands.
    """

    wide: float
    high: float
    margin: float
    most: int
    tips: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, found: Landscape) -> Plane:
        """Return a frame that holds all hexagons, and the numbers around it."""
        wide = max(abs(one.x) for one in found.hexagons) + AROUND * found.width
        reach = max(abs(one.y) for one in found.hexagons) + AROUND * found.width
        high = max(reach, FLAT * wide)
        wide = max(wide, high)
        tips = (
            _beside(found.arrows, wide, high)
            if found.drawn == 1
            else _around(found.arrows, wide, high)
        )
        return cls(
            wide=wide,
            high=high,
            margin=RIM * wide,
            most=max(one.people.value for one in found.hexagons),
            tips=tuple(tips),
        )

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return a place as parts (0 to 1) of the frame from its left and its top."""
        width, height = self.wide + self.margin, self.high + self.margin
        return (x + width) / (2 * width), (height - y) / (2 * height)

    def step(self, one: Hexagon) -> int:
        """Return how full a hexagon is, 1 to `STEPS`, against the fullest."""
        return max(1, math.ceil(STEPS * one.people.value / self.most))


def _beside(
    arrows: tuple[Arrow, ...], wide: float, high: float
) -> list[tuple[float, float]]:
    """Return places left and right of a line, one under another."""
    rows = [0, 0]
    found = []
    for arrow in arrows:
        side = int(arrow.x > 0)
        found.append(
            ((1 if side else -1) * wide, high * 0.8 - rows[side] * APART * wide)
        )
        rows[side] += 1
    return found


def _around(
    arrows: tuple[Arrow, ...], wide: float, high: float
) -> list[tuple[float, float]]:
    """Return places on the edge of the frame, pushed apart along it where they meet."""
    if not arrows:
        return []
    length = 4 * (wide + high)
    spots = np.array([_along(arrow.x, arrow.y, wide, high) for arrow in arrows])
    order = np.argsort(spots, kind="stable")
    # The edge is cut open where it is emptiest.
    free = np.diff(spots[order], append=spots[order[0]] + length)
    order = np.roll(order, -1 - int(free.argmax()))
    along = (spots[order] - spots[order[0]]) % length
    least = min(APART * wide, length / len(spots)) * np.arange(len(spots))
    # The nearest places that keep their order and their distance.
    moved = optimize.isotonic_regression(along - least).x + least + spots[order[0]]
    found = dict(zip(order.tolist(), moved.tolist(), strict=True))
    return [_spot(found[i] % length, wide, high) for i in range(len(arrows))]


def _along(x: float, y: float, wide: float, high: float) -> float:
    """Return how far along the edge a ray meets it, from the upper right downwards."""
    far = min(wide / abs(x) if x else math.inf, high / abs(y) if y else math.inf)
    x, y = x * far, y * far
    if math.isclose(x, wide):
        return high - y
    if math.isclose(y, -high):
        return 2 * high + wide - x
    if math.isclose(x, -wide):
        return 2 * high + 2 * wide + y + high
    return 4 * high + 2 * wide + x + wide


def _spot(along: float, wide: float, high: float) -> tuple[float, float]:
    """Return the place that lies so far along the edge."""
    if along < 2 * high:
        return wide, high - along
    along -= 2 * high
    if along < 2 * wide:
        return wide - along, -high
    along -= 2 * wide
    if along < 2 * high:
        return -wide, along - high
    return along - 2 * high - wide, high


def pin(seen: Plane, x: float, y: float, inside: Html) -> Html:
    """Return words at a place of the frame: text is HTML, only marks are SVG."""
    left, top = seen.at(x, y)
    style = f"inset-inline-start:{left * 100:.1f}%;inset-block-start:{top * 100:.1f}%"
    return tag("span", inside, class_="pinned", style=style)


def drawing(seen: Plane, found: Landscape) -> Html:
    """Return the marks of a landscape."""
    width, height = seen.wide + seen.margin, seen.high + seen.margin
    pieces = (
        [_bars(seen, found), _line(seen)]
        if found.drawn == 1
        else [_hexagons(seen, found), *_arrows(seen), *_outlines(found)]
    )
    return tag(
        "svg",
        *pieces,
        viewBox=f"{-width:.3f} {-height:.3f} {2 * width:.3f} {2 * height:.3f}",
        aria_hidden="true",
    )


def hexagon(x: float, y: float, reach: float, step: int, *, stroke: float) -> Html:
    """Return a hexagon of a step of density, its middle at a place of the drawing."""
    size = reach * SIZES[step - 1]
    return tag(
        "path",
        d=_path(x, y, size),
        fill=TINTS[step - 1],
        stroke=TINTS[max(step, 3) - 1],
        stroke_width=stroke,
    )


def _path(x: float, y: float, size: float) -> str:
    return "M" + "L".join(f"{px:.3f} {py:.3f}" for px, py in _corners(x, y, size)) + "z"


def _corners(x: float, y: float, size: float) -> list[tuple[float, float]]:
    """Return the corners, the two of the right side last and first; y downwards."""
    angles = (math.radians(60 * i + 30) for i in range(6))
    return [(x + size * math.cos(a), y - size * math.sin(a)) for a in angles]


def _hexagons(seen: Plane, found: Landscape) -> Html:
    reach = found.width / math.sqrt(3)
    return join(
        *(
            hexagon(one.x, -one.y, reach, seen.step(one), stroke=found.width / 40)
            for one in found.hexagons
        )
    )


def _bars(seen: Plane, found: Landscape) -> Html:
    tall = 1.6 * seen.high / STEPS
    return join(
        *(
            tag(
                "rect",
                x=f"{one.x - found.width * 0.46:.3f}",
                y=f"{0.8 * seen.high - tall * seen.step(one):.3f}",
                width=f"{found.width * 0.92:.3f}",
                height=f"{tall * seen.step(one):.3f}",
                fill=TINTS[seen.step(one) - 1],
                stroke=TINTS[max(seen.step(one), 3) - 1],
                stroke_width=f"{found.width / 40:.4f}",
            )
            for one in found.hexagons
        )
    )


def _line(seen: Plane) -> Html:
    y, end = 0.8 * seen.high, seen.wide
    head = 0.03 * end
    d = (
        f"M{-end:.3f} {y:.3f}H{end:.3f}"
        f"M{head - end:.3f} {y - head:.3f}L{-end:.3f} {y:.3f}l{head:.3f} {head:.3f}"
        f"M{end - head:.3f} {y - head:.3f}L{end:.3f} {y:.3f}l{-head:.3f} {head:.3f}"
    )
    return _stroked(d, marks.INK, 1.2)


def _arrows(seen: Plane) -> list[Html]:
    """Return arrows from near the middle to their numbers, with a light edge."""
    if not seen.tips:
        return []
    d = "".join(_arrow(x, -y, 0.05 * seen.wide) for x, y in seen.tips)
    return [_stroked(d, marks.PAPER, 4), _stroked(d, marks.INK, 1.2)]


def _arrow(x: float, y: float, head: float) -> str:
    turn = math.atan2(y, x)
    wings = "".join(
        f"M{TIP * x:.3f} {TIP * y:.3f}"
        f"l{-head * math.cos(turn + side):.3f} {-head * math.sin(turn + side):.3f}"
        for side in (0.5, -0.5)
    )
    return f"M{0.3 * x:.3f} {0.3 * y:.3f}L{TIP * x:.3f} {TIP * y:.3f}{wings}"


def _stroked(d: str, ink: str, width: float, dash: str = "") -> Html:
    return tag(
        "path",
        d=d,
        fill="none",
        stroke=ink,
        stroke_width=width,
        stroke_linecap="round",
        stroke_dasharray=dash or None,
        vector_effect="non-scaling-stroke",
    )


def _outlines(found: Landscape) -> list[Html]:
    """Return the border of the hexagons that each family leads, on a light edge."""
    # Drawn just inside, so that the lines of two neighbours do not cover each other.
    reach = 0.96 * found.width / math.sqrt(3)
    borders = {
        family: "".join(
            _edge(one, side, reach)
            for (column, row), one in sorted(members.items())
            for side, (dc, dr) in enumerate(SIDES)
            if (column + dc, row + dr) not in members
        )
        for family, members in _led(found).items()
    }
    light = [_stroked(d, marks.PAPER, 5) for d in borders.values()]
    return [*light, *(_bordered(d, family, 2.4) for family, d in borders.items())]


def _bordered(d: str, family: int, width: float) -> Html:
    turn = family % len(INKS)
    return _stroked(d, INKS[turn], width, DASHES[turn])


def _edge(one: Hexagon, side: int, reach: float) -> str:
    corners = _corners(one.x, -one.y, reach)
    (ax, ay), (bx, by) = corners[side - 1], corners[side]
    return f"M{ax:.3f} {ay:.3f}L{bx:.3f} {by:.3f}"


def _led(found: Landscape) -> Mapping[int, dict[tuple[int, int], Hexagon]]:
    led: dict[int, dict[tuple[int, int], Hexagon]] = {}
    for one in found.hexagons:
        if one.family is not None:
            led.setdefault(one.family, {})[one.column, one.row] = one
    return dict(sorted(led.items()))


def middles(found: Landscape) -> dict[int, tuple[float, float]]:
    """Return where the name of each family stands: in the middle of its people."""
    places = {}
    for family, members in _led(found).items():
        people = sum(one.people.value for one in members.values())
        x = sum(one.x * one.people.value for one in members.values()) / people
        y = sum(one.y * one.people.value for one in members.values()) / people
        places[family] = (x, y)
    return places


def swatch(family: int) -> Html:
    """Return the line of a family's outline as a mark."""
    line = _bordered("M1 6h34", family, 2.4)
    return marks.svg(line, box="0 0 36 12", class_="mk dash")
