"""Who was heard one by one, where, and what did each agree with?

The rows that weights are made for. Only individual votes can be weighted: of a tally
nobody knows who stood behind which answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier
from vestibule.understand import met

COLUMNS = ("person", "gathering", "region", "profile", "sex", "age_band", "displaced")
"""What is told of each person besides their answers."""


def of_dossier(dossier: Dossier, statements: Sequence[str]) -> pl.DataFrame:
    """Return one row per person who voted, with what they agreed with.

    Parameters
    ----------
    dossier : Dossier
        The records.
    statements : sequence of str
        Ids of statements.

    Returns
    -------
    pl.DataFrame
        By ``person``: `COLUMNS`, ``region`` and ``profile`` as keys, ``displaced`` as
        text; ``gathering`` missing for who voted online or outside any gathering; a
        column per statement, by its id: 1 agreed, 0 disagreed or passed, missing where
        not asked. Who voted in several gatherings is of the one where they gave most
        votes. Where a person's own region is not known it is their gathering's.
    """
    votes = (
        dossier.current("votes")
        .sort(*versions.BY_TIME, "id", nulls_last=False)
        .unique(["person", "statement"], keep="last")
        .filter(pl.col("statement").is_in(list(statements)))
    )
    agreed = votes.select(
        "person", "statement", yes=(pl.col("vote") == 1).cast(pl.Float64)
    )
    wide = agreed.pivot("statement", index="person", values="yes")
    absent = [
        pl.lit(None, dtype=pl.Float64).alias(name)
        for name in statements
        if name not in wide.columns
    ]
    return (
        wide.with_columns(absent)
        .join(_where(dossier, votes), on="person", how="left")
        .join(_who(dossier), on="person", how="left")
        .with_columns(region=pl.coalesce("own_region", "region"))
        .select(*COLUMNS, *statements)
        .sort("person")
    )


def _where(dossier: Dossier, votes: pl.DataFrame) -> pl.DataFrame:
    """Return the gathering of each person, where they voted most, and its region."""
    known = met.gatherings(dossier).select("gathering", "kind", region="region_key")
    most = (
        votes.group_by("person", "gathering")
        .agg(n=pl.len())
        .sort("n", "gathering", descending=[True, False], nulls_last=True)
        .unique("person", keep="first", maintain_order=True)
    )
    together = pl.col("kind").is_not_null() & (pl.col("kind") != "online")
    return most.join(known, on="gathering", how="left").select(
        "person", "region", gathering=pl.when(together).then("gathering")
    )


def _who(dossier: Dossier) -> pl.DataFrame:
    profiles = dossier.current("profiles").select(profile="id", key="key")
    regions = met.regions(dossier).select("place", own_region="region_key")
    return (
        dossier.current("people")
        .join(profiles, on="profile", how="left")
        .join(regions, on="place", how="left")
        .select(
            "own_region",
            "sex",
            "age_band",
            pl.col("displaced").cast(pl.String),
            person="id",
            profile="key",
        )
    )
