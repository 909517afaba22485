"""Who told which link, where, in which story?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier

REGION = 1
"""The level of place at which maps are compared."""

COLUMNS = (
    "claim",
    "cause",
    "effect",
    "told_cause",
    "told_effect",
    "sign",
    "excerpt",
    "voice",
    "gathering",
    "place",
    "region",
    "profile",
    "source",
    "kind",
    "story",
    "coder",
)
"""Of `told`."""


def told(settled: Dossier, one: Mapping[str, str]) -> pl.DataFrame:
    """Return every claim with where it comes from.

    Parameters
    ----------
    settled : Dossier
        Each record in its current version, under its first id.
    one : mapping of str to str
        Merged factor to the one that stands for it.

    Returns
    -------
    pl.DataFrame
        One row per claim, by id: ``cause`` and ``effect`` after merging,
        ``told_cause`` and ``told_effect`` as coded, ``sign`` 1 (more) or -1 (less),
        ``excerpt``, ``voice``, ``gathering``, ``place``, ``region`` and ``profile`` of
        the gathering; ``source``: the teller, else the voice, else the gathering, and
        ``kind`` which of them (``nobody``: none is noted); ``story``: the voice, else
        the source.
    """
    excerpts = settled.table("excerpts").select(
        excerpt="id", in_voice="voice", in_gathering="gathering"
    )
    voices = settled.table("voices").select(
        voice="id", speaker="person", voice_gathering="gathering"
    )
    rows = (
        settled.table("claims")
        .select(
            "excerpt",
            "voice",
            "gathering",
            "teller",
            "coder",
            claim="id",
            told_cause="cause",
            told_effect="effect",
            sign=pl.when(pl.col("direction") == "more").then(1).otherwise(-1),
        )
        .join(excerpts, on="excerpt", how="left")
        .with_columns(voice=pl.coalesce("voice", "in_voice"))
        .join(voices, on="voice", how="left")
        .with_columns(
            gathering=pl.coalesce("gathering", "in_gathering", "voice_gathering"),
            teller=pl.coalesce("teller", "speaker"),
        )
    )
    return (
        _placed(rows, settled)
        .with_columns(
            cause=pl.col("told_cause").replace(dict(one)),
            effect=pl.col("told_effect").replace(dict(one)),
            source=pl.coalesce("teller", "voice", "gathering"),
            kind=pl.when(pl.col("teller").is_not_null())
            .then(pl.lit("teller"))
            .when(pl.col("voice").is_not_null())
            .then(pl.lit("voice"))
            .when(pl.col("gathering").is_not_null())
            .then(pl.lit("gathering"))
            .otherwise(pl.lit("nobody")),
        )
        .with_columns(story=pl.coalesce("voice", "source"))
        .select(*COLUMNS)
        .sort("claim")
    )


def _placed(rows: pl.DataFrame, settled: Dossier) -> pl.DataFrame:
    lifted = Gazetteer.of(settled).ancestors_frame(REGION)
    met = settled.table("gatherings").select("place", "profile", gathering="id")
    return rows.join(met, on="gathering", how="left").join(
        lifted.rename({"ancestor": "region"}), on="place", how="left"
    )
