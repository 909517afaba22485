"""How are voices and excerpts written down, and how do two coders read them?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np

from vestibule.rehearsal import ledger
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.excerpts import Said
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.scene import Scene

CODERS = ("codeuse-1", "codeur-2")
"""The pseudonyms of the two who coded everything."""

CODEBOOK = 4
"""Day on which the codebook was agreed on."""

CODED_AFTER = 20
"""Days between a gathering and the coding of what was said there."""

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


def rows(scene: Scene, said: Said) -> Rows:
    """Return voices, excerpts, codes and what two coders read.

    Parameters
    ----------
    scene : Scene
        What has been decided.
    said : Said
        What was said.

    Returns
    -------
    dict of str to pl.DataFrame
        ``voices``, ``excerpts``, ``codes``, ``codings``, and the French and English
        ``texts`` of excerpts.
    """
    at = scene.land.moment(CODEBOOK)
    return {
        "voices": ledger.written(_voices(scene, said)),
        "excerpts": ledger.written(_excerpts(scene.land, said)),
        "codes": ledger.written(_codes(scene.land), origin=OFFICE, at=at),
        "codings": ledger.written(_codings(scene, said)),
        "texts": ledger.written(_texts(scene.land, said)),
    }


def _voices(scene: Scene, said: Said) -> Iterator[Entry]:
    """Yield a voice for the whole of each gathering, and one for each excerpt told."""
    draw = scene.stream("voices")
    for row, meeting in said.meetings.items():
        yield _voice(scene.land, meeting, row, draw, consent=meeting["consent"])
    for excerpt in said.excerpts:
        if excerpt["row"].startswith("parole"):
            meeting = said.meetings[excerpt["gathering"]]
            consent = FATES[excerpt["fate"]]["voice"]
            voice = _voice(scene.land, meeting, excerpt["row"], draw, consent=consent)
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


def _excerpts(land: Country, said: Said) -> Iterator[Entry]:
    seen: Counter[str] = Counter()
    for excerpt in said.excerpts:
        meeting = said.meetings[excerpt["gathering"]]
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


def _texts(land: Country, said: Said) -> Iterator[Entry]:
    """Yield the French and English words of every excerpt that was translated."""
    for excerpt in said.excerpts:
        meeting = said.meetings[excerpt["gathering"]]
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


def _codings(scene: Scene, said: Said) -> Iterator[Entry]:
    """Yield what two coders read in every excerpt; each errs on their own."""
    draw = scene.stream("codings")
    obstacles = [entry["code"] for entry in scene.land.obstacles]
    for excerpt in said.excerpts:
        day = said.meetings[excerpt["gathering"]]["day"] + CODED_AFTER
        for turn, coder in enumerate(CODERS):
            missed, added = draw.random(2)
            wrong = obstacles[int(draw.integers(len(obstacles)))]
            read = {}
            if excerpt["code"] and missed >= scene.effects.coder_missed:
                read[excerpt["code"]] = excerpt["stance"]
            if added < scene.effects.coder_added:
                read.setdefault(wrong, "for")
            for code, stance in read.items():
                yield {
                    "row": f"{excerpt['row']} {coder} {code}",
                    "origin": OFFICE,
                    "at": scene.land.moment(day, 10 + turn),
                    "excerpt": excerpt["row"],
                    "code": code,
                    "coder": coder,
                    "stance": stance,
                }
