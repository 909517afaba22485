"""What is returned of a walk along the chain?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

NODES = pl.Schema(
    {
        "table": pl.String(),
        "id": pl.String(),
        "words": pl.String(),
        "mark": pl.String(),
    }
)
"""One row per record: what it says, where that may be public, and what marks it."""

TOLD = pl.Schema(
    {
        "gathering": pl.String(),
        "obligation": pl.String(),
        "due_on": pl.Date(),
        "standing": pl.String(),
    }
)
"""One row per gathering and answer owed to it; missing obligation: none is noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A place where the chain is broken, or ends.

    Parameters
    ----------
    kind : str
        A key of `gaps.KINDS`.
    table : str
        Of the records it speaks of.
    ids : tuple of str
        These records, sorted.
    """

    kind: str
    table: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What a record follows from and what followed from it; for the team.

    Parameters
    ----------
    table, id : str
        The record.
    today : date
        The day it is: deadlines are counted from it.
    record : pl.DataFrame
        `NODES`, of the record itself.
    upstream, downstream : pl.DataFrame
        `NODES`, in the order of the chain, then by id. No personal or secret column
        is in them: of a voice or an excerpt there is the id alone.
    told : pl.DataFrame
        `TOLD`: of each gathering that the record comes from, whether it was ``told``,
        has ``answered``, is ``due`` (not yet), ``overdue``, ``deferred`` for safety, or
        whether nothing is ``noted`` as owed (``not_noted``).
    gaps : tuple of Gap
        In the order of the chain; empty where it is whole.
    people, places : int
        Attendances at those gatherings, and in how many places they were held:
        uncleared, so that what is told of them in public can be cleared.
    """

    table: str
    id: str
    today: dt.date
    record: pl.DataFrame
    upstream: pl.DataFrame
    downstream: pl.DataFrame
    told: pl.DataFrame
    gaps: tuple[Gap, ...]
    people: int
    places: int

    def count(self, direction: str, table: str) -> int:
        """Return how many records of a table lie ``upstream`` or ``downstream``."""
        nodes = self.upstream if direction == "upstream" else self.downstream
        return nodes.filter(table=table).height
