"""How does one thing lead to another, who told it whole, and how much does it bear?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import networkx as nx
import polars as pl

from vestibule.errors import DataError
from vestibule.understand.maps import loops, robustness
from vestibule.understand.maps.result import Chain, Pair, SystemMap


@dataclass(frozen=True, kw_only=True)
class Trace:
    """All ways from some factors to others, up to a stated number of links.

    Parameters
    ----------
    starts, ends : tuple of str
        Factors, after merging.
    bound : int
        Links in a path at most.
    links : pl.DataFrame
        Rows of `SystemMap.links` that lie on a way of at most `bound` links.
    paths : tuple of Chain
        Told whole by most first; at most `MapSettings.most_paths`.
    threads : tuple of str
        Sources who told some whole way by themselves. Personal.
    at_most : int
        So many distinct tellers at most bear the connection: the maximum flow, each
        link bearing as many as told it. A teller of two links may count twice.
    exact : int or None
        The fewest tellers without whom no way is left, exactly; None beyond the limit.
    limits : tuple of str
        ``no-path``, ``paths-cut``, ``too-large-for-exact``, ``sources-unknown``.
    """

    starts: tuple[str, ...]
    ends: tuple[str, ...]
    bound: int
    links: pl.DataFrame
    paths: tuple[Chain, ...]
    threads: tuple[str, ...]
    at_most: int
    exact: int | None
    limits: tuple[str, ...]

    @property
    def assembled(self) -> bool:
        """Whether nobody told any whole way: it is put together from several."""
        return not self.threads


def trace(
    system: SystemMap,
    starts: Collection[str],
    ends: Collection[str],
    *,
    bound: int | None = None,
) -> Trace:
    """Return every way from one factor, or several, to another.

    Parameters
    ----------
    system : SystemMap
        The map.
    starts, ends : collection of str
        Ids of factors; one that was merged means what it was merged into.
    bound : int or None
        Links at most; None: `MapSettings.path_bound`.

    Returns
    -------
    Trace
        With `threads` (source threads) beside the maximum flow: the flow alone would
        count a way that nobody ever told.

    Raises
    ------
    DataError
        If a factor is not of this map, or a start is also an end.

    Notes
    -----
    A factor is kept if its distance from the start and to the end together do not pass
    the bound [1]_. The flow may bear on ways longer than the bound, over kept links. A
    connection that bears many tellers is widely told, not strong or true.

    References
    ----------
    .. [1] Powell, S., Copestake, J. and Remnant, F. (2024), Causal mapping for
       evaluators, Evaluation 30.
    """
    bound = system.settings.path_bound if bound is None else bound
    first, last = _known(system, starts), _known(system, ends)
    if set(first) & set(last):
        raise DataError(
            "A path leads from one factor to another: choose two that differ.",
            reason="map-same-factor",
        )
    kept = _between(system.links, first, last, bound)
    pairs = list(kept.select("cause", "effect").iter_rows())
    tellers = {pair: system.tellers[pair] for pair in pairs}
    graph = nx.DiGraph(pairs)
    ways = list(
        islice(_ways(graph, first, last, bound), system.settings.most_paths + 1)
    )
    chains = [
        loops.chained(way, system.signs, tellers)
        for way in ways[: system.settings.most_paths]
    ]
    flow = robustness.flow(tellers, first, last)
    exact = robustness.exact(tellers, first, last, system.settings.exact_size)
    said = {
        "no-path": not pairs,
        "paths-cut": len(ways) > system.settings.most_paths,
        "too-large-for-exact": exact is None,
        "sources-unknown": any(not told for told in tellers.values()),
    }
    return Trace(
        starts=first,
        ends=last,
        bound=bound,
        links=kept,
        paths=tuple(
            sorted(
                chains,
                key=lambda one: (
                    -len(one.tellers),
                    -one.weakest,
                    len(one.factors),
                    one.factors,
                ),
            )
        ),
        threads=_threads(tellers, first, last, bound),
        at_most=flow,
        exact=exact,
        limits=tuple(code for code, holds in said.items() if holds),
    )


def _known(system: SystemMap, factors: Collection[str]) -> tuple[str, ...]:
    stands = system.stands
    unknown = sorted(one for one in factors if one not in stands)
    if unknown or not factors:
        raise DataError(
            f"No factor of the map is called “{unknown[0] if unknown else ''}”.",
            reason="map-no-factor",
            name=unknown[0] if unknown else "",
        )
    return tuple(sorted({stands[one] for one in factors}))


def _between(
    links: pl.DataFrame, first: tuple[str, ...], last: tuple[str, ...], bound: int
) -> pl.DataFrame:
    """Return the links on a way of at most `bound` links."""
    graph = nx.DiGraph(links.select("cause", "effect").iter_rows())
    graph.add_nodes_from([*first, *last])
    ahead = nx.multi_source_dijkstra_path_length(graph, first, bound, weight=None)
    behind = nx.multi_source_dijkstra_path_length(
        graph.reverse(copy=False), last, bound, weight=None
    )
    steps = pl.col("cause").replace_strict(
        ahead, default=None, return_dtype=pl.Int64
    ) + pl.col("effect").replace_strict(behind, default=None, return_dtype=pl.Int64)
    return links.filter(steps + 1 <= bound)


def _ways(
    graph: nx.DiGraph, first: tuple[str, ...], last: tuple[str, ...], bound: int
) -> Iterator[tuple[str, ...]]:
    for start in first:
        if start in graph:
            targets = [end for end in last if end in graph]
            for way in nx.all_simple_paths(graph, start, targets, cutoff=bound):
                yield tuple(way)


def _threads(
    tellers: Mapping[Pair, frozenset[str]],
    first: tuple[str, ...],
    last: tuple[str, ...],
    bound: int,
) -> tuple[str, ...]:
    """Return who leads from start to end over links of their own alone."""
    everyone = frozenset().union(*tellers.values())
    reached: dict[str, frozenset[str]] = dict.fromkeys(first, everyone)
    for _ in range(bound):
        further = dict(reached)
        for (cause, effect), told in tellers.items():
            come = reached.get(cause, frozenset()) & told
            if come:
                further[effect] = further.get(effect, frozenset()) | come
        reached = further
    whole = frozenset().union(*(reached.get(end, frozenset()) for end in last))
    return tuple(sorted(whole))
