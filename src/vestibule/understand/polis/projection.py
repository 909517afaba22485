"""Where on the map do people and statements lie?"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from vestibule.understand.polis.matrices import Margins, Ratings
from vestibule.understand.polis.pca import Components
from vestibule.understand.polis.settings import N_COMPONENTS
from vestibule.understand.polis.votes import Floats, Ints


def people(ratings: Ratings, components: Components) -> Floats:
    """Place each person by the votes they gave.

    A point is the sum of centred votes times loadings, pushed out by
    sqrt(statements / votes), so that someone with few votes is not drawn
    into the middle for that alone.

    Parameters
    ----------
    ratings : Ratings
        The centred votes.
    components : Components
        The two directions.

    Returns
    -------
    ndarray of float64, shape (n_people, 2)
        Personal: never to be published. Zero for everybody where only one
        person or one statement was heard, as in Polis; on a line where the
        votes differ along one direction only.
    """
    if not ratings.has_map:
        return np.zeros((ratings.centred.shape[0], N_COMPONENTS))
    return placed(
        ratings.centred, ratings.n_seen, components, n_columns=ratings.n_columns
    )


def placed(
    centred: sparse.csr_array, n_seen: Ints, components: Components, *, n_columns: int
) -> Floats:
    """Place some people by their rows of the matrix.

    Parameters
    ----------
    centred : sparse.csr_array, shape (n_people, n_statements)
        Their centred votes.
    n_seen : ndarray of int32, shape (n_people,)
        Their votes, one for each zeroed column included.
    components : Components
        The two directions.
    n_columns : int
        Statements with a vote, of all people.

    Returns
    -------
    ndarray of float64, shape (n_people, 2)
        Personal. The same for a person whoever else is placed.
    """
    scale = np.sqrt(n_columns / np.maximum(n_seen, 1))
    points: Floats = (centred @ components.vectors.T) * scale[:, None]
    # Minus zero would make two equal points look different.
    return points + 0.0


def statements(ratings: Margins, components: Components) -> Floats:
    """Place each statement where a person would lie who agrees with it only.

    Parameters
    ----------
    ratings : Margins
        Means and counts.
    components : Components
        The two directions.

    Returns
    -------
    ndarray of float64, shape (n_statements, 2)
        Its length is the *extremity* of a statement; zero where `people` is.
    """
    if not ratings.has_map:
        return np.zeros((len(ratings.center), N_COMPONENTS))
    pull = np.sqrt(ratings.n_columns) * (1.0 - ratings.center)
    places: Floats = components.vectors.T * pull[:, None] + 0.0
    return places


def extremity(places: Floats) -> Floats:
    """Return how far from the middle each statement lies.

    Parameters
    ----------
    places : ndarray of float64, shape (n_statements, 2)
        From `statements`.

    Returns
    -------
    ndarray of float64, shape (n_statements,)
        Zero or more.
    """
    return np.hypot(places[:, 0], places[:, 1])
