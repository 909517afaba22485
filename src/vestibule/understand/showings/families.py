"""Which statements say the same, so that a second one tells less?

People often write the same thing twice. Two statements are alike if they have the same
words, or if the same people answered both and one answer nearly gives the other. Alike
statements are a family; in one list the second of a family is worth a half, the third
a third, as in proportional approval voting. A list chosen one by one, the best first,
is then the best list there is: the worth of a family is a sum of concave steps.

References
----------
.. [1] Thiele, T. N. (1895), Om Flerfoldsvalg, Oversigt over det Kongelige Danske
   Videnskabernes Selskabs Forhandlinger, 415-441: the harmonic steps.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from vestibule.understand.ground.evidence import Floats, Ints

ALIKE = 0.8
"""Correlation of answers, either way, from which two statements are alike."""

FEWEST = 30
"""People who took a side on both, below which answers are not compared."""


def families(words: Sequence[str], person: Ints, statement: Ints, vote: Ints) -> Ints:
    """Return the family of each statement.

    Parameters
    ----------
    words : sequence of str
        What each statement says, folded; empty: not known.
    person, statement, vote : np.ndarray of int, shape (votes,)
        Current votes: codes from 0; 1 agree, 0 pass, -1 disagree.

    Returns
    -------
    Ints
        Shape (statements,): equal numbers for one family.

    Examples
    --------
    >>> none = np.zeros(0, dtype=np.int64)
    >>> families(["peace", "school", "peace"], none, none, none).tolist()
    [0, 1, 0]
    """
    size = len(words)
    same: dict[str, int] = {}
    first = [same.setdefault(said or f"\0{n}", n) for n, said in enumerate(words)]
    pairs = sparse.coo_array(
        (np.ones(size), (np.arange(size), first)), shape=(size, size)
    )
    linked = pairs.toarray() + (_correlation(size, person, statement, vote) >= ALIKE)
    _, labels = sparse.csgraph.connected_components(linked, directed=False)
    return np.asarray(labels, dtype=np.int64)


def _correlation(size: int, person: Ints, statement: Ints, vote: Ints) -> Floats:
    """Return how well answers to each statement give those to each other, 0 to 1."""
    sided = vote != 0
    people = int(person.max(initial=-1)) + 1
    place = (person[sided], statement[sided])
    said = sparse.csr_array((vote[sided].astype(float), place), shape=(people, size))
    took = sparse.csr_array((np.ones(int(sided.sum())), place), shape=(people, size))
    n = (took.T @ took).toarray()
    sums = (said.T @ took).toarray()  # of the first, over those who answered both
    both = (said.T @ said).toarray()
    known = np.maximum(n, 1)
    cross = both - sums * sums.T / known
    vary = n - sums**2 / known  # each answer is 1 or -1: its square is 1
    scale = np.sqrt(np.maximum(vary * vary.T, 0))
    found = np.divide(cross, scale, out=np.zeros_like(cross), where=scale > 1e-9)
    return np.where(n >= FEWEST, np.abs(found), 0.0)


def discounted(values: Floats, family: Ints, order: Floats, taken: Ints) -> Floats:
    """Return what each statement adds to a list of which the best come first.

    Parameters
    ----------
    values : np.ndarray, shape (statements,)
        What each is worth alone.
    family : np.ndarray of int, shape (statements,)
        From `families`.
    order : np.ndarray, shape (statements,)
        Lots, where two are worth the same.
    taken : np.ndarray of int, shape (families,)
        How many of each family were put to these people already.

    Returns
    -------
    Floats
        Worth over the place in its family.

    Examples
    --------
    >>> discounted(np.array([3.0, 2.0, 2.0]), np.array([0, 0, 1]), np.arange(3),
    ...            np.array([0, 0])).tolist()
    [3.0, 1.0, 2.0]
    """
    row = np.lexsort((order, -np.round(values, 9), family))
    ranked = family[row]
    starts = np.searchsorted(ranked, ranked, side="left")
    place = np.empty(values.size)
    place[row] = np.arange(values.size) - starts + 1
    return np.asarray(values / (place + taken[family]))
