"""How are means and covariances of many small vectors kept and multiplied?

The upper triangle of each second moment lies flat in a row, so that sums over
votes are products of a sparse matrix with a narrow one.
"""

from __future__ import annotations

import numpy as np

from vestibule.understand.polis.votes import Floats


def second(mean: Floats, covariance: Floats) -> Floats:
    """Return second moments, flat.

    Parameters
    ----------
    mean : ndarray, shape (n, d)
        Means.
    covariance : ndarray, shape (n, d, d)
        Covariances.

    Returns
    -------
    ndarray, shape (n, d * (d + 1) / 2)
        Upper triangles of mean mean' + covariance.
    """
    i, j = np.triu_indices(mean.shape[1])
    return mean[:, i] * mean[:, j] + covariance[:, i, j]


def twice(d: int) -> Floats:
    """Return how often each place of a flat triangle stands in the square.

    Parameters
    ----------
    d : int
        Rows of the square.

    Returns
    -------
    ndarray, shape (d * (d + 1) / 2,)
        1 on the diagonal, 2 beside it.
    """
    i, j = np.triu_indices(d)
    return np.where(i == j, 1.0, 2.0)


def square(flat: Floats, d: int) -> Floats:
    """Return symmetric matrices from flat triangles.

    Parameters
    ----------
    flat : ndarray, shape (n, d * (d + 1) / 2)
        Upper triangles.
    d : int
        Rows of each square.

    Returns
    -------
    ndarray, shape (n, d, d)
        Symmetric.
    """
    i, j = np.triu_indices(d)
    whole = np.empty((len(flat), d, d))
    whole[:, i, j] = flat
    whole[:, j, i] = flat
    return whole


def fixed_first(mean: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """Return the same vectors with a sure 1 in the first place.

    Parameters
    ----------
    mean : ndarray, shape (n, d)
        Means.
    covariance : ndarray, shape (n, d, d)
        Covariances.

    Returns
    -------
    tuple of ndarray
        Mean and covariance: what an intercept is multiplied with.
    """
    mean, covariance = mean.copy(), covariance.copy()
    mean[:, 0] = 1.0
    covariance[:, 0, :] = 0.0
    covariance[:, :, 0] = 0.0
    return mean, covariance
