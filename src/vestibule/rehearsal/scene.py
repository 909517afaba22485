"""What has been decided once gatherings are planned and people have come?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.rehearsal import chance
from vestibule.rehearsal.country import Country
from vestibule.rehearsal.shape import Effects, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The settings of a rehearsal, its gatherings and who was there.

    Parameters
    ----------
    land : Country
        The invented country.
    shape : Shape
        How much of everything.
    effects : Effects
        How strong what is planted is.
    seed : int
        Where all chance comes from.
    planned : pl.DataFrame
        One row per gathering: `meetings.planned`.
    people, presences : pl.DataFrame
        One row per person, and per person at a gathering: `people.met`.
    """

    land: Country
    shape: Shape
    effects: Effects
    seed: int
    planned: pl.DataFrame
    people: pl.DataFrame
    presences: pl.DataFrame

    def stream(self, name: str) -> np.random.Generator:
        """Return the stream of chance of one part."""
        return chance.stream(self.seed, name)

    def stamp(self, hour: float) -> pl.Expr:
        """Return the moment ``at`` that hour of the ``day`` of a row."""
        midnight = pl.lit(self.land.moment(0, hour)) + pl.duration(days=pl.col("day"))
        return midnight.alias("at")
