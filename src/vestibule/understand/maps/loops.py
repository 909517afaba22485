"""Which circles did people tell, and did anyone tell one whole?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

import networkx as nx
import polars as pl

from vestibule.understand.maps.result import Chain, Pair
from vestibule.understand.maps.settings import MapSettings

Tellers = Mapping[Pair, frozenset[str]]
"""Link to the sources that told it in the direction most told."""


def loops(
    links: pl.DataFrame, tellers: Tellers, settings: MapSettings
) -> tuple[tuple[Chain, ...], int, bool]:
    """Return the feedback loops of a map up to a stated length.

    Parameters
    ----------
    links : pl.DataFrame
        As `SystemMap.links`.
    tellers : mapping of (str, str) to frozenset of str
        Of each link.
    settings : MapSettings
        `loop_bound` and `most_loops`.

    Returns
    -------
    tuple of (tuple of Chain, int, bool)
        Elementary loops, those told whole by most sources first, then by their weakest
        link, the shorter first; the least sources a link had to have: 1, or the
        lowest floor at which there are not more than `most_loops`; and whether there
        are more at any floor, and only some are listed.
    """
    floors = [1, *sorted({n for n in links["sources"].to_list() if n > 1})]
    low, high = 0, len(floors) - 1
    found = _circles(links, 1, settings)
    if len(found) <= settings.most_loops:
        high = 0
    while low < high:
        middle = (low + high) // 2
        tried = _circles(links, floors[middle], settings)
        if len(tried) <= settings.most_loops:
            high = middle
        else:
            low = middle + 1
    found = _circles(links, floors[high], settings)
    cut, found = len(found) > settings.most_loops, found[: settings.most_loops]
    signs = _signs(links)
    chains = [chained(_turned(circle), signs, tellers, closed=True) for circle in found]
    return tuple(sorted(chains, key=_order)), floors[high], cut


def _circles(links: pl.DataFrame, floor: int, settings: MapSettings) -> list[list[str]]:
    """Return at most one loop more than are wanted."""
    kept = links if floor == 1 else links.filter(pl.col("sources") >= floor)
    graph = nx.DiGraph(kept.select("cause", "effect").iter_rows())
    circles = nx.simple_cycles(graph, length_bound=settings.loop_bound)
    return list(islice(circles, settings.most_loops + 1))


def _turned(circle: Sequence[str]) -> tuple[str, ...]:
    start = min(range(len(circle)), key=circle.__getitem__)
    return (*circle[start:], *circle[:start])


def _order(chain: Chain) -> tuple[int, int, int, tuple[str, ...]]:
    return -len(chain.tellers), -chain.weakest, len(chain.factors), chain.factors


def _signs(links: pl.DataFrame) -> dict[Pair, int]:
    rows = links.select("cause", "effect", "sign").iter_rows()
    return {(cause, effect): sign for cause, effect, sign in rows}


def chained(
    factors: Sequence[str],
    signs: Mapping[Pair, int],
    tellers: Tellers,
    *,
    closed: bool = False,
) -> Chain:
    """Return factors one after another as a chain, with who told all of it.

    Parameters
    ----------
    factors : sequence of str
        From cause to effect; every step is a link.
    signs : mapping of (str, str) to int
        Of each link.
    tellers : mapping of (str, str) to frozenset of str
        Of each link.
    closed : bool
        Whether the last leads back to the first.

    Returns
    -------
    Chain
        With the sources common to all of its links.
    """
    after = [*factors[1:], factors[0]] if closed else factors[1:]
    pairs = list(zip(factors, after, strict=False))
    whole = frozenset.intersection(*(tellers[pair] for pair in pairs))
    return Chain(
        factors=tuple(factors),
        signs=tuple(signs[pair] for pair in pairs),
        sources=tuple(len(tellers[pair]) for pair in pairs),
        tellers=tuple(sorted(whole)),
    )
