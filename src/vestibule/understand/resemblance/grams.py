"""How alike are two texts, by runs of letters inside their words?

References
----------
.. [1] Cavnar, W. and Trenkle, J. (1994), N-gram-based text categorization, SDAIR-94.
.. [2] Salton, G. and Buckley, C. (1988), Term-weighting approaches in automatic text
   retrieval, Information Processing and Management 24.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SHORTEST, LONGEST = 2, 4
"""Letters in a run."""

BLOCK = 250
"""Texts compared with all others at a time: what bounds the memory."""


def letters(text: str) -> str:
    """Return a text as words of letters and digits, between single spaces.

    Accents, tones and vowel signs that are written above or below are left out, since
    people write them or not; letters of their own are kept, as are all scripts.

    Parameters
    ----------
    text : str
        In any language.

    Returns
    -------
    str
        Folded.

    Examples
    --------
    >>> letters("L’ÉTÉ, là-bas !"), letters("ŋɔmi")
    ('l ete la bas', 'ŋɔmi')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (
        sign if unicodedata.category(sign)[0] in "LN" else " "
        for sign in plain
        if not unicodedata.category(sign).startswith("M")
    )
    return " ".join("".join(kept).split())


def runs(text: str) -> Iterator[str]:
    """Yield the runs of letters inside each word, its ends marked by a space.

    Yields
    ------
    str
        A run.

    Examples
    --------
    >>> list(runs("an"))
    [' a', 'an', 'n ', ' an', 'an ', ' an ']
    """
    for word in letters(text).split():
        whole = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(len(whole) - size + 1):
                yield whole[start : start + size]


def weighted(texts: Sequence[str]) -> sparse.csr_array:
    """Return texts as rows of unit length: the rarer a run of letters, the heavier.

    Parameters
    ----------
    texts : sequence of str
        In one language.

    Returns
    -------
    scipy.sparse.csr_array, shape (texts, runs)
        ``(1 + log n) (1 + log((1 + texts) / (1 + texts that have it)))``, each row
        divided by its length [2]_. A text without letters is an empty row.
    """
    known: dict[str, int] = {}
    at, which, count = [0], [], []
    for text in texts:
        for run, n in sorted(Counter(runs(text)).items()):
            which.append(known.setdefault(run, len(known)))
            count.append(1 + np.log(n))
        at.append(len(which))
    shape = (len(texts), max(len(known), 1))
    rows = sparse.csr_array(
        (np.array(count, dtype=np.float64), np.array(which, dtype=np.int64), at),
        shape=shape,
    )
    having = np.bincount(rows.indices, minlength=shape[1])
    rarity = 1 + np.log((1 + len(texts)) / (1 + having))
    rows = sparse.csr_array(rows.multiply(rarity[None, :]))
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    inverse = np.divide(1, length, out=np.zeros_like(length), where=length > 0)
    return sparse.csr_array(sparse.diags_array(inverse) @ rows)


def alike(
    rows: sparse.csr_array, least: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the pairs of rows that are alike.

    Parameters
    ----------
    rows : scipy.sparse.csr_array
        Of unit length.
    least : float
        Cosine, above 0 to 1, from which two are alike.

    Returns
    -------
    first, second : np.ndarray of int, shape (pairs,)
        Rows, the first before the second.
    likeness : np.ndarray, shape (pairs,)
        `least` to 1.
    """
    found = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for start in range(0, rows.shape[0], BLOCK):
        # a dense block: common runs would fill a sparse product anyway, and slowly
        block = rows[start : start + BLOCK].T.toarray()
        product = rows[start:] @ block
        second, first = np.nonzero(product >= least)
        kept = first < second
        first, second = first[kept], second[kept]
        found.append((first + start, second + start, product[second, first]))
    joined = [np.concatenate([part[n] for part in found]) for n in range(3)]
    return joined[0].astype(np.int64), joined[1].astype(np.int64), joined[2]
