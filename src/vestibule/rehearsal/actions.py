"""What did groups decide to do, who looked at what was promised, and what is planted?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from vestibule.rehearsal.country import Country, Entry
from vestibule.rehearsal.ledger import Naming
from vestibule.rehearsal.meetings import CONFERENCE
from vestibule.rehearsal.scene import Scene

SEEN_AFTER = 130
"""Days between the conference and the look at what was promised."""

CODERS = ("observatrice-1", "observateur-2")
"""Pseudonyms of the observer's coders."""

JUDGE = "observatrice-3"
"""Who settled what they read differently."""

CAME_BACK = ("restitution_meeting", "validation_meeting")
"""Gatherings that can say how far a promise is kept, the first kind before the other."""


def actions(land: Country) -> Iterator[Entry]:
    """Yield the actions, with what was found of the do-no-harm questions."""
    for entry in land.told["promises"]["actions"]:
        day = CONFERENCE + entry["days"]
        yield {
            "row": entry["key"],
            "at": land.moment(day, 15),
            "key": entry["key"],
            "finding": entry["finding"],
            "words": entry["fr"],
            "lang": "fr",
            "owner": entry["owner"],
            "place": land.capital,
            "due_on": land.day(day + entry["due"]),
            "cost": float(entry["cost"]),
            "predicts": entry["predicts"],
            "sign": entry["sign"],
            "harm": _answers(entry["harm"]),
            "approved": entry["state"] != "proposed",
            "state": entry["state"],
        }


def commitments(land: Country) -> Iterator[Entry]:
    """Yield what was promised because of an action."""
    for entry in land.told["promises"]["actions"]:
        if "commitment" in entry:
            day = CONFERENCE + entry["days"]
            yield {
                "row": entry["key"],
                "at": land.moment(day, 16),
                "key": f"{entry['key']}.1",
                "action": entry["key"],
                "words": entry["commitment"],
                "lang": "fr",
                "owner": entry["owner"],
                "owner_side": "community",
                "made_on": land.day(day),
                "due_on": land.day(day + entry["due"]),
            }


def verifications(scene: Scene) -> Iterator[Entry]:
    """Yield what gatherings and the observer's coders say of what was promised."""
    land, day = scene.land, CONFERENCE + SEEN_AFTER
    seen = {"at": land.moment(day, 12), "seen_on": land.day(day)}
    for entry in _promises(land):
        about = {**seen, "commitment": entry["key"]}
        if entry["key"].startswith("a"):
            for side in ("official", "community"):
                row = f"{entry['key']} {side}"
                yield {**about, "row": row, "side": side, "state": entry[side]}
        for turn, meeting in enumerate(
            _came_back(scene) if "gathering_says" in entry else ()
        ):
            yield {
                **about,
                "row": f"{entry['key']} gathering {turn}",
                "side": "community",
                "state": entry["gathering_says"],
                "gathering": meeting,
            }
        yield from _read(entry, about)


def _read(entry: Entry, about: Entry) -> Iterator[Entry]:
    """Yield how two coders read the same evidence, and who settled it."""
    judged = [(JUDGE, entry["adjudicated"])] if "adjudicated" in entry else []
    for coder, (state, level) in [
        *zip(CODERS, entry.get("coders", ()), strict=False),
        *judged,
    ]:
        yield {
            **about,
            "row": f"{entry['key']} {coder}",
            "side": "observer",
            "state": state,
            "level": level,
            "coder": coder,
            "adjudicated": coder == JUDGE,
        }


def planted(land: Country, naming: Naming) -> Mapping[str, tuple[str, ...]]:
    """Return what should be found: ids, and names of addressees.

    Parameters
    ----------
    land : Country
        The invented country.
    naming : Naming
        What ids are derived from.

    Returns
    -------
    mapping of str to tuple of str
        ``unanswering`` (addressees that answered nothing), ``never_answered``,
        ``nothing_promised`` (recommendations: the chain ends there), ``contested``,
        ``kept`` (commitments), ``blocked`` (actions).
    """
    asked = land.told["promises"]["recommendations"]
    answering = {one["addressee"] for one in asked if "answer" in one}
    bound = [one for one in asked if one.get("answer") in ("accepted", "amended")]
    promises = list(_promises(land))
    blocked = [
        one for one in land.told["promises"]["actions"] if "options" not in one["harm"]
    ]
    return {
        "unanswering": tuple(sorted({one["addressee"] for one in asked} - answering)),
        "never_answered": _ids(
            naming, "recommendations", [one for one in asked if "answer" not in one]
        ),
        "nothing_promised": _ids(
            naming, "recommendations", [one for one in bound if "commitment" not in one]
        ),
        "contested": _ids(naming, "commitments", filter(_differs, promises)),
        "kept": _ids(
            naming,
            "commitments",
            [one for one in promises if _said(one) == {"done"}],
        ),
        "blocked": _ids(naming, "actions", blocked),
    }


def _promises(land: Country) -> Iterator[Entry]:
    told = land.told["promises"]
    for entry in (*told["recommendations"], *told["actions"]):
        if "commitment" in entry:
            yield entry


def _said(entry: Entry) -> set[str]:
    said = {entry["official"], entry["community"]}
    said |= {entry["adjudicated"][0]} if "adjudicated" in entry else set()
    return said - {"cannot_say"}


def _differs(entry: Entry) -> bool:
    return len(_said(entry)) > 1


def _ids(naming: Naming, table: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(sorted(naming.id(table, one["key"]) for one in entries))


def _answers(harm: Entry) -> str:
    return "\n".join(f"{key}: {what} | {how}" for key, (what, how) in harm.items())


def _came_back(scene: Scene) -> list[str]:
    """Return up to four gatherings at which someone came back, of different regions."""
    kinds = pl.Enum(CAME_BACK)
    back = scene.planned.filter(pl.col("kind").is_in(list(CAME_BACK)))
    ordered = back.sort(pl.col("kind").cast(kinds), "row").unique(
        "region", keep="first", maintain_order=True
    )
    return ordered["row"].head(4).to_list()
