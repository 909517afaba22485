"""The road, cleared: gatherings by month, the stages among them, and when they were.

A stage that is told with its months can be subtracted from what these months hold. What
would be left is therefore a number too; where it is too small, the stage goes undated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from vestibule.inform.preparation.sources import (
    Cells,
    Sources,
    behind,
    clear_or_hide,
)
from vestibule.inform.steps import Step, StepKind
from vestibule.protect import clearing
from vestibule.protect.cleared import Count
from vestibule.protect.thresholds import Key, Sum, Uncleared

CONFERENCE = "national_conference"
"""What is public anyway: everyone knows that a conference was held, and when."""

ACTS: tuple[tuple[StepKind, str], ...] = (
    ("validation", "validation_meeting"),
    ("conference", CONFERENCE),
)
"""Steps of the road that are gatherings of a kind."""


def month_key(month: str) -> Key:
    """Return the key of the gatherings of a month, ``YYYY-MM``."""
    return ("gatherings", f"month={month}")


def _dated_key(kind: str) -> Key:
    return ("dated", f"kind={kind}")


def tables(sources: Sources) -> Iterator[clearing.Table]:
    """Yield months without gatherings, and what is left beside each dated stage."""
    met = sources.meetings.drop_nulls("month")
    months = sorted(met["month"].unique())
    still = {
        month_key(one): Uncleared(value=0, people=0)
        for one in _every(months)
        if one not in months
    }
    yield clearing.Table(cells=still)
    held = {one: met.filter(pl.col("month") == one) for one in months}
    for month, rows in held.items():
        yield from _beside_conferences(month, rows)
    for _, kind in ACTS[:1]:
        yield from _beside(kind, held)


def with_conferences(cells: Mapping[Key, Uncleared]) -> dict[Key, Uncleared]:
    """Return the cells; how many conferences there were is no secret."""
    public = (f"kind={CONFERENCE}",)
    return {key: replace(cell, known=key[1:] == public) for key, cell in cells.items()}


def _beside_conferences(month: str, rows: pl.DataFrame) -> Iterator[clearing.Table]:
    """Yield a month as its conferences, which everyone knows, and all else."""
    is_public = pl.col("kind") == CONFERENCE
    public, others = rows.filter(is_public), rows.filter(~is_public)
    if public.height:
        whole, known, rest = month_key(month), _public(month), ("beside", month)
        cells = {
            whole: _counted(rows),
            known: replace(_counted(public), known=True),
            rest: replace(_counted(others), printed=False),
        }
        yield clearing.Table(cells=cells, sums=(Sum(total=whole, parts=(known, rest)),))


def _public(month: str) -> Key:
    return ("gatherings", f"kind={CONFERENCE}", f"month={month}")


def _beside(kind: str, held: Mapping[str, pl.DataFrame]) -> Iterator[clearing.Table]:
    """Yield the months of a stage as the stage, the conferences, and all else."""
    own = [month for month, rows in held.items() if (rows["kind"] == kind).any()]
    if not own:
        return
    span = {month: rows for month, rows in held.items() if own[0] <= month <= own[-1]}
    rows = pl.concat(span.values())
    is_own, is_public = pl.col("kind") == kind, pl.col("kind") == CONFERENCE
    whole, rest = ("during", kind), ("beside", kind)
    months = {month_key(month): _counted(some) for month, some in span.items()}
    public = {
        _public(month): replace(_counted(some.filter(is_public)), known=True)
        for month, some in span.items()
        if some.filter(is_public).height
    }
    parts = {
        _dated_key(kind): _counted(rows.filter(is_own)),
        **public,
        rest: replace(_counted(rows.filter(~is_own & ~is_public)), printed=False),
    }
    yield clearing.Table(
        cells={whole: replace(_counted(rows), printed=False), **months, **parts},
        sums=(Sum(total=whole, parts=(*months,)), Sum(total=whole, parts=(*parts,))),
    )


def _counted(rows: pl.DataFrame) -> Uncleared:
    return Uncleared(
        value=rows.height,
        people=int(rows["people"].sum()),
        gatherings=rows.height,
        places=rows["place"].drop_nulls().n_unique(),
        counts="gatherings",
        behind=behind(rows),
    )


def is_gathered(sources: Sources) -> bool:
    """Return whether people met at all; an online conversation is no meeting."""
    return bool(
        sources.whole.table("gatherings").filter(pl.col("kind") != "online").height
    )


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
            months = sorted(met) if _is_dated(cells, name, set(met)) else [None]
            steps.append(Step(kind=kind, n=n, first=months[0], last=months[-1]))
    return (*steps, Step(kind="here", first=month, last=month), Step(kind="ahead"))


def _is_dated(cells: Cells, kind: str, months: set[str]) -> bool:
    """Return whether the months of a stage may be told; a conference's are public.

    Others are told where all of their months are, else a reader could add them to what
    those months hide, and where what would be left of these months may be shown.

    Returns
    -------
    bool
        Whether the months of a stage may be told.
    """
    keys = [("gatherings", f"kind={kind}"), _dated_key(kind), *map(month_key, months)]
    return kind == CONFERENCE or all(
        isinstance(clear_or_hide(cells, key), Count) for key in keys
    )


def _gathered(sources: Sources, cells: Cells) -> Step:
    months = sorted(sources.meetings["month"].drop_nulls().unique())
    if not months:
        return Step(kind="gatherings", n=cells[("gatherings",)])
    by_month = tuple(
        (one, clear_or_hide(cells, month_key(one))) for one in _every(months)
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
