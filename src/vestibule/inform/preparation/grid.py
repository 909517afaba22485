"""Who has not been heard yet, by place and profile: states, cleared like numbers.

A mark tells how many people stand behind it. Each is therefore a number to `protect`,
although none is printed: its people, gatherings and places are counted, and it is tied
to the attendances of its region, so that no small cell follows from the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from vestibule.inform.material import Grid, State
from vestibule.inform.preparation.sources import (
    HEARD,
    REGION,
    Cells,
    Sources,
    clear_or_hide,
    was_heard,
)
from vestibule.plan import coverage as coverage_of
from vestibule.plan.counting import Crossing
from vestibule.protect import clearing
from vestibule.protect.cleared import Count
from vestibule.protect.thresholds import Key

MOST_PROFILES = 12
"""Columns of the grid that still fit a phone."""

CROSSED = ("place", "profile")
"""What the grid sets against each other."""

PRESENCE = ("gatherings", "attendances", "people")
"""Tables of which a withdrawn record may have been the only one of a cell."""


def tables(sources: Sources) -> Iterator[clearing.Table]:
    """Yield the attendances behind every mark; nothing where there is no grid."""
    crossing = _crossing(sources)
    profiles = _profiles(sources, crossing) if crossing else []
    if crossing is None or not profiles:
        return
    keys = sources.coverage.places.select("place", region_key="key")
    refusing = (
        crossing.cells.filter(HEARD, pl.col("profile").is_in(profiles))
        .join(keys, on="place")
        .select("profile", "region_key")
    )
    among = pl.col("profile").is_in(profiles)
    crossed = clearing.crossed(
        sources.themselves.with_columns(pl.when(among).then("profile")),
        ["profile", "region_key"],
        measure="heard",
        place_levels={"region_key": REGION},
        refused=refusing.to_dicts(),
    )
    marks = {_key(one, key) for one in profiles for key in keys["region_key"]}
    cells = {
        key: replace(cell, printed=key in marks or "profile=" not in key[1])
        for key, cell in crossed.cells.items()
        if len(key) > 1
    }
    total = {key: cell for key, cell in crossed.cells.items() if len(key) == 1}
    yield clearing.Table(cells=total | cells, sums=crossed.sums)


def _key(profile: str, region: str) -> Key:
    return ("heard", f"profile={profile}", f"region_key={region}")


def grid(sources: Sources, cells: Cells) -> Grid | None:
    """Return who has not been heard yet: states, never numbers.

    How well someone was heard is said only where as many stand behind it as behind any
    published number. All else of the frame looks alike, whether few were heard, or many
    who did not agree to be counted; but that nobody was heard is said, of the whole
    dossier. A cell outside the frame looks the same whoever was heard there.

    Returns
    -------
    Grid or None
        None where places and profiles may not be crossed, or are not known.

    Notes
    -----
    Two editions can be compared: where one person was heard, and took it back, "not
    shown" would become "nobody". Once a presence was withdrawn, no cell is therefore
    told as nobody, but those of a place where nobody is left at all.
    """
    crossing = _crossing(sources)
    profiles = _profiles(sources, crossing) if crossing else []
    if crossing is None or not profiles:
        return None
    listed = sources.coverage.places
    names = sources.profile_names()
    at_hand = _Known.of(sources, cells, crossing)
    return Grid(
        places=tuple(sources.place(place) for place in listed["place"]),
        profiles=tuple(names[one] for one in profiles),
        states=tuple(
            tuple(at_hand.state(row, one) for one in profiles)
            for row in listed.iter_rows(named=True)
        ),
        enough=sources.whole.process.disclosure.gatherings,
        people=sources.whole.process.disclosure.people,
        silent=tuple(
            sources.place(row["place"])
            for row in listed.iter_rows(named=True)
            if not was_heard(row)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the state of a cell follows from.

    Parameters
    ----------
    cells : Cells
        Cleared.
    aims : mapping of (str, str) to bool
        Place and profile, by id, to whether every target of theirs is met.
    heard : collection of (str, str)
        Places and profiles that someone of the whole dossier spoke for.
    taken_back : bool
        Whether anyone's presence was ever withdrawn, but as a duplicate.
    """

    cells: Cells
    aims: Mapping[tuple[str, str], bool]
    heard: Collection[tuple[str, str]]
    taken_back: bool

    @classmethod
    def of(cls, sources: Sources, cells: Cells, crossing: Crossing) -> _Known:
        agreed = coverage_of.coverage(sources.given, comparisons=(), crossings=())
        spoken = crossing.cells.filter(HEARD)
        withdrawn = sources.whole.current("withdrawals").filter(
            pl.col("table").is_in(PRESENCE)
            & (pl.col("reason") != "duplicate").fill_null(value=True)
        )
        return cls(
            cells=cells,
            aims=_aims(agreed.targets),
            heard=set(spoken.select("place", "profile").iter_rows()),
            taken_back=not withdrawn.is_empty(),
        )

    def state(self, row: Mapping[str, Any], profile: str) -> State:
        pair = (row["place"], profile)
        shown = clear_or_hide(self.cells, _key(profile, row["key"]))
        if isinstance(shown, Count):
            return "enough" if self.aims.get(pair, True) else "few"
        if pair not in self.aims and any(one == pair[0] for one, _ in self.aims):
            return "outside"
        is_nobody = pair not in self.heard and not self.taken_back
        return "nobody" if is_nobody or not was_heard(row) else "hidden"


def _crossing(sources: Sources) -> Crossing | None:
    """Return who was heard by place and profile, where these may be crossed."""
    found = sources.coverage.crossings.get(CROSSED)
    if found is None or found.why_not_public or sources.coverage.places.is_empty():
        return None
    return found


def _aims(targets: pl.DataFrame) -> dict[tuple[str, str], bool]:
    """Return whether each target of a place and profile is met."""
    rows = (
        targets.drop_nulls("profile")
        .group_by("place", "profile")
        .agg(pl.col("met").all())
    )
    return {
        (row["place"], row["profile"]): bool(row["met"])
        for row in rows.iter_rows(named=True)
    }


def _profiles(sources: Sources, crossing: Crossing) -> list[str]:
    """Return ids of profiles, those that most people spoke as first if many."""
    spoken = dict(
        crossing.cells.drop_nulls("profile")
        .group_by("profile")
        .agg(pl.col("attendances").sum())
        .iter_rows()
    )
    order = {one.key: i for i, one in enumerate(sources.whole.process.profiles)}
    rows = sources.whole.table("profiles").select("id", "key").iter_rows()
    known = sorted((order.get(key, len(order)), key, id_) for id_, key in rows)
    targeted = set(sources.coverage.targets["profile"].drop_nulls())
    chosen = sorted(
        known, key=lambda one: (one[2] not in targeted, -(spoken.get(one[2]) or 0))
    )[:MOST_PROFILES]
    return [id_ for _, _, id_ in sorted(chosen)]
