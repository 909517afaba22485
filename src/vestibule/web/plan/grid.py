"""The grid of coverage: place by profile, as the process set out to hear them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.plan import counting, expected, presences, targets
from vestibule.web.plan.known import Ground
from vestibule.web.records import remembered
from vestibule.words import Catalogue

TABLES = (
    "places", "place_names", "targets", "profiles", "people", "gatherings",
    "attendances",
)  # fmt: skip
"""What coverage is counted from."""

COUNTED = ("gatherings", "attendances")
"""What may be counted."""

AMONG = ("all", "female", "youngest", "unwatched")
"""Whom to count: everyone; one sex; the first age band; where nobody listened in."""

MOST_PROFILES = 7
"""Columns that a screen holds with their words: beyond, one side is shown at a time."""

LEVEL = 1
"""Regions and camps."""

SHARES = ((1.0, "d4"), (0.75, "d3"), (0.5, "d2"), (0.0, "d1"))
"""From which share of its target a cell takes which dye."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What someone asked the grid: what to count, among whom, of which side."""

    count: str = "gatherings"
    among: str = "all"
    side: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """Read an address; what it does not know counts as not said."""
        count, among = query.get("compter", ""), query.get("parmi", "")
        return cls(
            count=count if count in COUNTED else COUNTED[0],
            among=among if among in AMONG else AMONG[0],
            side=query.get("cote", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One place and profile: how many, of how many set out to hear, in which state."""

    place: str
    profile: str
    n: int
    target: int | None
    state: str
    dye: str

    @property
    def is_empty(self) -> bool:
        """Whether nobody was heard where somebody should be."""
        return self.state == "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the grid."""

    key: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the grid: a profile, and how much of what was set out was reached."""

    key: str
    name: str
    n: int
    target: int | None


class Grid:
    """Coverage as the team sees it, before any clearing; nothing of it is published."""

    def __init__(self, dossier: Dossier, asked: Asked, words: Catalogue) -> None:
        self.settled = lineage.settled(dossier)
        self.asked, self.words = asked, words
        self.ground = Ground(self.settled, words)
        one_key = self.settled.process.one_key
        self.presences = presences.presences(self.settled, level=LEVEL, one_key=one_key)

    @cached_property
    def everyone(self) -> Mapping[str, int]:
        """Gatherings, attendances, places and languages, all together."""
        rows, held = self.presences, self.settled.table("gatherings")
        return {
            "gatherings": held.height,
            "attendances": int(rows["n"].sum()),
            "places": rows["place"].drop_nulls().n_unique(),
            "languages": held["lang"].drop_nulls().n_unique(),
        }

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """Sides to choose between; none where one screen holds every profile."""
        rows = self.settled.table("profiles")
        if rows.height <= MOST_PROFILES:
            return ()
        counted = rows["side"].value_counts().sort("count", "side", descending=True)
        return tuple(counted["side"])

    @cached_property
    def side(self) -> str:
        """The side that is shown; empty: every one."""
        if self.asked.side in self.sides:
            return self.asked.side
        return self.sides[0] if self.sides else ""

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], Cell]:
        """Every cell, by place and profile, of all sides."""
        counted = {(c["place"], c["profile"]): c for c in self._counted()}
        aims = self._aims()
        return {
            (place, profile): self._cell(place, profile, counted, aims)
            for place in self._places()["place"]
            for profile in self.settled.table("profiles")["id"]
        }

    @property
    def empty(self) -> tuple[Cell, ...]:
        """Cells where nobody was heard and somebody should be."""
        return tuple(cell for cell in self.cells.values() if cell.is_empty)

    @property
    def within(self) -> int:
        """Cells in which the process set out to hear someone, or did."""
        return sum(cell.state != "outside" for cell in self.cells.values())

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The profiles that are shown."""
        rows = self.settled.table("profiles").sort("key")
        shown = rows.filter(pl.col("side") == self.side) if self.side else rows
        return tuple(
            self._column(id_, key) for id_, key in shown.select("id", "key").iter_rows()
        )

    @property
    def lines(self) -> Iterator[Line]:
        """The places, each with its cells in the order of the columns."""
        keys = self.ground.profile_keys
        profiles = [keys[column.key] for column in self.columns]
        for row in self._places().iter_rows(named=True):
            place = row["place"]
            yield Line(
                key=row["key"],
                name=self.ground.place(place),
                cells=tuple(self.cells[place, profile] for profile in profiles),
            )

    def empty_of(self, side: str) -> int:
        """Return in how many cells of a side nobody was heard."""
        rows = self.settled.table("profiles")
        of_side = set(rows.filter(pl.col("side") == side)["id"])
        return sum(cell.profile in of_side for cell in self.empty)

    def table(self) -> list[dict[str, Any]]:
        """Return the whole grid as rows, for files of the team."""
        places = {row["place"]: row["key"] for row in self._places().to_dicts()}
        keys = {id_: key for key, id_ in self.ground.profile_keys.items()}
        return [
            {
                "place": places[cell.place],
                "profile": keys[cell.profile],
                self.asked.count: cell.n,
                "target": cell.target,
                "state": cell.state,
            }
            for cell in self.cells.values()
        ]

    def _places(self) -> pl.DataFrame:
        wanted = self.settled.table("targets")
        return expected.places(self.settled, self.presences, wanted, LEVEL)

    def _counted(self) -> list[dict[str, Any]]:
        process = self.settled.process
        by = counting.crossing(
            self._asked_for(),
            ("place", "profile"),
            level=LEVEL,
            disclosure=process.disclosure,
        )
        return by.cells.to_dicts()

    def _asked_for(self) -> pl.DataFrame:
        """Return the presences among which is counted: who was there for themselves."""
        rows = self.presences.filter(
            pl.col("capacity").is_in(["consulted", "official"])
        )
        bands = self.settled.process.age_bands[:1]
        alone = self.settled.table("gatherings").filter(listeners="nobody")["id"]
        kept = {
            "female": pl.col("sex") == "female",
            "youngest": pl.col("age_band").is_in(bands),
            "unwatched": pl.col("gathering").is_in(alone.implode()),
        }
        return rows.filter(kept.get(self.asked.among, pl.lit(value=True)))

    def _aims(self) -> Mapping[tuple[str, str], dict[str, Any]]:
        """Return what was set out for each cell as a whole, with what was reached."""
        return remembered.known("aims", TABLES, self._reached)

    def _reached(self) -> Mapping[tuple[str, str], dict[str, Any]]:
        wanted = self.settled.table("targets").filter(
            pl.col("profile").is_not_null(),
            pl.col("sex").is_null(),
            pl.col("age_band").is_null(),
        )
        reached = targets.reached(wanted, self.presences, self._within())
        return {(row["place"], row["profile"]): row for row in reached.to_dicts()}

    def _within(self) -> pl.DataFrame:
        gazetteer = self.ground.gazetteer
        pairs = [
            (place, above)
            for place in sorted(gazetteer.places)
            for above in gazetteer.lies_in(place)
        ]
        return pl.DataFrame(pairs, schema=["place", "above"], orient="row")

    def _cell(
        self,
        place: str,
        profile: str,
        counted: Mapping[tuple[str, str], dict[str, Any]],
        aims: Mapping[tuple[str, str], dict[str, Any]],
    ) -> Cell:
        found, aim = counted.get((place, profile)), aims.get((place, profile))
        n = int(found[self.asked.count]) if found else 0
        # a target is set for everyone: it says nothing of women alone
        target = aim[self.asked.count] if aim and self.asked.among == "all" else None
        expected_here = bool(aim) or not aims
        state, dye = _standing(n, target, expected_here)
        return Cell(
            place=place, profile=profile, n=n, target=target, state=state, dye=dye
        )

    def _column(self, profile: str, key: str) -> Column:
        own = [cell for cell in self.cells.values() if cell.profile == profile]
        wanted = [cell.target for cell in own if cell.target is not None]
        return Column(
            key=key,
            name=self.ground.profile(profile),
            n=sum(cell.n for cell in own),
            target=sum(wanted) if wanted else None,
        )


def _standing(n: int, target: int | None, expected_here: bool) -> tuple[str, str]:
    """Return state and dye of a cell: nobody is said only where somebody should be."""
    if n == 0:
        return ("nobody", "d0") if expected_here else ("outside", "")
    if not target:
        return "heard", "d1"
    share = n / target
    dye = next(dye for least, dye in SHARES if share >= least)
    return ("enough" if share >= 1 else "few"), dye
