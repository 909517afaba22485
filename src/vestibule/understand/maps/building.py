"""How do claims become one map?"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.understand.maps import loops, merging, structure, told
from vestibule.understand.maps.result import SystemMap, tellers_of
from vestibule.understand.maps.settings import MapSettings

KINDS = ("teller", "voice", "gathering", "nobody")
"""What a source may be, the surest first."""


def system_map(
    settled: Dossier,
    *,
    settings: MapSettings | None = None,
    by: Collection[str] | None = None,
) -> SystemMap:
    """Return the map of everything people told as making something more or less likely.

    Parameters
    ----------
    settled : Dossier
        Each record in its current version, under its first id (`lineage.settled`).
    settings : MapSettings or None
        Bounds; None: the usual ones.
    by : collection of str or None
        Only the merges that these pseudonyms decided: one team's map. None: all.

    Returns
    -------
    SystemMap
        The same for any order of the records; undoing a merge gives the map back.

    Notes
    -----
    Claims are bundled by cause and effect. Citations and sources are counted apart
    [1]_: what one teller repeats is one source; two coders who marked one excerpt are
    one citation. The sign of a link is the direction that more sources told; where as
    many told either, it has none. Assumes that a source is one witness, which holds
    for tellers; a gathering is several people who heard each other. A map holds
    claims: that many say so does not make it so, and how often a link was told is not
    how much it matters.

    References
    ----------
    .. [1] Powell, S., Copestake, J. and Remnant, F. (2024), Causal mapping for
       evaluators, Evaluation 30.
    .. [2] Burns, D. (2014), Systemic action research: changing system dynamics to
       support sustainable change, Action Research 12.
    """
    settings = settings or MapSettings()
    one = merging.together(merging.in_force(settled.table("merges"), by))
    claims = told.told(settled, one)
    linked = claims.filter(pl.col("cause") != pl.col("effect"))
    links = bundled(linked)
    factors = structure.factors(settled, one, linked, links, settings)
    levels, incoherence = structure.levels(factors["factor"].to_list(), links)
    tellers = tellers_of(linked, links)
    found, floor, cut = loops.loops(links, tellers, settings)
    counts = {name: claims.filter(kind=name).height for name in KINDS}
    folded = claims.height - linked.height
    return SystemMap(
        settings=settings,
        claims=claims,
        factors=factors.with_columns(pl.Series("level", levels, dtype=pl.Float64)),
        links=links,
        loops=found,
        loop_floor=floor,
        kinds=counts,
        folded=folded,
        incoherence=incoherence,
        limits=_limits(
            counts,
            {
                "nothing-told": links.is_empty(),
                "loops-cut": floor > 1,
                "loops-more": cut,
                "no-loops": not links.is_empty() and not found,
                "folded": folded > 0,
            },
        ),
        sha256=_hash(factors, linked),
    )


def bundled(linked: pl.DataFrame) -> pl.DataFrame:
    """Return one row per cause and effect, sources counted apart from citations.

    Parameters
    ----------
    linked : pl.DataFrame
        `told.COLUMNS`, cause and effect different.

    Returns
    -------
    pl.DataFrame
        As `SystemMap.links`.
    """
    same = ["cause", "effect", "sign", "source", "excerpt"]
    cited = (
        linked.group_by(*same, "coder")
        .len()
        .group_by(same)
        .agg(pl.col("len").max())
        .group_by("cause", "effect")
        .agg(
            citations=pl.col("len").sum().cast(pl.Int64),
            leaning=(pl.col("len").cast(pl.Int64) * pl.col("sign")).sum(),
        )
    )
    way = pl.col("more").cast(pl.Int64) - pl.col("less").cast(pl.Int64)
    return (
        linked.group_by("cause", "effect")
        .agg(
            sources=_distinct("source"),
            gatherings=_distinct("gathering"),
            places=_distinct("place"),
            coders=_distinct("coder"),
            more=_distinct("source", pl.col("sign") > 0),
            less=_distinct("source", pl.col("sign") < 0),
            contested=pl.col("sign").n_unique() > 1,
        )
        .join(cited, on=["cause", "effect"])
        .with_columns(
            # where no source is known, citations are all there is
            sign=pl.when(pl.col("sources") > 0)
            .then(way.sign())
            .otherwise(pl.col("leaning").sign())
            .cast(pl.Int64)
        )
        .select(
            "cause",
            "effect",
            "citations",
            "sources",
            "gatherings",
            "places",
            "coders",
            "more",
            "less",
            "sign",
            "contested",
        )
        .sort("cause", "effect")
    )


def _distinct(column: str, where: pl.Expr | None = None) -> pl.Expr:
    chosen = pl.col(column) if where is None else pl.col(column).filter(where)
    return chosen.drop_nulls().n_unique().cast(pl.Int64)


def _limits(kinds: Mapping[str, int], met: Mapping[str, bool]) -> tuple[str, ...]:
    sources = {
        "sources-unknown": kinds["nobody"] > 0,
        "tellers-unknown": kinds["gathering"] > 0,
    }
    return tuple(code for code, holds in {**sources, **met}.items() if holds)


def _hash(factors: pl.DataFrame, linked: pl.DataFrame) -> str:
    """Return one hash of who is what, and of every claim in every link."""
    hashed = hashlib.sha256()
    names = factors.select("factor", "name", pl.col("members").list.join(" "))
    hashed.update(names.sort("factor").write_csv().encode())
    own = [
        "claim",
        "cause",
        "effect",
        "sign",
        "source",
        "excerpt",
        "gathering",
        "coder",
    ]
    hashed.update(linked.select(own).sort("claim").write_csv().encode())
    return hashed.hexdigest()
