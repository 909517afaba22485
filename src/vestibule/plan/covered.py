"""What is known of who was heard?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.plan.counting import Crossing
from vestibule.plan.gaps import Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Everything together.

    Parameters
    ----------
    attendances : int
        As counted; one person may attend several times.
    consulted, represented, official, observer : int
        Of these, in each capacity.
    gatherings : int
        All gatherings held, also those that note only how many were present.
    people_low, people_high : int
        At least and at most so many distinct people, for certain.
    people : int or None
        Their number where it is certain: both are the same.
    assumed_low : int
        A higher least number that holds under `assumption` only.
    assumption : str
        What `assumed_low` assumes, in English.
    """

    attendances: int
    consulted: int
    represented: int
    official: int
    observer: int
    gatherings: int
    people_low: int
    people_high: int
    people: int | None
    assumed_low: int
    assumption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who was heard and who was not; for the team, before any clearing.

    Parameters
    ----------
    total : Heard
        Everything together.
    places : pl.DataFrame
        One row per place that should be or was heard, by key: `expected.places`,
        then the columns of `Crossing.cells`, ``target_attendances``,
        ``target_gatherings``, ``reached_attendances`` (of that target),
        ``population`` and ``population_share``. A place where nobody was heard has
        ``standing`` ``nobody``: it has no opinion, which is not a zero.
    nowhere : int
        Attendances of no place at this level: online, or not recorded.
    kinds : pl.DataFrame
        ``kind`` of gathering, ``gatherings``, ``attendances``.
    crossings : mapping of tuple of str to Crossing
        Dimensions to counts, as asked for.
    comparisons : mapping of str to Crossing
        Key of the comparison to counts by ``group``.
    targets : pl.DataFrame
        As `targets.reached` returns them: the measure.
    population_edition : str or None
        Which published count stands beside it: context, no measure.
    present_only : tuple of (int, int)
        Gatherings without attendances, and how many people they count for: as many
        as were present, or one where nobody counted. They are in all counts; who
        they were, women or men, is not noted.
    gaps : tuple of Gap
        What is missing, by name.
    level : int
        Level of the places: 1 region or camp.
    one_key : bool
        Whether pseudonyms of different sites were compared.
    """

    total: Heard
    places: pl.DataFrame
    nowhere: int
    kinds: pl.DataFrame
    crossings: Mapping[tuple[str, ...], Crossing]
    comparisons: Mapping[str, Crossing]
    targets: pl.DataFrame
    population_edition: str | None
    present_only: tuple[int, int]
    gaps: tuple[Gap, ...]
    level: int
    one_key: bool
