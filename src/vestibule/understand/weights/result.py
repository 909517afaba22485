"""What does a weighted result hold, and what can it not say?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special

from vestibule.understand.weights.calibration import Linear
from vestibule.understand.weights.sampling import SamplingDesign

DIGITS = 9
"""Numbers are rounded to so many."""

LIMITS = {
    "nobody-answered": "Nobody answered: nothing can be said.",
    "one-person": "Only one person answered: nothing can be said of a population.",
    "one-gathering": "All were heard in one gathering: how much others would differ is"
    " not known, so nothing can be said of a population.",
    "everyone-same": "All who answered said the same: how much the population differs"
    " from that cannot be computed from them.",
    "quota-sample": "Chosen to fill quotas: the shares assume that, within the margins,"
    " those not heard are like those heard; intervals do not cover that assumption.",
    "no-margins": "No population figures were given: only base weights count.",
    "left-out": "Some people lack what the design needs and were left out.",
    "few-replicates": "In more than a twentieth of the replicates some margin was not"
    " drawn: its levels are thin, and the bootstrap interval is too narrow.",
    "few-heard": "Fewer answered than the process asks behind a figure: nothing is said"
    " of a population.",
    "no-spread": "Of them, no stratum had two gatherings: how much others would differ"
    " is not known, so nothing is said of a population.",
    "lonely-stratum": "A stratum with one gathering: its distance from the mean of all"
    " stands for its spread.",
}
"""What cannot be said, or holds only with care: code and English sentence."""

WAYS = ("unweighted", "weighted")

ESTIMATES = pl.Schema(
    {
        "outcome": pl.String(),
        "way": pl.String(),
        "share": pl.Float64(),
        "error": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "boot_error": pl.Float64(),
        "boot_low": pl.Float64(),
        "boot_high": pl.Float64(),
        "n": pl.Int64(),
        "worth": pl.Float64(),
        "effect": pl.Float64(),
        "reason": pl.String(),
    }
)

MARGINS = pl.Schema(
    {
        "column": pl.String(),
        "level": pl.String(),
        "population": pl.Float64(),
        "heard": pl.Int64(),
        "heard_share": pl.Float64(),
        "population_share": pl.Float64(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeightedResult:
    """Shares with and without weights.

    Parameters
    ----------
    design : SamplingDesign
        As declared.
    estimates : pl.DataFrame
        Two rows per outcome, ``way`` unweighted and weighted: ``share`` (0 to 1),
        ``error`` (standard, linearised), ``low``, ``high``, ``boot_error``,
        ``boot_low``, ``boot_high``, ``n`` (people who answered), ``worth`` (people
        drawn one by one who would tell as much), ``effect`` (n / worth), ``reason``
        (code of `LIMITS` why there is no number, else missing). Unweighted is said
        of those heard and others like them, weighted of the population.
    margins : pl.DataFrame
        ``column``, ``level``, ``population``, ``heard`` (people), ``heard_share``,
        ``population_share`` (0 to 1): who was heard too much and too little.
    weights : pl.DataFrame
        One row per person kept, in the order given: ``row`` (of those heard, from 0),
        ``weight``. Personal.
    kish : float or None
        Effective n of the weights alone: ``(sum w)^2 / sum w^2``.
    people, left_out, gatherings : int
        People kept and left out; clusters: gatherings, and people heard alone.
    lost, replicates : int
        Replicates lost, of how many.
    seed : int
        Of the bootstrap.
    level : float
        Of the intervals.
    limits : tuple of str
        Codes of `LIMITS` that hold for all outcomes.
    """

    design: SamplingDesign
    estimates: pl.DataFrame
    margins: pl.DataFrame
    weights: pl.DataFrame
    kish: float | None
    people: int
    left_out: int
    gatherings: int
    lost: int
    replicates: int
    seed: int
    level: float
    limits: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        """Return what cannot be said, or only with care, in English."""
        own = self.estimates["reason"].drop_nulls().unique().sort().to_list()
        return tuple(LIMITS[code] for code in dict.fromkeys([*self.limits, *own]))


def whole_range(share: float, uncovered: float) -> tuple[float, float]:
    """Return what the share of a whole could be, where a part was not heard at all.

    Parameters
    ----------
    share : float
        In the part that was heard, 0 to 1.
    uncovered : float
        Part of the population of which nobody was heard, 0 to 1.

    Returns
    -------
    low, high : float
        If none, or all, of them agreed. Sampling error comes on top.

    Examples
    --------
    >>> whole_range(0.7, 0.1)
    (0.63, 0.73)
    """
    low = share * (1 - uncovered)
    return round(low, 9), round(low + uncovered, 9)


def kish(weight: NDArray[np.float64]) -> float:
    """Return how many people of equal weight the weights are worth.

    Parameters
    ----------
    weight : np.ndarray, shape (people,)
        Above 0.

    Returns
    -------
    float
        Above 0, at most the number of people.

    Examples
    --------
    >>> kish(np.array([1.0, 1.0, 2.0]))  # 4^2 / 6
    2.6666666666666665
    """
    return float(weight.sum() ** 2 / (weight**2).sum())


def interval(
    share: float, error: float, freedom: int, level: float
) -> tuple[float, float]:
    """Return an interval for a share on the logit scale.

    Parameters
    ----------
    share : float
        Above 0, below 1.
    error : float
        Its standard error.
    freedom : int
        Degrees of freedom of Student's t, at least 1.
    level : float
        0 to 1.

    Returns
    -------
    low, high : float
        Within 0 to 1.

    Examples
    --------
    >>> [round(end, 3) for end in interval(0.5, 0.1, 20, 0.95)]
    [0.303, 0.697]
    """
    t = float(special.stdtrit(freedom, 0.5 + level / 2))
    middle = np.log(share / (1 - share))
    half = t * error / (share * (1 - share))
    low, high = 1 / (1 + np.exp(-(middle + np.array([-half, half]))))
    return float(low), float(high)


def numbers(linear: Linear, boot_error: float, level: float) -> dict[str, object]:
    """Return the numbers of one row of `ESTIMATES`.

    Parameters
    ----------
    linear : Linear
        The share and its linearised error.
    boot_error : float
        From the bootstrap; NaN if there is none.
    level : float
        Of the intervals.

    Returns
    -------
    dict
        By column.
    """
    low, high = interval(linear.share, linear.error, linear.freedom, level)
    found = {
        "share": linear.share,
        "error": linear.error,
        "low": low,
        "high": high,
        "worth": linear.n / linear.effect if linear.effect > 0 else np.nan,
        "effect": linear.effect,
        "boot_error": boot_error,
    }
    if np.isfinite(boot_error):
        ends = interval(linear.share, boot_error, linear.freedom, level)
        found |= {"boot_low": ends[0], "boot_high": ends[1]}
    return {
        name: round(value, DIGITS) if np.isfinite(value) else None
        for name, value in found.items()
    }


def estimates(
    outcomes: Sequence[str],
    answered: Mapping[str, int],
    reasons: Mapping[str, str | None],
    found: Mapping[tuple[str, str], Mapping[str, object]],
) -> pl.DataFrame:
    """Return one row per outcome and way.

    Parameters
    ----------
    outcomes : sequence of str
        In the order of rows.
    answered : mapping
        Outcome to people who answered.
    reasons : mapping
        Outcome to why there is no number, or None.
    found : mapping
        Outcome and way to numbers.

    Returns
    -------
    pl.DataFrame
        `ESTIMATES`.
    """
    rows = [
        {
            "outcome": name,
            "way": way,
            "n": answered[name],
            "reason": reasons[name],
            **found.get((name, way), {}),
        }
        for name in outcomes
        for way in WAYS
    ]
    return pl.DataFrame(rows, schema=ESTIMATES)


def margins(rows: pl.DataFrame, design: SamplingDesign) -> pl.DataFrame:
    """Return who was heard too much and too little: `MARGINS`.

    Parameters
    ----------
    rows : pl.DataFrame
        People kept.
    design : SamplingDesign
        What is known of the population.

    Returns
    -------
    pl.DataFrame
        In the order of the margins, levels rising.
    """
    found = []
    for margin in design.margins:
        heard = dict(rows[margin.column].value_counts().iter_rows())
        whole = sum(margin.totals.values())
        for level, people in sorted(margin.totals.items()):
            n = int(heard.get(level, 0))
            share = n / rows.height if rows.height else None
            found.append(
                (margin.column, level, float(people), n, share, people / whole)
            )
    return pl.DataFrame(found, schema=MARGINS, orient="row")
