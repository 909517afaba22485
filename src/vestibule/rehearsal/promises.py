"""What was asked and promised, and who has been told what became of their words?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from vestibule.rehearsal import actions, chance, ledger
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.meetings import CONFERENCE
from vestibule.rehearsal.scene import Scene

ANSWER_DAYS = 60
"""Days that an addressee has to answer."""

RESTITUTION_DAYS = 90
"""Days after which a group should have been told."""

SEEN_AFTER = actions.SEEN_AFTER
"""Days between the conference and the look at what was promised."""

TOLD_FROM, TOLD_TO = 350, 480
"""First and last day on which groups were told."""

OWED = ("focus_group", "interview", "regional_meeting", "validation_meeting")
"""Gatherings whose group is owed an answer."""

STATES = (("answered", 0.3), ("told", 0.26), ("due", 0.38), ("deferred", 0.06))
"""How the groups stand, and which share of them."""


def rows(scene: Scene) -> Rows:
    """Return what was asked, answered, promised and seen, and who was told.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    dict of str to pl.DataFrame
        ``recommendations``, ``actions``, ``responses``, ``commitments``,
        ``verifications``,
        ``obligations``, ``restitutions``, ``texts``.
    """
    land, owed = scene.land, list(_owed(scene))
    parts = {
        "recommendations": _recommendations(land),
        "actions": actions.actions(land),
        "responses": _responses(land),
        "commitments": [*_commitments(land), *actions.commitments(land)],
        "verifications": [*_verifications(land), *actions.verifications(scene)],
        "obligations": _obligations(land, owed),
        "restitutions": [*_restitutions(land, owed), *_in_assembly(scene, owed)],
        "texts": _texts(land),
    }
    return {name: ledger.written(part, origin=OFFICE) for name, part in parts.items()}


def standing(scene: Scene) -> dict[str, int]:
    """Return how many of the groups with an obligation stand in each state.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    dict of str to int
        Only states that occur; once everything has been told, see `TOLD_TO`.
    """
    states = [group["state"] for group in _owed(scene)]
    return {state: states.count(state) for state, _ in STATES if state in states}


def _asked(land: Country) -> tuple[Entry, ...]:
    return tuple(land.told["promises"]["recommendations"])


def _recommendations(land: Country) -> Iterator[Entry]:
    for entry in _asked(land):
        yield {
            "row": entry["key"],
            "at": land.moment(CONFERENCE, 18),
            "key": entry["key"],
            "finding": entry.get("finding"),
            "gathering": "FICTIF-CONFERENCE",
            "words": entry["fr"],
            "lang": "fr",
            "addressee": entry["addressee"],
            "addressee_side": land.told["promises"]["sides"][entry["addressee"]],
            "made_on": land.day(CONFERENCE),
            "answer_by": land.day(CONFERENCE + ANSWER_DAYS),
        }


def _texts(land: Country) -> Iterator[Entry]:
    for entry in _asked(land):
        for lang in ("fr", "en"):
            yield {
                "row": f"recommendation {entry['key']} {lang}",
                "at": land.moment(CONFERENCE, 18.5),
                "recommendation": entry["key"],
                "field": "words",
                "lang": lang,
                "words": entry[lang],
                "state": "validated",
            }


def _responses(land: Country) -> Iterator[Entry]:
    for entry in _asked(land):
        if "answer" in entry:
            day = CONFERENCE + entry["days"]
            yield {
                "row": entry["key"],
                "at": land.moment(day),
                "recommendation": entry["key"],
                "answer": entry["answer"],
                "given_on": land.day(day),
            }


def _commitments(land: Country) -> Iterator[Entry]:
    for entry in _asked(land):
        if "commitment" in entry:
            day = CONFERENCE + entry["days"]
            yield {
                "row": entry["key"],
                "at": land.moment(day, 10),
                "key": f"{entry['key']}.1",
                "response": entry["key"],
                "words": entry["commitment"],
                "lang": "fr",
                "owner": entry["addressee"],
                "owner_side": land.told["promises"]["sides"][entry["addressee"]],
                "made_on": land.day(day),
                "due_on": land.day(day + entry["due"]),
            }


def _verifications(land: Country) -> Iterator[Entry]:
    day = CONFERENCE + SEEN_AFTER
    for entry in _asked(land):
        for side in ("official", "community"):
            if side in entry:
                yield {
                    "row": f"{entry['key']} {side}",
                    "at": land.moment(day),
                    "commitment": entry["key"],
                    "side": side,
                    "state": entry[side],
                    "seen_on": land.day(day),
                }


def _owed(scene: Scene) -> Iterator[Entry]:
    """Yield every group that is owed an answer, with how it stands."""
    draw = scene.stream("obligations")
    groups = scene.planned.filter(pl.col("kind").is_in(list(OWED)))
    shares = [share for _, share in STATES]
    states = [
        state
        for (state, _), n in zip(
            STATES, chance.shared_out(len(groups), shares), strict=True
        )
        for _ in range(n)
    ]
    places = draw.permutation(len(states))
    told = draw.integers(TOLD_FROM, TOLD_TO, len(states))
    for turn, meeting in enumerate(groups.iter_rows(named=True)):
        yield {**meeting, "state": states[places[turn]], "told": int(told[turn])}


def _obligations(land: Country, owed: list[Entry]) -> Iterator[Entry]:
    for group in owed:
        deferred = group["state"] == "deferred"
        mixed = group["profile"] == "mixed"
        yield {
            "row": group["row"],
            "at": land.moment(group["day"], 18),
            "gathering": group["row"],
            "profile": None if mixed else group["profile"],
            "due_on": land.day(group["day"] + RESTITUTION_DAYS),
            "deferred_to": land.day(TOLD_TO + 120) if deferred else None,
            "deferred_reason": "revenir maintenant mettrait le groupe en danger"
            if deferred
            else None,
        }


def _restitutions(land: Country, owed: list[Entry]) -> Iterator[Entry]:
    replies = land.told["promises"]["replies"]
    for turn, group in enumerate(owed):
        if group["state"] not in ("answered", "told"):
            continue
        answered = group["state"] == "answered"
        yield {
            "row": group["row"],
            "at": land.moment(group["told"], 15),
            "obligation": group["row"],
            "medium": "meeting" if answered else ("broadcast", "visit")[turn % 2],
            "lang": group["lang"],
            "told_on": land.day(group["told"]),
            "told": "les quatre constats, leur ordre, et les réponses reçues",
            "reply": replies[turn % len(replies)] if answered else None,
        }


def told_in_assembly(scene: Scene) -> tuple[str, ...]:
    """Return the groups to which news came at an assembly only, so that they wait.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    tuple of str
        Codes of gatherings: one group of one profile; none where no assembly was
        held, or every group was told.
    """
    return tuple(row["obligation"] for row in _in_assembly(scene, list(_owed(scene))))


def _in_assembly(scene: Scene, owed: list[Entry]) -> Iterator[Entry]:
    """Yield news that an assembly got, noted as if a group of it had been told."""
    met = scene.planned.filter(pl.col("kind") == "restitution_meeting").sort("day")
    waiting = [g for g in owed if g["state"] == "due" and g["profile"] != "mixed"]
    for assembly, group in zip(met.to_dicts()[:1], waiting[:1], strict=False):
        yield {
            "row": f"assembly {group['row']}",
            "at": scene.land.moment(assembly["day"], 16),
            "obligation": group["row"],
            "gathering": assembly["row"],
            "medium": "meeting",
            "lang": group["lang"],
            "told_on": scene.land.day(assembly["day"]),
            "told": "les quatre constats, à toute l’assemblée",
            "reply": "l’assemblée approuve",
        }
