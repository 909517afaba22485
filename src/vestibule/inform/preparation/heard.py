"""Who was heard, cleared: totals, places, months, kinds, the grid, what is owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from vestibule.inform.material import (
    Grid,
    Heads,
    Heard,
    Owed,
    PlaceHeard,
    State,
    Step,
    StepKind,
)
from vestibule.inform.preparation.sources import (
    REGION,
    Cells,
    Sources,
    clear_or_hide,
)
from vestibule.plan import coverage as coverage_of
from vestibule.plan import people, presences
from vestibule.protect import clearing, sensitivity
from vestibule.protect.cleared import Cell, Count
from vestibule.protect.thresholds import Key, Sum, Uncleared

THEMSELVES = ("consulted", "official")
"""Who was heard for themselves; others spoke for a place elsewhere, or watched."""

MOST_PROFILES = 12
"""Columns of the grid that still fit a phone."""

CROSSED = ("place", "profile")
"""What the grid sets against each other."""

ACTS: tuple[tuple[StepKind, str], ...] = (
    ("validation", "validation_meeting"),
    ("conference", "national_conference"),
)
"""Steps of the road that are gatherings of a kind."""

CONFERENCES = ("kind=national_conference",)
"""What is public anyway: everyone knows that a conference was held, and when."""

OWED = ("answered", "told", "due", "deferred")
"""States of what a group heard is owed."""


def is_gathered(sources: Sources) -> bool:
    """Return whether people met at all; an online conversation is no meeting."""
    return bool(
        sources.whole.table("gatherings").filter(pl.col("kind") != "online").height
    )


def tables(sources: Sources) -> Iterator[clearing.Table]:
    """Yield every number of who was heard, with the sums that tie them."""
    there = _there(sources)
    themselves = there.filter(pl.col("capacity").is_in(THEMSELVES))
    level = {"region_key": REGION}
    yield clearing.crossed(
        themselves, ["region_key"], measure="heard", place_levels=level
    )
    yield clearing.Table(cells=_totals(sources, there), sums=_whole(there))
    met = sources.meetings
    for by in ("region_key", "month", "kind"):
        crossed = clearing.crossed(
            met, [by], measure="gatherings", value="one", people="people", counts="gatherings", place_levels=level
        )  # fmt: skip
        yield replace(crossed, cells=_with_conferences(crossed.cells))
    yield clearing.Table(cells=_still(met))
    yield clearing.Table(cells=_owed(sources))


def _with_conferences(cells: Mapping[Key, Uncleared]) -> dict[Key, Uncleared]:
    """Return the cells; how many conferences there were is no secret."""
    return {
        key: replace(cell, known=key[1:] == CONFERENCES) for key, cell in cells.items()
    }


def _still(met: pl.DataFrame) -> dict[Key, Uncleared]:
    """Return the months between the first and the last gathering that had none."""
    months = sorted(met["month"].drop_nulls().unique())
    gaps = [one for one in _every(months) if one not in months]
    return {
        ("gatherings", f"month={one}"): Uncleared(value=0, people=0) for one in gaps
    }


def _there(sources: Sources) -> pl.DataFrame:
    rows = presences.presences(sources.given, level=REGION)
    keys = sources.given.table("places").select(home="id", region_key="key")
    met_in = sources.meetings.select("gathering", met_in="place")
    return (
        rows.rename({"place": "home"})
        .join(keys, on="home", how="left")
        .join(met_in, on="gathering", how="left")
        .rename({"met_in": "place"})
    )


def _totals(sources: Sources, there: pl.DataFrame) -> dict[Key, Uncleared]:
    def cell(rows: pl.DataFrame, value: int, of: int | None = None) -> Uncleared:
        return Uncleared(
            value=value,
            of=of,
            people=int(rows["n"].sum()),
            gatherings=rows["gathering"].n_unique(),
            places=rows["place"].drop_nulls().n_unique(),
        )

    everyone = int(there["n"].sum())
    sexed = there.drop_nulls("sex")
    women = int(sexed.filter(pl.col("sex") == "female")["n"].sum())
    low, high = _people(sources)
    cells = {
        ("attendances",): cell(there, everyone),
        ("heard",): _part(there, THEMSELVES),
        ("women",): cell(sexed, women, int(sexed["n"].sum())),
        ("people", "low"): cell(there, low),
        ("people", "high"): cell(there, high),
    }
    for capacity in ("represented", "observer"):
        cells[("attendances", f"capacity={capacity}")] = _part(there, (capacity,))
    return cells


def _part(there: pl.DataFrame, capacities: Sequence[str]) -> Uncleared:
    rows = there.filter(pl.col("capacity").is_in(capacities))
    n = int(rows["n"].sum())
    met = rows["gathering"].n_unique()
    places = rows["place"].drop_nulls().n_unique()
    return Uncleared(value=n, people=n, gatherings=met, places=places)


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
    is_silent = row["standing"] not in THEMSELVES
    months = _months(sources, cells, str(row["key"])) if isinstance(held, Count) else []
    share, target = row["population_share"], row["target_attendances"]
    return PlaceHeard(
        place=sources.place(str(row["place"])),
        attendances=clear_or_hide(cells, ("heard", key)),
        gatherings=held,
        nobody=is_silent,
        target=target if isinstance(target, int) else None,
        population_share=share if isinstance(share, float) else None,
        first=months[0] if months else None,
        last=months[-1] if months else None,
    )


def _months(sources: Sources, cells: Cells, region_key: str) -> list[str]:
    """Return the months of a place's gatherings, those that may be shown at all."""
    there = sources.meetings.filter(pl.col("region_key") == region_key)
    months = sorted(there["month"].drop_nulls().unique().to_list())
    return [
        one
        for one in months
        if isinstance(cells[("gatherings", f"month={one}")], Count)
    ]


def grid(sources: Sources) -> Grid | None:
    """Return who has not been heard yet: states, never numbers.

    That nobody was heard is said of the whole dossier; how well someone was, only of
    those who agreed to stand behind published numbers.

    Returns
    -------
    Grid or None
        None where places and profiles may not be crossed, or are not known.
    """
    crossing = sources.coverage.crossings.get(CROSSED)
    listed = sources.coverage.places
    if crossing is None or crossing.why_not_public or listed.is_empty():
        return None
    profiles = _profiles(sources, crossing.cells)
    if not profiles:
        return None
    names = sources.profile_names()
    agreed = coverage_of.coverage(sources.given, comparisons=(), crossings=(CROSSED,))
    cells, told = (
        {(row["place"], row["profile"]): row for row in one.iter_rows(named=True)}
        for one in (crossing.cells, agreed.crossings[CROSSED].cells)
    )
    aims = _aims(agreed.targets)
    restricted = sensitivity.is_restricted(sources.whole)
    states = tuple(
        tuple(
            _state(
                sources,
                cells.get((place, one)),
                told.get((place, one)),
                aims.get((place, one)),
                restricted.get(one, False),
                planned=_is_planned(aims, place),
            )
            for one in profiles
        )
        for place in listed["place"]
    )
    return Grid(
        places=tuple(sources.place(place) for place in listed["place"]),
        profiles=tuple(names[one] for one in profiles),
        states=states,
        enough=sources.whole.process.disclosure.gatherings,
        silent=tuple(
            sources.place(row["place"])
            for row in listed.iter_rows(named=True)
            if row["standing"] not in THEMSELVES
        ),
    )


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


def _is_planned(aims: dict[tuple[str, str], bool], place: str) -> bool:
    return any(one == place for one, _ in aims)


def _profiles(sources: Sources, cells: pl.DataFrame) -> list[str]:
    """Return ids of profiles, those that most people spoke as first if many."""
    spoken = dict(
        cells.drop_nulls("profile")
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


def _state(
    sources: Sources,
    cell: dict[str, object] | None,
    told: dict[str, object] | None,
    is_met: bool | None,
    is_restricted: bool,
    *,
    planned: bool,
) -> State:
    standing = cell["standing"] if cell else "nobody"
    if cell is None or standing not in THEMSELVES:
        return "outside" if planned and is_met is None else "nobody"
    if told is None or told["standing"] not in THEMSELVES:
        return "hidden"
    rules = sources.whole.process.disclosure
    n, times = (
        sum(_number(told, one) for one in THEMSELVES),
        _number(told, "gatherings"),
    )
    if is_restricted and n < rules.people:
        return "hidden"
    if is_met is None:
        return "enough" if times >= rules.gatherings else "few"
    return "enough" if is_met else "few"


def _number(row: dict[str, object], name: str) -> int:
    found = row[name]
    return found if isinstance(found, int) else 0


def _owed(sources: Sources) -> dict[Key, Uncleared]:
    states = _debts(sources)
    base = sources.meetings.filter(
        pl.col("gathering").is_in(states["gathering"].implode())
    )
    return {
        ("owed", state): sources.shared(
            states.filter(pl.col("state") == state).height,
            states.height,
            base,
            bundle="owed",
        )
        for state in OWED
        if states.height
    }


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


def road(sources: Sources, cells: Cells) -> tuple[Step, ...]:
    """Return the road: gatherings by month, validation, conference, here, ahead."""
    month = f"{sources.today:%Y-%m}"
    steps: list[Step] = []
    if is_gathered(sources):
        steps.append(_gathered(sources, cells))
    for kind, name in ACTS:
        met = sources.meetings.filter(pl.col("kind") == name)["month"].drop_nulls()
        if len(met):
            n = clear_or_hide(cells, ("gatherings", f"kind={name}"))
            # A conference is public; validations are told by month where all of their
            # months are, else a reader could add them to what those months hide.
            shown = [n, *(cells[("gatherings", f"month={one}")] for one in met)]
            is_told = kind == "conference" or all(isinstance(c, Count) for c in shown)
            months = sorted(met) if is_told else [None]
            steps.append(Step(kind=kind, n=n, first=months[0], last=months[-1]))
    return (*steps, Step(kind="here", first=month, last=month), Step(kind="ahead"))


def _gathered(sources: Sources, cells: Cells) -> Step:
    months = sorted(sources.meetings["month"].drop_nulls().unique())
    if not months:
        return Step(kind="gatherings", n=cells[("gatherings",)])
    by_month = tuple(
        (one, clear_or_hide(cells, ("gatherings", f"month={one}")))
        for one in _every(months)
    )
    return Step(
        kind="gatherings",
        n=cells[("gatherings",)],
        first=months[0],
        last=months[-1],
        by_month=by_month,
    )


def _every(months: Sequence[str]) -> list[str]:
    if not months:
        return []
    first, last = (
        int(one[:4]) * 12 + int(one[5:]) - 1 for one in (months[0], months[-1])
    )
    return [f"{one // 12:04d}-{one % 12 + 1:02d}" for one in range(first, last + 1)]
