"""Which records were corrected twice, so that a person has to choose?"""

from __future__ import annotations

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier

CONFLICTS = {"table": pl.String(), "root": pl.String(), "ids": pl.List(pl.String())}
"""What `conflicts` returns."""


def conflicts(dossier: Dossier) -> pl.DataFrame:
    """Return the records of which more than one version stands.

    A new record that names all of these ids in ``supersedes`` settles it.

    Parameters
    ----------
    dossier : Dossier
        All its tables are looked at; of what was withdrawn nothing stands.

    Returns
    -------
    pl.DataFrame
        One row per chain, by ``table`` and ``root``: the first version (here or
        not; the smallest id of several), and ``ids``, the versions that stand,
        sorted. None stand where records name each other in a circle.
    """
    found = [
        _of_table(rows, name)
        for name, rows in dossier.tables.items()
        if name != "removals" and rows["supersedes"].null_count() < len(rows)
    ]
    whole = pl.concat([pl.DataFrame(schema=CONFLICTS), *found])
    return whole.sort("table", "root")


def _of_table(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    corrected = versions.links(rows)
    labelled = versions.chains(corrected)
    stands = ~pl.col("id").is_in(corrected["prior"].unique().implode())
    starts = ~pl.col("id").is_in(corrected["id"].unique().implode())
    chains = labelled.group_by("chain").agg(
        pl.lit(name).alias("table"),
        # In a circle nothing starts: the smallest id then names it.
        pl.coalesce(pl.col("id").filter(starts).min(), pl.col("id").min()).alias(
            "root"
        ),
        pl.col("id").filter(stands).sort().alias("ids"),
    )
    return chains.filter(pl.col("ids").list.len() != 1).select(list(CONFLICTS))
