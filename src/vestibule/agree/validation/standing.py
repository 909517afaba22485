"""What did gatherings say of each finding, and how far does it hold?

A finding nobody took back to the people is a working draft. One that was taken back
holds where gatherings confirmed it (as it stood, or amended); it is national only if
it holds in as many regions as the process agreed on beforehand, however many people
one region has. Who rejected it, or objected, is named beside it by region and profile.
What gatherings said of earlier words is not carried over to the present ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vestibule.agree.validation import reach, wording
from vestibule.agree.validation.reach import CONFERENCE, OUTCOMES
from vestibule.agree.validation.wording import Wordings
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier

__all__ = ["CONFERENCE", "OUTCOMES", "FindingStanding", "standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStanding:
    """How each finding stands.

    Parameters
    ----------
    findings : pl.DataFrame
        One row per finding, by ``key``: ``finding``, ``key``, ``kind``,
        ``confirmed``, ``amended``, ``rejected`` (gatherings in which anyone did),
        ``held``, ``against`` (in which all did), ``divided`` (one profile did this,
        another that), ``objections``, ``gatherings`` (that spoke of it),
        ``people`` (present there), ``places``, ``regions_held``,
        ``regions_rejecting``, ``regions_tied``, ``regions_asked``, ``scope_stated``,
        ``scope`` (``local``, ``regional``, ``national``; missing where it holds
        nowhere), ``why_not`` (what keeps it from reaching further: `reach.reached`),
        ``overstated`` (its record claims to reach further than it does), ``status``,
        ``contested`` (rejected or objected to by anyone), ``version`` (of its present
        words, from 1), ``earlier`` (gatherings that spoke of earlier words only),
        ``reworded`` (no gathering has seen its present words, some saw earlier ones).
    by_region, by_profile : pl.DataFrame
        One row per finding and region (``region``, ``region_key``) or profile
        (``profile``, ``profile_key``), missing for conferences and mixed
        gatherings: ``confirmed``, ``amended``, ``rejected``, ``divided``,
        ``objections``, ``gatherings``, ``people``, ``places``, ``verdict``, ``holds``:
        see `reach.grouped`.
    rows : pl.DataFrame
        One row per validation of present words, for clearing: ``validation``,
        ``finding``, ``gathering``, ``outcome``, ``objected``, ``place``, ``region``,
        ``region_key``, ``profile``, ``profile_key``, ``people``, ``version``,
        ``on_current``.
    earlier : pl.DataFrame
        The same, of words that stand no longer.
    validated : bool
        Whether any finding was taken back to the people, in whatever words.

    Notes
    -----
    Status, in the order tried: ``working_draft`` no validation of its present words;
    ``rejected`` by more gatherings than hold it; ``contested`` by at least one;
    ``amended`` by at least one; ``confirmed`` by all.
    """

    findings: pl.DataFrame
    by_region: pl.DataFrame
    by_profile: pl.DataFrame
    rows: pl.DataFrame
    earlier: pl.DataFrame
    validated: bool


def standing(dossier: Dossier, *, wordings: Wordings | None = None) -> FindingStanding:
    """Return how each finding stands after its validations.

    Parameters
    ----------
    dossier : Dossier
        The records; `consent.published` of them where the result is to be shown.
    wordings : Wordings or None
        `wording.wordings` of the dossier with all its versions, where `dossier` is
        settled: a settled one no longer knows which words were validated. None: of
        `dossier` itself.

    Returns
    -------
    FindingStanding
        Every finding in its present words, under the id it had first.
    """
    worded = wording.wordings(dossier) if wordings is None else wordings
    settled = lineage.settled(dossier)
    decisions = settled.process.decisions
    every = reach.spoken(settled, worded.seen)
    every = every.join(
        settled.table("findings").select(finding="id"), on="finding", how="semi"
    ).sort("validation")
    rows = every.filter("on_current")
    regions = reach.grouped(rows, ["region", "region_key"], decisions)
    findings = (
        settled.table("findings")
        .select("key", "kind", finding="id", scope_stated="scope")
        .join(worded.present.select("finding", "version"), on="finding", how="left")
        .join(reach.summed(rows, ["finding"]), on="finding", how="left")
        .join(reach.reached(regions, decisions), on="finding", how="left")
        .join(_earlier(every), on="finding", how="left")
        .with_columns(pl.col(*reach.COUNTS, *_REGIONS, "earlier").fill_null(0))
    )
    return FindingStanding(
        findings=findings.with_columns(
            status=_status(),
            contested=(pl.col("rejected") > 0) | (pl.col("objections") > 0),
            reworded=(pl.col("gatherings") == 0) & (pl.col("earlier") > 0),
            overstated=_wide("scope_stated") > _wide("scope"),
        )
        .select(*_COLUMNS)
        .sort("key", "finding"),
        by_region=regions.select("finding", "region", "region_key", *_GROUPED),
        by_profile=reach.grouped(rows, ["profile", "profile_key"], decisions).select(
            "finding", "profile", "profile_key", *_GROUPED
        ),
        rows=rows,
        earlier=every.filter(~pl.col("on_current")),
        validated=not every.is_empty(),
    )


_REGIONS = ("regions_held", "regions_rejecting", "regions_tied", "regions_asked")

_COUNTED = reach.COUNTS

_GROUPED = (*_COUNTED, "verdict", "holds")

_COLUMNS = (
    "finding",
    "key",
    "kind",
    *_COUNTED,
    *_REGIONS,
    "scope_stated",
    "scope",
    "why_not",
    "overstated",
    "status",
    "contested",
    "version",
    "earlier",
    "reworded",
)


def _earlier(every: pl.DataFrame) -> pl.DataFrame:
    """Return how many gatherings spoke of earlier words of a finding only."""
    by = ["finding", "gathering"]
    once = every.group_by(by).agg(now=pl.col("on_current").any())
    return once.group_by("finding").agg(earlier=(~pl.col("now")).sum())


def _wide(column: str) -> pl.Expr:
    sizes = {"local": 1, "regional": 2, "national": 3}
    return pl.col(column).replace_strict(sizes, default=0, return_dtype=pl.Int64)


def _status() -> pl.Expr:
    return (
        pl.when(pl.col("gatherings") == 0)
        .then(pl.lit("working_draft"))
        .when(pl.col("against") > pl.col("held"))
        .then(pl.lit("rejected"))
        .when((pl.col("rejected") > 0) | (pl.col("objections") > 0))
        .then(pl.lit("contested"))
        .when(pl.col("amended") > 0)
        .then(pl.lit("amended"))
        .otherwise(pl.lit("confirmed"))
    )
