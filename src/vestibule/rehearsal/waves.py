"""What was asked again in each wave, and how did the answers move?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from vestibule.dossier.process import Barometer
from vestibule.rehearsal import ledger
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.scene import Scene

ASKED_EACH_WAVE = 220
"""At most so many people answer a question in a wave."""

SILENT_SHARE = 0.06
"""Of those who are asked, this share does not know or refuses."""

ALIKE_SHARE = 0.15
"""In this share of households everyone answers alike."""


def declared(land: Country) -> tuple[Barometer, ...]:
    """Return the barometers of the invented process.

    Parameters
    ----------
    land : Country
        The invented country.

    Returns
    -------
    tuple of Barometer
        One of them is a sign that one community chose for itself.
    """
    told = land.told["barometers"]
    return tuple(
        Barometer(
            key=one["key"],
            names=one["names"],
            instrument=told["instrument"],
            question=one["question"],
            scale=tuple(told["scale"]),
            positive=tuple(told["positive"]),
            missing=tuple(told["missing"]),
            asked=tuple(one["asked"]),
            place=_community(land) if one.get("place") else None,
            sensitive=one.get("sensitive", False),
        )
        for one in told["barometers"]
    )


def verdicts(land: Country) -> Mapping[str, str]:
    """Return what should be said of each barometer from its first to its last wave."""
    return {one["key"]: one["verdict"] for one in land.told["barometers"]["barometers"]}


def rows(scene: Scene, known: pl.DataFrame) -> Rows:
    """Return the instrument and the answers to it.

    Parameters
    ----------
    scene : Scene
        What has been decided.
    known : pl.DataFrame
        People with a pseudonym: ``row``, ``place``, ``profile``, ``household``.

    Returns
    -------
    dict of str to pl.DataFrame
        ``instruments``, ``answers``.
    """
    told = scene.land.told["barometers"]
    instrument = {
        "row": told["instrument"],
        "key": told["instrument"],
        "name": "Baromètre de confiance (fictif)",
        "kind": "survey",
        "version": "1",
    }
    at = scene.land.moment(told["days"][0] - 1)
    return {
        "instruments": ledger.written([instrument], origin=OFFICE, at=at),
        "answers": ledger.written(_answers(scene, known), origin=OFFICE),
    }


def _community(land: Country) -> str:
    """Return the key of the place that chose a sign of its own: the first heard."""
    return str(land.heard[0]["key"])


def _answers(scene: Scene, known: pl.DataFrame) -> Iterator[Entry]:
    told, sides = scene.land.told["barometers"], scene.land.profiles
    for one in told["barometers"]:
        eligible = [
            person
            for person in known.sort("row").to_dicts()
            if not one["asked"] or sides[person["profile"]]["side"] in one["asked"]
            if not one.get("place") or person["place"] == _community(scene.land)
        ]
        for turn, share in enumerate(one["share"]):
            if share and eligible:
                yield from _wave(scene, one, turn, eligible)


def _wave(
    scene: Scene, one: Entry, turn: int, eligible: Sequence[Entry]
) -> Iterator[Entry]:
    """Yield the answers of one wave: exactly the planted share of them positive."""
    told = scene.land.told["barometers"]
    wave, share = told["waves"][turn], one["share"][turn]
    draw = scene.stream(f"barometer {one['key']} {wave}")
    n = min(len(eligible), ASKED_EACH_WAVE)
    chosen = [eligible[at] for at in sorted(draw.permutation(len(eligible))[:n])]
    lean = _leaning(chosen, share, draw)
    for person, yes in zip(chosen, lean, strict=True):
        yield {
            "row": f"{one['key']} {wave} {person['row']}",
            "at": scene.land.moment(told["days"][turn], 10),
            "instrument": told["instrument"],
            "question": one["question"],
            "person": person["row"],
            "wave": wave,
            "value": _value(told, yes=yes, draw=draw),
        }


def _leaning(
    chosen: Sequence[Entry], share: float, draw: np.random.Generator
) -> list[bool]:
    """Return who answers positively: households alike a little more than chance."""
    homes = {person["household"] or person["row"] for person in chosen}
    alike = {home: draw.random() for home in sorted(homes)}
    whole = {home: draw.random() < ALIKE_SHARE for home in sorted(homes)}
    scores = [
        alike[home] if whole[home] else draw.random()
        for home in (person["household"] or person["row"] for person in chosen)
    ]
    first = np.argsort(np.argsort(scores, kind="stable"), kind="stable")
    return [bool(at < round(share * len(chosen))) for at in first]


def _value(told: Entry, *, yes: bool, draw: np.random.Generator) -> str:
    if draw.random() < SILENT_SHARE:
        return str(told["missing"][int(draw.integers(len(told["missing"])))])
    levels = [one for one in told["scale"] if (one in told["positive"]) == yes]
    return str(levels[int(draw.integers(len(levels)))])
