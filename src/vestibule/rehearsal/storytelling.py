"""Hundreds of invented life stories told from a planted structure, and two teams.

For sizing and testing system maps: `rehearse` has a few claims only.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib import resources

import numpy as np

from vestibule.dossier.process import Process
from vestibule.dossier.records import Dossier
from vestibule.rehearsal import chance, country, ledger, planted_links, story_rows
from vestibule.rehearsal.ledger import Naming, Rows
from vestibule.rehearsal.planted_links import Graph, Link
from vestibule.rehearsal.story_rows import TEAMS, Drawn, Errors

START = date(2023, 2, 6)
"""The first day of the process."""


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
    drawn = Drawn(
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
    rows = story_rows.rows(drawn)
    first, second = (
        _dossier(process, {**rows, "merges": story_rows.merges(drawn, team)}, naming)
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
        if story_rows.region(number, regions) == 0:
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
