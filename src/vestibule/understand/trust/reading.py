"""Who answered a barometer, in which wave, met where?"""

from __future__ import annotations

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Barometer
from vestibule.dossier.records import Dossier


def told(settled: Dossier) -> pl.DataFrame:
    """Return every answer to an instrument, with who gave it, where, in which visit.

    Parameters
    ----------
    settled : Dossier
        `lineage.settled` records.

    Returns
    -------
    pl.DataFrame
        One row per person, instrument, question and wave, the last answer by
        `versions.BY_TIME`; a row without a person is a person of its own.
        ``instrument`` (its key), ``version``, ``question``, ``wave``, ``value``,
        ``who``, ``visit`` (gathering, else household, else the person),
        ``held_on``, ``profile`` and ``side`` (keys), ``place`` (as recorded),
        ``region`` (ancestor of level 1).
    """
    instruments = settled.table("instruments").select("key", "version", instrument="id")
    gatherings = settled.table("gatherings").select(
        "held_on", gathering="id", met_place="place", met_profile="profile"
    )
    people = settled.table("people").select(
        "household", person="id", own_place="place", own_profile="profile"
    )
    profiles = settled.table("profiles").select("side", profile_key="key", profile="id")
    regions = Gazetteer.of(settled).ancestors_frame(1)
    rows = (
        settled.table("answers")
        .with_columns(who=pl.coalesce("person", "id"))
        .join(instruments, on="instrument")
        .join(gatherings, on="gathering", how="left")
        .join(people, on="person", how="left")
        .with_columns(
            profile=pl.coalesce("own_profile", "met_profile"),
            place=pl.coalesce("own_place", "met_place"),
            visit=pl.coalesce("gathering", "household", "who"),
        )
        .join(profiles, on="profile", how="left")
        .join(regions.rename({"ancestor": "region"}), on="place", how="left")
    )
    once = ["who", "key", "question", "wave"]
    return (
        rows.sort(*versions.BY_TIME, "id", nulls_last=False)
        .unique(once, keep="last", maintain_order=True)
        .select(
            "version", "question", "wave", "value", "who", "visit", "held_on", "side",
            "place", "region", instrument="key", profile="profile_key",
        )
        .sort("instrument", "question", "wave", "who", nulls_last=False)
    )  # fmt: skip


def of_barometer(
    rows: pl.DataFrame, barometer: Barometer, gazetteer: Gazetteer
) -> pl.DataFrame:
    """Return the rows of `told` that a barometer counts.

    Parameters
    ----------
    rows : pl.DataFrame
        From `told`.
    barometer : Barometer
        Which question, whose answers, from where.
    gazetteer : Gazetteer
        To know which places lie in its community.

    Returns
    -------
    pl.DataFrame
        The same columns and ``level`` (place in the scale from 0; missing: no answer)
        and ``read`` (whether the answer is in the scale or declared missing).
    """
    own = rows.filter(
        (pl.col("instrument") == barometer.instrument)
        & (pl.col("question") == barometer.question)
    )
    if barometer.asked:
        asked = list(barometer.asked)
        own = own.filter(pl.col("side").is_in(asked) | pl.col("profile").is_in(asked))
    if barometer.place is not None:
        inside = _inside(own, barometer.place, gazetteer)
        own = own.filter(pl.col("place").is_in(inside))
    levels = {answer: at for at, answer in enumerate(barometer.scale)}
    level = pl.col("value").replace_strict(levels, default=None, return_dtype=pl.Int64)
    absent = pl.col("value").is_null() | pl.col("value").is_in(list(barometer.missing))
    return own.with_columns(level=level).with_columns(
        read=pl.col("level").is_not_null() | absent
    )


def _inside(rows: pl.DataFrame, key: str, gazetteer: Gazetteer) -> list[str]:
    """Return the places of these rows that lie in a place, or are it."""
    community = gazetteer.keys.get(key)
    if community is None:
        return []
    level = gazetteer.places[community]["level"]
    places = rows["place"].drop_nulls().unique().to_list()
    return [
        one
        for one in places
        if one == community or gazetteer.at_level(one, level) == community
    ]
