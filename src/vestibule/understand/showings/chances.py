"""With which probability is each statement put to people, and which are drawn?

The best statements are put almost always, every other one now and then: a part of the
places is given to all alike, so that no statement has probability 0 and what is
estimated from the answers can be weighed by how it came to be asked. The probability
is known exactly before the draw: `n` places are drawn systematically from probabilities
that sum to `n`, in an order that chance gives.

Chance is drawn from what statements say and who is asked, never from an id or a row.

References
----------
.. [1] Madow, W. G. (1949), On the theory of systematic sampling II, Annals of
   Mathematical Statistics 20, 333-354.
.. [2] Hartley, H. O. and Rao, J. N. K. (1962), Sampling with unequal probabilities and
   without replacement, Annals of Mathematical Statistics 33, 350-374: randomised order.
.. [3] Horvitz, D. G. and Thompson, D. J. (1952), A generalization of sampling without
   replacement from a finite universe, Journal of the American Statistical Association
   47, 663-685: what the probabilities are for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from vestibule.understand.ground.evidence import Floats, Ints

DIGITS = 9
"""Decimals of a bit that tell two statements apart: the last ones are of rounding."""

PARTS = 2.0**64
"""How many lots there are."""


def lots(key: str, contents: Sequence[str]) -> Floats:
    """Return a lot for each content, the same whatever stands beside it.

    Parameters
    ----------
    key : str
        Seed, and who is asked.
    contents : sequence of str
        What tells statements apart.

    Returns
    -------
    Floats
        0 to 1, shape (contents,).
    """
    start = hashlib.sha256(f"{len(key)}:{key}".encode())
    drawn = []
    for content in contents:
        one = start.copy()
        one.update(content.encode())
        drawn.append(int.from_bytes(one.digest()[:8], "big") / PARTS)
    return np.array(drawn, dtype=np.float64)


def best(values: Floats, n: int) -> Floats:
    """Return probabilities that put the `n` statements of most worth.

    Parameters
    ----------
    values : np.ndarray, shape (statements,)
        What each is worth, 0 or more.
    n : int
        Places, 0 to the number of statements.

    Returns
    -------
    Floats
        0 to 1, together `n`. Equals share what is left alike; what is worth nothing
        gets a place only if nothing else is left.

    Examples
    --------
    >>> best(np.array([3.0, 1.0, 1.0, 0.0]), 2).tolist()
    [1.0, 0.5, 0.5, 0.0]
    """
    rounded = np.round(values, DIGITS)
    found = np.zeros(rounded.size)
    left = float(n)
    for value in np.unique(rounded)[::-1]:
        alike = rounded == value
        part = min(1.0, left / alike.sum())
        found[alike] = part
        left -= part * alike.sum()
        if left <= 0:
            break
    return found


def proportional(values: Floats, n: int) -> Floats:
    """Return probabilities in proportion to worth, none above 1.

    Parameters
    ----------
    values, n
        As for `best`.

    Returns
    -------
    Floats
        0 to 1, together `n`.

    Examples
    --------
    >>> proportional(np.array([6.0, 1.0, 1.0, 0.0]), 2).tolist()
    [1.0, 0.5, 0.5, 0.0]
    """
    rounded = np.round(values, DIGITS)
    sure = np.zeros(rounded.size, dtype=bool)
    for _ in range(rounded.size):
        left = n - int(sure.sum())
        whole = float(rounded[~sure].sum())
        over = ~sure & (rounded * left >= whole) & (rounded > 0)
        if not over.any():
            break
        sure |= over
    rest = np.where(sure, 0.0, rounded)
    left = n - int(sure.sum())
    if rest.sum() > 0:
        return np.asarray(np.where(sure, 1.0, left * rest / rest.sum()))
    free = np.maximum((~sure).sum(), 1)
    return np.asarray(np.where(sure, 1.0, left / free))


def explored(wanted: Floats, n: int, explore: float) -> Floats:
    """Return probabilities of which a part is given to all alike.

    Parameters
    ----------
    wanted : np.ndarray, shape (statements,)
        From `best` or `proportional`.
    n : int
        Places.
    explore : float
        The part, above 0 and at most 1.

    Returns
    -------
    Floats
        Above 0 and at most 1, together `n`: at least ``explore n / statements``.

    Examples
    --------
    >>> explored(np.array([1.0, 0.0, 0.0, 0.0]), 1, 0.2).tolist()
    [0.8500000000000001, 0.05, 0.05, 0.05]
    """
    alike = n / max(wanted.size, 1)
    return np.minimum(explore * alike + (1 - explore) * wanted, 1.0)


def drawn(probability: Floats, order: Floats, start: float) -> Ints:
    """Return which statements are drawn.

    Parameters
    ----------
    probability : np.ndarray, shape (statements,)
        0 to 1, together a whole number.
    order : np.ndarray, shape (statements,)
        Lots that say in which order statements lie.
    start : float
        A lot, 0 to 1.

    Returns
    -------
    Ints
        As many numbers of statements as the probabilities sum to; each is drawn with
        its probability over all starts.
    """
    n = round(float(probability.sum()))
    row = np.argsort(order, kind="stable")
    ends = np.cumsum(probability[row])
    if n:
        ends *= n / ends[-1]
    found = np.searchsorted(ends, start + np.arange(n), side="right")
    return np.asarray(np.sort(row[np.minimum(found, row.size - 1)]), dtype=np.int64)
