"""How do arrows run between boxes without crossing any?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vestibule.inform.figures.layers import Edge, Layers

BOX_WIDTH = 27.0
"""Of the drawing's width, in hundredths."""

CENTRES = (18.0, 50.0, 82.0)
"""Middles of the columns, in hundredths of the width."""

GUTTERS = (2.0, 34.0, 66.0, 98.0)
"""Free lanes beside the columns."""

LANE = 1.1
"""Between two arrows in one lane, in hundredths of the width."""

BOX_HEIGHT, GAP = 5.0, 3.25
"""Of a box, and between two rows, in rem."""

STEP = BOX_HEIGHT + GAP


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """One arrow: a path in hundredths of the width and rem, and its head.

    Parameters
    ----------
    path : str
        SVG path data; it begins and ends upright.
    x, y : float
        Where its head stands.
    up : bool
        Whether it arrives from below.
    """

    path: str
    x: float
    y: float
    up: bool


def height(layers: Layers) -> float:
    """Return how high the drawing is, in rem."""
    return layers.rows * STEP - GAP


def top(layers: Layers, box: int) -> float:
    """Return where a box begins, in rem from the top."""
    return layers.row[box] * STEP


def start(layers: Layers, box: int) -> float:
    """Return where a box begins, in hundredths from the left."""
    return CENTRES[layers.column[box]] - BOX_WIDTH / 2


def arrows(layers: Layers, edges: Sequence[Edge]) -> dict[Edge, Arrow]:
    """Return an arrow for each edge.

    Parameters
    ----------
    layers : Layers
        Where boxes stand.
    edges : sequence of (int, int)
        From cause to effect.

    Returns
    -------
    dict of (int, int) to Arrow
        An arrow that passes further rows keeps to the lanes between columns; those
        of one box leave and arrive side by side.
    """
    lanes = _lanes(layers, edges)
    ports = _ports(layers, edges, lanes)
    return {pair: _arrow(layers, pair, lanes.get(pair), ports) for pair in edges}


def _lanes(layers: Layers, edges: Sequence[Edge]) -> dict[Edge, float]:
    """Return the lane of each arrow that passes other rows."""
    taken: dict[float, list[Edge]] = {}
    for pair in sorted(edges):
        a, b = (layers.row[one] for one in pair)
        if abs(a - b) > 1:
            ends = [CENTRES[layers.column[one]] for one in pair]
            lane = min(
                GUTTERS,
                key=lambda x: (sum(abs(x - end) for end in ends), x),
            )
            taken.setdefault(lane, []).append(pair)
    return {
        pair: lane + LANE * (place - (len(pairs) - 1) / 2)
        for lane, pairs in taken.items()
        for place, pair in enumerate(pairs)
    }


def _ports(
    layers: Layers, edges: Sequence[Edge], lanes: Mapping[Edge, float]
) -> dict[tuple[Edge, int], float]:
    """Return where each arrow leaves (end 0) and arrives (end 1)."""
    sides: dict[tuple[int, bool], list[tuple[float, Edge, int]]] = {}
    for pair in edges:
        down = layers.row[pair[0]] < layers.row[pair[1]]
        for end in (0, 1):
            other = CENTRES[layers.column[pair[1 - end]]]
            towards = lanes.get(pair, other)
            below = down if end == 0 else not down
            sides.setdefault((pair[end], below), []).append((towards, pair, end))
    found = {}
    for (box, _), listed in sides.items():
        room = 0.8 * BOX_WIDTH / len(listed)
        for place, (_, pair, end) in enumerate(sorted(listed)):
            aside = room * (place - (len(listed) - 1) / 2)
            found[pair, end] = CENTRES[layers.column[box]] + aside
    return found


def _arrow(
    layers: Layers,
    pair: Edge,
    lane: float | None,
    ports: Mapping[tuple[Edge, int], float],
) -> Arrow:
    cause, effect = pair
    down = layers.row[cause] < layers.row[effect]
    x0, x1 = ports[pair, 0], ports[pair, 1]
    y0 = top(layers, cause) + (BOX_HEIGHT if down else 0)
    y1 = top(layers, effect) + (0 if down else BOX_HEIGHT)
    way = 1 if down else -1
    if lane is None:
        d = f"M{x0:.2f} {y0:.2f}" + _curve(x0, y0, x1, y1)
    else:
        a, b = y0 + way * GAP, y1 - way * GAP
        d = (
            f"M{x0:.2f} {y0:.2f}{_curve(x0, y0, lane, a)}"
            f"L{lane:.2f} {b:.2f}{_curve(lane, b, x1, y1)}"
        )
    return Arrow(path=d, x=x1, y=y1, up=not down)


def _curve(x0: float, y0: float, x1: float, y1: float) -> str:
    middle = (y0 + y1) / 2
    return f"C{x0:.2f} {middle:.2f} {x1:.2f} {middle:.2f} {x1:.2f} {y1:.2f}"
