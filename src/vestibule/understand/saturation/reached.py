"""Is anything new still being said: over all, in each place, by each profile?"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.understand.saturation import bounds
from vestibule.understand.saturation.limits import LEAST_GATHERINGS
from vestibule.understand.saturation.marks import Heard, heard
from vestibule.understand.saturation.result import CURVE, ROW, Saturation


def saturation(
    dossier: Dossier, *, kind: str | None = None, level: float = 0.95
) -> Saturation:
    """Return what was heard of themes, and what at least was not.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    kind : str or None
        Themes of this kind only; None: all.
    level : float
        Of the intervals, 0 to 1.

    Returns
    -------
    Saturation
        For the team, before any clearing.

    Notes
    -----
    The gathering is the unit. Methods and sources: `bounds`. Assumes that gatherings
    name themes independently of one another and that a further one would be like those
    held. A theme that one coder read by mistake in one gathering looks like a rare one,
    and raises what is said to be unheard: have excerpts read twice. Not a reason to stop listening: a place or profile never heard is not in it.
    """
    return of_heard(heard(dossier, kind=kind), kind=kind, level=level)


def of_heard(found: Heard, *, kind: str | None, level: float) -> Saturation:
    """Return what `saturation` does, of a table of marks.

    Parameters
    ----------
    found : Heard
        Which gatherings named which themes.
    kind : str or None
        The kind of themes looked at.
    level : float
        Of the intervals, 0 to 1.

    Returns
    -------
    Saturation
        See there.
    """
    rows = [_row("all", None, found.gatherings, found.named, level)]
    for by, column in (("region", "region_key"), ("profile", "profile_key")):
        there = found.gatherings.drop_nulls(column).sort(column)
        for (key,), group in there.group_by(column, maintain_order=True):
            named = found.named.join(group, on="gathering", how="semi")
            rows.append(_row(by, str(key), group, named, level))
    return Saturation(
        rows=pl.DataFrame(rows, schema=ROW),
        curve=_curve(found),
        unnamed=found.unnamed,
        kind=kind,
        level=level,
        limits=_limits(rows[0], found),
    )


def _row(
    by: str, key: str | None, group: pl.DataFrame, named: pl.DataFrame, level: float
) -> dict[str, Any]:
    times = named.group_by("code").agg(pl.len())["len"].to_numpy()
    once, twice = int((times == 1).sum()), int((times == 2).sum())
    row: dict[str, Any] = {
        "by": by,
        "key": key,
        "gatherings": len(group),
        "places": group["place"].drop_nulls().n_unique(),
        "people": int(group["people"].sum()),
        "themes": len(times),
        "once": once,
        "twice": twice,
        "since_new": _since_new(group, named),
        "limit": _limit(len(group), len(times)),
    }
    if row["limit"] is None:
        row |= _estimates(once, twice, int(times.sum()), len(group), level)
    return dict.fromkeys(ROW) | row


def _estimates(
    once: int, twice: int, marks: int, gatherings: int, level: float
) -> dict[str, float | int | None]:
    new, new_low, new_high = bounds.next_new(once, gatherings, level)
    low, high = bounds.unheard(once, twice, gatherings, level)
    each = marks / gatherings
    return {
        "next_new": new,
        "next_new_low": new_low,
        "next_new_high": new_high,
        "coverage": 1 - new / each,
        "coverage_low": max(1 - new_high / each, 0.0),
        "coverage_high": 1 - new_low / each,
        "chao2": bounds.chao2(once, twice, gatherings),
        "unheard_low": low,
        "unheard_high": high,
    }


def _limit(gatherings: int, themes: int) -> str | None:
    if gatherings == 0:
        return "no-gathering"
    if gatherings < LEAST_GATHERINGS:
        return "few-gatherings"
    return "no-theme" if themes == 0 else None


def _since_new(group: pl.DataFrame, named: pl.DataFrame) -> int | None:
    """Return how many gatherings came after the last day that brought a new theme."""
    if group.is_empty() or group["held_on"].null_count() or named.is_empty():
        return None
    last = _first_days(group, named)["first"].max()
    return group.filter(pl.col("held_on") > last).height


def _first_days(group: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    days = named.join(group.select("gathering", "held_on"), on="gathering")
    return days.group_by("code").agg(first=pl.col("held_on").min())


def _curve(found: Heard) -> pl.DataFrame:
    n = len(found.gatherings)
    if n == 0:
        return pl.DataFrame(schema=CURVE)
    times = found.named.group_by("code").agg(pl.len())["len"].sort().to_numpy()
    curve = pl.DataFrame(
        {
            "gatherings": np.arange(1, n + 1),
            "expected": bounds.accumulated(times.astype(np.int64), n),
        }
    )
    if found.gatherings["held_on"].null_count():
        return curve.with_columns(in_order=None).cast(CURVE)  # type: ignore[arg-type]
    first = _first_days(found.gatherings, found.named)
    new = first.group_by(held_on="first").agg(new=pl.len())
    days = (
        found.gatherings.group_by("held_on")
        .agg(held=pl.len())
        .join(new, on="held_on", how="left")
        .sort("held_on")
        .select(
            gatherings=pl.col("held").cum_sum().cast(pl.Int64),
            in_order=pl.col("new").fill_null(0).cum_sum().cast(pl.Int64),
        )
    )
    # within a day nothing tells which gathering was first
    return curve.join(days, on="gatherings", how="left").cast(CURVE)  # type: ignore[arg-type]


def _limits(row: dict[str, Any], found: Heard) -> tuple[str, ...]:
    if row["limit"] == "no-gathering":
        return ("no-gathering",)
    checks = (
        (row["limit"] is not None, str(row["limit"])),
        (found.gatherings["held_on"].null_count() > 0, "undated"),
        (row["limit"] is None and row["unheard_high"] is None, "no-upper"),
        (row["limit"] is None, "lower-bound"),
    )
    return tuple(code for holds, code in checks if holds)
