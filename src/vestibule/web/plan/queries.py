"""What the home of the workshop reads: coverage, the chain, the debt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule.act import restitution
from vestibule.act.restitution import Burden, Owed
from vestibule.dossier import lineage
from vestibule.web.plan import grid, known, thread
from vestibule.web.plan.grid import Asked, Grid
from vestibule.web.plan.known import Ground
from vestibule.web.records import access, versions
from vestibule.web.records.access import Person
from vestibule.web.records.models import Gathering
from vestibule.words import Catalogue

OWED = ("obligations", "restitutions")
"""What is read beside coverage to say who still waits for an answer."""

SHOWN_LATE = 5
"""Groups that wait the longest, by name on the home page."""

SQUARES = (("answered", "answered"), ("told", "told"), ("due", "due"), ("late", "late"),
           ("deferred", "deferred"))  # fmt: skip
"""State of a group to its mark, in the order in which squares are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Everything that the home page says."""

    grid: Grid
    owed: Owed
    chain: tuple[thread.Link, ...]
    squares: dict[str, int]
    late: list[dict[str, Any]]

    @property
    def gaps(self) -> int:
        """Links of the chain at which something is missing."""
        return sum(bool(link.missing) for link in self.chain)

    @property
    def groups(self) -> int:
        """Groups that were heard, each owed an answer."""
        return self.owed.groups.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What is known of one cell before someone goes there; nothing of it is stored."""

    place: str
    profile: str
    cell: grid.Cell
    visits: int
    last_on: dt.date | None
    waiting: int
    others: list[tuple[str, int]]
    languages: list[str]


def home(person: Person, asked: Asked, words: Catalogue, *, today: dt.date) -> Home:
    """Return the home page: as many questions to the database whatever it holds."""
    dossier = known.dossier_with(*grid.TABLES, *OWED, *thread.FOLLOWED)
    drawn = Grid(dossier, asked, words)
    owed = restitution.owed(drawn.settled, today=today)
    return Home(
        grid=drawn,
        owed=owed,
        chain=thread.thread(drawn.settled, owed, words),
        squares=_squares(owed),
        late=_late(owed, drawn.ground, standing_ids(person)),
    )


def coverage(asked: Asked, words: Catalogue) -> Grid:
    """Return the grid alone, for its files."""
    return Grid(known.dossier_with(*grid.TABLES), asked, words)


def here(
    person: Person, place: str, profile: str, words: Catalogue, *, today: dt.date
) -> Here | None:
    """Return what is known of a place and a profile, by their keys; None: no such.

    The day of the last visit is that of a gathering which the person may see.
    """
    dossier = known.dossier_with(*grid.TABLES, *OWED)
    drawn = Grid(dossier, Asked(), words)
    where = drawn.ground.gazetteer.keys.get(place)
    who = drawn.ground.profile_keys.get(profile)
    cell = drawn.cells.get((where or "", who or ""))
    if cell is None:
        return None
    owed = restitution.owed(lineage.settled(dossier), today=today)
    asked_of = restitution.burden(drawn.settled, owed)
    return _here(drawn, cell, asked_of, standing_ids(person))


def _here(drawn: Grid, cell: grid.Cell, asked_of: Burden, seen: dict[str, str]) -> Here:
    inside = asked_of.places.filter(pl.col("region") == cell.place)
    met = drawn.presences.filter(pl.col("held_in") == cell.place)
    others = [
        (drawn.ground.profile(one.profile), one.n)
        for one in drawn.cells.values()
        if one.place == cell.place and one.n
    ]
    spoken = drawn.settled.table("gatherings").filter(
        pl.col("id").is_in(met["gathering"].unique().implode())
    )
    return Here(
        place=drawn.ground.place(cell.place),
        profile=drawn.ground.profile(cell.profile),
        cell=cell,
        visits=int(inside["visits"].sum()),
        last_on=_last(spoken.filter(pl.col("id").is_in(list(seen)))),
        waiting=int(inside["groups_waiting"].sum()),
        others=sorted(others, key=lambda pair: (-pair[1], pair[0])),
        languages=sorted(spoken["lang"].drop_nulls().unique()),
    )


def _last(gatherings: pl.DataFrame) -> dt.date | None:
    days: list[dt.date] = gatherings["held_on"].drop_nulls().to_list()
    return max(days, default=None)


def _squares(owed: Owed) -> dict[str, int]:
    late = owed.late.height
    counted = {**owed.totals, "late": late, "due": owed.totals["due"] - late}
    return {state: counted[state] for state, _ in SQUARES}


def standing_ids(person: Person) -> dict[str, str]:
    """Return every id, old ones too, of the gatherings someone may see, to what stands."""
    seen = set(access.visible(Gathering, person).values_list("pk", flat=True))
    old = versions.roots(Gathering).items()
    return {pk: pk for pk in seen} | {
        one: min(ends & seen) for one, ends in old if ends & seen
    }


def _late(owed: Owed, ground: Ground, seen: dict[str, str]) -> list[dict[str, Any]]:
    mine = owed.late.filter(pl.col("gathering").is_in(list(seen)))
    return [
        {
            "gathering": seen[row["gathering"]],
            "code": row["code"],
            "who": _who(row, ground),
            "lang": row["lang"] or "",
            "due_on": row["due_on"],
            "days": row["days_late"],
            "with_others": row["only_with_others"] is not None,
        }
        for row in mine.head(SHOWN_LATE).to_dicts()
    ]


def _who(row: dict[str, Any], ground: Ground) -> str:
    named = (ground.profile(row["profile"]), ground.place(row["place"]))
    return ", ".join(filter(None, named)) or str(row["code"])
