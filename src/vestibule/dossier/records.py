"""The waist: the records of one process, as named tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

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

        A double correction leaves both: `corrections.conflicts` names them.
        """
        rows = self.table(name)
        superseded = rows["supersedes"].drop_nulls().str.split(" ").explode()
        if superseded.is_empty():
            return rows
        return rows.filter(~pl.col("id").is_in(superseded.to_list()))

    def with_tables(self, **tables: pl.DataFrame) -> Dossier:
        """Return a dossier in which these tables stand instead."""
        return replace(self, tables={**self.tables, **tables})
