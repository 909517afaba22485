"""What did a reader bring, and does it go into the dossier: all of it or nothing?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from vestibule import errors
from vestibule.dossier import ids, tables, writing
from vestibule.dossier.records import Dossier
from vestibule.listen.problems import problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What a reader found: rows ready for a dossier, or what is wrong with them.

    Parameters
    ----------
    tables : mapping of str to pl.DataFrame
        Table name to new rows that conform to it. Empty where there are problems.
    problems : tuple of Problem
        Everything wrong, in the order of the files. One is enough to stop all.
    origin : str
        ``import-`` and the first 16 hexadecimal digits of `source_hash`.
    source_hash : str
        SHA-256 of what was read.
    counts : mapping of str to int
        Rows read per table, those already in the dossier included.
    known : mapping of str to int
        How many of them were in the dossier already and are not repeated.
    """

    tables: Mapping[str, pl.DataFrame]
    problems: tuple[errors.Problem, ...]
    origin: str
    source_hash: str
    counts: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, int] = field(default_factory=dict)


def bring_in(dossier: Dossier, incoming: Incoming) -> Dossier:
    """Return the dossier with everything that came in, or raise and change nothing.

    Parameters
    ----------
    dossier : Dossier
        What is known so far.
    incoming : Incoming
        What a reader brought.

    Returns
    -------
    Dossier
        The union. Bringing the same thing in twice gives the same dossier.

    Raises
    ------
    ProblemsFound
        If the reader found any problem, or the records clash with the dossier's.
    """
    problems = (*incoming.problems, *_clashes(dossier, incoming))
    if problems:
        raise errors.ProblemsFound(problems)
    if not any(rows.height for rows in incoming.tables.values()):
        return dossier
    return writing.append(dossier, incoming.tables)


def _clashes(dossier: Dossier, incoming: Incoming) -> list[errors.Problem]:
    """Name conversations that are in the dossier already, from another export.

    A newer export repeats every vote of the older one under new ids: taken
    together, each person would have voted twice.

    Returns
    -------
    list[errors.Problem]
        As the first line says.
    """
    online = pl.col("kind") == "online"
    arriving = incoming.tables.get("gatherings")
    if arriving is None:
        return []
    known = dossier.table("gatherings").filter(online).select("id", "code")
    again = (
        arriving.filter(online)
        .select("id", "code")
        .join(known, on="code", suffix="_known")
        .filter(pl.col("id") != pl.col("id_known"))
    )
    return [
        problem("conversation-known", file=code) for code in again["code"].to_list()
    ]


def origin_of(source_hash: str) -> str:
    """Return the origin under which an import writes."""
    return f"import-{source_hash[:16]}"


def source_hash_of(files: Mapping[str, Path]) -> str:
    """Return one SHA-256 over several files, whatever the folder they lie in.

    Parameters
    ----------
    files : mapping of str to Path
        Name inside the source to file.

    Returns
    -------
    str
        64 hexadecimal digits; depends on names and contents only.
    """
    whole = hashlib.sha256()
    for name in sorted(files):
        with files[name].open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{name}\0{content}\n".encode())
    return whole.hexdigest()


def recorded(
    rows: Mapping[str, pl.DataFrame], *, origin: str
) -> dict[str, pl.DataFrame]:
    """Return rows as records of one origin, numbered without a gap.

    Parameters
    ----------
    rows : mapping of str to pl.DataFrame
        Table name to own columns, with ``id`` and perhaps ``at``.
    origin : str
        Who writes.

    Returns
    -------
    dict of str to pl.DataFrame
        Conforming tables, in the order of the chain; empty ones left out.

    Raises
    ------
    ColumnError, CellError
        If a row does not conform.
    """
    done: dict[str, pl.DataFrame] = {}
    first = 1
    for name in tables.TABLES:
        own = rows.get(name)
        if own is None or own.is_empty():
            continue
        done[name] = writing.as_records(
            own.drop("id"), name, ids=own["id"], origin=origin, first_seq=first
        )
        first += own.height
    return done


def with_ids(
    rows: pl.DataFrame, table: str, *, keys: pl.Series, process_key: str, source: str
) -> pl.DataFrame:
    """Return rows with ids derived from where they come from.

    Parameters
    ----------
    rows : pl.DataFrame
        Own columns, one row per record.
    table : str
        Name of the table.
    keys : pl.Series
        One key per row, unique within the table and the source.
    process_key, source : str
        The process, and the SHA-256 of the source.

    Returns
    -------
    pl.DataFrame
        The rows with a column ``id``.
    """
    derived = ids.derived_ids(process_key, source, table, keys)
    return rows.with_columns(derived.alias("id"))
