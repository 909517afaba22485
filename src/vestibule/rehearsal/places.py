"""Where is the invented country, who lives there, and who should be heard?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from vestibule.rehearsal import chance, ledger
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.scene import Scene

PREPARED = 2
"""Day on which the office wrote down places, profiles and targets."""

UNREACHED_TARGET = 20
"""Attendances aimed at for each profile of a place where nobody was consulted."""

FEMALE_SHARE = 0.508
"""Share of women among the inhabitants of each invented place."""


def rows(scene: Scene) -> Rows:
    """Return places, their names, the frame and the targets.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    dict of str to pl.DataFrame
        ``places``, ``place_names``, ``frame``, ``targets``. Targets are set beside
        what was held, now a little higher, now a little lower.
    """
    land = scene.land
    listed = {
        "places": _places(land),
        "place_names": _names(land),
        "frame": _frame(scene),
        "targets": _targets(scene),
    }
    at = land.moment(PREPARED)
    return {
        name: ledger.written(entries, origin=OFFICE, at=at)
        for name, entries in listed.items()
    }


def _places(land: Country) -> Iterator[Entry]:
    told = land.told["country"]
    home = told["country"]["key"]
    yield _place(home, told["country"]["name"], "country", 0, None, told["code"])
    for camp in told["camps"]:
        key, name, code = camp["country"]
        yield {**_place(key, name, "country", 0, None, code), "outside": True}
    for region in land.regions:
        abroad = "country" in region
        country, code = (
            (region["country"][0], region["country"][2])
            if abroad
            else (home, told["code"])
        )
        kind = "camp" if abroad else "region"
        row, column = region["tile"]
        yield {
            **_place(region["key"], region["name"], kind, 1, country, code),
            "tile_row": row,
            "tile_col": column,
            "outside": abroad,
            "note": "lieu inventé",
        }
        for key, name in region["districts"]:
            part = "zone" if abroad else "district"
            place = _place(key, name, part, 2, region["key"], code)
            yield {**place, "outside": abroad}


def _place(
    key: str, name: str, kind: str, level: int, parent: str | None, code: str
) -> Entry:
    return {
        "key": key,
        "name": name,
        "kind": kind,
        "level": level,
        "parent": parent,
        "country": code,
        "outside": False,
    }


def _names(land: Country) -> Iterator[Entry]:
    for region in land.regions:
        former = [(region["former"], "former")] if "former" in region else []
        variants = [(name, "variant") for name in region["variants"]]
        for name, kind in (*variants, *former):
            yield {
                "row": f"{region['key']} {name}",
                "place": region["key"],
                "name": name,
                "kind": kind,
                "valid_to": land.day(-3000) if kind == "former" else None,
            }


def _frame(scene: Scene) -> Iterator[Entry]:
    land, draw = scene.land, scene.stream("frame")
    total = 0
    for region in land.regions:
        weights = draw.gamma(8.0, size=len(region["districts"]))
        parts = chance.shared_out(region["population"], list(weights))
        for (key, _), people in zip(region["districts"], parts, strict=True):
            women = round(people * FEMALE_SHARE)
            yield _counted(land, key, women, "female")
            yield _counted(land, key, people - women, "male")
        yield _counted(land, region["key"], region["population"], None)
        if "country" not in region:
            total += region["population"]
    told = land.told["country"]
    printed = total + told["population_surplus"]
    yield {
        **_counted(land, told["country"]["key"], printed, None),
        "published_total": True,
    }


def _counted(land: Country, place: str, people: int, sex: str | None) -> Entry:
    told = land.told["country"]
    return {
        "row": f"{place} {sex or 'all'}",
        "place": place,
        "sex": sex,
        "population": people,
        "year": told["year"],
        "edition": told["edition"],
        "source": "recensement inventé pour cette répétition",
        "published_total": False,
    }


def _targets(scene: Scene) -> Iterator[Entry]:
    """Yield targets: a little below what was held, but for the planted gaps."""
    land, draw = scene.land, scene.stream("targets")
    told = land.told["country"]
    short = {(gap["place"], gap.get("profile")): gap["times"] for gap in told["short"]}
    for place, profile, people, n in _held(scene).iter_rows():
        usual = draw.choice([0.75, 0.85, 1.0]) if profile else 0.95
        aim = people * short.get((place, profile), usual)
        yield _target(place, profile, 5 * int(aim // 5), n)
    for region in (*land.regions_that("represented"), *land.regions_that("nobody")):
        profiles = region["profiles"]
        for profile in profiles:
            yield _target(region["key"], profile, UNREACHED_TARGET, 2)
        n = len(profiles)
        yield _target(region["key"], None, UNREACHED_TARGET * n, 2 * n)
    for gap in told["unheard"]:
        yield _target(
            gap["place"], gap["profile"], gap["attendances"], gap["gatherings"]
        )


def _held(scene: Scene) -> pl.DataFrame:
    """Return how many came, to how many gatherings: by place, by place and profile."""
    local = scene.planned.filter(pl.col("kind").is_in(["focus_group", "interview"]))
    by_profile = local.filter(pl.col("profile") != "mixed")
    everyone = local.with_columns(pl.lit(None, dtype=pl.String).alias("profile"))
    return (
        pl.concat([everyone, by_profile])
        .group_by("region", "profile")
        .agg(pl.col("size").sum(), pl.len())
        .sort("region", "profile")
    )


def _target(
    place: str, profile: str | None, attendances: int, gatherings: int
) -> Entry:
    return {
        "row": f"{place} {profile or 'all'}",
        "place": place,
        "profile": profile,
        "attendances": attendances or None,
        "gatherings": gatherings,
    }
