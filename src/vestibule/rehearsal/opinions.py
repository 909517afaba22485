"""What do people answer to statements, alone, by hands, with cards and in pots?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from vestibule.rehearsal import chance, ledger
from vestibule.rehearsal.chance import Floats
from vestibule.rehearsal.country import OFFICE, Country, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.shape import Effects, Shape

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

TALLIED = 7
"""Statements put to a group that is only counted."""

TALLY_METHODS = ("cards", "cards", "hands", "pots", "standing")
"""How these groups are counted, in turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """What people answered, and what lies behind it.

    Parameters
    ----------
    rows : dict of str to pl.DataFrame
        ``statements``, ``showings``, ``votes``, ``tallies``.
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
    """What everyone thinks of every statement, said or not.

    Parameters
    ----------
    people : pl.DataFrame
        All people; row numbers are those of `logits`.
    group : ndarray of int, shape (people,)
        Hidden groups.
    logits : ndarray of float, shape (people, statements)
        Log-odds to agree, without what a gathering adds.
    """

    people: pl.DataFrame
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


def answered(
    land: Country,
    planned: pl.DataFrame,
    people: pl.DataFrame,
    presences: pl.DataFrame,
    shape: Shape,
    effects: Effects,
    seed: int,
) -> Opinions:
    """Return statements and what was answered to them.

    Parameters
    ----------
    land : Country
        The invented country.
    planned : pl.DataFrame
        `meetings.planned`.
    people, presences : pl.DataFrame
        As `people.met` returns them.
    shape : Shape
        How many statements and votes.
    effects : Effects
        How much people, gatherings, activity and exposure differ.
    seed : int
        The seed of the rehearsal.
    """
    told = statements(land, shape)
    minds = _minds(land, told, people, effects, seed)
    voted = _votes(land, told, minds, planned, presences, shape, effects, seed)
    tallies = list(_tallies(land, told, minds, planned, presences, effects, seed))
    rows = {
        "statements": ledger.written(
            _statements(told), origin=OFFICE, at=land.moment(5)
        ),
        **voted,
        "tallies": ledger.written(tallies),
    }
    who = set(voted["votes"]["person"])
    return Opinions(
        rows=rows,
        groups={
            person: int(group)
            for person, group in zip(people["person"], minds.group, strict=True)
            if person in who
        },
        agreement=_agreement(land, told, minds),
        current_votes=voted["votes"].select("person", "statement").n_unique(),
    )


def _minds(
    land: Country, told: list[Entry], people: pl.DataFrame, effects: Effects, seed: int
) -> Minds:
    draw = chance.stream(seed, "minds")
    sides = [land.profiles[profile]["side"] for profile in people["profile"]]
    group = np.array([draw.choice(3, p=MIXES[side]) for side in sides], dtype=np.int64)
    offset = draw.normal(0, effects.position_spread, (len(sides), 2))
    column = np.array([COLUMN_OF_SIDE[side] for side in sides])
    shares = np.array([entry["agree"] for entry in told])
    loads = np.array([entry["load"] for entry in told])
    base = np.log(shares / (1 - shares))
    return Minds(
        people=people,
        group=group,
        logits=base[:, column].T + (CENTRES[group] + offset) @ loads.T,
    )


def _agreement(
    land: Country, told: list[Entry], minds: Minds
) -> dict[str, dict[str, dict[str, float]]]:
    column = np.array(
        [
            COLUMN_OF_SIDE[land.profiles[profile]["side"]]
            for profile in minds.people["profile"]
        ]
    )
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


def _votes(
    land: Country,
    told: list[Entry],
    minds: Minds,
    planned: pl.DataFrame,
    presences: pl.DataFrame,
    shape: Shape,
    effects: Effects,
    seed: int,
) -> Rows:
    """Return votes and showings of the people known at focus groups and interviews."""
    draw = chance.stream(seed, "votes")
    where = _voters(planned, presences, minds)
    open_ = [n for n, entry in enumerate(told) if entry.get("role") != "hands_pots"]
    weights = np.array([told[n].get("exposure", 1.0) for n in open_])
    counts = chance.activity(
        shape.votes, len(where), len(open_), effects.activity_spread, draw
    )
    shown = np.minimum(
        counts + draw.poisson(counts * effects.unanswered_share), len(open_)
    )
    order = chance.order_drawn(len(where), weights**effects.exposure_spread, draw)
    together = draw.normal(
        0, effects.gathering_spread, (where["meeting"].max() or 0, len(open_))
    )
    logits = minds.logits[where["number"].to_numpy()][:, open_]
    logits = logits + together[where["meeting"].to_numpy() - 1]
    given = chance.answers(logits, draw)
    keys = pl.Series([told[n]["key"] for n in open_])
    votes = _cells(order < counts[:, None], keys, where, given)
    again = draw.random(len(votes)) < effects.changed_share
    return {
        "showings": _stamped(land, _cells(order < shown[:, None], keys, where), 10.5),
        "votes": pl.concat(
            [
                _stamped(land, _earlier(votes.filter(pl.Series(again))), 10.75),
                _stamped(land, votes, 11.0),
            ]
        ),
    }


def _voters(
    planned: pl.DataFrame, presences: pl.DataFrame, minds: Minds
) -> pl.DataFrame:
    """Return who votes, at the first gathering that knows them by a pseudonym."""
    local = planned.filter(
        pl.col("pseudonymous") & pl.col("kind").is_in(["focus_group", "interview"])
    ).select(
        pl.col("row").alias("gathering"),
        "day",
        "origin",
        pl.int_range(1, pl.len() + 1).alias("meeting"),
    )
    numbered = minds.people.select("person").with_row_index("number")
    return (
        presences.select("gathering", "person")
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


def _stamped(land: Country, cells: pl.DataFrame, hour: float) -> pl.DataFrame:
    midnight = pl.lit(land.moment(0, hour)) + pl.duration(days=pl.col("day"))
    return cells.with_columns(midnight.alias("at")).drop("day")


def _tallies(
    land: Country,
    told: list[Entry],
    minds: Minds,
    planned: pl.DataFrame,
    presences: pl.DataFrame,
    effects: Effects,
    seed: int,
) -> Iterator[Entry]:
    """Yield counts of groups: by hands and pots on one statement, others by turns."""
    draw = chance.stream(seed, "tallies")
    numbers = dict(zip(minds.people["person"], range(len(minds.people)), strict=True))
    there = {
        str(key[0]): [numbers[person] for person in part["person"]]
        for key, part in presences.group_by("gathering", maintain_order=True)
    }
    groups = planned.filter(pl.col("kind") == "focus_group")
    counted = groups.filter(~pl.col("pseudonymous"))
    for turn, meeting in enumerate(counted.iter_rows(named=True)):
        method = TALLY_METHODS[turn % len(TALLY_METHODS)]
        logits = minds.logits[there[meeting["row"]]]
        given = chance.answers(
            logits + draw.normal(0, effects.gathering_spread, (1, len(told))), draw
        )
        for place in sorted(_put(told, draw)):
            yield _tally(land, meeting, told[place], method, given[:, place])
    yield from _hands_and_pots(land, told, groups, effects, draw)


def _put(told: list[Entry], draw: np.random.Generator) -> list[int]:
    weights = np.array([entry.get("exposure", 1.0) for entry in told])
    weights[[entry.get("role") == "hands_pots" for entry in told]] = 0
    n = min(TALLIED, int((weights > 0).sum()))
    return [
        int(k)
        for k in draw.choice(len(told), n, replace=False, p=weights / weights.sum())
    ]


def _hands_and_pots(
    land: Country,
    told: list[Entry],
    groups: pl.DataFrame,
    effects: Effects,
    draw: np.random.Generator,
) -> Iterator[Entry]:
    """Yield one statement counted in public and in secret, in comparable groups."""
    asked = [entry for entry in told if entry.get("role") == "hands_pots"]
    sides = {key: entry["side"] for key, entry in land.profiles.items()}
    community = [
        meeting
        for meeting in groups.iter_rows(named=True)
        if sides.get(meeting["profile"]) == "community"
    ]
    # By turns within each place, so that both ways were used everywhere.
    turns: dict[str, int] = {}
    for meeting in community:
        turn = turns[meeting["region"]] = turns.get(meeting["region"], -1) + 1
        n = meeting["size"]
        for entry in asked:
            if turn % 2 == 0:
                votes = np.ones(n, dtype=np.int8)
                yield _tally(land, meeting, entry, "hands", votes)
            else:
                votes = np.where(draw.random(n) < effects.pots_agree, 1, -1)
                votes[draw.random(n) < 0.06] = 0
                yield _tally(land, meeting, entry, "pots", votes.astype(np.int8))


def _tally(
    land: Country,
    meeting: Entry,
    statement: Entry,
    method: str,
    votes: npt.NDArray[np.int8],
) -> Entry:
    return {
        "row": f"{meeting['row']} {statement['key']} {method}",
        "origin": meeting["origin"],
        "at": land.moment(meeting["day"], 12),
        "gathering": meeting["row"],
        "statement": statement["key"],
        "method": method,
        "agree": int((votes == 1).sum()),
        "disagree": int((votes == -1).sum()),
        "passed": int((votes == 0).sum()),
        "count": 1,
    }
