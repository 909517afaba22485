"""Which records are versions of one another, and which version stands?"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import sparse

BY_TIME = ("at", "origin", "seq")
"""What tells the last of several records, where one has to be taken.

Clocks are not trusted for what is known; here they only break a tie, the same
way on every machine. A record without a moment counts as the earliest.
"""


def links(rows: pl.DataFrame) -> pl.DataFrame:
    """Return which record names which as corrected.

    Parameters
    ----------
    rows : pl.DataFrame
        Columns ``id`` and ``supersedes``.

    Returns
    -------
    pl.DataFrame
        Columns ``id`` and ``prior``: one row per id named in ``supersedes``.
    """
    if rows["supersedes"].null_count() == rows.height:
        return pl.DataFrame(schema={"id": pl.String, "prior": pl.String})
    return (
        rows.select("id", prior="supersedes")
        .drop_nulls()
        .with_columns(pl.col("prior").str.split(" "))
        .explode("prior", empty_as_null=True)
    )


def standing_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that no other row supersedes.

    Parameters
    ----------
    rows : pl.DataFrame
        Columns ``id`` and ``supersedes`` among others.

    Returns
    -------
    pl.DataFrame
        In the order given. A double correction leaves both.
    """
    corrected = links(rows)
    if corrected.is_empty():
        return rows
    return rows.join(
        corrected, left_on="id", right_on="prior", how="anti", maintain_order="left"
    )


def chains(corrected: pl.DataFrame) -> pl.DataFrame:
    """Return the chain that each corrected or correcting record belongs to.

    Parameters
    ----------
    corrected : pl.DataFrame
        As `links` returns it.

    Returns
    -------
    pl.DataFrame
        Columns ``id`` (also of records named and not here) and ``chain`` (a
        number), sorted by id. Records without versions are not listed.
    """
    ids = pl.concat([corrected["id"], corrected["prior"]]).unique().sort()
    codes = ids.to_frame("id").with_row_index("code")
    ends = [
        corrected.select(id=side).join(codes, on="id", maintain_order="left")["code"]
        for side in ("id", "prior")
    ]
    joined = sparse.coo_array(
        (np.ones(len(corrected), dtype=np.int8), [end.to_numpy() for end in ends]),
        shape=(len(ids), len(ids)),
    )
    _, labels = sparse.csgraph.connected_components(joined, directed=False)
    return pl.DataFrame({"id": ids, "chain": labels})


def generations(corrected: pl.DataFrame) -> dict[str, int]:
    """Return how many corrections lie behind each record that corrects another.

    Clocks have no part in it: an import writes no moment, and its versions still
    follow one another.

    Parameters
    ----------
    corrected : pl.DataFrame
        As `links` returns it.

    Returns
    -------
    dict of str to int
        From 1, along the longest way back; records that correct none are not listed.
    """
    found: dict[str, int] = {}
    fresh = corrected.select("id").unique()
    for depth in range(1, corrected.height + 1):
        found |= dict.fromkeys(fresh["id"], depth)
        after = corrected.join(fresh.select(prior="id"), on="prior", how="semi")
        fresh = after.select("id").unique()
    return found


def standing_ids(rows: pl.DataFrame) -> pl.DataFrame:
    """Return, for each version that no longer stands, the one that does.

    Parameters
    ----------
    rows : pl.DataFrame
        The six columns of every record among others.

    Returns
    -------
    pl.DataFrame
        Columns ``id`` and ``standing``, one row per superseded id (also those
        named and not here). After a double correction the last by `BY_TIME`.
    """
    corrected = links(rows)
    if corrected.is_empty():
        return pl.DataFrame(schema={"id": pl.String, "standing": pl.String})
    labels = chains(corrected)
    leaves = (
        standing_rows(rows)
        .join(labels, on="id")
        .sort(*BY_TIME, "id", nulls_last=False)
        .unique("chain", keep="last", maintain_order=True)
        .select("chain", standing="id")
    )
    superseded = labels.join(corrected, left_on="id", right_on="prior", how="semi")
    return superseded.join(leaves, on="chain").select("id", "standing").sort("id")


def beside(rows: pl.DataFrame) -> pl.DataFrame:
    """Return which versions of a record stand beside one another, none settled on.

    Parameters
    ----------
    rows : pl.DataFrame
        Columns ``id`` and ``supersedes`` among others.

    Returns
    -------
    pl.DataFrame
        Columns ``id`` and ``beside``: a row for each two that stand after a double
        correction, both ways.
    """
    corrected = links(rows)
    if corrected.is_empty():
        return pl.DataFrame(schema={"id": pl.String, "beside": pl.String})
    standing = standing_rows(rows).select("id").join(chains(corrected), on="id")
    pairs = standing.join(standing.rename({"id": "beside"}), on="chain")
    return pairs.filter(pl.col("id") != pl.col("beside")).select("id", "beside")


def redirected(rows: pl.DataFrame, column: str, target: pl.DataFrame) -> pl.DataFrame:
    """Return rows whose references lead to the versions that stand.

    Parameters
    ----------
    rows : pl.DataFrame
        Records that point to others.
    column : str
        The column that points.
    target : pl.DataFrame
        All rows of the table it points to.

    Returns
    -------
    pl.DataFrame
        In the order given, with the same columns.
    """
    moved = standing_ids(target).rename({"id": column})
    return (
        rows.join(moved, on=column, how="left", maintain_order="left")
        .with_columns(pl.coalesce("standing", column).alias(column))
        .drop("standing")
    )
