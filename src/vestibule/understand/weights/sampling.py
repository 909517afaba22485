"""How were people chosen, whom would a percentage speak of, and does that carry it?

A percentage of a population needs a declared design. Three kinds:

- ``probability``: everyone had a known chance, and the weight is its inverse;
- ``quota``: chosen to fill quotas. What is said of the population rests on the
  assumption that, within the margins, those heard are like those not heard;
- ``purposive``: focus groups convened for what people could tell. They show what is
  said and by whom, never how many of a population would say it: refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from vestibule.errors import ColumnError, DataError, Refused

Kind = Literal["probability", "quota", "purposive"]

TOTALS_AGREE = 1e-6
"""Margins tell of one population if their totals differ by less, relatively."""


class PurposiveSample(Refused):
    """A percentage of a population was asked of people who were not sampled from it."""

    code = "purposive-sample"


class EmptyStratum(Refused):
    """In some part of the population nobody was heard; ``levels`` says which."""

    code = "empty-stratum"


class OneGathering(Refused):
    """In some stratum there was one gathering only: its spread is not known."""

    code = "one-gathering-stratum"


class NoPopulation(Refused):
    """The count that the process names says nothing of a margin it declares."""

    code = "no-population"


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """How many people of the population are of each kind.

    Parameters
    ----------
    column : str
        A column of those heard.
    totals : mapping of str to float
        Each value of it, as text, to people: all there are, also those where nobody
        was heard. At least 0.
    """

    column: str
    totals: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingDesign:
    """How people were chosen, and what is known of the population.

    Parameters
    ----------
    kind : str
        ``probability``, ``quota`` or ``purposive``.
    population : str
        Whom percentages would speak of, in words.
    stratum : str or None
        Column of the parts that were sampled apart.
    margins : tuple of Margin
        What is known of the population; one of them for the stratum, if there is one,
        so that parts where nobody was heard are known.
    weight : str or None
        Column of base weights, above 0: the inverse of each person's chance. None: 1.
    cap : float or None
        No weight above so many times the mean weight; above 1. None: no trimming.
    lonely : str
        What to do where a stratum has one gathering: ``refuse``, or ``centre``: its
        distance from the mean of all stands for its spread.

    Raises
    ------
    DataError
        If margins tell of populations of different size, a column has two, or a
        number is none.
    """

    kind: Kind
    population: str
    stratum: str | None = None
    margins: tuple[Margin, ...] = ()
    weight: str | None = None
    cap: float | None = None
    lonely: Literal["refuse", "centre"] = "refuse"

    def __post_init__(self) -> None:
        columns = [margin.column for margin in self.margins]
        if len(set(columns)) < len(columns):
            raise DataError("Two margins are of one column: keep one.")
        if self.stratum is not None and self.stratum not in columns:
            raise DataError(
                f"The strata of {self.stratum} need their population as a margin:"
                " without it nobody sees which are empty."
            )
        if self.cap is not None and self.cap <= 1:
            raise DataError("Weights can be capped above their mean only.")
        _check_totals(self.margins)


def _check_totals(margins: Iterable[Margin]) -> None:
    sums = {}
    for margin in margins:
        if not margin.totals or min(margin.totals.values()) < 0:
            raise DataError(f"The margin {margin.column} needs numbers of at least 0.")
        sums[margin.column] = sum(margin.totals.values())
    if sums and max(sums.values()) - min(sums.values()) > TOTALS_AGREE * max(
        sums.values()
    ):
        told = ", ".join(f"{name}: {total:,.0f}" for name, total in sums.items())
        raise DataError(
            f"The margins tell of populations of different size: {told}.",
            reason="margins-differ",
            told=told,
        )


def kept(heard: pl.DataFrame, design: SamplingDesign) -> pl.DataFrame:
    """Return those heard of whom everything the design needs is known.

    Parameters
    ----------
    heard : pl.DataFrame
        One row per person: ``gathering`` (missing: alone) and the design's columns.
    design : SamplingDesign
        The design.

    Returns
    -------
    pl.DataFrame
        The same columns, margins as text. Left out is who lacks a margin or weight.

    Raises
    ------
    ColumnError
        If a column is absent.
    DataError
        If a value is in no margin, or a weight is not above 0.
    """
    margins = [margin.column for margin in design.margins]
    for name in ("gathering", *margins, *([design.weight] if design.weight else [])):
        if name not in heard.columns:
            raise ColumnError(f"Those heard lack the column {name}.", column=name)
    rows = heard.with_columns(
        pl.col("gathering", *margins).cast(pl.String),
        base=pl.lit(1.0) if design.weight is None else pl.col(design.weight),
    ).drop_nulls([*margins, "base"])
    if not (rows["base"] > 0).all():
        raise DataError("A base weight must lie above 0: it is an inverse chance.")
    for margin in design.margins:
        unknown = set(rows[margin.column].to_list()) - set(margin.totals)
        if unknown:
            raise DataError(
                f"The margin {margin.column} does not tell of {min(unknown)}.",
                column=margin.column,
                reason="unknown-level",
                level=min(unknown),
            )
    return rows.with_columns(pl.col("base").cast(pl.Float64))


def refuse_if_uncarried(rows: pl.DataFrame, design: SamplingDesign) -> None:
    """Refuse a percentage that the design does not carry.

    Parameters
    ----------
    rows : pl.DataFrame
        As `kept` returns them.
    design : SamplingDesign
        The design.

    Raises
    ------
    PurposiveSample
        If people were not sampled from the population.
    EmptyStratum
        If nobody was heard of some stratum or level of a margin.
    """
    if design.kind == "purposive":
        raise PurposiveSample(
            f"These people were convened for what they could tell, not sampled from"
            f" {design.population}: no percentage of {design.population} can be said."
            " Say what was heard among those present, by group and place.",
            population=design.population,
        )
    for margin in design.margins:
        there = set(rows[margin.column].to_list())
        empty = sorted(k for k, n in margin.totals.items() if n > 0 and k not in there)
        if empty:
            share = sum(margin.totals[k] for k in empty) / sum(margin.totals.values())
            raise EmptyStratum(
                f"Nobody was heard of {margin.column} {', '.join(empty)}, where"
                f" {share:.1%} of {design.population} are: no percentage of"
                f" {design.population} can be said. Declare a population without"
                " them, or hear them.",
                column=margin.column,
                levels=tuple(empty),
                share=share,
            )
