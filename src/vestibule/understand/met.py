"""Where, among whom and in which language was each gathering held?"""

from __future__ import annotations

import polars as pl

from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier

ATTRIBUTES = ("sex", "age_band", "displaced")
"""What a whole gathering shares only if every attendance that says it says the same."""


def gatherings(dossier: Dossier) -> pl.DataFrame:
    """Return what is known of each gathering as a whole.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    pl.DataFrame
        One row per gathering, by ``gathering``: ``kind``, ``place``, ``region`` and
        ``region_key`` (its region or camp), ``profile`` (id, of a homogeneous
        gathering), ``lang``, ``sex``, ``age_band``, ``displaced`` (as text; of a
        gathering in which all who said it said the same), ``people`` (attendances
        counted, else people present, and never below 1: someone spoke).
    """
    return dossier.once(_gatherings)


def _gatherings(dossier: Dossier) -> pl.DataFrame:
    rows = dossier.current("gatherings")
    mixed = pl.col("composition").eq_missing("mixed")
    return (
        rows.select(
            "kind",
            "place",
            "lang",
            "present",
            gathering="id",
            profile=pl.when(~mixed).then("profile"),
        )
        .join(dossier.once(_regions), on="place", how="left")
        .join(_attended(dossier), on="gathering", how="left")
        .with_columns(
            people=pl.max_horizontal(
                pl.coalesce("people", "present").fill_null(1), pl.lit(1)
            )
        )
        .drop("present")
        .sort("gathering")
    )


def _attended(dossier: Dossier) -> pl.DataFrame:
    shared = [
        pl.when(pl.col(name).n_unique() == 1)
        .then(pl.col(name).first())
        .cast(pl.String)
        .alias(name)
        for name in ATTRIBUTES
    ]
    rows = dossier.current("attendances")
    said = [
        rows.drop_nulls(name).group_by("gathering").agg(one)
        for name, one in zip(ATTRIBUTES, shared, strict=True)
    ]
    whole = rows.group_by("gathering").agg(people=pl.col("n").sum())
    for part in said:
        whole = whole.join(part, on="gathering", how="left")
    return whole


def _regions(dossier: Dossier) -> pl.DataFrame:
    keys = dossier.current("places").select(region="id", region_key="key")
    regions = Gazetteer.of(dossier).ancestors_frame(1)
    return regions.rename({"ancestor": "region"}).join(keys, on="region", how="left")


def regions(dossier: Dossier) -> pl.DataFrame:
    """Return the region or camp that each place lies in.

    Returns
    -------
    pl.DataFrame
        One row per place and former id of a place: ``place``, ``region`` and
        ``region_key``, missing where a place is coarser than a region.
    """
    return dossier.once(_regions)
