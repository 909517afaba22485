"""What is told in some places, or by some profiles, more than elsewhere: how surely?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special, stats

from vestibule.dossier.process import Disclosure
from vestibule.understand.maps.result import SystemMap

Floats = NDArray[np.float64]

By = Literal["region", "profile"]
"""What gatherings are set side by side by."""

ROWS = {
    "cause": pl.String(),
    "effect": pl.String(),
    "group": pl.String(),
    "told": pl.Int64(),
    "of": pl.Int64(),
    "told_elsewhere": pl.Int64(),
    "of_elsewhere": pl.Int64(),
    "difference": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "p": pl.Float64(),
    "q": pl.Float64(),
    "differs": pl.Boolean(),
}
"""Of `Differences.rows`."""


@dataclass(frozen=True, kw_only=True)
class Differences:
    """Links that gatherings of one group tell more, or less, than all others.

    Parameters
    ----------
    by : {"region", "profile"}
        What tells groups apart.
    error : float
        Share of the differences named that is expected to be none, at most.
    level : float
        Of each interval, 0 to 1; intervals are not widened for their number.
    rows : pl.DataFrame
        ``cause``, ``effect``, ``group`` (id of a place or a profile), ``told`` ``of``
        and ``told_elsewhere`` ``of_elsewhere`` (gatherings), ``difference`` of the two
        shares with ``low`` and ``high``, ``p`` (exact), ``q`` (adjusted), ``differs``.
        By `q`.
    too_few : tuple of str
        Groups not compared: fewer gatherings, people or places than the process asks.
    unplaced : int
        Gatherings that tell links and belong to no group.
    limits : tuple of str
        ``one-group``: nothing to set side by side.
    """

    by: By
    error: float
    level: float
    rows: pl.DataFrame
    too_few: tuple[str, ...]
    unplaced: int
    limits: tuple[str, ...]


def differences(
    system: SystemMap,
    people: pl.DataFrame,
    disclosure: Disclosure,
    *,
    by: By = "region",
    error: float = 0.1,
    level: float = 0.95,
) -> Differences:
    """Return which links are told more, or less, in one group than in the others.

    Parameters
    ----------
    system : SystemMap
        The map.
    people : pl.DataFrame
        ``gathering`` and ``people``: attendances at each, so that no group below the
        process's thresholds is compared.
    disclosure : Disclosure
        Thresholds: people, gatherings and, for profiles, places.
    by : {"region", "profile"}
        Regions of gatherings, or the profile of homogeneous ones; mixed gatherings
        belong to no profile.
    error : float
        Share of the named differences expected to be none, 0 to 1.
    level : float
        Of the intervals.

    Returns
    -------
    Differences
        One row for each link and group compared. Only links told in at least
        `disclosure.gatherings` gatherings are looked at.

    Notes
    -----
    The unit is the gathering: people in one room hear each other. A gathering tells a
    link or does not; a group is set against all other groups that may be compared, by
    Fisher's exact test, and the interval of the difference is Newcombe's of two Wilson
    intervals [1]_. As the tests hang together in unknown ways, false discoveries are
    held by Benjamini and Yekutieli's rule [2]_. Assumes that gatherings differ from
    each other by chance alone within a group; where they were chosen for what they
    would say, a difference is of that choice. No difference named does not mean alike.

    References
    ----------
    .. [1] Newcombe, R. G. (1998), Interval estimation for the difference between
       independent proportions, Statistics in Medicine 17, method 10.
    .. [2] Benjamini, Y. and Yekutieli, D. (2001), The control of the false discovery
       rate in multiple testing under dependency, Annals of Statistics 29.
    """
    linked = system.claims.filter(pl.col("cause") != pl.col("effect"))
    met = linked.drop_nulls("gathering").select("gathering", "place", group=by).unique()
    unplaced = met.filter(pl.col("group").is_null())["gathering"].n_unique()
    groups, too_few = _heard_enough(met.drop_nulls("group"), people, disclosure, by)
    if len(groups) < 2:
        return Differences(
            by=by, error=error, level=level, rows=pl.DataFrame(schema=ROWS),
            too_few=too_few, unplaced=unplaced, limits=("one-group",),
        )  # fmt: skip
    kept = met.filter(pl.col("group").is_in(groups)).select("gathering", "group")
    rows = _tested(_counted(linked, kept.unique(), disclosure.gatherings), error, level)
    return Differences(
        by=by, error=error, level=level, rows=rows, too_few=too_few,
        unplaced=unplaced, limits=(),
    )  # fmt: skip


def _heard_enough(
    met: pl.DataFrame, people: pl.DataFrame, disclosure: Disclosure, by: By
) -> tuple[list[str], tuple[str, ...]]:
    sizes = (
        met.join(people.select("gathering", "people"), on="gathering", how="left")
        .group_by("group")
        .agg(
            gatherings=pl.col("gathering").n_unique(),
            people=pl.col("people").sum(),
            places=pl.col("place").drop_nulls().n_unique(),
        )
        .sort("group")
    )
    enough = (pl.col("gatherings") >= disclosure.gatherings) & (
        pl.col("people") >= disclosure.people
    )
    if by == "profile":
        enough &= pl.col("places") >= disclosure.places
    return (
        sizes.filter(enough)["group"].to_list(),
        tuple(sizes.filter(~enough)["group"]),
    )


def _counted(linked: pl.DataFrame, met: pl.DataFrame, least: int) -> pl.DataFrame:
    """Return gatherings that told each link, in each group and in all others."""
    told = (
        linked.select("cause", "effect", "gathering")
        .unique()
        .join(met, on="gathering")
        .group_by("cause", "effect", "group")
        .len("told")
    )
    size = met.group_by("group").len("of")
    links = (
        told.group_by("cause", "effect")
        .agg(all_told=pl.col("told").sum())
        .filter(pl.col("all_told") >= least)
    )
    whole = [pl.col(name).cast(pl.Int64) for name in ("told", "of", "all_told")]
    return (
        links.join(size, how="cross")
        .join(told, on=["cause", "effect", "group"], how="left")
        .with_columns(pl.col("told").fill_null(0))
        .with_columns(whole)
        .with_columns(
            told_elsewhere=pl.col("all_told") - pl.col("told"),
            of_elsewhere=met.height - pl.col("of"),
        )
        .sort("cause", "effect", "group")
    )


def _tested(rows: pl.DataFrame, error: float, level: float) -> pl.DataFrame:
    a, n, b, m = (
        rows[name].to_numpy().astype(np.float64)
        for name in ("told", "of", "told_elsewhere", "of_elsewhere")
    )
    p = fisher(a, n, b, m)
    q = stats.false_discovery_control(p, method="by") if len(p) else p
    low, high = newcombe(a, n, b, m, level)
    found = rows.with_columns(
        difference=pl.Series(a / n - b / m),
        low=pl.Series(low),
        high=pl.Series(high),
        p=pl.Series(p),
        q=pl.Series(q),
        differs=pl.Series(q <= error),
    )
    rounded = pl.selectors.float().round(9)
    return (
        found.select(*ROWS)
        .with_columns(rounded)
        .sort("q", "p", "cause", "effect", "group")
    )


def fisher(a: Floats, n: Floats, b: Floats, m: Floats) -> Floats:
    """Return two-sided exact p-values of `a` of `n` against `b` of `m`.

    Parameters
    ----------
    a, n, b, m : ndarray of float, shape (tests,)
        Whole numbers, ``0 <= a <= n`` and ``0 <= b <= m``.

    Returns
    -------
    ndarray of float, shape (tests,)
        The probability of all tables no likelier than the one seen.
    """
    margins: dict[tuple[float, float, float], tuple[float, Floats]] = {}
    found = np.ones(len(a))
    for at, (x, size, other, rest) in enumerate(zip(a, n, b, m, strict=True)):
        margin = (size, rest, x + other)
        if margin not in margins:
            margins[margin] = _of_margin(*margin)
        low, p = margins[margin]
        found[at] = p[int(x - low)]
    return found


def _of_margin(n: float, m: float, both: float) -> tuple[float, Floats]:
    """Return the p-values of all tables of one margin, and the least `a` of them."""
    low = max(0.0, both - m)
    x = np.arange(low, min(n, both) + 1)
    chosen = special.gammaln([[n + 1], [m + 1]])
    weight = (
        chosen.sum()
        - special.gammaln(x + 1)
        - special.gammaln(n - x + 1)
        - special.gammaln(both - x + 1)
        - special.gammaln(m - both + x + 1)
    )
    chance = np.exp(weight - special.logsumexp(weight))
    # tables as likely as the one seen count with it, but for rounding
    alike = chance[np.newaxis, :] <= chance[:, np.newaxis] * (1 + 1e-7)
    return low, np.minimum((alike * chance).sum(axis=1), 1.0)


def newcombe(
    a: Floats, n: Floats, b: Floats, m: Floats, level: float
) -> tuple[Floats, Floats]:
    """Return the interval of ``a / n - b / m``, from two Wilson intervals.

    Parameters
    ----------
    a, n, b, m : ndarray of float, shape (tests,)
        ``0 <= a <= n``, ``0 <= b <= m``, `n` and `m` above 0.
    level : float
        0 to 1.

    Returns
    -------
    tuple of (ndarray of float, ndarray of float)
        Each of shape (tests,), from -1 to 1.
    """
    z = float(stats.norm.ppf((1 + level) / 2))

    def wilson(x: Floats, size: Floats) -> tuple[Floats, Floats]:
        middle = (x + z * z / 2) / (size + z * z)
        half = z * np.sqrt(x * (size - x) / size + z * z / 4) / (size + z * z)
        return middle - half, middle + half

    (l1, u1), (l2, u2) = wilson(a, n), wilson(b, m)
    one, two = a / n, b / m
    low = one - two - np.sqrt((one - l1) ** 2 + (u2 - two) ** 2)
    high = one - two + np.sqrt((u1 - one) ** 2 + (two - l2) ** 2)
    return low, high
