"""How do invented stories become rows: sessions, voices, claims with coders' errors?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.rehearsal import chance, ledger
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.planted_links import Graph, Link

PER_SESSION = 5
"""Stories told at one gathering."""

CODERS = ("codeuse-1", "codeur-2")
TEAMS = ("equipe-amont", "equipe-aval")


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """How often those who work on stories err; shares from 0 to 1.

    Parameters
    ----------
    missed : float
        Of the links told, how many a coder does not mark.
    turned : float
        Of those marked, how many with the wrong sign.
    misread : float
        Of those marked, how many between factors that no link was told of.
    twice : float
        Of the stories, how many both coders code.
    unmerged, mismerged : float
        Of the names a team should merge, how many it leaves apart, and how many it
        puts with another factor.
    """

    missed: float = 0.1
    turned: float = 0.05
    misread: float = 0.05
    twice: float = 0.1
    unmerged: float = 0.02
    mismerged: float = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Everything that chance and sizes decided before stories become records."""

    land: Country
    graph: Graph
    names: list[list[str]]
    told: list[list[Link]]
    regions: list[str]
    local: Link
    errors: Errors
    seed: int

    def stream(self, name: str) -> np.random.Generator:
        """Return the stream of chance of one part of the stories."""
        return chance.stream(self.seed, f"stories {name}")


def region(story: int, regions: int) -> int:
    """Return the number of the region where a story was told."""
    return (story // PER_SESSION) % regions


def rows(drawn: Drawn) -> Rows:
    """Return all rows but merges, still with names for ids."""
    at = drawn.land.moment(2)
    sessions = range(-(-len(drawn.told) // PER_SESSION))
    claims = list(_claims(drawn))
    office = {
        "places": _places(drawn.land),
        "profiles": _profiles(drawn.land),
        "people": ({"row": f"t{n}", "pseudonym": f"t{n:05d}"} for n in _each(drawn)),
        "gatherings": (_session(drawn, number) for number in sessions),
        "attendances": (
            {"row": f"t{n}", "gathering": _met(n), "person": f"t{n}", "n": 1,
             "capacity": "consulted"}
            for n in _each(drawn)
        ),
        "voices": (
            {"row": f"v{n}", "gathering": _met(n), "person": f"t{n}",
             "medium": "audio", "lang": "fr", "consent": 3}
            for n in _each(drawn)
        ),
        "excerpts": _excerpts(drawn, claims),
        "factors": (
            {"row": name, "name": name, "lang": "fr"}
            for names in drawn.names
            for name in names
        ),
        "claims": claims,
    }  # fmt: skip
    return {
        name: ledger.written(entries, origin=OFFICE, at=at)
        for name, entries in office.items()
    }


def _each(drawn: Drawn) -> range:
    return range(len(drawn.told))


def _met(story: int) -> str:
    return f"S{story // PER_SESSION:04d}"


def _places(land: Country) -> Iterator[Entry]:
    told = land.told["country"]
    home = told["country"]["key"]
    yield {"key": home, "name": told["country"]["name"], "kind": "country", "level": 0}
    for region in land.heard:
        yield {"key": region["key"], "name": region["name"], "kind": "region",
               "level": 1, "parent": home}  # fmt: skip
        for key, name in region["districts"]:
            yield {"key": key, "name": name, "kind": "district", "level": 2,
                   "parent": region["key"]}  # fmt: skip


def _profiles(land: Country) -> Iterator[Entry]:
    for key, profile in land.profiles.items():
        yield {
            "key": key,
            "name": profile["names"]["fr"],
            "side": profile["side"],
            "restricted": profile.get("restricted", False),
        }


def _session(drawn: Drawn, number: int) -> Entry:
    regions = drawn.land.heard
    region = regions[number % len(regions)]
    districts = region["districts"]
    profiles = list(drawn.land.profiles)
    return {
        "row": f"S{number:04d}",
        "code": f"S{number:04d}",
        "kind": "story_session",
        "place": districts[(number // len(regions)) % len(districts)][0],
        "profile": profiles[(number // 3) % len(profiles)],
        "composition": "homogeneous",
        "held_on": drawn.land.day(10 + number % 200),
        "present": PER_SESSION,
        "consent": 3,
    }


def _claims(drawn: Drawn) -> Iterator[Entry]:
    """Yield what coders marked, with their errors."""
    draw, errors = drawn.stream("coding"), drawn.errors
    for story, links in enumerate(drawn.told):
        both = draw.random() < errors.twice
        coders = CODERS if both else (CODERS[story % 2],)
        for coder in coders:
            for number, pair in enumerate(links):
                if draw.random() >= errors.missed:
                    yield _claim(drawn, story, number, pair, coder, draw)


def _claim(
    drawn: Drawn,
    story: int,
    number: int,
    pair: Link,
    coder: str,
    draw: np.random.Generator,
) -> Entry:
    errors, sign = drawn.errors, drawn.graph.signs[pair]
    if draw.random() < errors.misread:
        pair = _elsewhere(drawn.graph, draw)
    if draw.random() < errors.turned:
        sign = -sign
    cause, effect = (
        drawn.names[one][int(draw.integers(len(drawn.names[one])))] for one in pair
    )
    return {
        "row": f"v{story} {number} {coder}",
        "cause": cause,
        "effect": effect,
        "direction": "more" if sign > 0 else "less",
        "excerpt": f"v{story} {number}",
        "voice": f"v{story}",
        "coder": coder,
    }


def _elsewhere(graph: Graph, draw: np.random.Generator) -> Link:
    while True:
        a, b = (int(one) for one in draw.integers(0, graph.factors, 2))
        if a != b and (a, b) not in graph.signs:
            return a, b


def _excerpts(drawn: Drawn, claims: Sequence[Entry]) -> Iterator[Entry]:
    seen: dict[str, Entry] = {}
    for claim in claims:
        seen.setdefault(claim["excerpt"], claim)
    for name, claim in seen.items():
        story = int(name.split()[0][1:])
        yield {
            "row": name,
            "gathering": _met(story),
            "voice": claim["voice"],
            "words": f"« {claim['cause']}, alors {claim['effect']}. »",
            "lang": "fr",
            "consent": 3,
            "review": "redacted",
        }


def merges(drawn: Drawn, team: str) -> pl.DataFrame:
    """Return what one team decided, with its errors."""
    draw, errors = drawn.stream(team), drawn.errors
    rows = []
    for number, names in enumerate(drawn.names):
        for name in names[1:]:
            into, luck = names[0], draw.random()
            if luck < errors.unmerged:
                continue
            if luck < errors.unmerged + errors.mismerged:
                other = int(draw.integers(1, len(drawn.names)))
                into = drawn.names[(number + other) % len(drawn.names)][0]
            rows.append(
                {
                    "row": f"{team} {name}",
                    "factor": name,
                    "into": into,
                    "reason": "même chose, autres mots",
                    "state": "decided",
                }
            )
    return ledger.written(rows, origin=team, at=drawn.land.moment(300))
