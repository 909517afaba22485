"""How do local conflicts go: who is in them, which paths they take, how long, how they end?

A case that is still open has lasted at least so long: it is censored, not left out, or
the slow ones would vanish and everything would look quick. What lasts is time to the
end of a case, however it ended; whether it ended well is told apart.

References
----------
.. [1] Kaplan, E. L. and Meier, P. (1958), Nonparametric estimation from incomplete
   observations, Journal of the American Statistical Association 53, 457-481.
.. [2] Brookmeyer, R. and Crowley, J. (1982), A confidence interval for the median
   survival time, Biometrics 38, 29-41: from the bounds of the curve.
"""

from __future__ import annotations

import datetime as dt
import warnings
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier

OUTCOMES = ("agreement", "judgment", "breach", "abandoned", "open")
"""How a case stands. ``breach``: an agreement was made, and broken."""

AGREED = ("agreement", "breach")
"""Outcomes before which an agreement was made."""

FEWEST = 5
"""Fewer dated cases than this give no duration."""

DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How long cases last, open ones counted as lasting still.

    Parameters
    ----------
    cases, ended : int
        Cases with a day on which they began, and those of them that ended.
    median : float or None
        Days until half have ended; None where fewer than half have, or there are
        fewer than `FEWEST` cases.
    low, high : float or None
        95 in 100; `high` None: longer than was watched.
    """

    cases: int
    ended: int
    median: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """Local conflicts, counted; for the team. No case is told alone.

    Parameters
    ----------
    today : date
        Until when open cases were watched.
    outcomes : pl.DataFrame
        ``kind`` (missing: all), ``outcome``, ``cases``.
    paths : pl.DataFrame
        ``path`` (family, customary, … none), ``cases`` that took it (a case may take
        several), ``agreed`` (with an agreement, broken later or not), ``broken``,
        ``impartial`` (the middle score of perceived impartiality, 1 to 5), ``scored``
        (cases that `impartial` rests on).
    parties : pl.DataFrame
        ``party`` and ``other`` (profile keys, in alphabetical order; the same twice:
        within one), ``cases``.
    lasting : dict of str to Duration
        ``""`` for all, and by kind.
    unreadable : int
        Cases that end before they begin: their length is left out.
    regions : pl.DataFrame
        ``region`` (missing: unknown), ``cases``, ``open``.
    """

    today: dt.date
    outcomes: pl.DataFrame
    paths: pl.DataFrame
    parties: pl.DataFrame
    lasting: dict[str, Duration]
    unreadable: int
    regions: pl.DataFrame


def cases(settled: Dossier, *, today: dt.date) -> Cases:
    """Return how local conflict cases go, as of a day.

    Parameters
    ----------
    settled : Dossier
        `lineage.settled` records.
    today : date
        Cases opened later are not known yet; those that ended later are open.

    Returns
    -------
    Cases
        Empty frames where there is no case.

    Notes
    -----
    Must not be used to foretell how a case will go, nor to rank places or mediators.
    That a path is customary does not make it impartial: how impartial it seemed to
    people stands beside it.
    """
    rows = _as_of(settled, today)
    wrong = (pl.col("closed_on") < pl.col("opened_on")).fill_null(value=False)
    timed = rows.filter(~wrong).drop_nulls("opened_on")
    kinds = ["", *sorted(timed["kind"].unique())]
    return Cases(
        today=today,
        outcomes=_outcomes(rows),
        paths=_paths(rows),
        parties=_parties(rows),
        lasting={
            kind: lasting(
                timed if kind == "" else timed.filter(pl.col("kind") == kind), today
            )
            for kind in kinds
        },
        unreadable=rows.filter(wrong).height,
        regions=_regions(rows, settled),
    )


def lasting(rows: pl.DataFrame, today: dt.date) -> Duration:
    """Return how long cases last, by the product-limit estimate.

    Parameters
    ----------
    rows : pl.DataFrame
        ``opened_on``, and ``closed_on`` (missing: still open).
    today : date
        Until when open cases were watched.

    Returns
    -------
    Duration
        Without numbers where there are fewer than `FEWEST` cases.
    """
    days = (
        pl.coalesce("closed_on", pl.lit(today)) - pl.col("opened_on")
    ).dt.total_days()
    counted = rows.select(days=days, ended=pl.col("closed_on").is_not_null())
    ended = counted.filter("ended")["days"].to_numpy().astype(float)
    still = counted.filter(~pl.col("ended"))["days"].to_numpy().astype(float)
    told: tuple[float | None, ...] = (None, None, None)
    if rows.height >= FEWEST and len(ended):
        told = _median(ended, still)
    return Duration(
        cases=rows.height, ended=len(ended), median=told[0], low=told[1], high=told[2]
    )


def _median(ended: np.ndarray, still: np.ndarray) -> tuple[float | None, ...]:
    curve = stats.ecdf(stats.CensoredData(uncensored=ended, right=still)).sf
    with warnings.catch_warnings():
        # Where everyone or nobody is left the variance is zero or undefined.
        warnings.simplefilter("ignore", RuntimeWarning)
        bounds = curve.confidence_interval(0.95, method="log-log")
    parts = (curve, bounds.low, bounds.high)
    return tuple(_first_below(part.quantiles, part.probabilities) for part in parts)


def _first_below(days: np.ndarray, share: np.ndarray) -> float | None:
    """Return the first day on which half or fewer are still open."""
    under = np.flatnonzero(np.nan_to_num(share, nan=1.0) <= 0.5)
    return round(float(days[under[0]]), DIGITS) if len(under) else None


def _as_of(settled: Dossier, today: dt.date) -> pl.DataFrame:
    known = pl.col("opened_on").is_null() | (pl.col("opened_on") <= today)
    later = (pl.col("closed_on") > today).fill_null(value=False)
    outcome = pl.when(
        later | pl.col("closed_on").is_null() & pl.col("outcome").is_null()
    )
    return settled.table("cases").filter(known).with_columns(
        closed_on=pl.when(~later).then("closed_on"),
        outcome=outcome.then(pl.lit("open")).otherwise(pl.col("outcome").fill_null("abandoned")),
    )  # fmt: skip


def _outcomes(rows: pl.DataFrame) -> pl.DataFrame:
    everything = rows.with_columns(kind=pl.lit(None, dtype=pl.String))
    return (
        pl.concat([everything, rows])
        .group_by("kind", "outcome")
        .agg(cases=pl.len().cast(pl.Int64))
        .sort(pl.col("kind"), _order("outcome"), nulls_last=False)
    )


def _order(column: str) -> pl.Expr:
    places = {outcome: at for at, outcome in enumerate(OUTCOMES)}
    return pl.col(column).replace_strict(places, default=None, return_dtype=pl.Int64)


def _paths(rows: pl.DataFrame) -> pl.DataFrame:
    taken = rows.with_columns(path=pl.col("paths").str.split(" ")).explode("path")
    return (
        taken.filter(pl.col("path").is_not_null() & (pl.col("path") != ""))
        .group_by("path")
        .agg(
            pl.len().cast(pl.Int64).alias("cases"),
            pl.col("outcome").is_in(list(AGREED)).sum().cast(pl.Int64).alias("agreed"),
            (pl.col("outcome") == "breach").sum().cast(pl.Int64).alias("broken"),
            pl.col("impartiality").median().alias("impartial"),
            pl.col("impartiality").count().cast(pl.Int64).alias("scored"),
        )
        .sort("cases", "path", descending=[True, False])
    )


def _parties(rows: pl.DataFrame) -> pl.DataFrame:
    sides = rows.select(case="id", party=pl.col("parties").str.split(" "))
    one = sides.explode("party").filter(pl.col("party").fill_null("") != "").unique()
    alone = pl.len().over("case") == 1
    within = one.filter(alone).select("case", "party", other="party")
    two = one.join(one.rename({"party": "other"}), on="case").filter(
        pl.col("party") < pl.col("other")
    )
    return (
        pl.concat([within, two])
        .group_by("party", "other")
        .agg(cases=pl.len().cast(pl.Int64))
        .sort("cases", "party", "other", descending=[True, False, False])
    )


def _regions(rows: pl.DataFrame, settled: Dossier) -> pl.DataFrame:
    region = Gazetteer.of(settled).ancestors_frame(1).rename({"ancestor": "region"})
    return (
        rows.join(region, on="place", how="left")
        .group_by("region")
        .agg(
            pl.len().cast(pl.Int64).alias("cases"),
            (pl.col("outcome") == "open").sum().cast(pl.Int64).alias("open"),
        )
        .sort("cases", "region", descending=[True, False])
    )
