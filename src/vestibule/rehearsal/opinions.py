"""What does each person answer to statements, from hidden positions?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from vestibule.rehearsal import chance, ledger, tallies
from vestibule.rehearsal.chance import Floats
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.scene import Scene
from vestibule.rehearsal.shape import Shape

WRITTEN = 5
"""Day on which the statements were written down."""

CENTRES = np.array([[-1.1, 0.3], [0.8, 0.9], [0.5, -1.1]])
"""Where the three hidden groups of opinion stand, shape (groups, directions)."""

MIXES: Mapping[str, tuple[float, ...]] = {
    "community": (0.45, 0.35, 0.2),
    "civil_society": (0.3, 0.5, 0.2),
    "authority": (0.35, 0.25, 0.4),
    "forces": (0.25, 0.2, 0.55),
}
"""How the people of a side are shared out among the hidden groups."""

COLUMN_OF_SIDE = {"community": 0, "civil_society": 0, "forces": 1, "authority": 2}
"""Which planted share of a statement holds for a side."""

GROUPS = ("communities", "forces", "authorities")
"""The groups of the comparison `sides`, in the order of the planted shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """What people answered, and what lies behind it.

    Parameters
    ----------
    rows : dict of str to pl.DataFrame
        ``statements``, ``texts``, ``showings``, ``votes``, ``tallies``.
    groups : dict of str to int
        Person to hidden group, for everyone who voted.
    agreement : dict
        Statement to group of the comparison to the planted shares of everyone
        there who agrees, passes and disagrees.
    current_votes : int
        Votes that no later one replaced.
    """

    rows: Rows
    groups: Mapping[str, int]
    agreement: Mapping[str, Mapping[str, Mapping[str, float]]]
    current_votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Minds:
    """What everyone thinks of every statement, said or not, in the order of people.

    Parameters
    ----------
    group : ndarray of int, shape (people,)
        Hidden groups.
    logits : ndarray of float, shape (people, statements)
        Log-odds to agree, without what a gathering adds.
    """

    group: npt.NDArray[np.int64]
    logits: Floats


def statements(land: Country, shape: Shape) -> list[Entry]:
    """Return the statements put to people: those written, then practice ones."""
    told = list(land.told["statements"]["statements"])[: shape.statements]
    for number in range(len(told) + 1, shape.statements + 1):
        told.append(
            {
                "key": f"s{number:02d}",
                "source": "seed",
                "agree": [0.5, 0.5, 0.5],
                "load": [np.cos(number), np.sin(number)],
                "fr": f"Énoncé d’entraînement n° {number}.",
                "en": f"Practice statement no. {number}.",
            }
        )
    return told


def answered(scene: Scene) -> Opinions:
    """Return statements and what was answered to them.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    Opinions
        Statements and what was answered to them.
    """
    told = statements(scene.land, scene.shape)
    minds = _minds(scene, told)
    voted = _votes(scene, told, minds)
    start = scene.land.moment(WRITTEN)
    who = set(voted["votes"]["person"])
    return Opinions(
        rows={
            "statements": ledger.written(_statements(told), origin=OFFICE, at=start),
            **voted,
            "texts": ledger.written(_texts(told), origin=OFFICE, at=start),
            "tallies": ledger.written(tallies.tallies(scene, told, minds.logits)),
        },
        groups={
            person: int(group)
            for person, group in zip(scene.people["person"], minds.group, strict=True)
            if person in who
        },
        agreement=_agreement(scene, told, minds),
        current_votes=voted["votes"].select("person", "statement").n_unique(),
    )


def _minds(scene: Scene, told: list[Entry]) -> Minds:
    draw = scene.stream("minds")
    sides = [scene.land.profiles[name]["side"] for name in scene.people["profile"]]
    group = np.array([draw.choice(3, p=MIXES[side]) for side in sides], dtype=np.int64)
    offset = draw.normal(0, scene.effects.position_spread, (len(sides), 2))
    # From the middle of its own side, so that the planted shares hold for the side.
    middle = np.array([MIXES[side] for side in sides]) @ CENTRES
    column = np.array([COLUMN_OF_SIDE[side] for side in sides])
    shares = np.array([entry["agree"] for entry in told])
    loads = np.array([entry["load"] for entry in told])
    base = np.log(shares / (1 - shares))
    return Minds(
        group=group,
        logits=base[:, column].T + (CENTRES[group] + offset - middle) @ loads.T,
    )


def _agreement(
    scene: Scene, told: list[Entry], minds: Minds
) -> dict[str, dict[str, dict[str, float]]]:
    sides = [scene.land.profiles[name]["side"] for name in scene.people["profile"]]
    column = np.array([COLUMN_OF_SIDE[side] for side in sides])
    passing = chance.pass_share(minds.logits)
    agreeing = chance.agree_share(minds.logits) * (1 - passing)
    return {
        entry["key"]: {
            name: _shares(
                passing[column == place, number], agreeing[column == place, number]
            )
            for place, name in enumerate(GROUPS)
            if np.any(column == place)
        }
        for number, entry in enumerate(told)
        if entry.get("role") != "hands_pots"
    }


def _shares(passing: Floats, agreeing: Floats) -> dict[str, float]:
    agree, passed = float(agreeing.mean()), float(passing.mean())
    return {
        "agree": round(agree, 4),
        "pass": round(passed, 4),
        "disagree": round(1 - agree - passed, 4),
    }


def _statements(told: list[Entry]) -> Iterator[Entry]:
    for entry in told:
        yield {
            "key": entry["key"],
            "words": entry["fr"],
            "lang": "fr",
            "source": entry["source"],
            "moderation": "in",
            "sensitivity": "sensitive" if entry.get("sensitive") else "ordinary",
            "place_level": 1,
        }


def _texts(told: list[Entry]) -> Iterator[Entry]:
    for entry in told:
        for lang in ("fr", "en"):
            yield {
                "row": f"statement {entry['key']} {lang}",
                "statement": entry["key"],
                "field": "words",
                "lang": lang,
                "words": entry[lang],
                "state": "checked",
            }


def _votes(scene: Scene, told: list[Entry], minds: Minds) -> Rows:
    """Return votes and showings of the people known at focus groups and interviews."""
    draw = scene.stream("votes")
    where = _voters(scene)
    open_ = [n for n, entry in enumerate(told) if entry.get("role") != "hands_pots"]
    weights = np.array([told[n].get("exposure", 1.0) for n in open_])
    counts = chance.activity(
        scene.shape.votes, len(where), len(open_), scene.effects.activity_spread, draw
    )
    shown = np.minimum(
        counts + draw.poisson(counts * scene.effects.unanswered_share), len(open_)
    )
    order = chance.order_drawn(len(where), weights**scene.effects.exposure_spread, draw)
    meeting = where["meeting"].to_numpy() - 1
    together = draw.normal(
        0, scene.effects.gathering_spread, (len(scene.planned), len(open_))
    )
    logits = minds.logits[where["number"].to_numpy()][:, open_]
    logits = logits + together[meeting]
    given = chance.answers(logits, draw)
    keys = pl.Series([told[n]["key"] for n in open_])
    votes = _cells(order < counts[:, None], keys, where, given)
    again = draw.random(len(votes)) < scene.effects.changed_share
    return {
        "showings": _stamped(scene, _cells(order < shown[:, None], keys, where), 10.5),
        "votes": pl.concat(
            [
                _stamped(scene, _earlier(votes.filter(pl.Series(again))), 10.75),
                _stamped(scene, votes, 11.0),
            ]
        ),
    }


def _voters(scene: Scene) -> pl.DataFrame:
    """Return who votes, at the first gathering that knows them by a pseudonym."""
    local = scene.planned.filter(
        pl.col("pseudonymous") & pl.col("kind").is_in(["focus_group", "interview"])
    ).select(
        pl.col("row").alias("gathering"),
        "day",
        "origin",
        pl.int_range(1, pl.len() + 1).alias("meeting"),
    )
    numbered = scene.people.select("person").with_row_index("number")
    return (
        scene.presences.select("gathering", "person")
        .join(local, on="gathering", how="inner", maintain_order="left")
        .unique("person", keep="first", maintain_order=True)
        .join(numbered, on="person", how="left", maintain_order="left")
    )


def _cells(
    chosen: npt.NDArray[np.bool_],
    keys: pl.Series,
    where: pl.DataFrame,
    given: npt.NDArray[np.int8] | None = None,
) -> pl.DataFrame:
    """Return a row for every chosen pair of person and statement."""
    person, statement = np.nonzero(chosen)
    at = where[person].select("gathering", "person", "day", "origin")
    cells = at.with_columns(keys[statement].alias("statement"))
    if given is not None:
        vote = given[person, statement].astype(np.int64)
        cells = cells.with_columns(pl.Series("vote", vote))
    return cells.with_columns(
        pl.concat_str("person", "statement", separator=" ").alias("row")
    )


def _earlier(votes: pl.DataFrame) -> pl.DataFrame:
    """Return what people answered before they changed their mind."""
    other = pl.when(pl.col("vote") == 0).then(1).otherwise(-pl.col("vote"))
    return votes.with_columns(
        other.cast(pl.Int64).alias("vote"), pl.format("{} avant", "row").alias("row")
    )


def _stamped(scene: Scene, cells: pl.DataFrame, hour: float) -> pl.DataFrame:
    return cells.with_columns(scene.stamp(hour)).drop("day")
