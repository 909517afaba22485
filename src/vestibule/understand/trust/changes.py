"""Did it rise, did it fall, or can it not be told from chance?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from vestibule.understand.trust.result import DIGITS

CHANGES: dict[str, pl.DataType | type[pl.DataType]] = {
    "barometer": pl.String,
    "wave": pl.Int64,
    "to_wave": pl.Int64,
    "whole": pl.Boolean,
    "difference": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "verdict": pl.String,
    "both": pl.Int64,
    "versions_differ": pl.Boolean,
}

Row = Mapping[str, Any]


def changes(waves: Sequence[Row], answered: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield what changed from each measured wave to the next, and over the whole.

    Parameters
    ----------
    waves : sequence of mapping
        Rows of one barometer, one at least, by wave, as `TrustResult.waves` has them.
    answered : pl.DataFrame
        Its answers: ``wave``, ``who``.

    Yields
    ------
    dict
        One row of `CHANGES`; exactly one is ``whole``. Where only two waves were
        measured, the step is the whole and stands once; where fewer, nothing can be
        said, and ``to_wave`` is missing.
    """
    measured = [row for row in waves if row["people"]]
    if len(measured) < 2:
        yield _alone(measured, waves)
        return
    steps = [(*pair, False) for pair in pairwise(measured)]
    if len(measured) > 2:
        steps.append((measured[0], measured[-1], True))
    else:
        steps = [(measured[0], measured[1], True)]
    for first, last, whole in steps:
        yield {
            **_step(first, last),
            "whole": whole,
            "both": _both(answered, first, last),
        }


def _alone(measured: Sequence[Row], waves: Sequence[Row]) -> dict[str, Any]:
    """Return the row of a barometer that was measured once, or never."""
    return {
        **dict.fromkeys(CHANGES),
        "barometer": waves[0]["barometer"],
        "wave": measured[0]["wave"] if measured else None,
        "whole": True,
        "verdict": verdict(None, None),
        "both": 0,
        "versions_differ": False,
    }


def _step(first: Row, last: Row) -> dict[str, Any]:
    told = difference(first, last)
    step, low, high = told or (None, None, None)
    return {
        "barometer": first["barometer"],
        "wave": first["wave"],
        "to_wave": last["wave"],
        "difference": step,
        "low": low,
        "high": high,
        "verdict": verdict(low, high),
        "versions_differ": first["versions"] != last["versions"],
    }


def difference(first: Row, last: Row) -> tuple[float, float, float] | None:
    """Return a difference of two shares with its interval, by MOVER.

    Parameters
    ----------
    first, last : mapping
        Each with ``share``, ``low``, ``high``, from independent people.

    Returns
    -------
    tuple of float or None
        Difference, low, high, each from -1 to 1; None where a share has no interval.

    Examples
    --------
    >>> one = {"share": 0.5, "low": 0.4, "high": 0.6}
    >>> two = {"share": 0.7, "low": 0.6, "high": 0.8}
    >>> [round(end, 3) for end in difference(one, two)]
    [0.2, 0.059, 0.341]
    """
    if None in (first["low"], last["low"]):
        return None
    step = last["share"] - first["share"]
    below = math.hypot(last["share"] - last["low"], first["high"] - first["share"])
    above = math.hypot(last["high"] - last["share"], first["share"] - first["low"])
    return (
        round(step, DIGITS),
        round(max(step - below, -1.0), DIGITS),
        round(min(step + above, 1.0), DIGITS),
    )


def verdict(low: float | None, high: float | None) -> str:
    """Return what may be said of a change with this interval.

    Parameters
    ----------
    low, high : float or None
        From -1 to 1; None: there is no interval.

    Returns
    -------
    str
        One of `result.VERDICTS`.
    """
    if low is None or high is None:
        return "cannot-say"
    if low > 0:
        return "rising"
    return "falling" if high < 0 else "no-clear-change"


def _both(answered: pl.DataFrame, first: Row, last: Row) -> int:
    who = [
        answered.filter(pl.col("wave") == row["wave"]).select("who")
        for row in (first, last)
    ]
    return who[0].join(who[1], on="who", how="semi").height
