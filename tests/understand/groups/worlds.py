"""Crowds with and without camps, whose votes say only roughly where they stand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import special
from tests.understand.positions.simulated import votes_of

from vestibule.understand.polis import Votes

Floats = npt.NDArray[np.float64]
Draw = np.random.Generator


def camps(apart: float) -> Callable[[Draw, int], Floats]:
    """Two camps, 60 to 40; apart in standard deviations within a camp."""

    def drawn(draw: Draw, n: int) -> Floats:
        return np.where(draw.random(n) < 0.4, apart, 0.0)[:, None] + draw.normal(
            size=(n, 1)
        )

    return drawn


def three(apart: float) -> Callable[[Draw, int], Floats]:
    """Three camps, 40, 35 and 25 %, at the corners of a triangle."""
    corners = apart * np.array([[0, 0], [1, 0], [0.5, 0.866]])

    def drawn(draw: Draw, n: int) -> Floats:
        own = draw.choice(3, n, p=[0.4, 0.35, 0.25])
        return np.asarray(corners[own] + draw.normal(size=(n, 2)))

    return drawn


SPECTRA: dict[str, Callable[[Draw, int], Floats]] = {
    "bell": lambda draw, n: draw.normal(size=(n, 1)),
    "even": lambda draw, n: draw.uniform(-1, 1, (n, 1)),
    "skew": lambda draw, n: draw.exponential(1, (n, 1)),
    "heavy": lambda draw, n: draw.standard_t(4, (n, 1)),
    "bell, two ways": lambda draw, n: draw.normal(size=(n, 2)),
    "even, two ways": lambda draw, n: draw.uniform(-1, 1, (n, 2)),
    "skew, two ways": lambda draw, n: draw.exponential(1, (n, 2)),
    "heavy, two ways": lambda draw, n: draw.standard_t(4, (n, 2)),
}
"""Crowds without camps."""


def world(
    shape: Callable[[Draw, int], Floats],
    seed: int,
    *,
    people: int = 500,
    each: int,
    statements: int | None = None,
) -> Votes:
    """Let people of this shape answer some of 50 statements, or of twice as many."""
    draw = np.random.default_rng([seed, people, each])
    place = shape(draw, people)
    place = (place - place.mean(axis=0)) / place.std(axis=0)
    statements = statements or max(50, 2 * each)
    loading = draw.normal(size=(statements, place.shape[1]))
    person = np.repeat(np.arange(people), each)
    statement = np.concatenate(
        [draw.choice(statements, each, replace=False) for _ in range(people)]
    )
    odds = draw.normal(0.4, 0.8, statements)[statement]
    odds += draw.normal(0, 0.4, people)[person]
    odds += (loading[statement] * place[person]).sum(axis=1)
    vote = np.where(draw.random(len(odds)) < special.expit(odds), 1, -1)
    vote[draw.random(len(odds)) < 0.12] = 0
    return votes_of(person, statement, vote, people, statements)
