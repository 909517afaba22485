"""What can be said of a question that is asked in each wave?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.errors import DataError

VERDICTS = ("rising", "falling", "no-clear-change", "cannot-say")
"""What may be said of a change. There is no other word."""

REASONS = ("not-asked", "nobody-answered", "few-people", "few-gatherings")
"""Why a wave has no share, or no interval."""

DIGITS = 9
"""Decimals of shares and bounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustSettings:
    """How sure one must be, and of how many.

    Parameters
    ----------
    level : float
        Of every interval, above 0.5 and below 1.
    people : int
        Fewer answers than this are too few for a share, 2 or more.
    """

    level: float = 0.95
    people: int = 10

    def __post_init__(self) -> None:
        """Refuse settings that make no sense.

        Raises
        ------
        DataError
            If a setting lies outside its range.
        """
        if not 0.5 < self.level < 1 or self.people < 2:
            raise DataError(
                "The level lies between 0.5 and 1, and a share needs two people.",
                reason="trust-settings",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustResult:
    """Every barometer by wave, each apart; for the team, before any clearing.

    There is no sum over barometers, no average over communities, no person.

    Parameters
    ----------
    waves : pl.DataFrame
        One row per ``barometer`` and ``wave``, gaps included: ``people`` who answered,
        ``asked`` (those who answered nothing too), ``gatherings`` (visits that are
        clusters: gatherings, households, people met alone), ``places`` (regions they
        live in), ``positive``, ``share`` with ``low`` and ``high`` (0 to 1, missing
        with a ``reason`` of `REASONS`), ``first_on`` and ``last_on`` (days of the
        gatherings, missing where unknown), ``versions`` (of the instrument, sorted).
    levels : pl.DataFrame
        ``barometer``, ``wave``, ``answer`` (of the scale, lowest first), ``people``.
    changes : pl.DataFrame
        ``barometer``, ``wave`` and ``to_wave`` (each wave measured to the next one
        measured; and, ``whole``, the first to the last), ``difference`` with ``low``
        and ``high`` (-1 to 1), ``verdict`` (of `VERDICTS`), ``both`` (people who
        answered in both), ``versions_differ`` (whether the instrument changed between
        them: the wording may have).
    unread : mapping of str to int
        Barometer to answers that are neither in its scale nor declared missing.
    unplaced : mapping of str to int
        Barometer to answers that say no wave.
    local : tuple of str
        Barometers that one community chose: each is read alone.
    settings : TrustSettings
        How sure, and of how many.
    """

    waves: pl.DataFrame
    levels: pl.DataFrame
    changes: pl.DataFrame
    unread: Mapping[str, int]
    unplaced: Mapping[str, int]
    local: tuple[str, ...]
    settings: TrustSettings

    def explain(self) -> str:
        """Return how these numbers came about and what they must not be used for."""
        return (
            "Shares of those who answered, never of a population: no weights. "
            "Intervals count people of one gathering or household as one cluster "
            f"({self.settings.level:.0%}). A change is called rising or falling only "
            "where its interval leaves out zero; waves are taken as independent, which "
            "is cautious where the same people answered twice. Among many barometers "
            "some will seem to move by chance. Not for ranking places, nor for judging "
            "a person."
        )
