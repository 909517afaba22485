"""Which obstacles does each gathering name, and in which words?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.rehearsal import chance
from vestibule.rehearsal.country import Country, Entry
from vestibule.rehearsal.scene import Scene

HEARD = ("focus_group", "interview")
"""Kinds of gatherings where people were asked what keeps them from peace."""

NOISE = 0.9
"""Standard deviation of what makes a gathering name an obstacle, beside its place."""

NOTE_FATES = (("unreviewed", 0.5), ("redacted", 0.3), ("low_consent", 0.2))
"""What becomes of field notes, and how often."""

LEAVING = ("withdrawn", "no_consent")
"""What becomes of excerpts that no published number may stand on."""

OWN_MEETINGS = ("watch", "judges", "fishers")
"""Profiles that meet alone or are met alone: they do not speak in mixed groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said.

    Parameters
    ----------
    meetings : mapping of str to mapping
        Focus groups and interviews by name, as planned.
    named : mapping of str to tuple of str
        Gathering to the keys of the obstacles it names.
    excerpts : tuple of mapping
        One per excerpt: ``row``, ``gathering``, ``code``, ``stance``, ``fate``,
        ``profile``, ``words``, ``lang``, ``sensitive``; ``fr`` and ``en`` where it
        was written for the rehearsal rather than put together.
    """

    meetings: Mapping[str, Entry]
    named: Mapping[str, tuple[str, ...]]
    excerpts: tuple[Entry, ...]


def said(scene: Scene) -> Said:
    """Return what was said at the focus groups and interviews.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    Said
        What was said at the focus groups and interviews.
    """
    heard = scene.planned.filter(pl.col("kind").is_in(list(HEARD)))
    meetings = {entry["row"]: entry for entry in heard.iter_rows(named=True)}
    named = naming(scene, heard)
    written = list(_written(scene, meetings, named))
    noted = _noted(scene, meetings, named, written)
    return Said(meetings=meetings, named=named, excerpts=(*written, *noted))


def naming(scene: Scene, heard: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return which obstacles each gathering names.

    How many gatherings name an obstacle is fixed; which ones they are depends on
    their place and on chance.

    Parameters
    ----------
    scene : Scene
        What has been decided.
    heard : pl.DataFrame
        Focus groups and interviews.

    Returns
    -------
    dict[str, tuple[str, ...]]
        Which obstacles each gathering names.
    """
    draw = scene.stream("naming")
    leans = {region["key"]: region["lean"] for region in scene.land.regions}
    named: dict[str, list[str]] = {row: [] for row in heard["row"]}
    for number, obstacle in enumerate(scene.land.obstacles):
        lean = np.array([leans[place][number] for place in heard["region"]])
        scores = scene.effects.place_spread * lean + draw.normal(0, NOISE, len(lean))
        chosen = chance.highest(scores, obstacle["mentioned"])
        for row in heard["row"].filter(pl.Series(chosen)):
            named[row].append(obstacle["key"])
    return {row: tuple(keys) for row, keys in named.items()}


def obstacle_of(land: Country) -> dict[str, str]:
    """Return code to the key of the obstacle it belongs to."""
    findings = {
        entry["code"]: entry.get("parent", entry["key"]) for entry in land.findings
    }
    causes = {
        entry["key"]: findings[entry["parent"]] for entry in land.told["codes"]["codes"]
    }
    return findings | causes


def _written(
    scene: Scene, meetings: Mapping[str, Entry], named: Mapping[str, tuple[str, ...]]
) -> Iterator[Entry]:
    """Yield the excerpts of `excerpts.toml`, each at a gathering that fits it."""
    draw = scene.stream("excerpts")
    about = obstacle_of(scene.land)
    heard: Counter[str] = Counter()
    for number, told in enumerate(scene.land.told["excerpts"]["excerpts"], start=1):
        fitting = [
            row
            for row, meeting in meetings.items()
            if meeting["consent"] == 4
            and about[told["code"]] in named[row]
            and _may_speak(told["profile"], meeting)
        ]
        if not fitting:
            continue
        lang = told.get("lang", "fr")
        tries = draw.random(len(fitting))
        cost = {
            row: (
                told["profile"] != meetings[row]["profile"],
                heard[row] + (lang != "fr" and lang != meetings[row]["lang"]),
                tries[place],
            )
            for place, row in enumerate(fitting)
        }
        chosen = min(fitting, key=lambda row, cost=cost: cost[row])  # type: ignore[misc]
        heard[chosen] += 1
        yield {
            "stance": "for",
            "fate": "quoted",
            "words": told["fr"],
            "lang": "fr",
            "sensitive": False,
            **told,
            "row": f"parole {number:03d}",
            "gathering": chosen,
        }


def _may_speak(profile: str, meeting: Entry) -> bool:
    """Return whether someone of a profile can have spoken at a gathering."""
    if meeting["profile"] == "mixed":
        return profile not in OWN_MEETINGS
    return bool(meeting["profile"] == profile)


def _noted(
    scene: Scene,
    meetings: Mapping[str, Entry],
    named: Mapping[str, tuple[str, ...]],
    written: list[Entry],
) -> list[Entry]:
    """Return field notes: where an obstacle has no excerpt yet, then up to size."""
    draw = scene.stream("notes")
    codes = {entry["key"]: entry["code"] for entry in scene.land.obstacles}
    there = {
        (entry["gathering"], entry["code"])
        for entry in written
        if entry["stance"] == "for" and entry["fate"] not in LEAVING
    }
    wanted = [pair for pair in _told(scene, named) if pair not in there]
    rows = list(named)
    while len(written) + len(wanted) < scene.shape.excerpts:
        row = rows[int(draw.integers(len(rows)))]
        said_there = [codes[key] for key in named[row]] + [""]
        wanted.append((row, said_there[int(draw.integers(len(said_there)))]))
    return [
        _note(scene.land, meetings[row], code, number, draw)
        for number, (row, code) in enumerate(wanted, start=1)
    ]


def _told(
    scene: Scene, named: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """Yield gathering and code of everything it names: obstacles, and what answers them.

    Of the gatherings that name an obstacle a fixed share also tells of each resource,
    need or proposal that belongs to it.

    Yields
    ------
    tuple[str, str]
        Gathering and code of everything it names: obstacles, and what answers them.
    """
    draw = scene.stream("told")
    for entry in scene.land.findings:
        obstacle = entry.get("parent", entry["key"])
        rows = [row for row, keys in named.items() if obstacle in keys]
        chosen = chance.highest(draw.random(len(rows)), entry.get("told", 1.0))
        for row, told in zip(rows, chosen, strict=True):
            if told:
                yield row, entry["code"]


def _note(
    land: Country, meeting: Entry, code: str, number: int, draw: np.random.Generator
) -> Entry:
    shares = np.array([share for _, share in NOTE_FATES])
    fate = NOTE_FATES[int(draw.choice(len(shares), p=shares))][0]
    return {
        "row": f"note {number:05d}",
        "gathering": meeting["row"],
        "code": code,
        "stance": "for",
        "fate": fate,
        "profile": None if meeting["profile"] == "mixed" else meeting["profile"],
        "words": _composed(land.told["notes"]["notes"], code, number, draw),
        "lang": "fr",
        "sensitive": False,
    }


def _composed(parts: Entry, code: str, number: int, draw: np.random.Generator) -> str:
    def one(choices: list[str]) -> str:
        return choices[int(draw.integers(len(choices)))]

    opening = one(parts["opening"])
    middle = one(parts[code]["middle"] if code else parts["others"])
    if middle[0] in "aeiouéà":
        opening, middle = opening.removesuffix("que"), f"qu’{middle}"
    told = f"{opening.strip()} {middle}. {one(parts['closing'])}"
    return f"[carnet, note {number}] {told}"
