"""Which statements say the same, so that a second one tells less?

People often write the same thing twice. Two statements are alike if they have the same
words, or if the same people answered both and one answer nearly gives the other.
Statements of which each is like every other are a family; in one list the second of a family is worth a half, the third
a third, as in proportional approval voting. A list chosen one by one, the best first,
is then the best list there is: the worth of a family is a sum of concave steps.

References
----------
.. [1] Thiele, T. N. (1895), Om Flerfoldsvalg, Oversigt over det Kongelige Danske
   Videnskabernes Selskabs Forhandlinger, 415-441: the harmonic steps.
.. [2] Sørensen, T. (1948), A method of establishing groups of equal amplitude in plant
   sociology, Biologiske Skrifter 5: complete linkage.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.cluster import hierarchy
from scipy.spatial import distance

from vestibule.understand.ground.evidence import Floats, Ints

ALIKE = 0.8
"""Correlation of answers, either way, from which two statements are alike."""

FEWEST = 30
"""People who took a side on both, below which answers are not compared."""

MOST = 2_000
"""Statements above which only words are compared."""


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
    first: dict[str, int] = {}
    same = np.array(
        [first.setdefault(one or f"\0{n}", n) for n, one in enumerate(words)]
    )
    if size < 2 or size > MOST:
        return _numbered(same.astype(np.int64))
    apart = 1 - _correlation(size, person, statement, vote)
    apart[same[:, np.newaxis] == same] = 0.0
    tree = hierarchy.linkage(distance.squareform(apart, checks=False), "complete")
    return _numbered(hierarchy.fcluster(tree, 1 - ALIKE, "distance").astype(np.int64))


def _numbered(labels: Ints) -> Ints:
    """Return labels as numbers from 0, in the order in which they are first met."""
    known: dict[int, int] = {}
    found = [known.setdefault(int(one), len(known)) for one in labels]
    return np.array(found, dtype=np.int64)


def _correlation(size: int, person: Ints, statement: Ints, vote: Ints) -> Floats:
    """Return how well answers to each statement give those to each other, 0 to 1."""
    sided = vote != 0
    people = int(person.max(initial=-1)) + 1
    place = (person[sided], statement[sided])
    said = sparse.csr_array((vote[sided].astype(float), place), shape=(people, size))
    took = sparse.csr_array((np.ones(int(sided.sum())), place), shape=(people, size))
    # One person more for each of the four pairs of answers: where nearly all agree
    # with both, a single doubter makes no likeness.
    n = (took.T @ took).toarray() + 4
    sums = (said.T @ took).toarray()  # of the first, over those who answered both
    both = (said.T @ said).toarray()
    # Each answer is 1 or -1: its square is 1.
    vary = 1 - (sums / n) ** 2
    found = (both / n - sums * sums.T / n**2) / np.sqrt(vary * vary.T)
    return np.where(n - 4 >= FEWEST, np.minimum(np.abs(found), 1.0), 0.0)


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
