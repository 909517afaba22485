"""Which presences belong to which group of a comparison?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vestibule.dossier.process import Comparison
from vestibule.dossier.records import Dossier


def grouped(
    presences: pl.DataFrame,
    comparison: Comparison,
    settled: Dossier,
    within: pl.DataFrame,
) -> pl.DataFrame:
    """Return presences with the group of a comparison they belong to.

    Parameters
    ----------
    presences : pl.DataFrame
        As `presences.presences` returns them.
    comparison : Comparison
        Its groups name profiles and places by key.
    settled : Dossier
        For the keys of places and profiles.
    within : pl.DataFrame
        ``place`` and ``above``: each place and every place it lies in, itself too.

    Returns
    -------
    pl.DataFrame
        The same rows with ``group``, missing where none fits or nothing is known.
    """
    of_value = {
        value: group.key for group in comparison.groups for value in group.values
    }
    if comparison.basis == "region":
        return _by_place(presences, of_value, settled.table("places"), within)
    column = pl.col(comparison.basis).cast(pl.String)
    if comparison.basis == "profile":
        profiles = settled.table("profiles")
        keys = dict(zip(profiles["id"], profiles["key"], strict=True))
        column = column.replace_strict(keys, default=None, return_dtype=pl.String)
    group = column.replace_strict(of_value, default=None, return_dtype=pl.String)
    return presences.with_columns(group=group)


def _by_place(
    presences: pl.DataFrame,
    of_value: Mapping[str, str],
    places: pl.DataFrame,
    within: pl.DataFrame,
) -> pl.DataFrame:
    """Match the place someone comes from, or the nearest it lies in."""
    keyed = places.select(
        "level",
        above="id",
        group=pl.col("key").replace_strict(
            of_value, default=None, return_dtype=pl.String
        ),
    ).drop_nulls("group")
    nearest = (
        within.join(keyed, on="above")
        .sort("level", "above", descending=True)
        .unique("place", keep="first", maintain_order=True)
        .select("group", own_place="place")
    )
    return presences.join(nearest, on="own_place", how="left", maintain_order="left")
