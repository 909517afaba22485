"""What do action research groups try, and how do local conflicts go?"""

from __future__ import annotations

import math
from collections.abc import Iterator

from vestibule.rehearsal import ledger
from vestibule.rehearsal.country import OFFICE, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.scene import Scene

BETWEEN = 8
"""Days between two things that a group writes down."""

OUTCOMES = (
    ("agreement", 0.55),
    ("judgment", 0.15),
    ("breach", 0.15),
    ("abandoned", 0.15),
)
"""How the cases that ended ended."""

PATHS = ("family", "customary", "religious", "mediator", "police", "court", "none")


def rows(scene: Scene) -> Rows:
    """Return groups, hypotheses, what was seen and concluded, and cases.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    dict of str to pl.DataFrame
        ``groups``, ``hypotheses``, ``observations``, ``reflections``, ``cases``.
    """
    parts = {
        "groups": _groups(scene),
        "hypotheses": _hypotheses(scene),
        "observations": _observations(scene),
        "reflections": _reflections(scene),
        "cases": _cases(scene),
    }
    return {name: ledger.written(part, origin=OFFICE) for name, part in parts.items()}


def planted(scene: Scene) -> dict[str, tuple[str, ...]]:
    """Return keys of groups by what should be found of them.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    dict of str to tuple of str
        ``revised``: replaced a refuted hypothesis; ``refuted-not-revised`` and
        ``no-hypothesis``: as the gaps of `act.research`.
    """
    groups = _told(scene)["groups"]
    found: dict[str, list[str]] = {
        "revised": [],
        "refuted-not-revised": [],
        "no-hypothesis": [],
    }
    for group in groups:
        supposed = group.get("hypotheses", ())
        kinds = [
            "revised" if "revised" in one else "refuted-not-revised" for one in supposed
        ]
        for kind in kinds or ["no-hypothesis"]:
            found[kind].append(group["key"])
    return {kind: tuple(keys) for kind, keys in found.items()}


def _told(scene: Scene) -> Entry:
    return scene.land.told["research"]


def _groups(scene: Scene) -> Iterator[Entry]:
    for group in _told(scene)["groups"]:
        yield {
            "row": group["key"],
            "at": scene.land.moment(group["day"]),
            "key": group["key"],
            "name": group["name"],
            "finding": group.get("finding"),
            "since": scene.land.day(group["day"]),
        }


def _supposed(scene: Scene) -> Iterator[tuple[Entry, Entry]]:
    for group in _told(scene)["groups"]:
        for one in group.get("hypotheses", ()):
            yield group, one


def _hypotheses(scene: Scene) -> Iterator[Entry]:
    for group, one in _supposed(scene):
        first = {
            "row": one["key"],
            "at": scene.land.moment(group["day"] + 1),
            "key": one["key"],
            "group": group["key"],
            "words": one["words"],
            "lang": "fr",
            "cause": one["cause"],
            "effect": one["effect"],
            "predicts": one["predicts"],
            "sign": one["sign"],
            "supersedes": None,
        }
        yield first
        if "revised" in one:
            yield {
                **first,
                "row": f"{one['key']} revised",
                "at": scene.land.moment(_revised_on(group, one)),
                "words": one["revised"],
                "supersedes": one["key"],
            }


def _revised_on(group: Entry, one: Entry) -> int:
    return int(group["day"] + BETWEEN * (len(one["seen"]) + 1))


def _observations(scene: Scene) -> Iterator[Entry]:
    for group, one in _supposed(scene):
        begin = {one["key"]: group["day"]}
        if "revised" in one:
            begin[f"{one['key']} revised"] = _revised_on(group, one)
        seen = (one["seen"], one.get("seen_again", ()))
        for (version, day), outcomes in zip(begin.items(), seen, strict=False):
            for number, outcome in enumerate(outcomes, start=1):
                on = day + BETWEEN * number
                yield {
                    "row": f"{version} seen {number}",
                    "at": scene.land.moment(on, 17),
                    "hypothesis": version,
                    "outcome": outcome,
                    "words": f"observation fictive {number}",
                    "seen_on": scene.land.day(on),
                }


def _reflections(scene: Scene) -> Iterator[Entry]:
    for group, one in _supposed(scene):
        if "revised" in one:
            day = _revised_on(group, one)
            yield {
                "row": f"{one['key']} reflection",
                "at": scene.land.moment(day, 18),
                "group": group["key"],
                "words": "éclairer ne suffit pas, il faut aussi se connaître (fictif)",
                "decision": "revoir l’hypothèse",
                "held_on": scene.land.day(day),
            }


def _cases(scene: Scene) -> Iterator[Entry]:
    """Yield conflicts whose true length has the planted median; some are still open."""
    told, draw = _told(scene)["cases"], scene.stream("cases")
    regions = [place["key"] for place in scene.land.heard]
    names, shares = [one for one, _ in OUTCOMES], [share for _, share in OUTCOMES]
    for number in range(told["number"]):
        opened = int(draw.integers(0, told["open_until"] - 30))
        lasts = draw.exponential(told["median_days"] / math.log(2))
        closed = opened + max(1, round(lasts))
        ended = closed <= told["open_until"]
        outcome = str(names[draw.choice(len(names), p=shares)])
        parties = sorted(
            draw.permutation(told["parties"])[: 1 + int(draw.random() < 0.8)]
        )
        yield {
            "row": f"case {number + 1}",
            "at": scene.land.moment(opened, 11),
            "key": f"FICTIF-CAS-{number + 1:02d}",
            "place": regions[int(draw.integers(len(regions)))],
            "kind": told["kinds"][int(draw.integers(len(told["kinds"])))],
            "parties": " ".join(parties),
            "paths": " ".join(sorted(draw.permutation(PATHS[:-1])[:2])),
            "impartiality": int(draw.integers(1, 6)),
            "opened_on": scene.land.day(opened),
            "closed_on": scene.land.day(closed) if ended else None,
            "outcome": outcome if ended else "open",
        }
