"""What was understood, who confirmed or contested it, and which causes were told?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from vestibule.rehearsal import chance, ledger, speech
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.excerpts import Said
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.scene import Scene

UNDERSTOOD, WRITTEN_AFTER = 196, 2
"""Day on which findings were first written; days from a meeting to its minutes."""

CLEARED: Entry = {
    "lang": "fr",
    "consent": 4,
    "review": "cleared",
    "reviewed_by": "relectrice-1",
    "second_reviewed_by": "relecteur-2",
}
"""An objection that may be published."""

LANGUAGES = ("fr", "en")
"""Languages in which everything that is published exists."""


def rows(scene: Scene, said: Said) -> Rows:
    """Return findings, what supports them, validations, factors and claims.

    Parameters
    ----------
    scene : Scene
        What has been decided.
    said : Said
        What was said.

    Returns
    -------
    dict of str to pl.DataFrame
        ``findings``, ``supports``, ``validations``, ``factors``, ``claims``, and
        the ``texts`` of all named things, codes and profiles included.
    """
    land = scene.land
    start = land.moment(UNDERSTOOD)
    validations = list(_validations(land, scene.planned))
    texts = [*_texts(land), *_objection_texts(land, validations)]
    return {
        "factors": ledger.written(_factors(land), origin=OFFICE, at=start),
        "claims": ledger.written(_claims(scene, said)),
        "findings": ledger.written(_findings(land), origin=OFFICE, at=start),
        "supports": ledger.written(
            _supports(land, said), origin=OFFICE, at=land.moment(UNDERSTOOD, 11)
        ),
        "validations": ledger.written(validations, origin=OFFICE),
        "texts": ledger.written(texts, origin=OFFICE, at=land.moment(UNDERSTOOD, 12)),
    }


def _findings(land: Country) -> Iterator[Entry]:
    for entry in land.findings:
        yield {
            "key": entry["key"],
            "kind": entry["kind"],
            "words": entry["words"]["fr"],
            "meaning": entry.get("meaning", {}).get("fr"),
            "lang": "fr",
            "parent": entry.get("parent"),
            "code": entry["code"],
            "scope": entry.get("scope"),
            "sensitivity": "ordinary",
            "place_level": entry.get("place_level", 1),
        }


def _supports(land: Country, said: Said) -> Iterator[Entry]:
    """Yield the reviewed excerpts for and against each finding, and its code."""
    finding_of = {entry["code"]: entry["key"] for entry in land.findings}
    for code, finding in finding_of.items():
        yield {
            "row": f"{finding} {code}",
            "finding": finding,
            "stance": "for",
            "code": code,
        }
    for excerpt in said.excerpts:
        if excerpt["fate"] == "quoted" and excerpt["code"] in finding_of:
            finding = finding_of[excerpt["code"]]
            yield {
                "row": f"{finding} {excerpt['row']}",
                "finding": finding,
                "stance": excerpt["stance"],
                "excerpt": excerpt["row"],
            }


def _validations(land: Country, planned: pl.DataFrame) -> Iterator[Entry]:
    contested = {
        (entry["finding"], entry["region"]): entry
        for entry in land.told["findings"]["contested"]
    }
    for meeting in planned.iter_rows(named=True):
        if meeting["kind"] == "regional_meeting":
            for finding in land.findings:
                found = contested.get((finding["key"], meeting["region"]))
                yield _validation(land, meeting, finding["key"], found)
    yield from _later(land, planned)


def _later(land: Country, planned: pl.DataFrame) -> Iterator[Entry]:
    """Yield what validation meetings with one profile said, obstacle by obstacle."""
    unreviewed = land.told["findings"]["unreviewed"]
    meetings = planned.filter(pl.col("kind") == "validation_meeting")
    for turn, meeting in enumerate(meetings.iter_rows(named=True)):
        for obstacle in land.obstacles:
            entry = _validation(land, meeting, obstacle["key"], None)
            entry = {**entry, "profile": meeting["profile"]}
            if turn == 0 and obstacle["key"] == unreviewed["finding"]:
                entry |= {
                    "objection": unreviewed["objection"],
                    "lang": "fr",
                    "consent": 4,
                    "review": "unreviewed",
                }
            yield entry


def _validation(
    land: Country, meeting: Entry, finding: str, contested: Entry | None
) -> Entry:
    entry = {
        "row": f"{meeting['row']} {finding}",
        "at": land.moment(meeting["day"] + WRITTEN_AFTER),
        "finding": finding,
        "gathering": meeting["row"],
        "outcome": "confirmed",
        "present": meeting["size"],
    }
    if contested is None:
        return entry
    said = {
        field: contested[field]["fr"]
        for field in ("objection", "amendment")
        if field in contested
    }
    about = {name: contested[name] for name in ("outcome", "profile")}
    return {**entry, **CLEARED, **about, **said}


def _objection_texts(land: Country, validations: list[Entry]) -> Iterator[Entry]:
    told = land.told["findings"]["contested"]
    words = {
        entry[field]["fr"]: (field, entry[field])
        for entry in told
        for field in ("objection", "amendment")
        if field in entry
    }
    for entry in validations:
        for field in ("objection", "amendment"):
            if entry.get(field) in words:
                _, said = words[entry[field]]
                yield from _said("validation", entry["row"], field, said)


def _said(column: str, row: str, field: str, words: Entry) -> Iterator[Entry]:
    """Yield one row of ``texts`` for each language."""
    for lang in LANGUAGES:
        yield {
            "row": f"{column} {row} {field} {lang}",
            column: row,
            "field": field,
            "lang": lang,
            "words": words[lang],
            "state": "validated",
        }


def _texts(land: Country) -> Iterator[Entry]:
    for entry in land.findings:
        yield from _said("finding", entry["key"], "words", entry["words"])
        if "meaning" in entry:
            yield from _said("finding", entry["key"], "meaning", entry["meaning"])
    for code in speech.codes(land):
        yield from _said("code", code["key"], "name", code["name"])
    for key, profile in land.profiles.items():
        yield from _said("profile", key, "name", profile["names"])
    for factor in land.told["claims"]["factors"]:
        yield from _said("factor", factor["key"], "name", factor["name"])


def _factors(land: Country) -> Iterator[Entry]:
    for entry in land.told["claims"]["factors"]:
        yield {
            "row": entry["key"],
            "name": entry["name"]["fr"],
            "lang": "fr",
            "finding": entry.get("finding"),
        }


def _claims(scene: Scene, said: Said) -> Iterator[Entry]:
    """Yield the links told at gatherings that named the obstacle they belong to."""
    draw = scene.stream("claims")
    for number, entry in enumerate(scene.land.told["claims"]["claims"], start=1):
        there = [
            row for row, named in said.named.items() if entry["told_with"] in named
        ]
        told = chance.highest(draw.random(len(there)), entry["weight"])
        for row, heard in zip(there, told, strict=True):
            if heard:
                day = said.meetings[row]["day"]
                yield {
                    "row": f"{row} {number:02d}",
                    "origin": OFFICE,
                    "at": scene.land.moment(day + speech.CODED_AFTER, 14),
                    "cause": entry["cause"],
                    "effect": entry["effect"],
                    "direction": entry["direction"],
                    "gathering": row,
                    "coder": speech.CODERS[number % 2],
                }
