"""Which country is invented here? Reads its words, and makes the process of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Any

from vestibule.dossier import declaration
from vestibule.dossier.process import (
    Barometer,
    Comparison,
    Group,
    Language,
    Partner,
    Process,
    Profile,
)

FILES = (
    "country",
    "findings",
    "codes",
    "excerpts",
    "notes",
    "statements",
    "claims",
    "promises",
    "asides",
    "deciding",
    "barometers",
    "research",
)
"""The files of `vestibule/rehearsal/country`."""

AGE_BANDS = ("18-34", "35-54", "55+")
"""Age bands of the invented process."""

OFFICE = "bureau"
"""The origin that is no field team."""

Entry = Mapping[str, Any]
"""A section of a file, as TOML reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """An invented country, as its files tell it.

    Parameters
    ----------
    told : mapping of str to mapping
        File name, without ending, to content.
    start : date
        The first day of the process; days are counted from it.
    """

    told: Mapping[str, Entry]
    start: date

    @property
    def profiles(self) -> Mapping[str, Entry]:
        """Profiles by key."""
        return {entry["key"]: entry for entry in self.told["country"]["profiles"]}

    @property
    def regions(self) -> tuple[Entry, ...]:
        """Regions, then camps: all places of level 1."""
        return (*self.told["country"]["regions"], *self.told["country"]["camps"])

    @property
    def heard(self) -> tuple[Entry, ...]:
        """Regions and camps where people were consulted."""
        return tuple(place for place in self.regions if "heard" not in place)

    def regions_that(self, state: str) -> tuple[Entry, ...]:
        """Return regions and camps ``represented`` only, or with ``nobody`` heard."""
        return tuple(place for place in self.regions if place.get("heard") == state)

    @property
    def findings(self) -> tuple[Entry, ...]:
        """All findings, obstacles first."""
        return tuple(self.told["findings"]["findings"])

    @property
    def obstacles(self) -> tuple[Entry, ...]:
        """The four obstacles, by how often they are mentioned."""
        return tuple(entry for entry in self.findings if entry["kind"] == "obstacle")

    @property
    def capital(self) -> str:
        """Key of the place where the national conference is held."""
        largest = max(self.told["country"]["regions"], key=lambda r: r["population"])
        return str(largest["districts"][0][0])

    def day(self, number: int) -> date:
        """Return the day that is `number` days after the first."""
        return self.start + timedelta(days=number)

    def moment(self, number: int, hour: float = 9.0) -> datetime:
        """Return a moment of that day, in UTC, at an hour from 0 to 24."""
        midnight = datetime.combine(self.day(number), time(), tzinfo=UTC)
        return midnight + timedelta(seconds=round(hour * 3600))


def country(start: date) -> Country:
    """Return the invented country.

    Parameters
    ----------
    start : date
        The first day of its process.

    Returns
    -------
    Country
        The invented country.
    """
    return Country(told={name: _read(name) for name in FILES}, start=start)


@cache
def _read(name: str) -> Entry:
    file = resources.files("vestibule.rehearsal") / "country" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def process(land: Country, barometers: tuple[Barometer, ...] = ()) -> Process:
    """Return the process of the country; ``fictitious`` is true."""
    told = land.told["country"]
    made = Process(
        key=told["key"],
        titles=told["titles"],
        question=told["question"],
        fictitious=True,
        one_key=True,
        country=told["country"]["key"],
        country_names={lang: told["country"][lang] for lang in ("fr", "en")},
        demonyms=tuple(told["country"]["demonyms"]),
        partners=tuple(_partner(entry) for entry in told["partners"]),
        languages=tuple(Language(**entry) for entry in told["languages"]),
        age_bands=AGE_BANDS,
        profiles=tuple(_profile(entry) for entry in told["profiles"]),
        comparisons=tuple(_comparison(entry) for entry in told["comparisons"]),
        barometers=barometers,
    )
    return declaration.parse(declaration.to_text(made))


def _partner(entry: Entry) -> Partner:
    return Partner(
        key=entry["key"], name=entry["name"], roles=tuple(sorted(entry["roles"]))
    )


def _profile(entry: Entry) -> Profile:
    return Profile(
        key=entry["key"],
        names=entry["names"],
        side=entry["side"],
        restricted=entry.get("restricted", False),
    )


def _comparison(entry: Entry) -> Comparison:
    groups = tuple(
        Group(key=group["key"], names=group["names"], values=tuple(group["values"]))
        for group in entry["groups"]
    )
    return Comparison(
        key=entry["key"], names=entry["names"], basis=entry["basis"], groups=groups
    )
