"""Which of these rows does the dossier hold already?

A workbook grows: it is filled, brought in, filled further, brought in again.
Rows that stand in the dossier word for word are not repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.dossier.tables import TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Rows sorted by whether the dossier holds them.

    Parameters
    ----------
    new : dict of str to pl.DataFrame
        Rows that it does not hold.
    held : dict of str to str
        Id of a row that it holds to the id under which it does.
    counts : dict of str to int
        How many of each table it holds.
    clashes : list of str
        Ids that it holds with another content.
    """

    new: dict[str, pl.DataFrame]
    held: dict[str, str]
    counts: dict[str, int]
    clashes: list[str]


def split(frames: Mapping[str, pl.DataFrame], dossier: Dossier) -> Split:
    """Return which rows are new, known, or in contradiction with the dossier.

    Two equal rows are two records where the dossier holds one: the first counts
    as known, the second is new. Corrected versions count as held.

    Parameters
    ----------
    frames : mapping of str to pl.DataFrame
        Table to ``id`` and own columns, perhaps also who wrote the row (``by``).
    dossier : Dossier
        What is known so far.

    Returns
    -------
    Split
        Its `new` rows refer to records by the ids under which they are held.
    """
    done = Split(new={}, held={}, counts={}, clashes=[])
    firsts = firsts_of(dossier)
    for table in TABLES:
        if table not in frames:
            continue
        # what a row refers to may be held under another id
        rows = redirected(frames[table], table, done.held)
        own = [column for column in rows.columns if column != "id"]
        standing = redirected(dossier.table(table), table, firsts)
        held = _numbered(standing.select("id", *own), own)
        # a row says the same whichever version of a record it refers to
        met = _numbered(redirected(rows, table, firsts), own).join(
            held.select(pl.col("id").alias("held"), *own, "copy"),
            on=[*own, "copy"],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        fresh = rows.filter(met["held"].is_null())
        old = met.filter(pl.col("held").is_not_null())
        done.held.update(old.select("id", "held").iter_rows())
        done.clashes.extend(fresh.join(held, on="id", how="semi")["id"])
        done.new[table] = fresh
        done.counts[table] = old.height
    return done


def firsts_of(dossier: Dossier) -> dict[str, str]:
    """Return, for each id of a record that has versions, the id it had first."""
    return {
        id_: first
        for rows in dossier.tables.values()
        if rows["supersedes"].null_count() < len(rows)
        for id_, first in lineage.roots(rows).items()
    }


def _numbered(rows: pl.DataFrame, own: list[str]) -> pl.DataFrame:
    """Return rows in which equal ones are numbered 0, 1, 2, … as they stand."""
    return rows.with_columns(pl.int_range(pl.len()).over(own).alias("copy"))


def redirected(rows: pl.DataFrame, table: str, ids: Mapping[str, str]) -> pl.DataFrame:
    """Return rows with some ids in references exchanged for others."""
    references = [column.name for column in TABLES[table].references]
    if not ids or not references:
        return rows
    return rows.with_columns(pl.col(references).replace(dict(ids)))
