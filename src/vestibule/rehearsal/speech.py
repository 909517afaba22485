"""What is said at each gathering, in which words, and how do two coders read it?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.rehearsal import chance, ledger
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.shape import Effects, Shape

HEARD = ("focus_group", "interview")
"""Kinds of gatherings where people were asked what keeps them from peace."""

CODERS = ("codeuse-1", "codeur-2")
"""The pseudonyms of the two who coded everything."""

CODED_AFTER = 20
"""Days between a gathering and the coding of what was said there."""

NOISE = 0.9
"""Standard deviation of what makes a gathering name an obstacle, beside its place."""

FATES: Mapping[str, Entry] = {
    "quoted": {"review": "cleared", "reviewers": 2, "consent": 4, "voice": 4},
    "refused": {"review": "refused", "reviewers": 2, "consent": 4, "voice": 4},
    "unreviewed": {"review": "unreviewed", "reviewers": 0, "consent": 4, "voice": 4},
    "redacted": {"review": "redacted", "reviewers": 1, "consent": 4, "voice": 4},
    "one_reviewer": {"review": "cleared", "reviewers": 1, "consent": 4, "voice": 4},
    "low_consent": {"review": "cleared", "reviewers": 2, "consent": 3, "voice": 3},
    "withdrawn": {"review": "cleared", "reviewers": 2, "consent": 4, "voice": 4},
    "no_consent": {"review": "cleared", "reviewers": 2, "consent": None, "voice": None},
}
"""What becomes of an excerpt: only ``quoted`` may ever be published."""

NOTE_FATES = (("unreviewed", 0.5), ("redacted", 0.3), ("low_consent", 0.2))
"""What becomes of field notes, and how often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said.

    Parameters
    ----------
    rows : dict of str to pl.DataFrame
        ``voices``, ``excerpts``, ``codes``, ``codings``, ``texts``.
    named : mapping of str to tuple of str
        Gathering to the keys of the obstacles it names.
    excerpts : tuple of mapping
        One per excerpt: ``row``, ``gathering``, ``code``, ``stance``, ``fate``.
    """

    rows: Rows
    named: Mapping[str, tuple[str, ...]]
    excerpts: tuple[Entry, ...]


def said(
    land: Country, planned: pl.DataFrame, shape: Shape, effects: Effects, seed: int
) -> Said:
    """Return what was said at the focus groups and interviews.

    Parameters
    ----------
    land : Country
        The invented country.
    planned : pl.DataFrame
        Its gatherings: `meetings.planned`.
    shape : Shape
        How many excerpts there are at least.
    effects : Effects
        How far places differ, and how often coders err.
    seed : int
        The seed of the rehearsal.
    """
    heard = planned.filter(pl.col("kind").is_in(list(HEARD)))
    meetings = {entry["row"]: entry for entry in heard.iter_rows(named=True)}
    named = naming(land, heard, effects, seed)
    excerpts = list(_written(land, meetings, named, seed))
    excerpts += _noted(land, meetings, named, excerpts, shape, seed)
    rows = {
        "voices": ledger.written(_voices(land, meetings, excerpts, seed)),
        "excerpts": ledger.written(_excerpts(land, meetings, excerpts)),
        "codes": ledger.written(_codes(land), origin=OFFICE, at=land.moment(4)),
        "codings": ledger.written(_codings(land, meetings, excerpts, effects, seed)),
        "texts": ledger.written(_texts(land, meetings, excerpts)),
    }
    return Said(rows=rows, named=named, excerpts=tuple(excerpts))


def naming(
    land: Country, heard: pl.DataFrame, effects: Effects, seed: int
) -> dict[str, tuple[str, ...]]:
    """Return which obstacles each gathering names.

    How many gatherings name an obstacle is fixed; which ones they are depends on
    their place and on chance.

    Parameters
    ----------
    land : Country
        The invented country.
    heard : pl.DataFrame
        Focus groups and interviews.
    effects : Effects
        How far places differ.
    seed : int
        The seed of the rehearsal.
    """
    draw = chance.stream(seed, "naming")
    leans = {region["key"]: region["lean"] for region in land.regions}
    named: dict[str, list[str]] = {row: [] for row in heard["row"]}
    for number, obstacle in enumerate(land.obstacles):
        lean = np.array([leans[place][number] for place in heard["region"]])
        scores = effects.place_spread * lean + draw.normal(0, NOISE, len(lean))
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
    land: Country,
    meetings: Mapping[str, Entry],
    named: Mapping[str, tuple[str, ...]],
    seed: int,
) -> Iterator[Entry]:
    """Yield the excerpts of `excerpts.toml`, each at a gathering that fits it."""
    draw = chance.stream(seed, "excerpts")
    about = obstacle_of(land)
    heard: Counter[str] = Counter()
    for number, told in enumerate(land.told["excerpts"]["excerpts"], start=1):
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
        # The forces and the judges meet alone or are met alone.
        return profile not in ("watch", "judges", "fishers")
    return bool(meeting["profile"] == profile)


def _noted(
    land: Country,
    meetings: Mapping[str, Entry],
    named: Mapping[str, tuple[str, ...]],
    written: list[Entry],
    shape: Shape,
    seed: int,
) -> list[Entry]:
    """Return field notes: where an obstacle has no excerpt yet, then up to size."""
    draw = chance.stream(seed, "notes")
    codes = {entry["key"]: entry["code"] for entry in land.obstacles}
    there = {(entry["gathering"], entry["code"]) for entry in written}
    wanted = [
        (row, codes[key])
        for row, keys in named.items()
        for key in keys
        if (row, codes[key]) not in there
    ]
    rows = list(named)
    while len(written) + len(wanted) < shape.excerpts:
        row = rows[int(draw.integers(len(rows)))]
        said_there = [codes[key] for key in named[row]] + [""]
        wanted.append((row, said_there[int(draw.integers(len(said_there)))]))
    return [
        _note(land, meetings[row], code, number, draw)
        for number, (row, code) in enumerate(wanted, start=1)
    ]


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


def _voices(
    land: Country, meetings: Mapping[str, Entry], excerpts: list[Entry], seed: int
) -> Iterator[Entry]:
    """Yield a voice for the whole of each gathering, and one for each excerpt told."""
    draw = chance.stream(seed, "voices")
    for row, meeting in meetings.items():
        yield _voice(land, meeting, row, draw, consent=meeting["consent"])
    for excerpt in excerpts:
        if excerpt["row"].startswith("parole"):
            meeting = meetings[excerpt["gathering"]]
            consent = FATES[excerpt["fate"]]["voice"]
            voice = _voice(land, meeting, excerpt["row"], draw, consent=consent)
            yield {**voice, "profile": excerpt["profile"], "lang": excerpt["lang"]}


def _voice(
    land: Country,
    meeting: Entry,
    row: str,
    draw: np.random.Generator,
    *,
    consent: int | None,
) -> Entry:
    audio = bool(draw.random() < 0.7)
    return {
        "row": row,
        "origin": meeting["origin"],
        "at": land.moment(meeting["day"], 17),
        "gathering": meeting["row"],
        "profile": None if meeting["profile"] == "mixed" else meeting["profile"],
        "medium": "audio" if audio else "notes",
        "lang": meeting["lang"],
        "seconds": int(draw.integers(20, 240)) if audio else None,
        "consent": consent,
        "sealed": hashlib.sha256(f"fictif {row}".encode()).hexdigest(),
    }


def _excerpts(
    land: Country, meetings: Mapping[str, Entry], excerpts: list[Entry]
) -> Iterator[Entry]:
    seen: Counter[str] = Counter()
    for excerpt in excerpts:
        meeting = meetings[excerpt["gathering"]]
        fate = FATES[excerpt["fate"]]
        seen[meeting["row"]] += 1
        own = excerpt["row"].startswith("parole")
        consent = fate["consent"] if own else meeting["consent"]
        yield {
            "row": excerpt["row"],
            "origin": meeting["origin"],
            "at": land.moment(meeting["day"] + 1),
            "gathering": meeting["row"],
            "voice": excerpt["row"] if own else meeting["row"],
            "profile": excerpt["profile"],
            "words": excerpt["words"],
            "lang": excerpt["lang"],
            "translation": _translation(excerpt),
            "translation_lang": _translation_lang(excerpt),
            "consent": None if consent is None else min(consent, fate["consent"] or 0),
            "review": fate["review"],
            "reviewed_by": "relectrice-1" if fate["reviewers"] else None,
            "second_reviewed_by": "relecteur-2" if fate["reviewers"] == 2 else None,
            "sensitivity": "sensitive" if excerpt["sensitive"] else "ordinary",
            "place_level": 1,
            "position": seen[meeting["row"]],
        }


def _translation(excerpt: Entry) -> str | None:
    told: str | None = excerpt.get("en" if excerpt["lang"] == "fr" else "fr")
    return told


def _translation_lang(excerpt: Entry) -> str | None:
    if "en" not in excerpt:
        return None
    return "en" if excerpt["lang"] == "fr" else "fr"


def _texts(
    land: Country, meetings: Mapping[str, Entry], excerpts: list[Entry]
) -> Iterator[Entry]:
    """Yield the French and English words of every excerpt that was translated."""
    for excerpt in excerpts:
        meeting = meetings[excerpt["gathering"]]
        for lang in ("fr", "en") if "en" in excerpt else ():
            yield {
                "row": f"{excerpt['row']} {lang}",
                "origin": meeting["origin"],
                "at": land.moment(meeting["day"] + 1, 9.5),
                "excerpt": excerpt["row"],
                "field": "words",
                "lang": lang,
                "words": excerpt[lang],
                "state": "checked",
            }


def codes(land: Country) -> tuple[Entry, ...]:
    """Return every theme: those of findings, then the causes."""
    parents = {entry["key"]: entry["code"] for entry in land.findings}
    themes = [
        {
            "key": entry["code"],
            "kind": entry["kind"],
            "name": entry["name"],
            "parent": parents.get(entry.get("parent", "")),
        }
        for entry in land.findings
    ]
    return (*themes, *land.told["codes"]["codes"])


def _codes(land: Country) -> Iterator[Entry]:
    for entry in codes(land):
        yield {
            "key": entry["key"],
            "name": entry["name"]["fr"],
            "parent": entry.get("parent"),
            "kind": entry["kind"],
            "codebook": "1 (fictif)",
            "sensitivity": "sensitive" if entry.get("sensitive") else "ordinary",
            "place_level": 1,
        }


def _codings(
    land: Country,
    meetings: Mapping[str, Entry],
    excerpts: list[Entry],
    effects: Effects,
    seed: int,
) -> Iterator[Entry]:
    """Yield what two coders read in every excerpt; each errs on their own."""
    draw = chance.stream(seed, "codings")
    obstacles = [entry["code"] for entry in land.obstacles]
    for excerpt in excerpts:
        day = meetings[excerpt["gathering"]]["day"] + CODED_AFTER
        for turn, coder in enumerate(CODERS):
            missed, added = draw.random(2)
            wrong = obstacles[int(draw.integers(len(obstacles)))]
            read = {}
            if excerpt["code"] and missed >= effects.coder_missed:
                read[excerpt["code"]] = excerpt["stance"]
            if added < effects.coder_added:
                read.setdefault(wrong, "for")
            for code, stance in read.items():
                yield {
                    "row": f"{excerpt['row']} {coder} {code}",
                    "origin": OFFICE,
                    "at": land.moment(day, 10 + turn),
                    "excerpt": excerpt["row"],
                    "code": code,
                    "coder": coder,
                    "stance": stance,
                }
