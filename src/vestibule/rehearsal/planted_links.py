"""Which causes make what more or less likely in the invented stories? A planted graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

Link = tuple[int, int]
"""Cause and effect, by number."""

CIRCLES: tuple[tuple[tuple[int, ...], int], ...] = (
    ((0, 1), 1),
    ((2, 3, 4), 1),
    ((5, 6, 7), -1),
    ((8, 9, 10, 11), 1),
)
"""Loops that are planted, and the sign of each."""

UNTOLD = CIRCLES[-1][0]
"""The loop that nobody tells whole."""

LOOP_BOUND = 6
"""Links of the loops that are listed, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A planted causal structure.

    Parameters
    ----------
    factors : int
        How many; they are numbered.
    signs : dict of (int, int) to int
        Link to 1 (more) or -1 (less).
    loops : dict of tuple of int to int
        Every elementary loop of at most `LOOP_BOUND` links, from its smallest number,
        to its sign.
    """

    factors: int
    signs: dict[Link, int]
    loops: dict[tuple[int, ...], int]


def graph(factors: int, links: int, draw: np.random.Generator) -> Graph:
    """Return a planted structure: `CIRCLES`, and links that lead forward only.

    Parameters
    ----------
    factors : int
        12 or more.
    links : int
        As many, at most one for two factors, those of `CIRCLES` included.
    draw : np.random.Generator
        Of links and signs.

    Returns
    -------
    Graph
        A third of the other links make less likely.
    """
    signs: dict[Link, int] = {}
    for circle, sign in CIRCLES:
        pairs = around(circle)
        signs |= dict.fromkeys(pairs, 1)
        signs[pairs[0]] = sign
    most = min(links, len(signs) + (factors * (factors - 1)) // 4)
    while len(signs) < most:
        a, b = sorted(int(one) for one in draw.integers(0, factors, 2))
        if a != b and (a, b) not in signs and (b, a) not in signs:
            signs[a, b] = -1 if draw.random() < 1 / 3 else 1
    found = nx.simple_cycles(nx.DiGraph(list(signs)), length_bound=LOOP_BOUND)
    loops = {}
    for circle in map(_turned, found):
        product = 1
        for pair in around(circle):
            product *= signs[pair]
        loops[circle] = product
    return Graph(factors=factors, signs=signs, loops=dict(sorted(loops.items())))


def around(circle: Sequence[int]) -> list[Link]:
    """Return the links of a loop."""
    return list(zip(circle, [*circle[1:], circle[0]], strict=True))


def _turned(circle: Sequence[int]) -> tuple[int, ...]:
    start = circle.index(min(circle))
    return (*circle[start:], *circle[:start])
