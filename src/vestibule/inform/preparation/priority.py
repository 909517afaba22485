"""The people's own order, cleared: ballots, and how many put a finding first."""

from __future__ import annotations

import polars as pl

from vestibule.agree.priorities import PriorityResult
from vestibule.inform.material import Priorities
from vestibule.inform.preparation.sources import (
    Cells,
    Sources,
    behind,
    clear_or_hide,
)
from vestibule.protect import clearing
from vestibule.protect.cleared import Cell, Count
from vestibule.protect.thresholds import Key, Uncleared

CONFERENCE = "national_conference"
"""A gathering of many regions: its ballots come from all of them."""


def tables(sources: Sources, priorities: PriorityResult | None) -> list[clearing.Table]:
    """Return how many ballots were cast, and how many put each finding in front."""
    if priorities is None or priorities.rows.is_empty():
        return []
    rows = priorities.rows
    whole: dict[Key, Uncleared] = {
        ("ballots",): _behind(sources, rows, priorities.ballots, None)
    }
    keys = dict(priorities.order.select("finding", "key").iter_rows())
    parts: dict[Key, Uncleared] = {}
    for (finding,), told in rows.group_by("finding", maintain_order=True):
        top = int(told["top_two"].sum())
        parts["support", keys[str(finding)]] = _behind(
            sources, told, top, int(told["n"].sum())
        )
    return [clearing.Table(cells={**whole, **parts})]


def _behind(
    sources: Sources, rows: pl.DataFrame, value: int, of: int | None
) -> Uncleared:
    """Return a number of ballots; delegates of many regions stand for their regions."""
    kinds = sources.meetings.filter(
        pl.col("gathering").is_in(rows["gathering"].implode())
    )["kind"]
    is_conference = set(kinds) <= {CONFERENCE}
    people = (of if of is not None else value) or 0
    regions = rows["region_key"].drop_nulls().n_unique()
    return Uncleared(
        value=value,
        of=of,
        people=people,
        gatherings=None if is_conference else rows["gathering"].n_unique(),
        places=regions or None
        if is_conference
        else rows["place"].drop_nulls().n_unique(),
        # of all ballots only the number is known, not which gathering cast how many
        behind=None
        if is_conference or of is None
        else behind(rows, "top_two", of="n", people="n"),
    )


def priority(
    sources: Sources, cells: Cells, priorities: PriorityResult | None
) -> Priorities | None:
    """Return how the people set their order; None if they did not, or too few did.

    An order tells what is on the ballots as numbers do: one ballot's is one person's.

    Returns
    -------
    Priorities | None
        How the people set their order; None if they did not, or too few did.
    """
    is_told = isinstance(cells.get(("ballots",)), Count)
    if priorities is None or priorities.order.is_empty() or not is_told:
        return None
    rows = sources.whole.table("questions").filter(
        pl.col("id") == (priorities.question or "")
    )
    question = sources.words("question", rows.row(0, named=True)) if rows.height else {}
    return Priorities(
        question=question,
        kind=priorities.kind or "",
        rule=priorities.rule or "",
        ballots=cells[("ballots",)],
    )


def rank(priorities: PriorityResult | None, finding: str) -> tuple[int, int] | None:
    """Return the lowest and highest rank of a finding in the people's order."""
    row = (
        None
        if priorities is None
        else priorities.order.filter(pl.col("key") == finding)
    )
    if row is None or row.is_empty():
        return None
    return int(row["rank_low"][0]), int(row["rank_high"][0])


def place(priorities: PriorityResult | None, finding: str) -> int | None:
    """Return the place of a finding in the people's order; ties share one."""
    row = (
        None
        if priorities is None
        else priorities.order.filter(pl.col("key") == finding)
    )
    return None if row is None or row.is_empty() else int(row["rank"][0])


def support(cells: Cells, finding: str) -> Cell | None:
    """Return the ballots that put a finding first or second, or approved it."""
    key = ("support", finding)
    return clear_or_hide(cells, key) if key in cells else None
