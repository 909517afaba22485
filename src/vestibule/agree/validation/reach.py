"""How far does a finding hold: in a place, in a region, in the country?

A gathering *holds* a finding if all who spoke there confirmed or amended it, *rejects*
it if all rejected it, and is *divided* if one profile did this and another that. A
region holds it if more than the declared share of its gatherings that spoke of it
hold it, and rejects it likewise; as many on one side as on the other is a *tie*. However
many people or gatherings one region has, it is one region: a finding is national only
if it holds in as many regions as the process declared, and never in fewer than two.
A national conference speaks for no region, not for its host's either.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vestibule.dossier.process import Decisions
from vestibule.dossier.records import Dossier
from vestibule.understand import met

OUTCOMES = ("confirmed", "amended", "rejected")
"""What a gathering can say of a finding."""

CONFERENCE = "national_conference"
"""A gathering of many regions: it speaks for none of them, not for its host's."""

LEAST_REGIONS = 2
"""Nothing is national in fewer regions, whatever is declared."""

COUNTS = (
    *OUTCOMES,
    "held",
    "against",
    "divided",
    "objections",
    "gatherings",
    "people",
    "places",
)
"""What is counted, in gatherings (people: present there; places)."""


def spoken(dossier: Dossier, seen: pl.DataFrame) -> pl.DataFrame:
    """Return each validation with where and among whom it was given.

    Parameters
    ----------
    dossier : Dossier
        Settled.
    seen : pl.DataFrame
        `Wordings.seen`.

    Returns
    -------
    pl.DataFrame
        One row per validation, by ``validation``: ``validation``, ``finding``,
        ``gathering``, ``outcome``, ``objected``, ``place``, ``region``,
        ``region_key``, ``profile``, ``profile_key``, ``people``, ``version``,
        ``on_current``. Region is missing for a conference, profile for a mixed group.
    """
    conference = pl.col("kind") == CONFERENCE
    where = met.gatherings(dossier).rename({"profile": "met_profile"})
    profiles = dossier.table("profiles").select(profile="id", profile_key="key")
    return (
        dossier.table("validations")
        .select(
            "gathering",
            "outcome",
            "profile",
            "present",
            validation="id",
            objected=pl.col("objection").is_not_null(),
        )
        .join(seen, on="validation")
        .join(where, on="gathering", how="left")
        .with_columns(
            profile=pl.coalesce("profile", "met_profile"),
            people=pl.coalesce("present", "people").fill_null(1),
            region=pl.when(~conference).then("region"),
            region_key=pl.when(~conference).then("region_key"),
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
            "version",
            "on_current",
        )
        .sort("validation")
    )


def summed(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return how many gatherings said what, each gathering once.

    Parameters
    ----------
    rows : pl.DataFrame
        Of `spoken`.
    by : sequence of str
        Columns that tell apart what is counted.

    Returns
    -------
    pl.DataFrame
        `by`, `COUNTS`, ``places_held`` (outside conferences).
    """
    rejected = pl.col("outcome") == "rejected"
    # Profiles of one mixed gathering may each have said something: count it once.
    local = pl.when(pl.col("region").is_not_null()).then("place")
    once = rows.group_by(*by, "gathering").agg(
        pl.col("people").max(),
        pl.col("place").first(),
        local=local.first(),
        **{one: (pl.col("outcome") == one).any() for one in OUTCOMES},
        held=(~rejected).all(),
        against=rejected.all(),
        objections=pl.col("objected").any(),
    )
    held_in = pl.col("local").filter("held")
    return once.group_by(by).agg(
        pl.col(*OUTCOMES, "held", "against", "objections").sum(),
        divided=(~pl.col("held") & ~pl.col("against")).sum(),
        gatherings=pl.len(),
        people=pl.col("people").sum(),
        places=pl.col("place").drop_nulls().n_unique(),
        places_held=held_in.drop_nulls().n_unique(),
    )


def grouped(
    rows: pl.DataFrame, by: Sequence[str], decisions: Decisions
) -> pl.DataFrame:
    """Return what each region, or each profile, said of each finding.

    Parameters
    ----------
    rows : pl.DataFrame
        Of `spoken`, on the present words.
    by : sequence of str
        ``region region_key`` or ``profile profile_key``.
    decisions : Decisions
        The declared rules.

    Returns
    -------
    pl.DataFrame
        One row per finding and group: `by`, `COUNTS`, ``places_held``, ``verdict``
        (``holds``, ``rejects``, ``tie``, ``undecided``), ``holds``.
    """
    share = decisions.region_share * pl.col("gatherings")
    verdict = (
        pl.when(pl.col("held") > share)
        .then(pl.lit("holds"))
        .when(pl.col("against") > share)
        .then(pl.lit("rejects"))
        .when(pl.col("held") == pl.col("against"))
        .then(pl.lit("tie"))
        .otherwise(pl.lit("undecided"))
    )
    return (
        summed(rows, ["finding", *by])
        .with_columns(verdict=verdict)
        .with_columns(holds=pl.col("verdict") == "holds")
        .sort("finding", *by)
    )


def reached(regions: pl.DataFrame, decisions: Decisions) -> pl.DataFrame:
    """Return how far each finding holds, and why not further.

    Parameters
    ----------
    regions : pl.DataFrame
        Of `grouped`, by region.
    decisions : Decisions
        The declared rules.

    Returns
    -------
    pl.DataFrame
        One row per finding that a region spoke of: ``finding``, ``regions_held``,
        ``regions_rejecting``, ``regions_tied``, ``regions_asked``, ``scope``
        (``local``, ``regional``, ``national``, or missing), ``why_not`` (what keeps
        it from reaching further: ``nowhere``, ``one-place``, ``few-regions``,
        ``small-share``, ``rejected``; missing where it is national).
    """
    holds = pl.col("verdict") == "holds"
    wide = holds & (pl.col("places_held") >= decisions.regional_places)
    counted = (
        regions.drop_nulls("region")
        .group_by("finding")
        .agg(
            regions_held=holds.sum(),
            regions_rejecting=(pl.col("verdict") == "rejects").sum(),
            regions_tied=(pl.col("verdict") == "tie").sum(),
            regions_asked=pl.len(),
            wide=wide.any(),
        )
    )
    return (
        counted.with_columns(why_not=_why_not(decisions))
        .with_columns(
            scope=pl.when(pl.col("why_not").is_null())
            .then(pl.lit("national"))
            .when("wide")
            .then(pl.lit("regional"))
            .when(pl.col("regions_held") > 0)
            .then(pl.lit("local"))
        )
        .drop("wide")
        .sort("finding")
    )


def _why_not(decisions: Decisions) -> pl.Expr:
    least = max(decisions.national_regions, LEAST_REGIONS)
    most = decisions.regions_against
    few = pl.col("regions_held") < least
    is_rejected = pl.lit(value=False)
    if most is not None:
        is_rejected = pl.col("regions_rejecting") > most
    share = decisions.national_share * pl.col("regions_asked")
    return (
        pl.when(pl.col("regions_held") == 0)
        .then(pl.lit("nowhere"))
        .when(few & ~pl.col("wide"))
        .then(pl.lit("one-place"))
        .when(few)
        .then(pl.lit("few-regions"))
        .when(pl.col("regions_held") < share)
        .then(pl.lit("small-share"))
        .when(is_rejected)
        .then(pl.lit("rejected"))
    )
