"""Where on the map do people and statements lie?"""

from __future__ import annotations

import numpy as np

from vestibule.understand.polis.matrices import Ratings
from vestibule.understand.polis.pca import Components
from vestibule.understand.polis.settings import N_COMPONENTS
from vestibule.understand.polis.votes import Floats


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
    scale = np.sqrt(ratings.n_columns / np.maximum(ratings.n_seen, 1))
    points: Floats = (ratings.centred @ components.vectors.T) * scale[:, None]
    # Minus zero would make two equal points look different.
    return points + 0.0


def statements(ratings: Ratings, components: Components) -> Floats:
    """Place each statement where a person would lie who agrees with it only.

    Parameters
    ----------
    ratings : Ratings
        The centred votes.
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
