"""What may be said of themes heard and not heard?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from vestibule.understand.saturation.limits import LIMITS

ROW = {
    "by": pl.String,
    "key": pl.String,
    "gatherings": pl.Int64,
    "places": pl.Int64,
    "people": pl.Int64,
    "themes": pl.Int64,
    "once": pl.Int64,
    "twice": pl.Int64,
    "since_new": pl.Int64,
    "next_new": pl.Float64,
    "next_new_low": pl.Float64,
    "next_new_high": pl.Float64,
    "coverage": pl.Float64,
    "coverage_low": pl.Float64,
    "coverage_high": pl.Float64,
    "chao2": pl.Float64,
    "unheard_low": pl.Int64,
    "unheard_high": pl.Int64,
    "limit": pl.String,
}
"""Columns of `Saturation.rows`."""

CURVE = {"gatherings": pl.Int64, "expected": pl.Float64, "in_order": pl.Int64}
"""Columns of `Saturation.curve`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """Whether anything new still comes up, and how many themes at least are unheard.

    Of `rows`: ``by`` (``all``, ``region``, ``profile``) and ``key`` of the place or
    profile; ``gatherings`` read, in ``places``, with ``people``; ``themes`` named, and
    those named in exactly one (``once``) and two (``twice``) of them; ``since_new``
    (how many gatherings were held after the last day on which a theme came up for the
    first time; missing where one carries no day); ``next_new`` (new themes to expect
    from one more gathering, 0 or more); ``coverage`` (of what one more gathering would
    name, the share already heard, 0 to 1); ``chao2`` (themes not heard, at least, on
    average); ``unheard_low``, ``unheard_high`` (`bounds.unheard`); ``limit`` (code of
    `LIMITS` where numbers are missing).

    Parameters
    ----------
    rows : pl.DataFrame
        One row over all, then one per region or camp and per profile, by key.
    curve : pl.DataFrame
        One row per number of gatherings: ``gatherings``, ``expected`` (themes named, on
        average over all orders), ``in_order`` (named by the gatherings of that day and
        before, counted when the day is over; missing where one carries no day).
    unnamed : pl.DataFrame
        ``code``, ``key``: in the codebook, and named by no gathering.
    kind : str or None
        The kind of themes looked at; None: all.
    level : float
        Of the intervals, 0 to 1.
    limits : tuple of str
        Codes of `LIMITS` that hold of the whole.
    """

    rows: pl.DataFrame
    curve: pl.DataFrame
    unnamed: pl.DataFrame
    kind: str | None
    level: float
    limits: tuple[str, ...]

    def explain(self) -> str:
        """Return what is said over all, in plain sentences."""
        return " ".join([*self._sentences(), *(LIMITS[code] for code in self.limits)])

    def _sentences(self) -> Iterator[str]:
        row = self.rows.row(0, named=True)
        yield f"{row['gatherings']} gatherings read, {row['themes']} themes named."
        if row["since_new"] is not None:
            yield f"No new theme in the last {row['since_new']} gatherings."
        if row["unheard_low"]:
            yield f"At least {row['unheard_low']} not yet heard."
        elif row["unheard_low"] is not None:
            yield "Whether any theme is still unheard cannot be told from these."
