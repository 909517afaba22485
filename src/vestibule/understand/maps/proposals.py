"""Which factors may be one, and where could one act? Proposals: people decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
import polars as pl
from scipy import sparse

from vestibule.dossier import folding
from vestibule.dossier.records import Dossier
from vestibule.understand.maps.result import SystemMap

GRAM = 3
"""Letters of a piece of a name; a blank stands before and after it."""

BLOCK = 512
"""Names compared with all others at once."""

ACTIVE = 10
"""Leverage points proposed at most."""

MERGES = {
    "factor": pl.String(),
    "into": pl.String(),
    "alike": pl.Float64(),
    "shared": pl.Int64(),
    "contrary": pl.Int64(),
    "reason": pl.String(),
    "state": pl.String(),
}
"""Of `merges`."""


def grams(name: str) -> Counter[str]:
    """Return how often each piece of `GRAM` letters stands in a name.

    Case, accents, apostrophes and hyphens do not count.

    Parameters
    ----------
    name : str
        In any language and script.

    Returns
    -------
    Counter of str
        A blank stands at both ends, so that short names have pieces too.

    Examples
    --------
    >>> sorted(grams("Été"))
    [' et', 'ete', 'te ']
    """
    text = f" {' '.join(folding.words(name))} "
    return Counter(text[at : at + GRAM] for at in range(max(1, len(text) - GRAM + 1)))


def merges(system: SystemMap, settled: Dossier) -> pl.DataFrame:
    """Return pairs of factors with names so alike that they may be one.

    Parameters
    ----------
    system : SystemMap
        The map.
    settled : Dossier
        Its records: what people undid or proposed already is not proposed again.

    Returns
    -------
    pl.DataFrame
        ``factor``, ``into`` (the one told by more sources), ``alike`` (cosine of their
        pieces of letters, weighted by rarity, 0 to 1), ``shared`` and ``contrary``:
        neighbours to which both are linked with one sign, and with opposite signs;
        ``reason`` a code: ``names``, or ``names-contrary`` where people tell the two as
        opposites; ``state`` always ``proposed``. The most alike first.

    Notes
    -----
    Works for any language and knows none: “more water” and “no water” are alike. It
    must never be applied without people.
    """
    rows = system.factors.sort("factor")
    ids, names = rows["factor"].to_list(), rows["name"].to_list()
    heard = dict(rows.select("factor", "sources").iter_rows())
    done = {
        frozenset(pair)
        for pair in settled.table("merges").select("factor", "into").iter_rows()
    }
    signed = _neighbours(system)
    found = []
    for a, b, alike in _alike(names, system.settings.alike):
        pair = sorted((ids[a], ids[b]), key=lambda one: (heard[one], one))
        if frozenset(pair) in done:
            continue
        same, contrary = _compared(signed, pair[0], pair[1])
        found.append(
            {
                "factor": pair[0],
                "into": pair[1],
                "alike": round(alike, 6),
                "shared": same,
                "contrary": contrary,
                "reason": "names-contrary" if contrary > same else "names",
                "state": "proposed",
            }
        )
    return pl.DataFrame(found, schema=MERGES).sort(
        "alike", "factor", "into", descending=[True, False, False]
    )


def _alike(names: Sequence[str], least: float) -> list[tuple[int, int, float]]:
    """Return pairs of names at least so alike, by the cosine of their pieces."""
    if len(names) < 2:
        return []
    counted = [grams(name) for name in names]
    column = {piece: at for at, piece in enumerate(sorted(set().union(*counted)))}
    row = np.repeat(np.arange(len(names)), [len(one) for one in counted])
    at = np.array([column[piece] for one in counted for piece in one])
    times = np.array([n for one in counted for n in one.values()], dtype=np.float64)
    rarity = np.log((1 + len(names)) / (1 + np.bincount(at))) + 1
    weight = times * rarity[at]
    norms = np.sqrt(np.bincount(row, weight**2, minlength=len(names)))
    matrix = sparse.csr_array(
        (weight / norms[row], (row, at)), shape=(len(names), len(column))
    )
    found: list[tuple[int, int, float]] = []
    for start in range(0, len(names), BLOCK):
        near = (matrix[start : start + BLOCK] @ matrix.T).tocoo()
        far = near.data >= least
        for a, b, alike in zip(
            near.row[far], near.col[far], near.data[far], strict=True
        ):
            if a + start < b:
                found.append((int(a) + start, int(b), float(alike)))
    return found


def _neighbours(system: SystemMap) -> Mapping[str, dict[tuple[str, str], int]]:
    """Return factor to its neighbours, on either side, with the sign of the link."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    for (cause, effect), sign in system.signs.items():
        if sign:
            found.setdefault(cause, {})["effect", effect] = sign
            found.setdefault(effect, {})["cause", cause] = sign
    return found


def _compared(
    signed: Mapping[str, dict[tuple[str, str], int]], a: str, b: str
) -> tuple[int, int]:
    first, second = signed.get(a, {}), signed.get(b, {})
    both = [first[one] * second[one] for one in first.keys() & second.keys()]
    return both.count(1), both.count(-1)


def leverage(system: SystemMap, settled: Dossier) -> pl.DataFrame:
    """Return factors on which acting might tell most, with the reason for each.

    Parameters
    ----------
    system : SystemMap
        The map.
    settled : Dossier
        Its records.

    Returns
    -------
    pl.DataFrame
        At most `ACTIVE` rows: ``factor``, ``sources``, ``gatherings``, ``loops`` (of
        the listed loops, how many pass through it), ``acts_on`` (other factors that
        are findings, or else outcomes, within `MapSettings.path_bound` links that two
        sources told), ``finding``, ``objections``: validations that amended or
        rejected its finding, and proclaimed orders with objections; ``state``:
        ``decided`` once people ranked its finding among their priorities, else
        ``proposed``. By `acts_on`, loops and sources.

    Notes
    -----
    A count of what people told, not of what would happen: it opens a discussion.
    """
    goals = _goals(system)
    strong = system.links.filter(pl.col("sources") >= 2)
    graph = nx.DiGraph(strong.select("cause", "effect").iter_rows())
    through = Counter(one for chain in system.loops for one in chain.factors)
    bound = system.settings.path_bound
    reached = {
        one: len(
            goals
            & nx.single_source_shortest_path_length(graph, one, cutoff=bound).keys()
            - {one}
        )
        for one in graph
    }
    acting = system.factors.filter(pl.col("effects") > 0).select(
        "factor",
        "sources",
        "gatherings",
        "finding",
        loops=_looked_up(through),
        acts_on=_looked_up(reached),
    )
    return (
        acting.filter(pl.col("acts_on") + pl.col("loops") > 0)
        .join(_decided(settled), on="finding", how="left")
        .with_columns(
            pl.col("objections").fill_null(0),
            state=pl.when(pl.col("ranked").fill_null(value=False))
            .then(pl.lit("decided"))
            .otherwise(pl.lit("proposed")),
        )
        .drop("ranked")
        .sort(
            "acts_on", "loops", "sources", "factor",
            descending=[True, True, True, False],
        )
        .head(ACTIVE)
    )  # fmt: skip


def _looked_up(counts: Mapping[str, int]) -> pl.Expr:
    return pl.col("factor").replace_strict(
        dict(counts), default=0, return_dtype=pl.Int64
    )


def _goals(system: SystemMap) -> set[str]:
    """Return the factors that are findings; where none is, the outcomes."""
    named = system.factors.drop_nulls("finding")["factor"].to_list()
    return set(named or system.factors.filter(role="outcome")["factor"].to_list())


def _decided(settled: Dossier) -> pl.DataFrame:
    """Return, for each finding, whether people ranked it, and how many objected."""
    ranked = settled.table("priorities").select(
        "finding", ranked=pl.lit(value=True), against=pl.col("objections").is_not_null()
    )
    contested = settled.table("validations").select(
        "finding",
        ranked=pl.lit(value=False),
        against=pl.col("outcome") != "confirmed",
    )
    return (
        pl.concat([ranked, contested])
        .group_by("finding")
        .agg(pl.col("ranked").any(), objections=pl.col("against").sum().cast(pl.Int64))
    )
