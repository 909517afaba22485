"""Along which two directions do people's votes differ most?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import linalg

from vestibule.understand.polis.settings import N_COMPONENTS
from vestibule.understand.polis.votes import Floats

DENSE_STATEMENTS = 64
"""Up to this many statements the small square matrix is solved directly."""

RANK_TOLERANCE = 1e-10
"""A variance below this share of all variance is rounding, not a direction."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Components:
    """The directions of the map.

    Parameters
    ----------
    vectors : ndarray of float64, shape (2, n_statements)
        Unit vectors by falling variance; the first of the largest loadings
        is positive.
        All zero where there is no such direction.
    sums : ndarray of float64, shape (2,)
        Sum of squares along each.
    rank : int
        How many directions there are, at most 2.
    """

    vectors: Floats
    sums: Floats
    rank: int


def components(centred: sparse.csr_array) -> Components:
    """Find the two leading principal components of the centred votes.

    They are the leading eigenvectors of R'R, where R holds the centred votes
    and zero for a missing one. Polis runs 100 power iterations from a random
    start; this finds the same vectors to rounding, and always the same.

    Parameters
    ----------
    centred : sparse.csr_array, shape (n_people, n_statements)
        One row per person, one column per statement; missing is absent.

    Returns
    -------
    Components
        Directions, their sums of squares and how many there are.

    Notes
    -----
    Only products with the sparse matrix are needed (Lanczos), so memory does
    not grow with people times statements. The sign of a component means
    nothing: it is fixed so that the same votes give the same map.
    """
    total = float(centred.data @ centred.data)
    if total == 0.0:
        return _completed(np.empty((0, centred.shape[1])), np.empty(0))
    return _chosen(*_leading(centred), total)


def of_squares(square: Floats) -> Components:
    """Find the same components from R'R, where R itself is too large to hold.

    Parameters
    ----------
    square : ndarray of float64, shape (n_statements, n_statements)
        Sums of products of centred votes; symmetric.

    Returns
    -------
    Components
        Those of `components`, to rounding.
    """
    total = float(np.trace(square))
    if total == 0.0:
        return _completed(np.empty((0, len(square))), np.empty(0))
    if len(square) <= DENSE_STATEMENTS:
        sums, vectors = np.linalg.eigh(square)
    else:
        sums, vectors = _lanczos(len(square), lambda vector: square @ vector)
    return _chosen(sums, vectors, total)


def _chosen(sums: Floats, vectors: Floats, total: float) -> Components:
    falling = np.argsort(-sums, kind="stable")[:N_COMPONENTS]
    real = falling[sums[falling] > RANK_TOLERANCE * total]
    return _completed(_signed(vectors[:, real].T), sums[real])


def _leading(centred: sparse.csr_array) -> tuple[Floats, Floats]:
    n_statements = centred.shape[1]
    if n_statements <= DENSE_STATEMENTS:
        sums, vectors = np.linalg.eigh((centred.T @ centred).toarray())
        return sums, vectors
    transposed = centred.T
    return _lanczos(n_statements, lambda vector: transposed @ (centred @ vector))


def _lanczos(
    n_statements: int, product: Callable[[Floats], Floats]
) -> tuple[Floats, Floats]:
    square = linalg.LinearOperator(
        (n_statements, n_statements), matvec=product, dtype=np.float64
    )
    # Any fixed start will do that is not orthogonal to what is sought.
    start = 1.0 + np.sin(np.arange(1.0, n_statements + 1.0))
    sums, vectors = linalg.eigsh(square, k=N_COMPONENTS, v0=start, tol=0)
    return sums, vectors


def _signed(vectors: Floats) -> Floats:
    sizes = np.abs(vectors)
    # The first of those that are largest but for rounding, on any machine.
    near = sizes >= sizes.max(axis=1, keepdims=True, initial=0.0) * (1.0 - 1e-9)
    largest = np.argmax(near, axis=1, keepdims=True)
    return vectors * np.sign(np.take_along_axis(vectors, largest, axis=1))


def _completed(vectors: Floats, sums: Floats) -> Components:
    missing = N_COMPONENTS - len(sums)
    return Components(
        vectors=np.pad(vectors, ((0, missing), (0, 0))),
        sums=np.pad(sums, (0, missing)),
        rank=len(sums),
    )
