"""How many tellers bear a connection: at most, and exactly where that can be solved?"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import networkx as nx
import numpy as np
from scipy import optimize, sparse

from vestibule.understand.maps.result import Pair

NODES = 2000
"""Branches that the solver may try: a count, so that every machine stops alike."""

START, END = ("start",), ("end",)
"""Where everything comes from and leads to; no factor is called so."""


def flow(
    tellers: Mapping[Pair, frozenset[str]],
    starts: Collection[str],
    ends: Collection[str],
) -> int:
    """Return the maximum flow from starts to ends, each link bearing its tellers.

    Parameters
    ----------
    tellers : mapping of (str, str) to frozenset of str
        Link to its distinct tellers.
    starts, ends : collection of str
        Factors.

    Returns
    -------
    int
        An upper bound on how many tellers must be left out to break every way: one
        who told two links of the cut counts twice.
    """
    graph = nx.DiGraph()
    graph.add_nodes_from([START, END])
    for (cause, effect), told in tellers.items():
        graph.add_edge(cause, effect, capacity=len(told))
    for start in starts:
        graph.add_edge(START, start)
    for end in ends:
        graph.add_edge(end, END)
    return int(nx.maximum_flow_value(graph, START, END))


def exact(
    tellers: Mapping[Pair, frozenset[str]],
    starts: Collection[str],
    ends: Collection[str],
    size: int,
) -> int | None:
    """Return the fewest tellers without whom no way is left.

    Parameters
    ----------
    tellers : mapping of (str, str) to frozenset of str
        Link to its distinct tellers. A link without any stands on nothing and is no
        way.
    starts, ends : collection of str
        Factors.
    size : int
        Tellers' links solved at most; those who told the same links count as one.

    Returns
    -------
    int or None
        None where it is larger, or the solver did not finish within `NODES`.

    Notes
    -----
    A minimum label cut: y of a teller left out, z of a link broken (all of its
    tellers are left out: z <= y), p of a factor on the far side; p is 0 at the
    starts, 1 at the ends, and rises along broken links only. Solved as an integer
    program by HiGHS; p and z may stay fractional, as y is whole.
    """
    borne = {pair: told for pair, told in tellers.items() if told}
    told_by: dict[str, list[Pair]] = {}
    for pair in sorted(borne):
        for teller in borne[pair]:
            told_by.setdefault(teller, []).append(pair)
    groups: dict[tuple[Pair, ...], int] = {}
    for pairs in told_by.values():
        groups[tuple(pairs)] = groups.get(tuple(pairs), 0) + 1
    if sum(map(len, groups)) > size:
        return None
    if not groups:
        return 0
    return _solved(sorted(borne), dict(sorted(groups.items())), starts, ends)


def _solved(
    links: list[Pair],
    groups: Mapping[tuple[Pair, ...], int],
    starts: Collection[str],
    ends: Collection[str],
) -> int | None:
    factors = sorted({one for pair in links for one in pair})
    n_y, n_z, n_p = len(groups), len(links), len(factors)
    z = {pair: n_y + at for at, pair in enumerate(links)}
    p = {one: n_y + n_z + at for at, one in enumerate(factors)}
    rows: list[list[tuple[int, float]]] = []
    for y, pairs in enumerate(groups):
        rows += [[(z[pair], 1.0), (y, -1.0)] for pair in pairs]
    rows += [[(p[b], 1.0), (p[a], -1.0), (z[a, b], -1.0)] for a, b in links]
    entries = [(row, at, value) for row, part in enumerate(rows) for at, value in part]
    i, j, values = zip(*entries, strict=True)
    matrix = sparse.csr_array((values, (i, j)), shape=(len(rows), n_y + n_z + n_p))
    low, high = np.zeros(n_y + n_z + n_p), np.ones(n_y + n_z + n_p)
    high[[p[one] for one in starts if one in p]] = 0.0
    low[[p[one] for one in ends if one in p]] = 1.0
    cost = np.concatenate([list(groups.values()), np.zeros(n_z + n_p)])
    found = optimize.milp(
        cost,
        constraints=optimize.LinearConstraint(matrix, ub=0.0),
        bounds=optimize.Bounds(low, high),
        integrality=np.repeat([1, 0], [n_y, n_z + n_p]),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    return round(float(found.fun)) if found.status == 0 else None
