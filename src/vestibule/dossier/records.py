"""The waist: the records of one process, as named tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.process import Process
from vestibule.dossier.tables import TABLES

Given = ParamSpec("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The records of one process.

    Parameters
    ----------
    process : Process
        What `process.toml` declares.
    tables : mapping of str to pl.DataFrame
        Table name to rows that conform to `TABLES[name]`. Absent means empty.
    """

    process: Process
    tables: Mapping[str, pl.DataFrame]
    _made: dict[Any, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def table(self, name: str) -> pl.DataFrame:
        """Return every row of a table, corrected ones too; raises KeyError."""
        rows = self.tables.get(name)
        return _empty(name).clone() if rows is None else rows

    def current(self, name: str) -> pl.DataFrame:
        """Return the rows of a table that no other row supersedes.

        References to a version that was corrected lead to the one that stands, so
        that a corrected gathering keeps its attendances. A double correction
        leaves both: `corrections.conflicts` names them.

        Returns
        -------
        pl.DataFrame
            The rows of a table that no other row supersedes.
        """
        return self.once(_current, name)

    def once(
        self,
        make: Callable[Concatenate[Dossier, Given], Made],
        *given: Given.args,
        **named: Given.kwargs,
    ) -> Made:
        """Return what a function makes of this dossier, made when first asked for.

        A dossier never changes, so neither does what is made of it: nobody may change
        the result either.

        Parameters
        ----------
        make : callable
            Pure, and no closure: its name must outlive the call.
        *given, **named : object
            What else it is called with; hashable.

        Returns
        -------
        object
            The same object each time.
        """
        key = (make, given, tuple(sorted(named.items())))
        if key not in self._made:
            self._made[key] = make(self, *given, **named)
        made: Made = self._made[key]
        return made

    def with_tables(self, **tables: pl.DataFrame) -> Dossier:
        """Return a dossier in which these tables stand instead."""
        return replace(self, tables={**self.tables, **tables})


@cache
def _empty(name: str) -> pl.DataFrame:
    return TABLES[name].empty()


def _current(dossier: Dossier, name: str) -> pl.DataFrame:
    rows = versions.standing_rows(dossier.table(name))
    for column in TABLES[name].references:
        target = dossier.table(str(column.ref))
        if target["supersedes"].null_count() < len(target):
            rows = versions.redirected(rows, column.name, target)
    return rows
