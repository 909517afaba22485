"""Who comes to each gathering, and who comes twice?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from vestibule.rehearsal import chance
from vestibule.rehearsal.country import AGE_BANDS, Country, Entry
from vestibule.rehearsal.shape import Effects

DELEGATES = ("regional_meeting", "national_conference")
"""Gatherings to which people come to speak for others."""

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
    came = pl.DataFrame(presences, schema={"gathering": pl.String, "number": pl.Int64})
    who = people[came["number"]]
    return people, pl.concat([came.select("gathering"), who], how="horizontal")


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
    return str(profiles[int(draw.choice(len(profiles), p=weights / weights.sum()))])


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
