"""How many themes exist that no gathering has named? Lower bounds from the rare ones.

Only themes named in one or two gatherings tell of those named in none: a theme heard
in half of all gatherings would hardly have been missed. Themes may differ in how
likely they are to be named; then more are missing than these numbers say, not fewer.

References
----------
.. [1] Chao, A. (1987), Estimating the population size for capture-recapture data with
   unequal catchability, Biometrics 43: the lower bound "Chao2".
.. [2] Chao, A. et al. (2009), Sufficient sampling for asymptotic minimum species
   richness estimators, Ecology 90.
.. [3] Good, I. J. (1953), The population frequencies of species and the estimation of
   population parameters, Biometrika 40.
.. [4] Garwood, F. (1936), Fiducial limits for the Poisson distribution, Biometrika 28.
.. [5] Lancaster, H. O. (1961), Significance tests in discrete distributions, JASA 56:
   half of the probability of what was seen ("mid-p").
.. [6] Ugland, K. I., Gray, J. S. and Ellingsen, K. E. (2003), The species-accumulation
   curve and estimation of species richness, Journal of Animal Ecology 72.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def chao2(once: int, twice: int, gatherings: int) -> float:
    """Return how many themes at least, on average, have not been heard.

    Parameters
    ----------
    once, twice : int
        Themes named in exactly one, exactly two gatherings.
    gatherings : int
        Read, 1 or more.

    Returns
    -------
    float
        0 or more: Chao2 in its bias-corrected form.

    Examples
    --------
    >>> chao2(6, 3, 10)
    3.375
    """
    pairs = max(once * (once - 1), 0)
    return (gatherings - 1) / gatherings * pairs / (2 * (twice + 1))


def unheard(
    once: int, twice: int, gatherings: int, level: float
) -> tuple[int, int | None]:
    """Return an interval for the number of themes not heard.

    Parameters
    ----------
    once, twice : int
        Themes named in exactly one, exactly two gatherings.
    gatherings : int
        Read, 2 or more.
    level : float
        How often such an interval should hold the truth, 0 to 1.

    Returns
    -------
    low : int
        0 or more. Holds, at this level or better, also where themes are not alike.
    high : int or None
        Only for themes named in at most two gatherings that are all equally likely to
        be named; None where it cannot be said.

    Notes
    -----
    If the themes that two gatherings at most named are equally likely to be named,
    then, given how many they are with those that none named, and how often they were
    named together, which of them were named once, twice or not at all no longer
    depends on how likely that is: ``n! / (f0! f1! f2!) t^f1 (t (t - 1) / 2)^f2`` ways.
    Every number for which what was heard lies in neither outer part of that
    distribution is kept, half of the probability of the very case counting to each
    part [5]_. The middle of it is Chao's bound [1]_; the published interval around that
    bound is too narrow for the dozens of themes a dialogue has.

    Examples
    --------
    >>> unheard(6, 3, 10, 0.95)
    (0, 42)
    >>> unheard(4, 0, 10, 0.95)
    (0, None)
    """
    if once + twice == 0:
        return 0, None
    tail = (1 - level) / 2
    low = 0
    while _tails(once, twice, low, gatherings)[1] <= tail:
        low += 1
    if twice == 0:
        return low, None
    # a bracket that doubles, then halves: the tail falls as the number rises
    below, over = low, max(2 * low, 1)
    while _tails(once, twice, over, gatherings)[0] > tail:
        below, over = over, 2 * over
    while over - below > 1:
        middle = (below + over) // 2
        kept = _tails(once, twice, middle, gatherings)[0] > tail
        below, over = (middle, over) if kept else (below, middle)
    return low, below


def _tails(once: int, twice: int, none: int, gatherings: int) -> tuple[float, float]:
    """Return how probable as few, and as many, themes heard are if `none` were not.

    Returns
    -------
    tuple of float
        Each with half the probability of what was heard, 0 to 1.
    """
    whole, marks = once + twice + none, once + 2 * twice
    doubles = np.arange(max(0, marks - whole), marks // 2 + 1)
    singles = marks - 2 * doubles
    ways = (
        -special.gammaln(whole - doubles - singles + 1)
        - special.gammaln(singles + 1)
        - special.gammaln(doubles + 1)
        + doubles * np.log((gatherings - 1) / (2 * gatherings))
    )
    chance = np.exp(ways - special.logsumexp(ways))
    half = float(chance[doubles == twice].sum()) / 2
    # the more were heard twice, the fewer different ones were heard
    few = float(chance[doubles > twice].sum()) + half
    many = float(chance[doubles < twice].sum()) + half
    return few, many


def next_new(once: int, gatherings: int, level: float) -> tuple[float, float, float]:
    """Return how many new themes to expect from one more gathering like these.

    Parameters
    ----------
    once : int
        Themes named in exactly one gathering.
    gatherings : int
        Read, 1 or more.
    level : float
        Of the interval, 0 to 1.

    Returns
    -------
    expected, low, high : float
        0 or more: Good and Turing's estimate [3]_ with Garwood's limits [4]_, cautious
        here since which themes were heard once varies less than a Poisson number.

    Examples
    --------
    >>> [round(one, 2) for one in next_new(5, 20, 0.95)]
    [0.25, 0.08, 0.58]
    """
    tail = (1 - level) / 2
    low = float(stats.chi2.ppf(tail, 2 * once)) / 2 if once else 0.0
    high = float(stats.chi2.ppf(1 - tail, 2 * once + 2)) / 2
    return once / gatherings, low / gatherings, high / gatherings


def accumulated(named: Ints, gatherings: int) -> Floats:
    """Return how many themes 1, 2, … gatherings name on average, over all orders.

    Parameters
    ----------
    named : np.ndarray of int, shape (themes,)
        How many gatherings named each theme.
    gatherings : int
        Read.

    Returns
    -------
    np.ndarray, shape (gatherings,)
        Exact, without drawing any order: one less the share of subsets that miss a
        theme, summed [6]_.

    Examples
    --------
    >>> accumulated(np.array([1, 2]), 2).tolist()
    [1.5, 2.0]
    """
    size = np.arange(1, gatherings + 1)[:, None]
    without = gatherings - named[None, :]
    fits = size <= without
    left = np.where(fits, without, size)
    missed = (
        special.gammaln(left + 1)
        - special.gammaln(left - size + 1)
        - special.gammaln(gatherings + 1)
        + special.gammaln(gatherings - size + 1)
    )
    shares = np.where(fits, np.exp(missed), 0.0)
    return np.asarray(np.round((1 - shares).sum(axis=1), 9), dtype=np.float64)
