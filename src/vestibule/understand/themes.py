"""Which themes did gatherings name, and how sure is their order?

The unit is the gathering, not the mention: one talkative group must not weigh ten.

- An excerpt *bears* a code if more than half of the coders who read it put that code
  on it (or one below it) and did not mark it as denied; where an adjudicator has read
  it, that reading holds: `coding.readings`. Of two coders, both: errors of one alone
  do not add up over the many excerpts of a gathering, at the price of a few that both
  should have seen. ``gatherings_any`` tells what a single coder would be enough for.
- A gathering *named* a code if one of its excerpts bears it.
- A gathering was *heard* on themes if anyone has read an excerpt of it. One that
  nobody has read yet is left out: it has not been silent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.understand import intervals, met, ranks
from vestibule.understand.coding import readings


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeCounts:
    """Themes by the gatherings that named them.

    Parameters
    ----------
    counts : pl.DataFrame
        One row per code, by ``kind``, ``rank``, ``key``: ``code``, ``key``, ``kind``,
        ``parent``, ``gatherings_named``, ``gatherings_heard``, ``share`` (0 to 1),
        ``low``, ``high`` (missing below two gatherings), ``regions_named``,
        ``regions_heard``, ``region_low``, ``region_high`` (the least and greatest
        share in a region with enough gatherings), ``rank``, ``rank_low``,
        ``rank_high`` (among codes of one kind and parent), ``mentions`` (excerpts
        that bear it), ``gatherings_any`` (named to any coder), ``gatherings_denied``.
    by_region : pl.DataFrame
        One row per code and region or camp, by both: ``code``, ``key``, ``region``,
        ``region_key``, ``named``, ``heard``, ``share``, ``people``, ``places``.
    rows : pl.DataFrame
        One row per code and gathering, for clearing: ``code``, ``key``,
        ``gathering``, ``place``, ``region_key``, ``named`` (0, 1), ``heard`` (1),
        ``people``.
    coders : pl.DataFrame
        One row per code that two coders could agree on: ``code``, ``key``, ``both``,
        ``either`` (excerpts on which all, or some, of its coders put it), ``share``.
    agreement : float or None
        ``both / either`` over all codes, 0 to 1; None if no excerpt was coded twice.
    gatherings_heard, gatherings_unread : int
        Gatherings of which something, or of whose excerpts nothing, is coded.
    level : float
        Of the intervals and rank ranges.
    draws, seed : int
        Of the rank ranges.
    """

    counts: pl.DataFrame
    by_region: pl.DataFrame
    rows: pl.DataFrame
    coders: pl.DataFrame
    agreement: float | None
    gatherings_heard: int
    gatherings_unread: int
    level: float
    draws: int
    seed: int


def themes(
    dossier: Dossier, *, seed: int = 0, draws: int = 2000, level: float = 0.95
) -> ThemeCounts:
    """Count the gatherings that named each code.

    Parameters
    ----------
    dossier : Dossier
        The records; `consent.published` of them where the result is to be shown.
    seed : int
        Of the draws of gatherings.
    draws : int
        How often gatherings are drawn again, to see how the order may change.
    level : float
        Of the intervals and rank ranges, 0 to 1.

    Returns
    -------
    ThemeCounts
        Every code of the dossier; those nobody named with a count of 0.

    Notes
    -----
    Intervals are Wilson's with the gathering as unit; rank ranges redraw gatherings
    within regions. Both say what other gatherings of the same kind might have
    named, not what a population thinks: nobody was chosen by lot.
    """
    read = readings.borne(dossier)
    coded = read.drop_nulls("code")
    rows = _rows(dossier, read)
    counts = _counts(dossier, coded, rows, level)
    ranked = _ranks(counts, rows, seed=seed, draws=draws, level=level)
    heard = rows["gathering"].n_unique()
    voiced = dossier.current("excerpts")["gathering"].n_unique()
    coders = _coders(dossier)
    either = int(coders["either"].sum())
    return ThemeCounts(
        counts=counts.join(ranked, on="code").sort("kind", "rank", "key"),
        by_region=_by_region(rows),
        rows=rows,
        coders=coders,
        agreement=int(coders["both"].sum()) / either if either else None,
        gatherings_heard=heard,
        gatherings_unread=voiced - heard,
        level=level,
        draws=draws,
        seed=seed,
    )


def _rows(dossier: Dossier, read: pl.DataFrame) -> pl.DataFrame:
    named = read.filter("bears").select("code", "gathering").unique()
    places = met.gatherings(dossier).select(
        "gathering", "place", "region", "region_key", "people"
    )
    heard = read.select("gathering").unique()
    codes = dossier.current("codes").select("key", code="id")
    return (
        codes.join(heard, how="cross")
        .join(places, on="gathering", how="left")
        .join(named.with_columns(named=1), on=["code", "gathering"], how="left")
        .with_columns(pl.col("named").fill_null(0).cast(pl.Int64), heard=pl.lit(1))
        .sort("key", "code", "gathering")
    )


def _counts(
    dossier: Dossier, coded: pl.DataFrame, rows: pl.DataFrame, level: float
) -> pl.DataFrame:
    codes = dossier.current("codes").select("key", "kind", "parent", code="id")
    met_in = pl.col("gathering").n_unique()
    told = coded.group_by("code").agg(
        mentions=pl.col("bears").sum(),
        gatherings_any=pl.col("gathering").filter(pl.col("any") > 0).n_unique(),
        gatherings_denied=pl.col("gathering").filter(pl.col("denied") > 0).n_unique(),
    )
    named = rows.group_by("code").agg(
        gatherings_named=pl.col("named").sum(),
        gatherings_heard=met_in,
        regions_named=pl.col("region")
        .filter(pl.col("named") == 1)
        .drop_nulls()
        .n_unique(),
        regions_heard=pl.col("region").drop_nulls().n_unique(),
    )
    least = dossier.process.disclosure.gatherings
    spread = (
        _by_region(rows)
        .filter(pl.col("heard") >= least)
        .group_by("code")
        .agg(region_low=pl.col("share").min(), region_high=pl.col("share").max())
    )
    counts = codes.join(named, on="code", how="left").join(told, on="code", how="left")
    whole = counts.join(spread, on="code", how="left").with_columns(
        pl.col("^(gatherings|regions)_.*$").fill_null(0),
        pl.col("mentions").fill_null(0),
    )
    return _with_intervals(whole, level)


def _with_intervals(counts: pl.DataFrame, level: float) -> pl.DataFrame:
    share = pl.col("gatherings_named") / pl.col("gatherings_heard")
    counts = counts.with_columns(
        share=pl.when(pl.col("gatherings_heard") > 0).then(share)
    )
    heard = counts["gatherings_heard"].to_numpy().astype(np.float64)
    heard[heard < intervals.LEAST_GATHERINGS] = np.nan
    shares = counts["share"].fill_null(0.0).to_numpy()
    low, high = intervals.wilson(shares, heard, level)
    return counts.with_columns(
        pl.Series("low", low).fill_nan(None), pl.Series("high", high).fill_nan(None)
    )


def _by_region(rows: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.drop_nulls("region")
        .group_by("code", "key", "region", "region_key")
        .agg(
            pl.col("named").sum(),
            pl.col("heard").sum(),
            pl.col("people").sum(),
            places=pl.col("place").n_unique(),
        )
        .with_columns(share=pl.col("named") / pl.col("heard"))
        .sort("key", "code", "region_key")
    )


def _ranks(
    counts: pl.DataFrame, rows: pl.DataFrame, *, seed: int, draws: int, level: float
) -> pl.DataFrame:
    """Return the rank of each code among those of its kind and parent."""
    schema = {"code": pl.String, "rank": pl.Int64}
    found = [
        pl.DataFrame(schema=schema | {"rank_low": pl.Int64, "rank_high": pl.Int64})
    ]
    if rows.is_empty():
        return counts.select("code").join(found[0], on="code", how="left")
    wide = rows.pivot("code", index=["gathering", "region"], values="named")
    wide = wide.sort("gathering")
    rng = np.random.default_rng(seed)
    taken = ranks.redrawn(wide["region"].to_list(), draws, rng)
    for _, family in counts.sort("code").group_by(
        "kind", "parent", maintain_order=True
    ):
        codes = family["code"].to_list()
        named = wide.select(codes).to_numpy().astype(np.float64)
        low, high = ranks.rank_range(taken @ named, level)
        best = ranks.ranked(named.sum(axis=0))
        columns = {"code": codes, "rank": best, "rank_low": low, "rank_high": high}
        found.append(pl.DataFrame(columns, schema=found[0].schema))
    return pl.concat(found)


def _coders(dossier: Dossier) -> pl.DataFrame:
    put = (
        dossier.current("codings")
        .filter(pl.col("role").ne_missing(readings.ADJUDICATOR))
        .filter(~pl.col("stance").eq_missing("against"))
        .select("excerpt", "code", "coder")
        .unique()
    )
    among = put.group_by("excerpt").agg(readers=pl.col("coder").n_unique())
    keys = dossier.current("codes").select("key", code="id")
    return (
        put.group_by("excerpt", "code")
        .agg(coders=pl.len())
        .join(among.filter(pl.col("readers") > 1), on="excerpt")
        .group_by("code")
        .agg(both=(pl.col("coders") == pl.col("readers")).sum(), either=pl.len())
        .join(keys, on="code")
        .with_columns(share=pl.col("both") / pl.col("either"))
        .select("code", "key", "both", "either", "share")
        .sort("key", "code")
    )
