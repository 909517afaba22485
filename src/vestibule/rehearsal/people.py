"""Who comes to each gathering, and who comes twice?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from vestibule.rehearsal import chance, ledger
from vestibule.rehearsal.country import AGE_BANDS, OFFICE, Country, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.shape import Effects

DELEGATES = ("regional_meeting", "national_conference")
"""Gatherings to which people come to speak for others."""

CORRECTED = 3
"""Counts of attendances that were corrected after the first cut."""

CORRECTED_ON = 260
"""The day of these corrections."""

WEIGHTS: Mapping[str, float] = {"watch": 0.4, "judges": 0.3}
"""How rarely some profiles are among the delegates; others count 1."""

PERSON: dict[str, pl.DataType] = {
    "person": pl.String(),
    "region": pl.String(),
    "home": pl.String(),
    "profile": pl.String(),
    "sex": pl.String(),
    "age_band": pl.String(),
    "displaced": pl.Boolean(),
}
"""What is decided about an invented person."""


@dataclass(slots=True)
class Crowd:
    """The people met so far, and where they can be met again.

    Parameters
    ----------
    everyone : list of mapping
        Columns of `PERSON`.
    pools : dict of (region, profile) to list of int
        Places in `everyone`.
    last_day : list of int
        The last day each was met: nobody is in two places on one day.
    """

    everyone: list[Entry] = field(default_factory=list)
    pools: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    last_day: list[int] = field(default_factory=list)

    def meet(self, entry: Entry, day: int) -> int:
        """Add someone met for the first time and return their number."""
        number = len(self.everyone)
        self.everyone.append({**entry, "person": f"P{number + 1:06d}"})
        self.last_day.append(day)
        self.pools.setdefault((entry["region"], entry["profile"]), []).append(number)
        return number

    def meet_again(
        self, region: str, profile: str, day: int, draw: np.random.Generator
    ) -> int | None:
        """Return someone met there on an earlier day, or None."""
        pool = self.pools.get((region, profile), [])
        if not pool:
            return None
        number = pool[int(draw.integers(len(pool)))]
        if self.last_day[number] >= day:
            return None
        self.last_day[number] = day
        return number


def met(
    land: Country, planned: pl.DataFrame, effects: Effects, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the people of a rehearsal and who of them was where.

    Parameters
    ----------
    land : Country
        The invented country.
    planned : pl.DataFrame
        Its gatherings: `meetings.planned`.
    effects : Effects
        How many come twice.
    seed : int
        The seed of the rehearsal.

    Returns
    -------
    people : pl.DataFrame
        One row per person that exists, with `PERSON`.
    presences : pl.DataFrame
        One row per presence: ``gathering`` and the person's columns.
    """
    draw = chance.stream(seed, "people")
    crowd = Crowd()
    presences = [
        {"gathering": meeting["row"], "number": number}
        for meeting in planned.iter_rows(named=True)
        for number in _came(land, meeting, crowd, effects, draw)
    ]
    people = pl.DataFrame(crowd.everyone, schema=PERSON)
    numbered = people.with_row_index("number").with_columns(
        pl.col("number").cast(pl.Int64)
    )
    came = pl.DataFrame(presences, schema={"gathering": pl.String, "number": pl.Int64})
    return people, came.join(
        numbered, on="number", how="left", maintain_order="left"
    ).drop("number")


def _came(
    land: Country,
    meeting: Entry,
    crowd: Crowd,
    effects: Effects,
    draw: np.random.Generator,
) -> Iterator[int]:
    again = effects.twice_share
    if meeting["kind"] not in ("focus_group", "interview"):
        again = effects.returning_share
    for place, profile in _asked(land, meeting, draw):
        found = None
        if draw.random() < again:
            found = crowd.meet_again(place["key"], profile, meeting["day"], draw)
        if found is None:
            home = _home(place, meeting, draw)
            person = _person(land, place, profile, home, draw)
            found = crowd.meet(person, meeting["day"])
        yield found


def _asked(
    land: Country, meeting: Entry, draw: np.random.Generator
) -> Iterator[tuple[Entry, str]]:
    """Yield for each seat the region someone comes from, and their profile."""
    places = {region["key"]: region for region in land.regions}
    if meeting["kind"] == "national_conference":
        sent = (*land.heard, *land.regions_that("represented"))
        for seat in range(meeting["size"]):
            place = sent[seat % len(sent)]
            yield place, _delegate(place, draw)
        return
    place = places[meeting["region"]]
    for _ in range(meeting["size"]):
        mixed = meeting["profile"] == "mixed"
        yield place, _delegate(place, draw) if mixed else meeting["profile"]


def _delegate(place: Entry, draw: np.random.Generator) -> str:
    profiles = [name for name in dict.fromkeys(place["profiles"]) if name != "mixed"]
    weights = np.array([WEIGHTS.get(name, 1.0) for name in profiles])
    return profiles[int(draw.choice(len(profiles), p=weights / weights.sum()))]


def _home(place: Entry, meeting: Entry, draw: np.random.Generator) -> str:
    if place.get("heard") == "represented":
        return str(place["key"])
    if meeting["kind"] in DELEGATES:
        return str(place["districts"][int(draw.integers(len(place["districts"])))][0])
    return str(meeting["place"])


def _person(
    land: Country, place: Entry, profile: str, home: str, draw: np.random.Generator
) -> Entry:
    told = land.profiles[profile]
    abroad = "country" in place
    return {
        "region": place["key"],
        "home": home,
        "profile": profile,
        "sex": "female" if draw.random() < told["female"] else "male",
        "age_band": AGE_BANDS[int(draw.choice(3, p=told["ages"]))],
        "displaced": abroad or profile == "displaced" or bool(draw.random() < 0.06),
    }


def rows(
    land: Country,
    planned: pl.DataFrame,
    people: pl.DataFrame,
    presences: pl.DataFrame,
    seed: int,
) -> Rows:
    """Return profiles, people, consents, gatherings and attendances.

    Parameters
    ----------
    land : Country
        The invented country.
    planned : pl.DataFrame
        `meetings.planned`.
    people, presences : pl.DataFrame
        As `met` returns them.
    seed : int
        The seed of the rehearsal.

    Returns
    -------
    dict of str to pl.DataFrame
        Where people are only counted, one row holds all who are alike; a few of
        these counts are corrected later.
    """
    attendances = _attendances(land, planned, presences)
    known = _known(land, planned, people, presences)
    return {
        "profiles": _profiles(land),
        "people": known.drop("gathering", "consent"),
        "consents": _consents(land, planned, known, seed),
        "gatherings": _gatherings(land, planned),
        "attendances": pl.concat(
            [attendances, corrections(land, attendances)], how="diagonal"
        ),
    }


def _stamp(land: Country, hour: float) -> pl.Expr:
    midnight = pl.lit(land.moment(0, hour)) + pl.duration(days=pl.col("day"))
    return midnight.alias("at")


def _gatherings(land: Country, planned: pl.DataFrame) -> pl.DataFrame:
    mixed = pl.col("profile") == "mixed"
    return planned.select(
        "row",
        "origin",
        _stamp(land, 9),
        pl.col("row").alias("code"),
        "place",
        (pl.lit(land.start) + pl.duration(days="day")).cast(pl.Date).alias("held_on"),
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


def _attendances(
    land: Country, planned: pl.DataFrame, presences: pl.DataFrame
) -> pl.DataFrame:
    about = planned.select(
        pl.col("row").alias("gathering"),
        "place",
        "kind",
        "day",
        "origin",
        "pseudonymous",
    )
    came = presences.join(about, on="gathering", how="left", maintain_order="left")
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
        _stamp(land, 9.5),
        "gathering",
        "person",
        "n",
        "sex",
        "age_band",
        "profile",
        pl.when(elsewhere).then("home").alias("place"),
        "displaced",
        _capacity(land).alias("capacity"),
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


def _known(
    land: Country, planned: pl.DataFrame, people: pl.DataFrame, presences: pl.DataFrame
) -> pl.DataFrame:
    """Return people with a pseudonym, as the first site that met them wrote them."""
    langs = {region["key"]: region["lang"] for region in land.regions}
    first = (
        presences.select("gathering", "person")
        .join(
            planned.filter("pseudonymous").select(
                pl.col("row").alias("gathering"), "day", "origin", "consent"
            ),
            on="gathering",
            how="inner",
            maintain_order="left",
        )
        .unique("person", keep="first", maintain_order=True)
    )
    return first.join(people, on="person", how="left", maintain_order="left").select(
        pl.col("person").alias("row"),
        "origin",
        _stamp(land, 8.5),
        "gathering",
        "consent",
        pl.col("person")
        .map_elements(_pseudonym, return_dtype=pl.String)
        .alias("pseudonym"),
        "profile",
        "sex",
        "age_band",
        pl.col("region").alias("place"),
        "displaced",
        pl.col("region").replace_strict(langs).alias("lang"),
    )


def _pseudonym(person: str) -> str:
    return hashlib.sha256(f"fictif {person}".encode()).hexdigest()[:12]


def _consents(
    land: Country, planned: pl.DataFrame, known: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """Return what groups agreed to, and each person who was asked alone."""
    groups = planned.filter(pl.col("consent").is_not_null()).select(
        pl.format("group {}", "row").alias("row"),
        "origin",
        _stamp(land, 8.75),
        pl.col("row").alias("gathering"),
        pl.col("consent").alias("level"),
        "lang",
    )
    draw = chance.stream(seed, "consents")
    asked = known.filter(pl.col("consent").is_not_null())
    # Someone may agree to less than the group; two in a hundred do.
    lower = draw.random(len(asked)) < 0.02
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
