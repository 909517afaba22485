"""The waist: the records of one process, as named tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.process import Process
from vestibule.dossier.tables import TABLES


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

    def table(self, name: str) -> pl.DataFrame:
        """Return every row of a table, corrected ones too; raises KeyError."""
        rows = self.tables.get(name)
        return TABLES[name].empty() if rows is None else rows

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
        rows = versions.standing_rows(self.table(name))
        for column in TABLES[name].references:
            target = self.table(str(column.ref))
            if target["supersedes"].null_count() < len(target):
                rows = versions.redirected(rows, column.name, target)
        return rows

    def with_tables(self, **tables: pl.DataFrame) -> Dossier:
        """Return a dossier in which these tables stand instead."""
        return replace(self, tables={**self.tables, **tables})
