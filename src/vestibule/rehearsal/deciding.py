"""What is decided besides the order of obstacles, and by which ballots?

Ballots are counted in gatherings that are planned already, after the meeting; nothing
is drawn, so that nothing else moves. The largest region is the one whose gatherings
have most people. Two findings teach what validation is for: one confirmed in the
largest region alone, one whose words were amended and changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from vestibule.rehearsal import ledger
from vestibule.rehearsal.country import OFFICE, Entry
from vestibule.rehearsal.ledger import Rows
from vestibule.rehearsal.scene import Scene

VOTING = ("focus_group", "regional_meeting", "validation_meeting")
"""Gatherings of the largest region in which ballots are cast; elsewhere one each."""

WRITTEN_AFTER = 2
"""Days from a meeting to its minutes."""

UNDERSTOOD, REWORDED = 196, 305
"""Days on which the two findings were written, and one of them anew."""

LANGUAGES = ("fr", "en")
"""Languages in which everything that is published exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """Where ballots are cast.

    Parameters
    ----------
    largest : str
        Key of the region with most people in gatherings that vote.
    there : tuple of mapping
        Its gatherings.
    elsewhere : tuple of mapping
        One regional meeting of each other region.
    n : int
        Ballots of each meeting elsewhere: all together are fewer than half of those
        of the largest region, where it is large enough for that.
    """

    largest: str
    there: tuple[Entry, ...]
    elsewhere: tuple[Entry, ...]
    n: int

    @classmethod
    def of(cls, scene: Scene) -> Meetings:
        """Return where ballots are cast."""
        voting = scene.planned.filter(pl.col("kind").is_in(list(VOTING)))
        size = voting.group_by("region").agg(pl.col("size").sum())
        largest = str(
            size.sort("size", "region", descending=[True, False])["region"][0]
        )
        there = tuple(voting.filter(region=largest).iter_rows(named=True))
        regional = voting.filter(
            (pl.col("kind") == "regional_meeting") & (pl.col("region") != largest)
        )
        total = sum(meeting["size"] for meeting in there)
        room = (total - 1) // (2 * max(regional.height, 1))
        n = min(room, min(regional["size"], default=1))
        elsewhere = tuple(regional.iter_rows(named=True))
        return cls(largest=largest, there=there, elsewhere=elsewhere, n=max(n, 1))

    def cast(self) -> Iterator[tuple[Entry, int, bool]]:
        """Yield each meeting, its ballots, and whether it is of the largest region."""
        for meeting in self.there:
            yield meeting, meeting["size"], True
        for meeting in self.elsewhere:
            yield meeting, self.n, False


def rows(scene: Scene) -> Rows:
    """Return questions, ballots, actions, two findings and their validations.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    dict of str to pl.DataFrame
        ``questions``, ``ballots``, ``actions``, ``findings``, ``validations``,
        ``texts``.
    """
    told, met = scene.land.told["deciding"], Meetings.of(scene)
    questions = [told[name] for name in QUESTIONS]
    parts: Mapping[str, Iterator[Entry]] = {
        "findings": _findings(scene, told),
        "questions": _questions(scene, questions),
        "actions": _actions(scene, told),
        "validations": _validations(scene, told, met),
        "ballots": _ballots(scene, told, met),
        "texts": _texts(scene, told, questions),
    }
    return {name: ledger.written(part, origin=OFFICE) for name, part in parts.items()}


LOOKED_AT = "rien qui divise (fictif) | demandé à chaque hameau"
"""What was found of each do-no-harm question, and how it is known."""

QUESTIONS = ("cross", "big", "points", "pairwise", "consensus", "budget")
"""What is put to ballots, by section of the file."""


def planted(scene: Scene) -> dict[str, str]:
    """Return what should be found, by name: keys of findings, regions, questions.

    Parameters
    ----------
    scene : Scene
        What has been decided.

    Returns
    -------
    dict of str to str
        ``largest_region``; ``regional_finding`` (confirmed there alone),
        ``reworded_finding``; for each question ``…_question``; ``cross_priority``
        (first under each proportional rule), ``big_priority`` (first by the largest
        region alone), ``big_without`` (first without it), ``points_priority``,
        ``pairwise_priority``; ``carried``, ``over_objections``, ``not_carried``,
        ``overruled_region``; ``budget_amount`` and words of actions, ``bought_others``,
        ``bought_alone``, ``unaffordable``, ``uncosted``.
    """
    told, met = scene.land.told["deciding"], Meetings.of(scene)
    actions = {entry["row"]: entry["words"] for entry in told["budget"]["actions"]}
    return {
        "largest_region": met.largest,
        "regional_finding": told["regional"]["key"],
        "reworded_finding": told["reworded"]["key"],
        **{f"{name}_question": told[name]["key"] for name in QUESTIONS},
        "cross_priority": told["cross"]["first"],
        "big_priority": told["big"]["first"],
        "big_without": told["big"]["others"][0],
        "points_priority": next(iter(told["points"]["options"])),
        "pairwise_priority": told["pairwise"]["order"][0],
        "carried": told["consensus"]["carried"],
        "over_objections": told["consensus"]["over_objections"],
        "not_carried": told["consensus"]["not_carried"],
        "overruled_region": _overruled(met),
        "budget_amount": str(told["budget"]["amount"]),
        "bought_others": actions["caisse four"],
        "bought_alone": actions["caisse lampes"],
        "unaffordable": actions["caisse pont"],
        "uncosted": actions["caisse veillees"],
    }


def _overruled(met: Meetings) -> str:
    return str(met.elsewhere[0]["region"])


def _alone(met: Meetings) -> str:
    return str(met.elsewhere[-1]["row"])


def _findings(scene: Scene, told: Entry) -> Iterator[Entry]:
    start = scene.land.moment(UNDERSTOOD, 10)
    for name in ("regional", "reworded"):
        entry = told[name]
        first = {
            **{field: entry[field] for field in ("key", "kind", "parent", "scope")},
            "row": entry["key"],
            "at": start,
            "words": entry["words"]["fr"],
            "lang": "fr",
            "sensitivity": "ordinary",
            "place_level": 1,
        }
        yield first
        if "amended" in entry:
            yield first | {
                "row": f"{entry['key']} 2",
                "at": scene.land.moment(REWORDED),
                "words": entry["amended"]["fr"],
                "supersedes": entry["key"],
            }


def _validations(scene: Scene, told: Entry, met: Meetings) -> Iterator[Entry]:
    """Yield one finding confirmed in one region; one confirmed, amended, seen anew."""
    for meeting in met.there:
        yield _validation(scene, meeting, told["regional"]["key"])
    key = told["reworded"]["key"]
    for turn, meeting in enumerate(met.elsewhere):
        entry = _validation(scene, meeting, key)
        yield {**entry, **({"outcome": "amended"} if turn == 0 else {})}
    late = scene.planned.filter(
        (pl.col("kind") == "validation_meeting") & (pl.col("day") > REWORDED)
    )
    for meeting in late.head(1).iter_rows(named=True):
        yield _validation(scene, meeting, f"{key} 2")


def _validation(scene: Scene, meeting: Entry, finding: str) -> Entry:
    mixed = meeting["profile"] == "mixed"
    return {
        "row": f"{meeting['row']} {finding}",
        "at": scene.land.moment(
            max(meeting["day"] + WRITTEN_AFTER, UNDERSTOOD + WRITTEN_AFTER)
        ),
        "finding": finding,
        "gathering": meeting["row"],
        "outcome": "confirmed",
        "present": meeting["size"],
        "profile": None if mixed else meeting["profile"],
    }


def _questions(scene: Scene, questions: list[Entry]) -> Iterator[Entry]:
    for entry in questions:
        yield {
            "key": entry["key"],
            "at": scene.land.moment(UNDERSTOOD, 12),
            "words": entry["words"]["fr"],
            "lang": "fr",
            "kind": entry["kind"],
            "rule": entry["rule"],
        }


def _actions(scene: Scene, told: Entry) -> Iterator[Entry]:
    # Each do-no-harm question is answered: what is put to a ballot waits for nothing.
    asked = scene.land.told["promises"]["actions"][0]["harm"]
    for entry in told["budget"]["actions"]:
        yield {
            "row": entry["row"],
            "at": scene.land.moment(UNDERSTOOD, 13),
            "key": entry["row"].replace(" ", "-"),
            "finding": entry["finding"],
            "words": entry["words"],
            "lang": "fr",
            "cost": float(entry["cost"]) if "cost" in entry else None,
            "harm": "\n".join(f"{key}: {LOOKED_AT}" for key in asked),
            "state": "proposed",
        }


def _ballots(scene: Scene, told: Entry, met: Meetings) -> Iterator[Entry]:
    """Yield what each meeting wrote on its counted ballots, question by question."""
    for turn, (meeting, n, is_largest) in enumerate(met.cast()):
        sheets: dict[str, list[tuple[int, list[Entry]]]] = {
            "cross": list(_cross(told["cross"], turn, n)),
            "big": [(n, _ranked(_big(told["big"], is_largest)))],
            "points": [(n, _pointed(told["points"]["options"]))],
            "pairwise": [
                (n, _ranked(pair)) for pair in pairwise(told["pairwise"]["order"])
            ],
            "consensus": list(_agreed(told["consensus"], meeting, n, _overruled(met))),
            "budget": [(n, _wanted(told["budget"], meeting, is_largest, _alone(met)))],
        }
        for name, kinds in sheets.items():
            for number, (count, options) in enumerate(kinds):
                if count:
                    yield from _sheet(
                        scene, meeting, told[name]["key"], number, count, options
                    )


def _sheet(
    scene: Scene,
    meeting: Entry,
    question: str,
    number: int,
    n: int,
    options: list[Entry],
) -> Iterator[Entry]:
    mixed = meeting["profile"] == "mixed"
    for option in options:
        name = option.get("finding") or option["action"]
        yield {
            "row": f"{question} {meeting['row']} {number} {name}",
            "at": scene.land.moment(
                max(meeting["day"], UNDERSTOOD) + WRITTEN_AFTER, 14
            ),
            "question": question,
            "gathering": meeting["row"],
            "ballot": f"{question} {meeting['row']} {number}",
            "n": n,
            "profile": None if mixed else meeting["profile"],
            **option,
        }


def _ranked(order: tuple[str, ...] | list[str]) -> list[Entry]:
    return [{"finding": one, "rank": rank} for rank, one in enumerate(order, start=1)]


def _cross(told: Entry, turn: int, n: int) -> Iterator[tuple[int, list[Entry]]]:
    """Yield ballots that put the common one first, then those that put it second."""
    others = told["others"]
    own = others[turn % len(others)]
    rest = [one for one in others if one != own]
    ahead = -(-2 * n // 5)
    for count, order in (
        (ahead, [told["first"], own, *rest]),
        (n - ahead, [own, told["first"], *rest]),
    ):
        approved = {told["first"], own}
        yield (
            count,
            [{**one, "approved": one["finding"] in approved} for one in _ranked(order)],
        )


def _big(told: Entry, is_largest: bool) -> list[str]:
    return (
        [told["first"], *told["others"]]
        if is_largest
        else [*told["others"], told["first"]]
    )


def _pointed(options: Mapping[str, int]) -> list[Entry]:
    return [{"finding": one, "points": float(n)} for one, n in options.items()]


def _agreed(
    told: Entry, meeting: Entry, n: int, overruled: str
) -> Iterator[tuple[int, list[Entry]]]:
    """Yield the ballots of a consensus round: half of each meeting at a time."""
    is_overruled = meeting["region"] == overruled
    for half, count in enumerate((n - n // 2, n // 2)):
        yield (
            count,
            [
                {"finding": told["carried"], "approved": True},
                {"finding": told["over_objections"], "approved": not is_overruled},
                {"finding": told["not_carried"], "approved": half == 0},
            ],
        )


def _wanted(told: Entry, meeting: Entry, is_largest: bool, alone: str) -> list[Entry]:
    who = {"largest"} if is_largest else {"others"}
    who |= {"alone"} if meeting["row"] == alone else set()
    return [
        {"action": one["row"], "approved": one["who"] in who} for one in told["actions"]
    ]


def _texts(scene: Scene, told: Entry, questions: list[Entry]) -> Iterator[Entry]:
    said = [
        (entry["key"], "question", "question", entry["words"]) for entry in questions
    ]
    for name in ("regional", "reworded"):
        said.append((told[name]["key"], "finding", "words", told[name]["words"]))
    again = told["reworded"]
    said.append((f"{again['key']} 2", "finding", "words", again["amended"]))
    for row, column, field, words in said:
        for lang in LANGUAGES:
            yield {
                "row": f"{column} {row} {field} {lang}",
                "at": scene.land.moment(REWORDED, 12),
                column: row,
                "field": field,
                "lang": lang,
                "words": words[lang],
                "state": "validated",
            }
