"""Who was heard, cleared: totals, places, months, kinds, the grid, what is owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from vestibule.inform.material import (
    Heads,
    Heard,
    Owed,
    PlaceHeard,
)
from vestibule.inform.preparation import grid, road
from vestibule.inform.preparation.sources import (
    REGION,
    THEMSELVES,
    Cells,
    Sources,
    behind,
    clear_or_hide,
    was_heard,
)
from vestibule.plan import people, presences
from vestibule.protect import clearing
from vestibule.protect.cleared import Cell, Count
from vestibule.protect.thresholds import Key, Sum, Uncleared

OWED = ("answered", "told", "due", "deferred")
"""States of what a group heard is owed."""


def tables(sources: Sources) -> Iterator[clearing.Table]:
    """Yield every number of who was heard, with the sums that tie them."""
    there = sources.present
    level = {"region_key": REGION}
    refusing = sources.refusing
    yield clearing.crossed(
        sources.themselves, ["region_key"], measure="heard", place_levels=level,
        refused=refusing,
    )  # fmt: skip
    yield from grid.tables(sources)
    yield clearing.Table(cells=_totals(sources, there), sums=_whole(there))
    met = sources.meetings
    for by in ("region_key", "month", "kind"):
        crossed = clearing.crossed(
            met, [by], measure="gatherings", value="one", people="people", counts="gatherings", place_levels=level,
            refused=refusing if by == "region_key" else (),
        )  # fmt: skip
        yield replace(crossed, cells=road.with_conferences(crossed.cells))
    yield from road.tables(sources)
    yield clearing.Table(cells=_owed(sources))


def _totals(sources: Sources, there: pl.DataFrame) -> dict[Key, Uncleared]:
    there = there.with_columns(female=(pl.col("sex") == "female") * pl.col("n"))

    def cell(rows: pl.DataFrame, value: str = "n", of: str | None = None) -> Uncleared:
        return Uncleared(
            value=int(rows[value].sum()),
            of=None if of is None else int(rows[of].sum()),
            people=int(rows["n"].sum()),
            gatherings=rows["gathering"].n_unique(),
            places=rows["place"].drop_nulls().n_unique(),
            behind=behind(rows, value, of=of, people="n"),
        )

    everyone, (low, high) = cell(there), _people(sources)
    cells = {
        ("attendances",): everyone,
        ("heard",): cell(there.filter(pl.col("capacity").is_in(THEMSELVES))),
        ("women",): cell(there.drop_nulls("sex"), "female", "n"),
        ("people", "low"): replace(everyone, value=low, behind=None),
        ("people", "high"): replace(everyone, value=high, behind=None),
    }
    for capacity in ("represented", "observer"):
        rows = there.filter(pl.col("capacity") == capacity)
        cells[("attendances", f"capacity={capacity}")] = cell(rows)
    return cells


def _whole(there: pl.DataFrame) -> tuple[Sum, ...]:
    others = [("attendances", f"capacity={one}") for one in ("represented", "observer")]
    known = there.filter(
        pl.col("capacity").is_in([*THEMSELVES, "represented", "observer"])
    )
    if known.height < there.height:
        return ()
    return (Sum(total=("attendances",), parts=(("heard",), *others)),)


def _people(sources: Sources) -> tuple[int, int]:
    one_key = sources.whole.process.one_key
    rows = presences.presences(sources.given, level=REGION, one_key=one_key)
    return people.bounds(rows)


def heard(sources: Sources, cells: Cells) -> Heard:
    """Return the totals."""
    spoken = set(sources.given.table("gatherings")["lang"].drop_nulls())
    languages = tuple(
        one.names for one in sources.whole.process.languages if one.key in spoken
    )
    return Heard(
        gatherings=cells[("gatherings",)],
        attendances=cells[("attendances",)],
        people_low=cells[("people", "low")],
        people_high=cells[("people", "high")],
        women=cells[("women",)] if _is_share(cells[("women",)]) else None,
        languages=languages,
        represented=cells[("attendances", "capacity=represented")],
        observers=cells[("attendances", "capacity=observer")],
        kinds=_kinds(sources, cells),
        heads=_heads(sources),
    )


def _heads(sources: Sources) -> Heads:
    """Return of how many gatherings only the number present was noted."""
    rows = presences.presences(sources.given, level=REGION)
    if not rows["headcount"].any():
        return "none"
    return "all" if rows["headcount"].all() else "some"


def _kinds(sources: Sources, cells: Cells) -> tuple[tuple[str, Cell], ...]:
    met = sorted(set(sources.meetings["kind"]))
    return tuple((kind, cells[("gatherings", f"kind={kind}")]) for kind in met)


def _is_share(cell: Cell) -> bool:
    return getattr(cell, "of", 1) != 0


def places(sources: Sources, cells: Cells) -> tuple[PlaceHeard, ...]:
    """Return every place of the frame, with those where nobody was heard."""
    return tuple(
        _place(sources, cells, row)
        for row in sources.coverage.places.iter_rows(named=True)
    )


def _place(sources: Sources, cells: Cells, row: dict[str, object]) -> PlaceHeard:
    key = f"region_key={row['key']}"
    held = clear_or_hide(cells, ("gatherings", key))
    months = _months(sources, cells, str(row["key"])) if isinstance(held, Count) else []
    share, target = row["population_share"], row["target_attendances"]
    return PlaceHeard(
        place=sources.place(str(row["place"])),
        attendances=clear_or_hide(cells, ("heard", key)),
        gatherings=held,
        nobody=not was_heard(row),
        target=target if isinstance(target, int) else None,
        population_share=share if isinstance(share, float) else None,
        first=months[0] if months else None,
        last=months[-1] if months else None,
    )


def _months(sources: Sources, cells: Cells, region_key: str) -> list[str]:
    """Return the months of a place's gatherings, those that may be shown at all."""
    there = sources.meetings.filter(pl.col("region_key") == region_key)
    months = sorted(there["month"].drop_nulls().unique().to_list())
    return [one for one in months if isinstance(cells[road.month_key(one)], Count)]


def _owed(sources: Sources) -> dict[Key, Uncleared]:
    states = _debts(sources)
    base = sources.meetings.filter(
        pl.col("gathering").is_in(states["gathering"].implode())
    )
    groups = sources.shared(states["gathering"], base, bundle="owed")
    each = states.join(base, on="gathering", how="left").with_columns(one=pl.lit(1))
    cells: dict[Key, Uncleared] = {}
    for state in OWED if states.height else ():
        told = each.with_columns(is_so=pl.col("state") == state)
        cells["owed", state] = replace(
            groups,
            value=int(told["is_so"].sum()),
            of=states.height,
            behind=behind(told, "is_so", of="one"),
        )
    return cells


def _debts(sources: Sources) -> pl.DataFrame:
    """Return what each group heard is owed: ``obligation``, ``gathering``, ``state``."""
    told = sources.given.table("restitutions").group_by("obligation").agg(
        answered=pl.col("reply").is_not_null().any(), told=pl.col("told_on").is_not_null().any()
    )  # fmt: skip
    state = (
        pl.when(pl.col("answered").fill_null(value=False))
        .then(pl.lit("answered"))
        .when(pl.col("told").is_not_null())
        .then(pl.lit("told"))
        .when(pl.col("deferred_to").is_not_null())
        .then(pl.lit("deferred"))
        .otherwise(pl.lit("due"))
    )
    return (
        sources.given.table("obligations")
        .select("gathering", "deferred_to", obligation="id")
        .join(told, on="obligation", how="left")
        .select("obligation", "gathering", state=state)
    )


def owed(sources: Sources, cells: Cells) -> Owed | None:
    """Return what the groups heard are owed; None where no obligation is noted."""
    if ("owed", "due") not in cells:
        return None
    answered, told, due, deferred = (cells[("owed", state)] for state in OWED)
    return Owed(answered=answered, told=told, due=due, deferred=deferred)
