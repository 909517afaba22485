"""How many further gatherings would settle what is not settled?

A group's share is settled when it lies surely above or below the bar. The further
a share is from the bar, the fewer people tell: about ``z^2 p (1 - p) / (p - bar)^2``
people who each stand alone, and ``1 + (m - 1) rho`` times as many in gatherings of
``m``. Shares nearer to the bar than `NEAR` may never be settled: a limit is named.

References
----------
.. [1] Donner, A. and Klar, N. (2000), Design and Analysis of Cluster Randomization
   Trials in Health Research, Arnold, chapter 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from vestibule.dossier.process import Disclosure
from vestibule.understand.ground import heard
from vestibule.understand.ground.evidence import Counted, Floats

NEAR = 0.03
"""Shares this near to the bar are not waited for."""

MOST = 30
"""More gatherings of one group than this are never asked for at once."""

SIZE = 12.0
"""People of a gathering, where nobody has met yet."""

LIKENESS = 0.1
"""How alike they answer, where nobody has met yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """How a further gathering may be expected to look.

    Parameters
    ----------
    size : float
        People, 1 or more.
    rho : float
        How alike they answer, 0 to 1.
    """

    size: float = SIZE
    rho: float = LIKENESS

    @property
    def worth(self) -> float:
        """Return how many people standing alone one gathering is worth."""
        return self.size / (1 + (self.size - 1) * self.rho)


def usual(counted: Counted, rho: float | None) -> Usual:
    """Return how a gathering usually was: the middle size, how alike people answer."""
    together = counted.n > 1
    if not together.any():
        return Usual()
    times = np.ceil(counted.times[together]).astype(np.int64)
    return Usual(
        size=float(np.median(np.repeat(counted.n[together], times))), rho=rho or 0.0
    )


def further(
    mean: Floats, spread: Floats, *, bar: float, error: float, usual: Usual
) -> tuple[Floats, np.ndarray]:
    """Return how many further gatherings would settle each share.

    Parameters
    ----------
    mean, spread : np.ndarray, shape (shares,)
        Mean and standard deviation of what is believed of each, 0 to 1.
    bar : float
        What they are compared with, 0 to 1.
    error : float
        Settled: above or below with a probability of ``1 - error``.
    usual : Usual
        A further gathering.

    Returns
    -------
    gatherings : np.ndarray, shape (shares,)
        1 to `MOST`.
    settles : np.ndarray of bool, shape (shares,)
        Whether so many are expected to settle it.

    Examples
    --------
    >>> one = Usual(size=10, rho=0.0)
    >>> count, _ = further(np.array([.7]), np.array([.1]), bar=.6, error=.1, usual=one)
    >>> float(count[0])  # 1.2816^2 * .21 / .01 = 34.5 people, of which 21 were heard
    2.0
    """
    off = np.maximum(np.abs(mean - bar), NEAR)
    vary = mean * (1 - mean)
    wanted = stats.norm.ppf(1 - error) ** 2 * vary / off**2
    heard = vary / np.maximum(spread**2, 1e-12)
    count = np.ceil(np.maximum(wanted - heard, 0) / usual.worth)
    near = np.abs(mean - bar) < NEAR
    return np.clip(count, 1, MOST), (count <= MOST) & ~near


def of_thin(cells: pl.DataFrame, least: Disclosure, usual: Usual) -> pl.DataFrame:
    """Return the gatherings that groups need to be heard at all.

    Parameters
    ----------
    cells : pl.DataFrame
        From `heard.cells`.
    least : Disclosure
        How many people and gatherings are enough.
    usual : Usual
        A further gathering.

    Returns
    -------
    pl.DataFrame
        ``statement``, ``group``, ``key``, ``why``, ``gatherings``; ``settles`` is
        false: nothing is known yet of what they will say.
    """
    people = (least.people - pl.col("people")).clip(0) / usual.size
    met = least.gatherings - pl.col("gatherings")
    return cells.filter(~pl.col("enough")).select(
        *heard.CELL,
        "key",
        "why",
        gatherings=pl.max_horizontal(people.ceil().cast(pl.Int64), met, 1),
        settles=pl.lit(value=False),
    )


def of_unsure(
    measured: pl.DataFrame, *, bar: float, error: float, usual: Usual
) -> pl.DataFrame:
    """Return the gatherings of groups that were heard, but are not surely told.

    Parameters
    ----------
    measured : pl.DataFrame
        Cells with ``mean``, ``spread`` and ``sure`` of what is believed.
    bar, error, usual
        As for `further`.

    Returns
    -------
    pl.DataFrame
        As `of_thin`; ``why`` is ``undecided``.
    """
    unsure = pl.col("sure").is_between(error, 1 - error)
    waiting = measured.filter(unsure).with_columns(why=pl.lit("undecided"))
    mean, spread = (
        waiting[name].to_numpy().astype(np.float64) for name in ("mean", "spread")
    )
    count, settles = further(mean, spread, bar=bar, error=error, usual=usual)
    return waiting.select(*heard.CELL, "key", "why").with_columns(
        gatherings=pl.Series(count).cast(pl.Int64), settles=pl.Series(settles)
    )
