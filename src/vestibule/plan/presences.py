"""Who was present, with what is known of them and of the gathering?"""

from __future__ import annotations

import polars as pl

from vestibule.dossier import lineage
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier

CAPACITIES = ("consulted", "represented", "official", "observer")
"""In what capacity people attend; only the first were asked where they live."""

ONLINE = "online"
"""A conversation: whoever took part has an attendance."""

CONFERENCE = "national_conference"
"""Where people come from everywhere."""


def presences(
    dossier: Dossier, *, level: int = 1, one_key: bool = False
) -> pl.DataFrame:
    """Return the attendances with the attributes they are counted by.

    What an attendance leaves out is taken from the person, then, for the profile
    and the language, from the gathering.

    A gathering without attendances was not held before nobody: as many were there
    as its facilitator counted (``present``), or at least one where nobody counted.
    They stand in one row, ``headcount``: consulted there (from where, is not known,
    at a national conference), their sex and age not noted. None stand for a
    gathering counted as 0, nor for a conversation online.

    Parameters
    ----------
    dossier : Dossier
        Corrections are followed; the records stand under their first ids.
    level : int
        Level of the column ``place``: 1 region or camp.
    one_key : bool
        Whether all pseudonyms were made with one key, so that the same pseudonym
        of two sites is one person and different ones are two.

    Returns
    -------
    pl.DataFrame
        One row per attendance: ``gathering``, ``kind``, ``held_on``, ``held_in``
        (place at `level`), ``person`` (missing: counted only), ``site`` (who made
        the pseudonym), ``n``, ``capacity``, ``sex``, ``age_band``, ``profile``,
        ``side``, ``displaced``, ``lang``, ``own_place`` (as recorded), ``place``
        (at `level`; missing where it is coarser or unknown), ``headcount``.
    """
    settled = lineage.settled(dossier)
    lifted = Gazetteer.of(settled).ancestors_frame(level)
    rows = (
        _counted(settled)
        .join(_gatherings(settled), on="gathering", how="left")
        .join(_people(settled, one_key=one_key), on="person", how="left")
        .with_columns(
            pl.coalesce("sex", "person_sex").alias("sex"),
            pl.coalesce("age_band", "person_age_band").alias("age_band"),
            pl.coalesce("profile", "person_profile", "gathering_profile").alias("profile"),
            pl.coalesce("displaced", "person_displaced").alias("displaced"),
            pl.coalesce("person_lang", "gathering_lang").alias("lang"),
            _own_place().alias("own_place"),
            pl.coalesce("who", "person").alias("person"),
        )
        .join(_sides(settled), on="profile", how="left")
    )  # fmt: skip
    return (
        rows.drop("place")
        .join(_lifted(lifted, "own_place", "place"), on="own_place", how="left")
        .join(_lifted(lifted, "gathering_place", "held_in"), on="gathering_place", how="left")
        .select(
            "gathering", "kind", "held_on", "held_in", "person", "site", "n", "capacity",
            "sex", "age_band", "profile", "side", "displaced", "lang", "own_place", "place",
            "headcount",
        )
        .sort("gathering", "person", "own_place", "sex", "age_band", "profile", "n")
    )  # fmt: skip


def _counted(settled: Dossier) -> pl.DataFrame:
    """Return attendances, and one row for each gathering that has none."""
    listed = settled.table("attendances").select(
        "gathering", "person", "n", "sex", "age_band", "profile", "place",
        "displaced", "capacity", headcount=pl.lit(value=False),
    )  # fmt: skip
    silent = (
        settled.table("gatherings")
        .filter(pl.col("kind") != ONLINE)
        .select(
            gathering="id",
            n=pl.col("present").fill_null(1),
            capacity=pl.lit("consulted"),
            headcount=pl.lit(value=True),
        )
        .join(listed, on="gathering", how="anti")
        .filter(pl.col("n") > 0)
    )
    return pl.concat([listed, silent], how="diagonal_relaxed")


def _own_place() -> pl.Expr:
    """Return where someone comes from; a conference does not tell it of anyone."""
    from_all_over = pl.col("headcount") & (pl.col("kind") == CONFERENCE)
    met_in = pl.when(from_all_over.not_()).then("gathering_place")
    return pl.coalesce("place", met_in)


def _lifted(frame: pl.DataFrame, place: str, at_level: str) -> pl.DataFrame:
    return frame.select(
        pl.col("place").alias(place), pl.col("ancestor").alias(at_level)
    )


def _gatherings(settled: Dossier) -> pl.DataFrame:
    return settled.table("gatherings").select(
        "kind",
        "held_on",
        gathering="id",
        gathering_place="place",
        gathering_profile="profile",
        gathering_lang="lang",
    )


def _people(settled: Dossier, *, one_key: bool) -> pl.DataFrame:
    """Return people; who made a pseudonym tells whom it can be compared with."""
    people = settled.table("people")
    return people.select(
        person="id",
        who="pseudonym" if one_key else "id",
        site=pl.lit("one key") if one_key else pl.col("origin"),
        person_sex="sex",
        person_age_band="age_band",
        person_profile="profile",
        person_displaced="displaced",
        person_lang="lang",
    )


def _sides(settled: Dossier) -> pl.DataFrame:
    return settled.table("profiles").select("side", profile="id")
