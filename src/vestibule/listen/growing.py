"""Which rows bring a record of the dossier up to date, rather than add one?

An action is begun, a case is closed, a hypothesis is revised, a merge is undone, an
answer that is owed is put off: the same thing comes again and says something else. It is
a new version of the record, and the earlier one stays.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier
from vestibule.listen import known
from vestibule.listen.linking import key_of

IDENTITY: Mapping[str, tuple[str, ...]] = {
    "merges": ("factor", "into", "by"),
    "hypotheses": ("key",),
    "actions": ("key",),
    "obligations": ("gathering", "profile"),
    "cases": ("key",),
}
"""Tables whose records grow, and the columns by which one is known again."""

Identity = tuple[str | None, ...]


def grown(new: Mapping[str, pl.DataFrame], dossier: Dossier) -> dict[str, pl.DataFrame]:
    """Return new rows with what each supersedes; references lead to new versions.

    Parameters
    ----------
    new : mapping of str to pl.DataFrame
        Table to ``id`` and own columns of rows that the dossier does not hold.
    dossier : Dossier
        What is known so far.

    Returns
    -------
    dict of str to pl.DataFrame
        Growing tables have a column ``supersedes``. Of several rows on one record the
        lower supersedes the upper. What arrives together with a new version belongs to
        it.
    """
    firsts = known.firsts_of(dossier)
    moved: dict[str, str] = {}
    done = dict(new)
    for table in IDENTITY:
        if table in new and not new[table].is_empty():
            standing = _standing(dossier, table, firsts)
            prior = _priors(
                known.redirected(new[table], table, firsts), table, standing
            )
            moved |= {old: id_ for id_, old in prior.items() if old is not None}
            done[table] = new[table].with_columns(
                pl.col("id")
                .replace_strict(prior, return_dtype=pl.String)
                .alias("supersedes")
            )
    return {table: known.redirected(rows, table, moved) for table, rows in done.items()}


def _standing(
    dossier: Dossier, table: str, firsts: Mapping[str, str]
) -> dict[Identity, str]:
    """Return the version that stands of each record, by what it is known by."""
    rows = dossier.current(table).sort(*versions.BY_TIME, "id", nulls_last=False)
    rooted = known.redirected(rows, table, firsts)
    found: dict[Identity, str] = {}
    for row in rooted.iter_rows(named=True):
        for identity in _known_by(row, table):
            found[identity] = row["id"]
    return found


def _known_by(row: Mapping[str, str | None], table: str) -> list[Identity]:
    """Return what a record is known by; nothing where it has no key."""
    values = tuple(row[column] for column in IDENTITY[table])
    if values[0] is None:
        return []
    if IDENTITY[table] == ("key",):
        return [(key_of(values[0]),)]
    return [values, values[:-1]] if table == "merges" else [values]


def _sought(row: Mapping[str, str | None], table: str) -> list[Identity]:
    """Return what a row brings up to date, the nearest first.

    A merge that someone signed speaks of their own, or of one that nobody signed; one
    that nobody signed speaks of the last on its factors, whoever decided it.

    Returns
    -------
    list of tuple
        As `_known_by`.
    """
    names = _known_by(row, table)
    if table != "merges":
        return names
    signed, pair = names
    return [pair] if row["by"] is None else [signed, (*pair, None)]


def _priors(
    rows: pl.DataFrame, table: str, standing: dict[Identity, str]
) -> dict[str, str | None]:
    prior: dict[str, str | None] = {}
    for row in rows.iter_rows(named=True):
        sought = _sought(row, table)
        prior[row["id"]] = next((standing[n] for n in sought if n in standing), None)
        standing |= dict.fromkeys(_known_by(row, table), row["id"])
    return prior
