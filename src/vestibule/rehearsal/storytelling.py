"""Hundreds of invented life stories told from a planted structure, and two teams.

For sizing and testing system maps: `rehearse` has a few claims only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources

import numpy as np
import polars as pl

from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.rehearsal import chance, country, ledger, planted_links
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.ledger import Naming, Rows
from vestibule.rehearsal.planted_links import Graph, Link

PER_SESSION = 5
"""Stories told at one gathering."""

CODERS = ("codeuse-1", "codeur-2")
TEAMS = ("equipe-amont", "equipe-aval")

START = date(2023, 2, 6)


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
class StoryTruth:
    """What was planted.

    Parameters
    ----------
    graph : Graph
        Factors by number, links, signs, loops.
    means : dict of str to int
        Id of a coded factor to the number of the planted one it means.
    untold : tuple of int
        A loop of which nobody tells every link.
    local : (int, int)
        A link told in one region far more often than elsewhere.
    region : str
        Key of that region.
    errors : Errors
        Of coders and teams.
    """

    graph: Graph
    means: dict[str, int]
    untold: tuple[int, ...]
    local: Link
    region: str
    errors: Errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """Invented stories, coded, and merged by two teams separately.

    Parameters
    ----------
    coded : Dossier
        Before any merge: every coder's words for a factor stand apart.
    teams : tuple of Dossier
        The same, with what each of two teams decided.
    truth : StoryTruth
        What was planted.
    """

    coded: Dossier
    teams: tuple[Dossier, Dossier]
    truth: StoryTruth


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    land: Country
    graph: Graph
    names: list[list[str]]
    told: list[list[Link]]
    regions: list[str]
    local: Link
    errors: Errors
    seed: int

    def stream(self, name: str) -> np.random.Generator:
        return chance.stream(self.seed, f"stories {name}")


def stories(
    *,
    seed: int = 1,
    stories: int = 400,
    links: int = 4000,
    factors: int = 30,
    planted: int = 60,
    errors: Errors | None = None,
) -> Stories:
    """Return invented stories told from a planted structure.

    Parameters
    ----------
    seed : int
        Same seed and sizes: same bytes.
    stories : int
        Life stories, one teller each, five to a gathering; 1 or more.
    links : int
        Links told in all of them together.
    factors, planted : int
        Of the structure: factors, 12 or more, and links between them.
    errors : Errors or None
        Of coders and teams; None: the usual ones.

    Returns
    -------
    Stories
        ``process.fictitious`` is true. Tables: places, profiles, people, gatherings,
        attendances, voices, excerpts, factors, claims; the teams' merges too.
    """
    land = country.country(START)
    draw = chance.stream(seed, "stories graph")
    graph = planted_links.graph(factors, planted, draw)
    regions = [region["key"] for region in land.heard]
    forward = [pair for pair in graph.signs if pair[0] >= 12]
    drawn = _Drawn(
        land=land,
        graph=graph,
        names=_names(factors),
        told=_told(graph, stories, links, forward[0], len(regions), seed),
        regions=regions,
        local=forward[0],
        errors=errors or Errors(),
        seed=seed,
    )
    process = country.process(land)
    naming = Naming(process=process.key, seed=seed)
    rows = _rows(drawn)
    first, second = (
        _dossier(process, {**rows, "merges": _merges(drawn, team)}, naming)
        for team in TEAMS
    )
    means = {
        naming.id("factors", name): number
        for number, names in enumerate(drawn.names)
        for name in names
    }
    return Stories(
        coded=_dossier(process, rows, naming),
        teams=(first, second),
        truth=StoryTruth(
            graph=graph,
            means=means,
            untold=planted_links.UNTOLD,
            local=drawn.local,
            region=regions[0],
            errors=drawn.errors,
        ),
    )


def _dossier(process: Process, rows: Rows, naming: Naming) -> Dossier:
    return Dossier(process=process, tables=ledger.records(rows, naming))


def _names(factors: int) -> list[list[str]]:
    """Return the words that coders have for each factor."""
    file = resources.files("vestibule.rehearsal") / "country" / "stories.toml"
    told = tomllib.loads(file.read_text("utf-8"))
    subjects, states = told["subjects"], told["states"]
    names = []
    for number in range(factors):
        turn, at = divmod(number, len(subjects))
        base = f"{subjects[at]} {states[(at + turn) % len(states)]}"
        more = "" if turn < len(states) else f" ({turn})"
        names.append([said.format(base) + more for said in told["said"]])
    return names


def _told(
    graph: Graph, stories: int, links: int, local: Link, regions: int, seed: int
) -> list[list[Link]]:
    """Return the links of each story: each begins somewhere and goes on from there.

    No story tells every link of the loop `planted_links.UNTOLD`.

    Returns
    -------
    list of list of (int, int)
        One for each story, `links` in all where the structure has so many.
    """
    draw = chance.stream(seed, "stories told")
    around = planted_links.around(planted_links.UNTOLD)
    beside: dict[int, list[Link]] = {}
    for pair in graph.signs:
        for end in pair:
            beside.setdefault(end, []).append(pair)
    sizes = chance.spread(links, stories, draw, low=2)
    found = []
    for number, size in enumerate(sizes):
        left_out = {around[number % len(around)]}
        if _region(number, regions) == 0:
            begun = [local] if draw.random() < 0.9 else []
        else:
            begun, left_out = [], left_out | ({local} if draw.random() < 0.9 else set())
        found.append(_one(beside, begun, left_out, size, draw))
    return found


def _one(
    beside: dict[int, list[Link]],
    begun: list[Link],
    left_out: set[Link],
    size: int,
    draw: np.random.Generator,
) -> list[Link]:
    told = list(begun)
    here = set(told[0]) if told else {int(draw.choice(sorted(beside)))}
    while len(told) < size:
        near = sorted(
            {pair for one in here for pair in beside[one]} - set(told) - left_out
        )
        if not near:
            fresh = sorted(set(beside) - here)
            if not fresh:
                break
            here.add(int(draw.choice(fresh)))
            continue
        pair = near[int(draw.integers(len(near)))]
        told.append(pair)
        here |= set(pair)
    return told


def _region(story: int, regions: int) -> int:
    return (story // PER_SESSION) % regions


def _rows(drawn: _Drawn) -> Rows:
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


def _each(drawn: _Drawn) -> range:
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


def _session(drawn: _Drawn, number: int) -> Entry:
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


def _claims(drawn: _Drawn) -> Iterator[Entry]:
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
    drawn: _Drawn,
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


def _excerpts(drawn: _Drawn, claims: Sequence[Entry]) -> Iterator[Entry]:
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


def _merges(drawn: _Drawn, team: str) -> pl.DataFrame:
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
