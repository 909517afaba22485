"""How is chance drawn, so that the same seed gives the same bytes?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


def stream(seed: int, name: str) -> np.random.Generator:
    """Return the stream of chance of one part of a rehearsal.

    Each part has its own, so that drawing more in one changes nothing in another.

    Parameters
    ----------
    seed : int
        0 or more.
    name : str
        What the part is called.

    Returns
    -------
    np.random.Generator
        The stream of chance of one part of a rehearsal.
    """
    return np.random.default_rng([seed, *name.encode()])


def spread(
    total: int, n: int, chance: np.random.Generator, *, low: int = 1
) -> list[int]:
    """Divide `total` into `n` uneven parts of at least `low` each.

    Parameters
    ----------
    total, n : int
        What is divided, into how many.
    chance : Generator
        Where chance comes from.
    low : int
        The least of a part; less where the total does not suffice.

    Returns
    -------
    list of int
        Length `n`, summing to `total`.
    """
    if n == 0:
        return []
    low = min(low, total // n)
    weights = chance.gamma(10.0, size=n)
    parts = chance.multinomial(total - low * n, weights / weights.sum())
    return [int(part) + low for part in parts]


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """Divide `total` in proportion to weights, by largest remainders.

    Returns
    -------
    list[int]
        As the first line says.

    Examples
    --------
    >>> shared_out(10, [1, 1, 1])
    [4, 3, 3]
    """
    exact = np.asarray(weights, dtype=float) / sum(weights) * total
    parts = np.floor(exact).astype(int)
    order = np.argsort(parts - exact, kind="stable")
    parts[order[: total - parts.sum()]] += 1
    return [int(part) for part in parts]


def highest(scores: Floats, share: float) -> npt.NDArray[np.bool_]:
    """Return which scores are among the highest `share` of them, exactly.

    Returns
    -------
    npt.NDArray[np.bool_]
        Which scores are among the highest `share` of them, exactly.

    Examples
    --------
    >>> highest(np.array([3.0, 1.0, 2.0, 0.0]), 0.5).tolist()
    [True, False, True, False]
    """
    chosen = np.zeros(len(scores), dtype=bool)
    chosen[np.argsort(-scores, kind="stable")[: round(share * len(scores))]] = True
    return chosen


def activity(
    total: int, people: int, most: int, spread: float, chance: np.random.Generator
) -> Whole:
    """Return how many votes each person gives: log-normal, summing to `total`.

    Parameters
    ----------
    total : int
        Votes; at most ``people * most``.
    people : int
        How many people.
    most : int
        The most that one person can give.
    spread : float
        Standard deviation of the logarithm.
    chance : Generator
        Where chance comes from.

    Returns
    -------
    ndarray of int64, shape (people,)
        Each from 0 to `most`, from 1 where the total allows.
    """
    total = min(total, people * most)
    drive = chance.lognormal(0.0, spread, size=people)
    low, high = 0.0, 1.0
    while np.clip(drive * high, 1, most).sum() < total and high < 1e12:
        high *= 2
    for _ in range(50):
        middle = (low + high) / 2
        enough = np.clip(drive * middle, 1, most).sum() >= total
        low, high = (low, middle) if enough else (middle, high)
    counts = np.clip(np.floor(drive * high), 1, most).astype(np.int64)
    return _adjusted(counts, total, most, chance)


def _adjusted(
    counts: Whole, total: int, most: int, chance: np.random.Generator
) -> Whole:
    # Rounding left a few votes too many or too few: give or take one here and there.
    while (gap := int(total - counts.sum())) != 0:
        open_ = np.flatnonzero(counts < most if gap > 0 else counts > 0)
        chosen = chance.permutation(open_)[: abs(gap)]
        counts[chosen] += 1 if gap > 0 else -1
    return counts


def order_drawn(
    people: int, weights: Floats, chance: np.random.Generator
) -> npt.NDArray[np.int32]:
    """Return in which order each person meets the statements.

    Heavier ones come sooner, without repetition: the order of weights perturbed
    by Gumbel noise is a draw without replacement.

    Parameters
    ----------
    people : int
        How many people.
    weights : ndarray of float, shape (statements,)
        Above 0.
    chance : Generator
        Where chance comes from.

    Returns
    -------
    ndarray of int32, shape (people, statements)
        0 for the statement met first.

    References
    ----------
    .. [1] Efraimidis, Spirakis (2006), Weighted random sampling with a reservoir,
       Information Processing Letters 97.
    """
    # The smallest exponential waiting time, divided by the weight, comes first.
    waits = chance.standard_exponential((people, len(weights)), dtype=np.float32)
    order = np.argsort(waits / weights.astype(np.float32), axis=1)
    ranks = np.empty(order.shape, dtype=np.int32)
    steps = np.arange(len(weights), dtype=np.int32)[np.newaxis, :]
    np.put_along_axis(ranks, order, np.broadcast_to(steps, order.shape), axis=1)
    return ranks


def answers(logits: Floats, chance: np.random.Generator) -> npt.NDArray[np.int8]:
    """Return votes: 1 agree, 0 pass, -1 disagree.

    Passing is likelier near indifference: ``0.05 + 0.25 exp(-|logit| / 1.5)``.

    Parameters
    ----------
    logits : ndarray of float, any shape
        Log-odds to agree, for someone who does not pass.
    chance : Generator
        Where chance comes from.

    Returns
    -------
    npt.NDArray[np.int8]
        Votes: 1 agree, 0 pass, -1 disagree.
    """
    passes = chance.random(logits.shape, dtype=np.float32) < pass_share(logits)
    agrees = chance.random(logits.shape, dtype=np.float32) < agree_share(logits)
    votes = np.where(agrees, 1, -1).astype(np.int8)
    votes[passes] = 0
    return votes


def pass_share(logits: Floats) -> Floats:
    """Return the probability (0 to 1) to pass, of the shape of `logits`."""
    passing: Floats = 0.05 + 0.25 * np.exp(-np.abs(logits) / 1.5)
    return passing


def agree_share(logits: Floats) -> Floats:
    """Return the probability (0 to 1) to agree rather than disagree."""
    agreeing: Floats = 1.0 / (1.0 + np.exp(-logits))
    return agreeing
