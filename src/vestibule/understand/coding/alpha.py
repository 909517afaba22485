"""How much more do coders agree than chance would have them?

Krippendorff's alpha compares the disagreement seen inside units with the one
expected if readings were dealt out over units at random: 1 is full agreement, 0 is
what chance gives, below 0 coders disagree as if by rule.

References
----------
.. [1] Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability.
.. [2] Hayes, A. and Krippendorff, K. (2007), Answering the call for a standard
   reliability measure for coding data, Communication Methods and Measures 1.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
"""How far two values are apart: not at all or fully, by rank, by size, by proportion."""


def alpha(counts: Floats, values: Floats, metric: Metric = "nominal") -> float | None:
    """Return Krippendorff's alpha.

    Parameters
    ----------
    counts : np.ndarray, shape (units, values)
        How many coders gave each unit each value; what a coder did not read is not
        counted. Units with one reading say nothing and are left out.
    values : np.ndarray, shape (values,)
        The values, rising; for ``nominal`` only how many there are matters.
    metric : {'nominal', 'ordinal', 'interval', 'ratio'}
        How far two values are apart.

    Returns
    -------
    float or None
        At most 1; None where no unit was read twice or only one value was given.

    Examples
    --------
    Two coders, four excerpts, one of them read apart:

    >>> counts = np.array([[2, 0], [2, 0], [0, 2], [1, 1]])
    >>> round(alpha(counts, np.arange(2)), 3)
    0.533
    """
    read = counts.sum(axis=1)
    kept, readers = counts[read > 1].astype(np.float64), read[read > 1]
    coincident = np.einsum("uc,uk,u->ck", kept, kept, 1 / np.maximum(readers - 1, 1))
    coincident -= np.diag((kept / np.maximum(readers - 1, 1)[:, None]).sum(axis=0))
    totals = kept.sum(axis=0)
    apart = _apart(totals, np.asarray(values, dtype=np.float64), metric)
    expected = float(totals @ apart @ totals - totals @ np.diag(apart))
    if expected <= 0:
        return None
    seen = float((coincident * apart).sum())
    return 1 - (float(totals.sum()) - 1) * seen / expected


def _apart(totals: Floats, values: Floats, metric: Metric) -> Floats:
    """Return the squared distance of each pair of values, shape (values, values)."""
    first, second = values[:, None], values[None, :]
    if metric == "nominal":
        return 1.0 - np.eye(len(values))
    if metric == "interval":
        return np.asarray((first - second) ** 2)
    if metric == "ratio":
        whole = first + second
        return np.asarray(
            np.divide(first - second, whole, np.zeros_like(whole), where=whole != 0)
            ** 2
        )
    upto = np.cumsum(totals)
    between = np.abs(upto[:, None] - upto[None, :])
    # from the middle of one value's readings to the middle of the other's
    larger = np.where(first > second, totals[:, None], totals[None, :])
    smaller = np.where(first > second, totals[None, :], totals[:, None])
    return np.asarray((between - larger / 2 + smaller / 2) ** 2) * (
        1.0 - np.eye(len(values))
    )


def sums(counts: Floats, cluster: NDArray[np.int64], clusters: int) -> Floats:
    """Return what nominal alpha is made of, cluster by cluster, ready to be added up.

    Parameters
    ----------
    counts : np.ndarray, shape (units, values)
        As for `alpha`; each unit read at least twice.
    cluster : np.ndarray of int, shape (units,)
        The cluster of each unit, from 0.
    clusters : int
        How many there are.

    Returns
    -------
    np.ndarray, shape (clusters, 1 + values)
        The disagreement seen, then how often each value was given.
    """
    readers = counts.sum(axis=1)
    seen = (readers**2 - (counts**2).sum(axis=1)) / (readers - 1)
    told = np.column_stack([seen, counts])
    whole = np.zeros((clusters, told.shape[1]))
    np.add.at(whole, cluster, told)
    return whole


def disagreement(added: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the disagreement seen, the one expected, and the number of readings.

    Parameters
    ----------
    added : np.ndarray, shape (..., 1 + values)
        Sums of `sums`.

    Returns
    -------
    seen, expected, readings : np.ndarray, shape (...)
        Nominal alpha is ``1 - seen / expected`` where something is expected; plain
        agreement is ``1 - seen / readings``.
    """
    seen, values = added[..., 0], added[..., 1:]
    readings = values.sum(axis=-1)
    apart = readings**2 - (values**2).sum(axis=-1)
    expected = np.divide(
        apart, readings - 1, out=np.zeros_like(apart), where=readings > 1
    )
    return seen, expected, readings
