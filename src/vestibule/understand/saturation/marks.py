"""Which themes did which gathering name, as one table of marks?

A theme counts where it was read itself: a heading named only through the themes below
it is not one theme more.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.understand import met
from vestibule.understand.coding import readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Gatherings that were read, and what they named.

    Parameters
    ----------
    gatherings : pl.DataFrame
        One row per gathering read: ``gathering``, ``held_on``, ``place``, ``region``,
        ``region_key``, ``profile_key`` (of a homogeneous one), ``people``.
    named : pl.DataFrame
        One row per theme and gathering that named it: ``code``, ``gathering``.
    unnamed : pl.DataFrame
        ``code``, ``key`` of themes of the codebook with none below them that no
        gathering named.
    """

    gatherings: pl.DataFrame
    named: pl.DataFrame
    unnamed: pl.DataFrame


def heard(dossier: Dossier, *, kind: str | None = None) -> Heard:
    """Return which gatherings named which themes.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    kind : str or None
        Themes of this kind only, as `codes.kind` has them; None: all.

    Returns
    -------
    Heard
        Empty where nothing was read.
    """
    codes = dossier.current("codes").select("key", "parent", "kind", code="id")
    asked = codes if kind is None else codes.filter(pl.col("kind") == kind)
    read = readings.borne(dossier)
    named = (
        readings.finest(dossier, read)
        .join(asked, on="code", how="semi")
        .select("code", "gathering")
        .unique()
        .sort("code", "gathering")
    )
    leaves = asked.join(codes, left_on="code", right_on="parent", how="anti")
    unnamed = leaves.join(named, on="code", how="anti").select("code", "key")
    days = dossier.current("gatherings").select("held_on", gathering="id")
    profiles = dossier.current("profiles").select(profile="id", profile_key="key")
    gatherings = (
        met.gatherings(dossier)
        .join(read.select("gathering").unique(), on="gathering", how="semi")
        .join(days, on="gathering")
        .join(profiles, on="profile", how="left")
        .select(
            *("gathering", "held_on", "place", "region", "region_key"),
            *("profile_key", "people"),
        )
    )
    return Heard(
        gatherings=gatherings.sort("gathering"),
        named=named,
        unnamed=unnamed.sort("key", "code"),
    )
