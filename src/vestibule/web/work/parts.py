"""What is worked out for the pages of the workshop: one part a question.

Each is the answer of `vestibule.api`, as plain values; words in several languages stand
under their language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from vestibule.api import (
    agreed,
    barometers,
    crossing,
    maps,
    opinions,
    owed,
    promises,
    weighing,
)
from vestibule.api.analysis import Analysis
from vestibule.api.gaps import Sentences
from vestibule.inform.figures import families, landscape
from vestibule.inform.figures.setting import Setting
from vestibule.web.work.plainly import plain
from vestibule.words import LANGUAGES, Catalogue

Part = Callable[[Analysis, dt.date], Any]


def in_languages(said: Callable[[str], Any]) -> dict[str, Any]:
    """Return what is said in each language of the workshop."""
    return {lang: plain(said(lang)) for lang in LANGUAGES}


def coverage(found: Analysis, _today: dt.date) -> dict[str, Any]:
    """Return who was heard and who was not, with a sentence for each gap."""
    say = {lang: Sentences(found.settled, lang) for lang in LANGUAGES}
    sentences = [
        {lang: say[lang](gap) for lang in LANGUAGES} for gap in found.heard.gaps
    ]
    return {**plain(found.heard), "sentences": sentences}


def ground(found: Analysis, _today: dt.date) -> dict[str, Any]:
    """Return common ground, and that of comparisons set inside one another."""
    crossings = crossing.of(found.settled.process, ())
    crossed = plain(found.crossed) if crossings else None
    return {**plain(found.ground), "crossed": crossed}


def opinion(found: Analysis, today: dt.date) -> dict[str, Any]:
    """Return where opinions lie, as density, and families, cleared; with figures."""
    told = found.landscape
    return {
        "positions": plain(opinions.positions(told)),
        "groups": plain(opinions.groups(told)),
        "figures": {} if isinstance(told, str) else in_languages(_drawn(found, today)),
    }


def _drawn(found: Analysis, today: dt.date) -> Callable[[str], list[str]]:
    told, process = found.landscape, found.settled.process

    def draw(lang: str) -> list[str]:
        setting = Setting(
            words=Catalogue(lang),
            fictitious=process.fictitious,
            month=f"{today:%Y-%m}",
            languages=process.languages,
        )
        if isinstance(told, str):
            return []
        figures = [landscape.draw(setting, 1, told)]
        if told.families:
            figures.append(families.draw(setting, 2, told))
        return [str(figure.html()) for figure in figures]

    return draw


def system_map(found: Analysis, _today: dt.date) -> dict[str, Any]:
    """Return the map: by ids for links between pages, and told in each language."""
    works = {lang: maps.MapWork(settled=found.settled, lang=lang) for lang in LANGUAGES}
    system = works[LANGUAGES[0]].system
    return {
        "factors": plain(system.factors),
        "links": plain(system.links),
        "loops": [
            {
                "factors": list(one.factors),
                "signs": list(one.signs),
                "kind": one.kind,
                "assembled": one.assembled,
                "told_whole_by": len(one.tellers),
            }
            for one in system.loops
        ],
        "told": {lang: plain(work.to_dict()) for lang, work in works.items()},
    }


def findings(found: Analysis, _today: dt.date) -> dict[str, Any]:
    """Return how each finding stands, and on what it rests."""
    standing = plain(found.standing)
    told = agreed.of_findings(found.validation, found.settled)
    return {**standing, "report": plain(told)}


def restitution(found: Analysis, today: dt.date) -> dict[str, Any]:
    """Return who still waits for an answer, and what was asked of each place."""
    debt = owed.owed(found.dossier, today=today)
    return {"groups": plain(debt.owed.groups), "told": in_languages(debt.to_dict)}


def follow_up(found: Analysis, today: dt.date) -> dict[str, Any]:
    """Return what was asked, answered, promised, seen."""
    board = promises.follow_up(found.dossier, today=today)
    return {
        "recommendations": plain(board.found.recommendations),
        "commitments": plain(board.found.commitments),
        "told": in_languages(board.to_dict),
    }


def trust(found: Analysis, _today: dt.date) -> dict[str, Any]:
    """Return each barometer by wave."""
    told = barometers.Barometers(found=found.trust, settled=found.settled)
    return in_languages(told.to_dict)


PARTS: dict[str, Part] = {
    "coverage": coverage,
    "findings": findings,
    "follow_up": follow_up,
    "owed": restitution,
    "trust": trust,
    "themes": lambda found, _: plain(found.themes),
    "priorities": lambda found, _: plain(found.priorities),
    "map": system_map,
    "coding": lambda found, _: in_languages(found.coding.to_dict),
    "agreement": lambda found, _: plain(found.agreement),
    "priority_rules": lambda found, _: plain(
        agreed.of_rules(found.priority_rules, found.settled)
    ),
    "weights": lambda found, _: plain(weighing.plain(found.weights)),
    "ground": ground,
    "next_gatherings": lambda found, _: plain(found.next_gatherings),
    "opinion": opinion,
    "audits": lambda found, _: plain(found.audits.to_dict()),
}
"""Part to what works it out, the quick ones first."""

CHEAP = ("coverage", "findings", "follow_up", "owed", "trust", "themes", "priorities")
"""Parts that are kept fresh by themselves; the others are asked for."""
