"""How did answers go from wave to wave, and which of it can be told from chance?

Each barometer is one relation in one direction: what a population answers about a
force and what that force answers about the population are two, and nothing here adds
them up. The share of positive answers has an interval in which people who were met
together count as the cluster they are; a wave that was not measured stays a gap.

References
----------
.. [1] Kish, L. (1965), Survey Sampling, Wiley, chapter 5: the design effect; see
   `understand.intervals` for how it is estimated.
.. [2] Zou, G. Y. and Donner, A. (2008), Construction of confidence limits about effect
   measures: a general approach, Statistics in Medicine 27, 1693-1702: the interval of a
   difference out of the intervals of its two shares (MOVER).
.. [3] Newcombe, R. G. (1998), Statistics in Medicine 17, 873-890: why with Wilson's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl

from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Barometer
from vestibule.dossier.records import Dossier
from vestibule.understand import intervals
from vestibule.understand.trust import changes, reading
from vestibule.understand.trust.result import DIGITS, TrustResult, TrustSettings

WAVES: dict[str, pl.DataType | type[pl.DataType]] = {
    "barometer": pl.String,
    "wave": pl.Int64,
    "people": pl.Int64,
    "asked": pl.Int64,
    "gatherings": pl.Int64,
    "places": pl.Int64,
    "positive": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "reason": pl.String,
    "first_on": pl.Date,
    "last_on": pl.Date,
    "versions": pl.List(pl.String),
}

LEVELS: dict[str, pl.DataType | type[pl.DataType]] = {
    "barometer": pl.String,
    "wave": pl.Int64,
    "answer": pl.String,
    "people": pl.Int64,
}


def trust(settled: Dossier, *, settings: TrustSettings | None = None) -> TrustResult:
    """Return every declared barometer by wave, with what can be said of its changes.

    Parameters
    ----------
    settled : Dossier
        `lineage.settled` records of a process that declares barometers.
    settings : TrustSettings or None
        How sure, and of how many; None: the usual.

    Returns
    -------
    TrustResult
        Barometers in the order of the process; empty frames where it declares none, or
        nobody was asked.

    Notes
    -----
    Must not be used to speak of a population (nobody is weighted here), to rank
    places, or to judge a person.
    """
    chosen = settings or TrustSettings()
    rows, gazetteer = reading.told(settled), Gazetteer.of(settled)
    declared = settled.process.barometers
    counted = [reading.of_barometer(rows, one, gazetteer) for one in declared]
    spans = _spans(rows)
    waves: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for barometer, own in zip(declared, counted, strict=True):
        found = list(
            _waves(barometer, own, spans.get(barometer.instrument, ()), chosen)
        )
        waves += found
        if found:
            moved += changes.changes(found, _answered(own))
    return TrustResult(
        waves=pl.DataFrame(waves, schema=WAVES),
        levels=pl.DataFrame(
            [
                row
                for barometer, own in zip(declared, counted, strict=True)
                for row in _levels(barometer, own)
            ],
            schema=LEVELS,
        ),
        changes=pl.DataFrame(moved, schema=changes.CHANGES),
        unread=_by_key(declared, [own.filter(~pl.col("read")) for own in counted]),
        unplaced=_by_key(declared, [own.filter(pl.col("wave").is_null()) for own in counted]),
        local=tuple(one.key for one in declared if one.place is not None),
        settings=chosen,
    )  # fmt: skip


def _spans(rows: pl.DataFrame) -> dict[str, tuple[int, ...]]:
    """Return the waves of each instrument from its first to its last, gaps included."""
    ends = (
        rows.drop_nulls("wave")
        .group_by("instrument")
        .agg(low=pl.col("wave").min(), high=pl.col("wave").max())
    )
    return {
        key: tuple(range(low, high + 1))
        for key, low, high in ends.select("instrument", "low", "high").iter_rows()
    }


def _answered(own: pl.DataFrame) -> pl.DataFrame:
    return own.drop_nulls(["level", "wave"])


def _by_key(
    declared: Sequence[Barometer], rows: Sequence[pl.DataFrame]
) -> dict[str, int]:
    """Return how many rows each barometer has, where it has any."""
    pairs = zip(declared, rows, strict=True)
    return {one.key: own.height for one, own in pairs if own.height}


def _levels(barometer: Barometer, own: pl.DataFrame) -> Iterator[dict[str, Any]]:
    by_wave = _answered(own).partition_by("wave", as_dict=True)
    for (wave,), rows in sorted(by_wave.items()):
        counted = dict(rows["level"].value_counts().iter_rows())
        for at, answer in enumerate(barometer.scale):
            yield {
                "barometer": barometer.key,
                "wave": wave,
                "answer": answer,
                "people": counted.get(at, 0),
            }


def _waves(
    barometer: Barometer,
    own: pl.DataFrame,
    span: Sequence[int],
    settings: TrustSettings,
) -> Iterator[dict[str, Any]]:
    """Yield one row per wave of the instrument, measured or not."""
    positive = [barometer.scale.index(answer) for answer in barometer.positive]
    said = _answered(own).with_columns(yes=pl.col("level").is_in(positive))
    sure = _intervals(said, span, settings.level)
    for wave in span:
        asked = own.filter(pl.col("wave") == wave)
        rows = said.filter(pl.col("wave") == wave)
        reason = _reason(asked, rows, settings)
        shown = sure.get(wave) if reason in (None, "few-gatherings") else None
        share, low, high = shown or (None, None, None)
        yield {
            "barometer": barometer.key,
            "wave": wave,
            "people": rows.height,
            "asked": asked.height,
            "gatherings": rows["visit"].n_unique(),
            "places": rows["region"].drop_nulls().n_unique(),
            "positive": int(rows["yes"].sum()),
            "share": share,
            "low": low if reason is None else None,
            "high": high if reason is None else None,
            "reason": reason,
            "first_on": rows["held_on"].min(),
            "last_on": rows["held_on"].max(),
            "versions": asked["version"].drop_nulls().unique().sort().to_list(),
        }


def _reason(
    asked: pl.DataFrame, rows: pl.DataFrame, settings: TrustSettings
) -> str | None:
    if asked.is_empty():
        return "not-asked"
    if rows.is_empty():
        return "nobody-answered"
    if rows.height < settings.people:
        return "few-people"
    if rows["visit"].n_unique() < intervals.LEAST_GATHERINGS:
        return "few-gatherings"
    return None


def _intervals(
    said: pl.DataFrame, span: Sequence[int], level: float
) -> dict[int, tuple[float, float, float]]:
    """Return share, low and high of each wave."""
    # The waves tell together how alike people answer who were met together.
    measured = [wave for wave in span if (said["wave"] == wave).any()]
    if not measured:
        return {}
    visits = said.group_by("wave", "visit").agg(yes=pl.col("yes").sum(), n=pl.len())
    visits = visits.sort("wave", "visit")
    numbers = {wave: at for at, wave in enumerate(measured)}
    given = intervals.Clustered(
        share=visits["wave"].replace_strict(numbers).to_numpy().astype(np.int64),
        yes=visits["yes"].to_numpy().astype(np.float64),
        n=visits["n"].to_numpy().astype(np.float64),
        times=np.ones(visits.height),
        shares=len(measured),
    )
    share = given.total(given.yes) / given.total(given.n)
    people, _ = intervals.effective(given)
    low, high = intervals.wilson(share, people, level)
    return {
        wave: (
            round(share[at], DIGITS),
            round(low[at], DIGITS),
            round(high[at], DIGITS),
        )
        for at, wave in enumerate(measured)
    }
