"""What is done to who was there, and how much there is to count, one function each."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
from tests.promises.changing import (
    Rng,
    changed,
    met_in,
    picked,
    regions,
    sometimes,
    without,
)

from vestibule.dossier import ids, writing
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Comparison, Disclosure, Group
from vestibule.dossier.records import Dossier


def few_gatherings_in_a_region(whole: Dossier, rng: Rng) -> Dossier:
    _, met = met_in(whole, rng)
    kept = int(rng.integers(1, 4))
    return without(whole, "gatherings", [row["id"] for row in met[kept:]])


def few_gatherings_in_two_regions(whole: Dossier, rng: Rng) -> Dossier:
    return few_gatherings_in_a_region(few_gatherings_in_a_region(whole, rng), rng)


def a_region_in_one_place(whole: Dossier, rng: Rng) -> Dossier:
    _, met = met_in(whole, rng)
    ids = {row["id"] for row in met}
    place = met[0]["place"] if met else None
    return changed(
        whole, "gatherings", place=lambda r: place if r["id"] in ids else r["place"]
    )


def gatherings_nowhere(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.2)
    return changed(whole, "gatherings", place=lambda r: None if hit() else r["place"])


def tiny_groups(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.7)
    left = [row["id"] for row in whole.table("attendances").to_dicts() if hit()]
    whole = without(whole, "attendances", left)
    return changed(whole, "attendances", n=lambda r: min(r["n"], 2))


def only_counted(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.8)
    return changed(
        whole, "attendances", person=lambda r: None if hit() else r["person"]
    )


def other_capacities(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.3)
    kinds = ("consulted", "represented", "official", "observer", None)
    return changed(
        whole,
        "attendances",
        capacity=lambda r: (
            picked(rng, kinds[: int(rng.integers(2, 6))]) if hit() else r["capacity"]
        ),
    )


def a_region_of_one_mind(whole: Dossier, rng: Rng) -> Dossier:
    region, met = met_in(whole, rng)
    ids, above = {row["id"] for row in met}, regions(whole)
    homes = {
        r["id"]
        for r in whole.table("people").to_dicts()
        if above.get(r["place"]) == region
    }

    def total(row: dict[str, Any]) -> int:
        return int(row["agree"] + row["disagree"] + row["passed"])

    whole = changed(
        whole,
        "tallies",
        agree=lambda r: total(r) if r["gathering"] in ids else r["agree"],
        disagree=lambda r: 0 if r["gathering"] in ids else r["disagree"],
        passed=lambda r: 0 if r["gathering"] in ids else r["passed"],
    )
    whole = changed(
        whole, "votes", vote=lambda r: 1 if r["person"] in homes else r["vote"]
    )
    outcome = picked(rng, ("confirmed", "rejected"))
    return changed(
        whole,
        "validations",
        outcome=lambda r: outcome if r["gathering"] in ids else r["outcome"],
    )


def all_of_one_mind(whole: Dossier, rng: Rng) -> Dossier:
    whole = changed(whole, "validations", outcome=lambda _: "confirmed")
    return changed(
        whole, "votes", vote=lambda r: 1 if rng.random() < 0.9 else r["vote"]
    )


def no_validations(whole: Dossier, _: Rng) -> Dossier:
    return without(whole, "validations", whole.table("validations")["id"].to_list())


def few_validations(whole: Dossier, rng: Rng) -> Dossier:
    met = whole.table("validations")["gathering"].unique().sort().to_list()
    kept = {picked(rng, met) for _ in range(int(rng.integers(1, 6)))}
    rows = whole.table("validations").to_dicts()
    return without(
        whole, "validations", [r["id"] for r in rows if r["gathering"] not in kept]
    )


def no_ballots(whole: Dossier, _: Rng) -> Dossier:
    return without(whole, "ballots", whole.table("ballots")["id"].to_list())


def few_ballots(whole: Dossier, rng: Rng) -> Dossier:
    rows = whole.table("ballots").to_dicts()
    cast = sorted({(r["gathering"], r["ballot"]) for r in rows})
    kept = set(cast[: int(rng.integers(1, 13))])
    gone = [r["id"] for r in rows if (r["gathering"], r["ballot"]) not in kept]
    return without(whole, "ballots", gone)


def short_ballots(whole: Dossier, rng: Rng) -> Dossier:
    finding = picked(rng, whole.table("ballots")["finding"].unique().sort().to_list())
    rows = (
        whole.table("ballots").filter(pl.col("finding") == (finding or "")).to_dicts()
    )
    return without(whole, "ballots", [r["id"] for r in rows if rng.random() < 0.8])


def no_obligations(whole: Dossier, _: Rng) -> Dossier:
    return without(whole, "obligations", whole.table("obligations")["id"].to_list())


def few_obligations(whole: Dossier, rng: Rng) -> Dossier:
    ids = whole.table("obligations")["id"].to_list()
    return without(whole, "obligations", ids[int(rng.integers(1, 6)) :])


def no_targets(whole: Dossier, _: Rng) -> Dossier:
    return without(whole, "targets", whole.table("targets")["id"].to_list())


def few_months(whole: Dossier, rng: Rng) -> Dossier:
    first = int(rng.integers(1, 10))
    months = [
        dt.date(2023, first + step, 14) for step in range(int(rng.integers(1, 4)))
    ]
    return changed(whole, "gatherings", held_on=lambda _: picked(rng, months))


def a_month_a_region(whole: Dossier, rng: Rng) -> Dossier:
    """Return each region heard in one month, but for a few gatherings."""
    above, hit = regions(whole), sometimes(rng, 0.85)
    order = sorted(set(above.values()))
    return changed(
        whole,
        "gatherings",
        held_on=lambda r: (
            dt.date(2023, 1 + order.index(above[r["place"]]) % 12, 9)
            if r["place"] in above and hit()
            else r["held_on"]
        ),
    )


def little_coded(whole: Dossier, rng: Rng) -> Dossier:
    rows = whole.table("codings").to_dicts()
    read = {r["excerpt"] for r in rows if rng.random() < 0.2}
    return without(
        whole, "codings", [r["id"] for r in rows if r["excerpt"] not in read]
    )


def other_thresholds(whole: Dossier, rng: Rng) -> Dossier:
    given = picked(rng, (Disclosure(people=5, gatherings=2, places=1),
                        Disclosure(people=15, gatherings=4, places=2),
                        Disclosure(people=10, gatherings=3, places=1)))  # fmt: skip
    return replace(whole, process=replace(whole.process, disclosure=given))


def other_comparisons(whole: Dossier, rng: Rng) -> Dossier:
    known = _comparisons(whole)
    chosen = tuple(one for one in known if rng.random() < 0.5)
    return replace(whole, process=replace(whole.process, comparisons=chosen))


def real_names(whole: Dossier, _: Rng) -> Dossier:
    process = replace(
        whole.process,
        fictitious=False,
        country_names={"fr": "le Pays-Réel", "en": "Realland"},
        demonyms=("Réel", "Réels", "Réelle", "Reallander", "Reallanders"),
    )
    return replace(whole, process=process)


def few_voters(whole: Dossier, rng: Rng) -> Dossier:
    statements = whole.table("statements")["id"].to_list()
    hit = {one for one in statements if rng.random() < 0.5}
    rows = whole.table("votes").to_dicts()
    gone = [r["id"] for r in rows if r["statement"] in hit and rng.random() < 0.9]
    return without(whole, "votes", gone)


def one_statement_of_few(whole: Dossier, rng: Rng) -> Dossier:
    statement = picked(rng, whole.table("statements")["id"].to_list())
    rows = [r for r in whole.table("votes").to_dicts() if r["statement"] == statement]
    return without(whole, "votes", [r["id"] for r in rows[int(rng.integers(1, 9)) :]])


def moderated(whole: Dossier, rng: Rng) -> Dossier:
    hit = sometimes(rng, 0.3)
    states = ("in", "waiting", "out")
    return changed(
        whole,
        "statements",
        moderation=lambda r: picked(rng, states) if hit() else r["moderation"],
    )


def _comparisons(whole: Dossier) -> tuple[Comparison, ...]:
    places = whole.table("places").filter(pl.col("level") == 1).sort("key")
    regions = tuple(
        Group(
            key=row["key"].replace(".", "-"),
            names={"fr": row["name"]},
            values=(row["key"],),
        )
        for row in places.to_dicts()
    )
    profiles = tuple(
        Group(key=one.key, names=one.names, values=(one.key,))
        for one in whole.process.profiles[:4]
    )
    small = whole.table("places").filter(pl.col("level") == 2).sort("key").head(3)
    districts = tuple(
        Group(key=f"d{n}", names={"fr": row["name"]}, values=(row["key"],))
        for n, row in enumerate(small.to_dicts())
    )
    ages = tuple(
        Group(key=f"a{n}", names={"fr": one}, values=(one,))
        for n, one in enumerate(whole.process.age_bands)
    )
    own = tuple(
        one for one in whole.process.comparisons if one.basis in {"side", "sex"}
    )
    found = [*own]
    tables = (
        ("regions", "region", regions), ("districts", "region", districts),
        ("profiles", "profile", profiles), ("ages", "age_band", ages),
    )  # fmt: skip
    for key, basis, groups in tables:
        if len(groups) > 1:
            found.append(
                Comparison(key=key, names={"fr": key}, basis=basis, groups=groups)  # type: ignore[arg-type]
            )
    return tuple(found)


def dissent_of_few(whole: Dossier) -> Dossier:
    """Return a dossier in which the gatherings of large regions validated a finding.

    All confirmed it but one gathering of one region: it is only there because the
    product must not name that region.
    """
    regions = Gazetteer.of(whole).ancestors_frame(1).drop_nulls("ancestor")
    met = (
        whole.current("gatherings")
        .join(regions, on="place")
        .filter(pl.col("consent") >= 3)
        .filter((pl.len() >= 4).over("ancestor"))
        .filter((pl.col("place").n_unique() >= 2).over("ancestor"))
        .sort("ancestor", "id")
    )
    finding = whole.current("findings").filter(kind="obstacle")["id"].min()
    rows = met.select(
        gathering="id",
        finding=pl.lit(finding),
        outcome=pl.when(pl.int_range(pl.len()) == 0)
        .then(pl.lit("rejected"))
        .otherwise(pl.lit("confirmed")),
    )
    others = whole.table("validations").filter(pl.col("finding") != finding)
    names = [
        ids.derived_id("dissent", "few", "validations", str(n))
        for n in range(len(rows))
    ]
    told = writing.as_records(
        rows, "validations", ids=names, origin="dissent", first_seq=1, at=None, by=None
    )
    return whole.with_tables(validations=pl.concat([others, told]).sort("id"))
