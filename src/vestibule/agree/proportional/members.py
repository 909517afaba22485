"""Of which group of each comparison is everyone who answered?

A person is of the group that their own record tells, else of the one that everyone
shared in the gathering where they gave most of their answers.
"""

from __future__ import annotations

import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.understand import agreement, answers, met

GROUPS = pl.Schema(
    {"who": pl.String(), "comparison": pl.String(), "group": pl.String()}
)
"""One row per person, or gathering, and comparison in which their group is known."""


def of_people(dossier: Dossier, people: pl.Series) -> pl.DataFrame:
    """Return the groups of people who voted.

    Parameters
    ----------
    dossier : Dossier
        The records.
    people : pl.Series of str, shape (people,)
        Ids.

    Returns
    -------
    pl.DataFrame
        `GROUPS`, by ``who``: personal.
    """
    own = dossier.current("people").select(
        "profile",
        "sex",
        "age_band",
        "lang",
        who="id",
        region="place",
        displaced=pl.col("displaced").cast(pl.String),
    )
    most = (
        dossier.current("votes")
        .group_by("person", "gathering")
        .len()
        .sort("len", "gathering", descending=[True, False], nulls_last=True)
        .unique("person", keep="first", maintain_order=True)
    )
    known = [pl.coalesce(name, f"{name}_met").alias(name) for name in answers.BASES]
    rows = (
        pl.DataFrame({"who": people}, schema={"who": pl.String})
        .join(_sided(dossier, own), on="who", how="left")
        .join(most, left_on="who", right_on="person", how="left")
        .join(_met(dossier), on="gathering", how="left", suffix="_met")
        .with_columns(known)
    )
    return _grouped(dossier, rows)


def of_gatherings(dossier: Dossier) -> pl.DataFrame:
    """Return the groups that everyone in a gathering shares.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    pl.DataFrame
        `GROUPS`, ``who``: the gathering.
    """
    return _grouped(dossier, _met(dossier).rename({"gathering": "who"}))


def _met(dossier: Dossier) -> pl.DataFrame:
    rows = _sided(dossier, met.gatherings(dossier))
    return rows.with_columns(region="place").select("gathering", *answers.BASES)


def _sided(dossier: Dossier, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the key and the side of their profile instead of its id."""
    profiles = dossier.current("profiles").select("side", "key", profile="id")
    return rows.join(profiles, on="profile", how="left").with_columns(profile="key")


def _grouped(dossier: Dossier, rows: pl.DataFrame) -> pl.DataFrame:
    parts = [GROUPS.to_frame()]
    for one in dossier.process.comparisons:
        groups = agreement.groups_of(dossier, one)
        found = rows.join(groups, left_on=one.basis, right_on="value")
        parts.append(
            found.select("who", "group", comparison=pl.lit(one.key)).select(
                list(GROUPS)
            )
        )
    return pl.concat(parts).sort("who", "comparison")
