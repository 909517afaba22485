"""How far is what was promised kept, on the scales that observers use?

One mapping (`LEVELS`, `STATES`) stands behind all scales, and evidence is stored as a
state and, where a coder gave one, a level from 0 to 4. The scales cannot be converted
into one another without loss: each is worked out from the evidence, never from another
scale. What a scale cannot place (nobody has looked, sides differ, "partly" without a
level) is never counted as zero: no score is given, only between which ends it lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import polars as pl

Scale = Literal["completed", "matrix", "five"]

MOST: Mapping[Scale, float] = MappingProxyType(
    {"completed": 1, "matrix": 3, "five": 10}
)
"""The highest value of each scale; the lowest is 0."""

LEVELS: Mapping[int, Mapping[Scale, float]] = MappingProxyType(
    {
        0: {"completed": 0, "matrix": 0, "five": 0},
        1: {"completed": 0, "matrix": 1, "five": 2.5},
        2: {"completed": 0, "matrix": 1, "five": 5},
        3: {"completed": 0, "matrix": 2, "five": 7.5},
        4: {"completed": 1, "matrix": 3, "five": 10},
    }
)
"""Level to the value on each scale. 0 not begun; 1 begun; 2 in part, too slowly for its
day; 3 in part, in time for it; 4 done."""

STATES: Mapping[str, Mapping[Scale, float | None]] = MappingProxyType(
    {
        "not_begun": LEVELS[0],
        "begun": LEVELS[1],
        "partly": {"completed": 0, "matrix": None, "five": None},
        "undone": {"completed": 0, "matrix": None, "five": None},
        "done": LEVELS[4],
    }
)
"""State to the value on each scale where no level was given; None: it cannot be said."""

ALLOWED: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "not_begun": (0,),
        "begun": (1,),
        "partly": (2, 3),
        "undone": (0, 1, 2, 3),
        "done": (4,),
        "cannot_say": (),
    }
)
"""The levels that may stand beside a state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A scale over some commitments, as one side sees them.

    Parameters
    ----------
    scale : {'completed', 'matrix', 'five'}
        Share completed; Peace Accords Matrix (0 to 3); five levels (0 to 10).
    n : int
        Commitments.
    points, most : float
        Sum of the values of those that have one, and the most that all could reach.
    percent : float or None
        ``points / most * 100``, of ``matrix`` and ``completed``; None where one
        commitment has no value.
    mean : float or None
        Mean value, on the scale's own range; None likewise.
    unplaced : tuple of (str, int)
        State and number of those without a value: why there is no score.
    low, high : float
        Percent if all of these were at the bottom, at the top.
    """

    scale: Scale
    n: int
    points: float
    most: float
    percent: float | None
    mean: float | None
    unplaced: tuple[tuple[str, int], ...]
    low: float
    high: float


def value(scale: Scale, state: str, level: int | None = None) -> float | None:
    """Return where a commitment stands on a scale.

    Parameters
    ----------
    scale : {'completed', 'matrix', 'five'}
        Which one.
    state : str
        Of `states.SEEN`, or ``divided``, ``contested``, ``unverified``.
    level : int or None
        0 to 4, as a coder gave it.

    Returns
    -------
    float or None
        0 to `MOST`; None where it cannot be said, also where state and level
        contradict each other (`ALLOWED`).

    Notes
    -----
    The Peace Accords Matrix codes 0 not initiated, 1 minimum, 2 intermediate, 3 full
    implementation [1]_; the five levels are 0, 2.5, 5, 7.5 and 10, in which minimal and
    intermediate are told apart by whether the deadline can still be met.

    References
    ----------
    .. [1] Joshi, Quinn, Regan (2015), Annualized implementation data on comprehensive
       intrastate peace accords, Journal of Peace Research 52.

    Examples
    --------
    >>> value("matrix", "partly", 3), value("matrix", "partly"), value("five", "begun")
    (2, None, 2.5)
    """
    if level is not None:
        fits = level in ALLOWED.get(state, ())
        return LEVELS[level][scale] if fits else None
    return STATES.get(state, {}).get(scale)


def score(scale: Scale, told: pl.DataFrame) -> Score:
    """Return the score of some commitments on a scale.

    Parameters
    ----------
    scale : {'completed', 'matrix', 'five'}
        Which one.
    told : pl.DataFrame
        One row per commitment: ``state`` and ``level``, as one side sees it
        (`seen_by`). Sides are never put together.

    Returns
    -------
    Score
        Share completed: done / n. Matrix: sum / (3 n). Five levels: mean. Not to be
        compared across scales, and no measure of how much life has changed.
    """
    rows = told.select("state", "level").rows()
    found = [value(scale, state, level) for state, level in rows]
    placed = [one for one in found if one is not None]
    without = [
        state for (state, _), one in zip(rows, found, strict=True) if one is None
    ]
    points, most = float(sum(placed)), MOST[scale] * len(rows)
    unplaced = tuple((one, without.count(one)) for one in sorted(set(without)))
    whole = bool(rows) and not without
    ends = (points, points + MOST[scale] * len(without))
    low, high = (100 * end / most if most else 0.0 for end in ends)
    return Score(
        scale=scale,
        n=len(rows),
        points=points,
        most=most,
        percent=100 * points / most if whole else None,
        mean=points / len(rows) if whole else None,
        unplaced=unplaced,
        low=low,
        high=high if most else 100.0,
    )


def seen_by(side: str, commitments: pl.DataFrame, sides: pl.DataFrame) -> pl.DataFrame:
    """Return how one side sees every commitment, also those it says nothing of.

    Parameters
    ----------
    side : {'official', 'community', 'observer'}
        Who.
    commitments : pl.DataFrame
        `promised.PROMISED`; those that are no promise are left out.
    sides : pl.DataFrame
        `observed.BY_SIDE`.

    Returns
    -------
    pl.DataFrame
        ``commitment``, ``state`` (``unverified`` where it says nothing), ``level``.
    """
    own = sides.filter(side=side).select("commitment", "state", "level")
    return (
        commitments.filter("counted")
        .select("commitment")
        .join(own, on="commitment", how="left", maintain_order="left")
        .with_columns(pl.col("state").fill_null("unverified"))
    )
