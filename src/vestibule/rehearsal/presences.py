"""How are gatherings, people, consents and attendances written down?"""

from __future__ import annotations

import hashlib

import polars as pl

from vestibule.rehearsal import ledger
from vestibule.rehearsal.country import OFFICE, Country
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.people import DELEGATES
from vestibule.rehearsal.scene import Scene

CORRECTED = 3
"""Counts of attendances that were corrected after the first cut."""

CORRECTED_ON = 260
"""The day of these corrections."""


def rows(scene: Scene) -> Rows:
    """Return profiles, people, consents, gatherings and attendances.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    dict of str to pl.DataFrame
        Where people are only counted, one row holds all who are alike; a few of
        these counts are corrected later.
    """
    attendances = _attendances(scene)
    known = _known(scene)
    return {
        "profiles": _profiles(scene.land),
        "people": known.drop("gathering", "consent"),
        "consents": _consents(scene, known),
        "gatherings": _gatherings(scene),
        "attendances": pl.concat(
            [attendances, corrections(scene.land, attendances)], how="diagonal"
        ),
    }


def _gatherings(scene: Scene) -> pl.DataFrame:
    mixed = pl.col("profile") == "mixed"
    return scene.planned.select(
        "row",
        "origin",
        scene.stamp(9),
        pl.col("row").alias("code"),
        "place",
        (pl.lit(scene.land.start) + pl.duration(days="day"))
        .cast(pl.Date)
        .alias("held_on"),
        "kind",
        "composition",
        pl.when(~mixed).then("profile").alias("profile"),
        "lang",
        "interpreter",
        "listeners",
        pl.col("size").alias("present"),
        "minutes",
        "facilitator",
        "consent",
    )


def _attendances(scene: Scene) -> pl.DataFrame:
    about = scene.planned.select(
        pl.col("row").alias("gathering"),
        "place",
        "kind",
        "day",
        "origin",
        "pseudonymous",
    )
    came = scene.presences.join(
        about, on="gathering", how="left", maintain_order="left"
    )
    alike = ["gathering", "person", "sex", "age_band", "profile", "home", "displaced"]
    counted = (
        came.with_columns(pl.when("pseudonymous").then("person").alias("person"))
        .group_by(
            [*alike, "place", "kind", "day", "origin", "region"], maintain_order=True
        )
        .agg(pl.len().cast(pl.Int64).alias("n"))
    )
    elsewhere = pl.col("home") != pl.col("place")
    number = pl.int_range(1, pl.len() + 1).over("gathering")
    return counted.select(
        pl.format("{} {}", "gathering", number).alias("row"),
        "origin",
        scene.stamp(9.5),
        "gathering",
        "person",
        "n",
        "sex",
        "age_band",
        "profile",
        pl.when(elsewhere).then("home").alias("place"),
        "displaced",
        _capacity(scene.land).alias("capacity"),
    )


def _capacity(land: Country) -> pl.Expr:
    sides = {key: entry["side"] for key, entry in land.profiles.items()}
    official = pl.col("profile").replace_strict(sides).is_in(["authority", "forces"])
    delegate = pl.col("kind").is_in(list(DELEGATES))
    return (
        pl.when(pl.col("kind") == "restitution_meeting")
        .then(pl.lit("observer"))
        .when(delegate & official)
        .then(pl.lit("official"))
        .when(delegate)
        .then(pl.lit("represented"))
        .otherwise(pl.lit("consulted"))
    )


def corrections(land: Country, attendances: pl.DataFrame) -> pl.DataFrame:
    """Return records that lower a few counts by one, written on a later day.

    Parameters
    ----------
    land : Country
        The invented country.
    attendances : pl.DataFrame
        Rows as first written.

    Returns
    -------
    pl.DataFrame
        Records that lower a few counts by one, written on a later day.
    """
    before = pl.lit(land.moment(CORRECTED_ON - 60))
    wrong = attendances.filter(
        pl.col("person").is_null() & (pl.col("n") >= 2) & (pl.col("at") < before)
    )
    return wrong.head(CORRECTED).with_columns(
        pl.format("{} corrected", "row").alias("row"),
        pl.col("row").alias("supersedes"),
        pl.lit(land.moment(CORRECTED_ON)).alias("at"),
        pl.col("n") - 1,
    )


def _known(scene: Scene) -> pl.DataFrame:
    """Return people with a pseudonym, as the first site that met them wrote them."""
    langs = {region["key"]: region["lang"] for region in scene.land.regions}
    first = (
        scene.presences.select("gathering", "person")
        .join(
            scene.planned.filter("pseudonymous").select(
                pl.col("row").alias("gathering"), "day", "origin", "consent"
            ),
            on="gathering",
            how="inner",
            maintain_order="left",
        )
        .unique("person", keep="first", maintain_order=True)
    )
    return first.join(
        scene.people, on="person", how="left", maintain_order="left"
    ).select(
        pl.col("person").alias("row"),
        "origin",
        scene.stamp(8.5),
        "gathering",
        "consent",
        pl.Series("pseudonym", [_pseudonym(person) for person in first["person"]]),
        "profile",
        "sex",
        "age_band",
        pl.col("region").alias("place"),
        "displaced",
        pl.col("region").replace_strict(langs).alias("lang"),
        _household().alias("household"),
    )


def _household() -> pl.Expr:
    """Return the pseudonym of a household: two who met us one after the other."""
    pair = (pl.int_range(pl.len()) // 2).over("gathering")
    return pl.format("foyer {} {}", "gathering", pair)


def _pseudonym(person: str) -> str:
    return hashlib.sha256(f"fictif {person}".encode()).hexdigest()[:12]


def _consents(scene: Scene, known: pl.DataFrame) -> pl.DataFrame:
    """Return what groups agreed to, and each person who was asked alone."""
    groups = scene.planned.filter(pl.col("consent").is_not_null()).select(
        pl.format("group {}", "row").alias("row"),
        "origin",
        scene.stamp(8.75),
        pl.col("row").alias("gathering"),
        pl.col("consent").alias("level"),
        "lang",
    )
    draw = scene.stream("consents")
    asked = known.filter(pl.col("consent").is_not_null())
    # Someone may agree to less than the group did.
    lower = draw.random(len(asked)) < scene.effects.lower_share
    people = asked.select(
        pl.format("person {}", "row").alias("row"),
        "origin",
        "at",
        pl.col("row").alias("person"),
        pl.when(pl.Series(lower)).then(2).otherwise(4).alias("level").cast(pl.Int64),
        "lang",
    )
    return pl.concat([groups, people], how="diagonal").with_columns(
        pl.lit("consent").alias("basis"),
        pl.lit("oral").alias("form"),
        pl.when(pl.col("level") == 4).then(pl.lit("quote record")).alias("uses"),
    )


def _profiles(land: Country) -> pl.DataFrame:
    return ledger.written(
        (
            {
                "key": key,
                "name": entry["names"]["fr"],
                "side": entry["side"],
                "restricted": entry.get("restricted", False),
            }
            for key, entry in land.profiles.items()
        ),
        origin=OFFICE,
        at=land.moment(1),
    )
