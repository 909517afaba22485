"""What drives, what results, what leads back to itself, which way does it all flow?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse import csgraph, linalg

from vestibule.dossier.records import Dossier
from vestibule.understand.maps.settings import MapSettings

DIGITS = 9
"""Decimals of levels and incoherence: the same on every machine."""


def factors(
    settled: Dossier,
    one: Mapping[str, str],
    linked: pl.DataFrame,
    links: pl.DataFrame,
    settings: MapSettings,
) -> pl.DataFrame:
    """Return the factors of a map, all but their level; see `SystemMap.factors`.

    Parameters
    ----------
    settled : Dossier
        The records.
    one : mapping of str to str
        Merged factor to the one that stands for it.
    linked, links : pl.DataFrame
        Claims whose cause and effect differ, and their bundles.
    settings : MapSettings
        What makes a driver and an outcome.

    Returns
    -------
    pl.DataFrame
        By id, those nobody told of included.
    """
    rows = settled.table("factors").select(
        "name", "lang", "finding", member="id", factor=pl.col("id").replace(dict(one))
    )
    members = rows.group_by("factor").agg(members=pl.col("member").sort())
    own = rows.filter(pl.col("member") == pl.col("factor")).drop("member")
    share = pl.col("as_cause") / (pl.col("as_cause") + pl.col("as_effect"))
    return (
        own.join(members, on="factor")
        .join(_telling(linked), on="factor", how="left")
        .join(_degree(links, "effect", "causes"), on="factor", how="left")
        .join(_degree(links, "cause", "effects"), on="factor", how="left")
        .with_columns(pl.selectors.integer().fill_null(0))
        .with_columns(
            role=pl.when(pl.col("causes") + pl.col("effects") == 0)
            .then(pl.lit("alone"))
            .when((share >= settings.driver) | (pl.col("causes") == 0))
            .then(pl.lit("driver"))
            .when((share <= settings.outcome) | (pl.col("effects") == 0))
            .then(pl.lit("outcome"))
            .otherwise(pl.lit("between"))
        )
        .sort("factor")
        .pipe(_parted, links)
    )


def _telling(linked: pl.DataFrame) -> pl.DataFrame:
    """Return who told of each factor, on either side of a link."""
    sides = pl.concat(
        linked.select(
            "claim", "source", "gathering", "place", factor=side, side=pl.lit(side)
        )
        for side in ("cause", "effect")
    )

    def distinct(column: str, side: str = "") -> pl.Expr:
        chosen = pl.col(column)
        if side:
            chosen = chosen.filter(pl.col("side") == side)
        return chosen.drop_nulls().n_unique().cast(pl.Int64)

    return sides.group_by("factor").agg(
        citations=distinct("claim"),
        sources=distinct("source"),
        as_cause=distinct("source", "cause"),
        as_effect=distinct("source", "effect"),
        gatherings=distinct("gathering"),
        places=distinct("place"),
    )


def _degree(links: pl.DataFrame, side: str, name: str) -> pl.DataFrame:
    counted = links.group_by(factor=pl.col(side)).len()
    return counted.select("factor", pl.col("len").cast(pl.Int64).alias(name))


def _parted(rows: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    parts = strong_parts(links)
    number = {one: place for place, part in enumerate(parts) for one in part}
    return rows.with_columns(
        part=pl.col("factor").replace_strict(
            number, default=None, return_dtype=pl.Int64
        )
    )


def strong_parts(links: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    """Return sets of factors each of which leads back to every other, largest first.

    Parameters
    ----------
    links : pl.DataFrame
        With ``cause`` and ``effect``.

    Returns
    -------
    tuple of tuple of str
        Of two factors or more: the strongly connected components.
    """
    graph = nx.DiGraph(links.select("cause", "effect").iter_rows())
    found = (tuple(sorted(part)) for part in nx.strongly_connected_components(graph))
    kept = [part for part in found if len(part) > 1]
    return tuple(sorted(kept, key=lambda part: (-len(part), part)))


def levels(
    names: Sequence[str], links: pl.DataFrame
) -> tuple[list[float | None], float | None]:
    """Return how far down the flow each factor lies, and how far the flow is none.

    Parameters
    ----------
    names : sequence of str
        Factors.
    links : pl.DataFrame
        Weighted by their ``sources``, at least 1.

    Returns
    -------
    tuple of (list of float or None, float or None)
        Trophic level, 0 for the lowest of each connected part, missing without links;
        incoherence (0: every link climbs one level; 1: all is loops), missing where
        there is no link.

    References
    ----------
    .. [1] MacKay, R. S., Johnson, S. and Sansom, B. (2020), How directed is a directed
       network?, Royal Society Open Science 7.
    """
    if links.is_empty():
        return [None] * len(names), None
    place = {name: at for at, name in enumerate(names)}
    tail = np.array([place[one] for one in links["cause"]])
    head = np.array([place[one] for one in links["effect"]])
    weight = np.maximum(links["sources"].to_numpy(), 1).astype(np.float64)
    n = len(names)
    flow = sparse.csr_array((weight, (tail, head)), shape=(n, n))
    into, out = flow.sum(axis=0), flow.sum(axis=1)
    _, part = csgraph.connected_components(flow, directed=True, connection="weak")
    _, first = np.unique(part, return_index=True)
    # the level of one factor of each part is fixed, else levels float freely
    fixed = sparse.csr_array((np.ones(len(first)), (first, first)), shape=(n, n))
    laplacian = sparse.diags_array(into + out) - flow - flow.T + fixed
    height = linalg.spsolve(sparse.csc_array(laplacian), into - out)
    lowest = np.full(part.max() + 1, np.inf)
    np.minimum.at(lowest, part, height)
    height = height - lowest[part]
    gap = height[head] - height[tail] - 1
    incoherence = float((weight * gap**2).sum() / weight.sum())
    alone = (into + out) == 0
    told = [
        None if is_alone else round(float(one), DIGITS) + 0.0
        for one, is_alone in zip(height, alone, strict=True)
    ]
    return told, round(incoherence, DIGITS)
