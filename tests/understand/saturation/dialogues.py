"""Dialogues whose number of themes is known: what each gathering names, by lot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vestibule.understand.saturation import bounds

Alike = Literal["alike", "mild", "strong", "two kinds", "gatherings differ"]
"""How likely themes are to be named: all alike, or how unlike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A dialogue to be held again and again.

    Parameters
    ----------
    gatherings, themes : int
        How many there are.
    each : float
        Gatherings that name a theme, on average.
    alike : Alike
        How themes differ.
    """

    gatherings: int
    themes: int
    each: float = 1.6
    alike: Alike = "alike"

    def times(self, rng: np.random.Generator) -> NDArray[np.int64]:
        """Return how many gatherings name each theme, in one dialogue."""
        n, mean = self.themes, self.each / self.gatherings
        speaks = np.ones(self.gatherings)
        share = np.full(n, mean)
        if self.alike == "mild":
            share = rng.beta(4, 4 / mean, n)
        elif self.alike == "strong":
            share = rng.beta(0.5, 0.5 / mean, n)
        elif self.alike == "two kinds":
            share = np.where(rng.random(n) < 0.5, 0.3, mean)
        elif self.alike == "gatherings differ":
            speaks = rng.gamma(2, 0.5, self.gatherings)
        chance = np.minimum(share[:, None] * speaks[None, :], 1)
        named = rng.random((n, self.gatherings)) < chance
        return np.asarray(named.sum(axis=1), dtype=np.int64)


def held(world: World, replicates: int, seed: int) -> tuple[float, float]:
    """Return how often the interval holds the truth, and its lower end is not above."""
    rng = np.random.default_rng(seed)
    holds = low_holds = 0
    for _ in range(replicates):
        times = world.times(rng)
        once, twice = int((times == 1).sum()), int((times == 2).sum())
        low, high = bounds.unheard(once, twice, world.gatherings, 0.95)
        truth = int((times == 0).sum())
        low_holds += low <= truth
        holds += low <= truth and (high is None or truth <= high)
    return holds / replicates, low_holds / replicates
