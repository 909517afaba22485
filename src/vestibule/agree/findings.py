"""What did gatherings say of each finding, and how far does it hold?

A finding nobody took back to the people is a working draft. One that was taken back
holds where gatherings confirmed it (as it stood, or amended); it is national only if
it holds in as many regions as the process agreed on beforehand, however many people
one region has. Who rejected it, or objected, is named beside it by region and profile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier
from vestibule.understand import met

OUTCOMES = ("confirmed", "amended", "rejected")
"""What a gathering can say of a finding."""

CONFERENCE = "national_conference"
"""A gathering of many regions: it speaks for none of them, not for its host's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStanding:
    """How each finding stands.

    Parameters
    ----------
    findings : pl.DataFrame
        One row per finding, by ``key``: ``finding``, ``key``, ``kind``,
        ``confirmed``, ``amended``, ``rejected``, ``objections`` (gatherings),
        ``gatherings`` (that spoke of it), ``people`` (present there), ``places``,
        ``regions_held``, ``regions_asked``, ``scope_stated``, ``scope`` (``local``,
        ``regional``, ``national``; missing where it holds nowhere), ``status``,
        ``contested`` (rejected or objected to by anyone), ``version`` (from 1),
        ``reworded`` (no gathering has seen its present words).
    by_region, by_profile : pl.DataFrame
        One row per finding and region (``region``, ``region_key``) or profile
        (``profile``, ``profile_key``), missing for conferences and mixed
        gatherings: ``confirmed``, ``amended``, ``rejected``, ``objections``,
        ``gatherings``, ``people``, ``places``, ``holds`` (confirmed or amended by
        more gatherings than rejected it).
    rows : pl.DataFrame
        One row per validation, for clearing: ``validation``, ``finding``,
        ``gathering``, ``outcome``, ``objected``, ``place``, ``region``,
        ``region_key``, ``profile``, ``profile_key``, ``people``, ``on_current``.
    validated : bool
        Whether any finding was taken back to the people.

    Notes
    -----
    Status, in the order tried: ``working_draft`` no validation; ``rejected`` by more
    gatherings than confirmed or amended it; ``contested`` by at least one; ``amended``
    by at least one; ``confirmed`` by all.
    """

    findings: pl.DataFrame
    by_region: pl.DataFrame
    by_profile: pl.DataFrame
    rows: pl.DataFrame
    validated: bool


def standing(dossier: Dossier) -> FindingStanding:
    """Return how each finding stands after its validations.

    Parameters
    ----------
    dossier : Dossier
        The records; `consent.published` of them where the result is to be shown.

    Returns
    -------
    FindingStanding
        Every finding in its present version. Validations of earlier versions count:
        people validated the finding, and ``reworded`` says that they did not see
        its present words.
    """
    rows = _rows(dossier)
    regions = _grouped(rows, ["region", "region_key"])
    findings = _versions(dossier).join(
        _summed(rows, ["finding"]), on="finding", how="left"
    )
    held = _held(regions)
    whole = findings.join(held, on="finding", how="left").with_columns(
        pl.col(*_COUNTS, "regions_held", "regions_asked", "current").fill_null(0)
    )
    national = dossier.process.decisions.national_regions
    return FindingStanding(
        findings=whole.with_columns(
            scope=_scope(national),
            status=_status(),
            contested=(pl.col("rejected") > 0) | (pl.col("objections") > 0),
            reworded=(pl.col("gatherings") > 0) & (pl.col("current") == 0),
        )
        .select(*_COLUMNS)
        .sort("key", "finding"),
        by_region=regions,
        by_profile=_grouped(rows, ["profile", "profile_key"]),
        rows=rows,
        validated=not rows.is_empty(),
    )


_COUNTS = (*OUTCOMES, "objections", "gatherings", "people", "places")

_COLUMNS = (
    "finding",
    "key",
    "kind",
    *_COUNTS,
    "regions_held",
    "regions_asked",
    "scope_stated",
    "scope",
    "status",
    "contested",
    "version",
    "reworded",
)


def _rows(dossier: Dossier) -> pl.DataFrame:
    """Return each validation with where and among whom it was given."""
    given = dossier.current("validations")
    words = dossier.table("validations").select("id", said_of="finding")
    standing = dossier.current("findings")["id"]
    where = met.gatherings(dossier).rename({"profile": "met_profile"})
    conference = pl.col("kind") == CONFERENCE
    profiles = dossier.current("profiles").select(profile="id", profile_key="key")
    return (
        given.select(
            "finding",
            "gathering",
            "outcome",
            "profile",
            "present",
            validation="id",
            objected=pl.col("objection").is_not_null(),
        )
        .join(standing.to_frame("finding"), on="finding", how="semi")
        .join(words, left_on="validation", right_on="id", how="left")
        .join(where, on="gathering", how="left")
        .with_columns(
            profile=pl.coalesce("profile", "met_profile"),
            people=pl.coalesce("present", "people").fill_null(1),
            region=pl.when(~conference).then("region"),
            region_key=pl.when(~conference).then("region_key"),
            on_current=pl.col("said_of") == pl.col("finding"),
        )
        .join(profiles, on="profile", how="left")
        .select(
            "validation",
            "finding",
            "gathering",
            "outcome",
            "objected",
            "place",
            "region",
            "region_key",
            "profile",
            "profile_key",
            "people",
            "on_current",
        )
        .sort("validation")
    )


def _summed(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    # Profiles of one mixed gathering may each have said something: count it once.
    of_outcome = [
        pl.col("gathering").filter(pl.col("outcome") == one).n_unique().alias(one)
        for one in OUTCOMES
    ]
    once = rows.group_by(*by, "gathering").agg(people=pl.col("people").max())
    people = once.group_by(by).agg(pl.col("people").sum())
    summed = rows.group_by(by).agg(
        *of_outcome,
        objections=pl.col("gathering").filter(pl.col("objected")).n_unique(),
        gatherings=pl.col("gathering").n_unique(),
        places=pl.col("place").n_unique(),
        current=pl.col("on_current").sum(),
        places_held=pl.col("place")
        .filter((pl.col("outcome") != "rejected") & pl.col("region").is_not_null())
        .n_unique(),
    )
    return summed.join(people, on=by, nulls_equal=True)


def _grouped(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    held = pl.col("confirmed") + pl.col("amended")
    return (
        _summed(rows, ["finding", *by])
        .with_columns(holds=held > pl.col("rejected"))
        .drop("current", "places_held")
        .sort("finding", *by)
    )


def _held(regions: pl.DataFrame) -> pl.DataFrame:
    known = regions.drop_nulls("region")
    return known.group_by("finding").agg(
        regions_held=pl.col("holds").sum(), regions_asked=pl.len()
    )


def _versions(dossier: Dossier) -> pl.DataFrame:
    """Return findings in their present words, and how often these were changed."""
    rows = dossier.table("findings")
    chained = versions.chains(versions.links(rows))
    known = chained.join(rows.select("id"), on="id", how="semi")
    sizes = known.group_by("chain").agg(version=pl.len())
    numbers = known.join(sizes, on="chain").select("version", finding="id")
    return (
        dossier.current("findings")
        .select("key", "kind", finding="id", scope_stated="scope")
        .join(numbers, on="finding", how="left")
        .with_columns(pl.col("version").fill_null(1))
    )


def _scope(national: int) -> pl.Expr:
    return (
        pl.when(pl.col("regions_held") >= national)
        .then(pl.lit("national"))
        .when((pl.col("regions_held") > 0) & (pl.col("places_held") > 1))
        .then(pl.lit("regional"))
        .when(pl.col("regions_held") > 0)
        .then(pl.lit("local"))
    )


def _status() -> pl.Expr:
    held = pl.col("confirmed") + pl.col("amended")
    return (
        pl.when(pl.col("gatherings") == 0)
        .then(pl.lit("working_draft"))
        .when(pl.col("rejected") > held)
        .then(pl.lit("rejected"))
        .when((pl.col("rejected") > 0) | (pl.col("objections") > 0))
        .then(pl.lit("contested"))
        .when(pl.col("amended") > 0)
        .then(pl.lit("amended"))
        .otherwise(pl.lit("confirmed"))
    )
