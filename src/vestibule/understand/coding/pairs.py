"""Which themes come up together more often than chance would have them?

In excerpts: in the same words. In gatherings: among the same people. Chance means:
*within one gathering* it has nothing to do with one another which of its excerpts
bear one theme and which the other; likewise gatherings within a region. So a
gathering that speaks long, or a region where much is named, makes no pair by itself.

Together is not because of: this is no link of the system map, and nobody told it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from vestibule.dossier.records import Dossier
from vestibule.understand import met
from vestibule.understand.coding import readings

Floats = NDArray[np.float64]

FALSE = 0.05
"""Of the pairs said to come up together, the share expected to do so by chance."""

SCHEMA = {
    "first": pl.String,
    "second": pl.String,
    "first_key": pl.String,
    "second_key": pl.String,
    "n_first": pl.Int64,
    "n_second": pl.Int64,
    "both": pl.Int64,
    "expected": pl.Float64,
    "p": pl.Float64,
    "q": pl.Float64,
    "together": pl.Boolean,
    "gatherings": pl.Int64,
    "places": pl.Int64,
    "people": pl.Int64,
}
"""Columns of both frames of `Together`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Pairs of themes that come up together.

    Each frame has one row per pair of codes of which neither lies above the other, by
    ``p``, ``first_key``, ``second_key``: ``first``, ``second`` and their keys,
    ``n_first``, ``n_second`` (units that bear each), ``both``, ``expected`` (by
    chance), ``p`` (how often chance gives as many or more), ``q`` (the false discovery
    rate at which it would be told), ``together`` (``q`` at most `false`), and for
    clearing ``gatherings``, ``places``, ``people`` in which both came up.

    Parameters
    ----------
    in_excerpts, in_gatherings : pl.DataFrame
        By the unit in which both come up. Pairs that never come up together, or by
        chance always must, are left out.
    pairs_in_excerpts, pairs_in_gatherings : int
        Pairs compared, those left out as never together included.
    false : float
        Of the pairs told, the share expected to be chance, 0 to 1.
    """

    in_excerpts: pl.DataFrame
    in_gatherings: pl.DataFrame
    pairs_in_excerpts: int
    pairs_in_gatherings: int
    false: float


def together(dossier: Dossier, *, false: float = FALSE) -> Together:
    """Return which themes come up together.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    false : float
        False discovery rate, 0 to 1.

    Returns
    -------
    Together
        Empty frames where nothing is coded.

    Notes
    -----
    Exact: the number of units that bear both is, given how many bear each, a sum of
    independent hypergeometric numbers, one per stratum [1]_; their distributions are
    convolved. Told by the step-up rule of [2]_ over all pairs. Assumes that units of
    one stratum could each bear a theme alike.

    References
    ----------
    .. [1] Mehta, C., Patel, N. and Gray, R. (1985), Computing an exact confidence
       interval for the common odds ratio in several 2 x 2 contingency tables, JASA 80.
    .. [2] Benjamini, Y. and Hochberg, Y. (1995), Controlling the false discovery rate,
       JRSS B 57.
    """
    found = readings.borne(dossier)
    places = met.gatherings(dossier).select("gathering", "place", "region", "people")
    units = found.select("excerpt", "gathering").unique()
    bearing = found.filter("bears").select("excerpt", "gathering", "code")
    excerpts = _counted(
        dossier,
        units.select("gathering", unit="excerpt", stratum="gathering"),
        bearing.select("code", unit="excerpt"),
        places,
        false,
    )
    regions = units.select("gathering").unique().join(places, on="gathering")
    gatherings = _counted(
        dossier,
        regions.select(
            "gathering", unit="gathering", stratum=pl.col("region").fill_null("")
        ),
        bearing.select("code", unit="gathering").unique(),
        places,
        false,
    )
    return Together(
        in_excerpts=excerpts[0],
        in_gatherings=gatherings[0],
        pairs_in_excerpts=excerpts[1],
        pairs_in_gatherings=gatherings[1],
        false=false,
    )


def _counted(
    dossier: Dossier,
    units: pl.DataFrame,
    bearing: pl.DataFrame,
    places: pl.DataFrame,
    false: float,
) -> tuple[pl.DataFrame, int]:
    """Return the pairs that come up together at all, and how many were compared."""
    units = units.sort("stratum", "unit")
    keys = dict(dossier.current("codes").select("id", "key").iter_rows())
    codes = sorted(bearing["code"].unique(), key=lambda code: (keys[code], code))
    bears = np.zeros((len(codes), len(units)), dtype=bool)
    at = {unit: n for n, unit in enumerate(units["unit"])}
    row = {code: n for n, code in enumerate(codes)}
    for code, unit in bearing.select("code", "unit").iter_rows():
        bears[row[code], at[unit]] = True
    stratum = units["stratum"].rank("dense").to_numpy().astype(np.int64) - 1
    upward = set(readings.above(dossier).select("code", "above").iter_rows())
    pairs = [
        (a, b)
        for a, b in combinations(codes, 2)
        if (a, b) not in upward and (b, a) not in upward
    ]
    told: list[dict[str, object]] = [
        {
            **dict.fromkeys(SCHEMA),
            "first": a,
            "second": b,
            "first_key": keys[a],
            "second_key": keys[b],
            **_of_pair(bears[row[a]], bears[row[b]], stratum),
            **_where(units, bears[row[a]] & bears[row[b]], places),
        }
        for a, b in pairs
    ]
    whole = pl.DataFrame(told, schema=SCHEMA)
    rates = stats.false_discovery_control(whole["p"].to_numpy()) if told else []
    return (
        whole.with_columns(q=pl.Series(rates, dtype=pl.Float64))
        .with_columns(together=pl.col("q") <= false)
        .filter(pl.col("both") > 0)
        .select(list(SCHEMA))
        .sort("p", "first_key", "second_key", "first", "second")
    ), len(pairs)


def _of_pair(
    first: NDArray[np.bool_], second: NDArray[np.bool_], stratum: NDArray[np.int64]
) -> dict[str, float | int | None]:
    """Return how often two themes come up in one unit, and how often by chance."""
    size = np.bincount(stratum)
    with_first = np.bincount(stratum[first], minlength=len(size))
    with_second = np.bincount(stratum[second], minlength=len(size))
    both = int((first & second).sum())
    if both == 0:
        # chance gives as many always, and the pair is not listed
        return dict.fromkeys(("n_first", "n_second", "both"), 0) | {"p": 1.0}
    expected = float((with_first * with_second / size).sum())
    open_ = (with_first > 0) & (with_second > 0)
    spread = np.ones(1)
    least = 0
    for n, a, b in zip(size[open_], with_first[open_], with_second[open_], strict=True):
        low, high = max(0, a + b - n), min(a, b)
        least += int(low)
        if high > low:
            spread = np.convolve(spread, _dealt(int(n), int(a), int(b)))
    return {
        "n_first": int(first.sum()),
        "n_second": int(second.sum()),
        "both": both,
        "expected": expected,
        "p": float(min(spread[both - least :].sum(), 1.0)),
    }


@lru_cache(maxsize=10_000)
def _dealt(n: int, first: int, second: int) -> Floats:
    """Return how probable each number of units in common is, the least first."""
    steps = np.arange(max(0, first + second - n), min(first, second) + 1)
    return np.asarray(stats.hypergeom.pmf(steps, n, first, second), dtype=np.float64)


def _where(
    units: pl.DataFrame, both: NDArray[np.bool_], places: pl.DataFrame
) -> dict[str, int]:
    if not both.any():
        return {}
    here = units.filter(pl.Series(both)).select("gathering").unique()
    rows = here.join(places, on="gathering")
    return {
        "gatherings": len(here),
        "places": rows["place"].drop_nulls().n_unique(),
        "people": int(rows["people"].sum()),
    }
