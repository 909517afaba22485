"""How many attendances and gatherings does each cell of a crossing have?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from vestibule.dossier.process import Disclosure
from vestibule.plan import people
from vestibule.plan.presences import CAPACITIES
from vestibule.protect import sensitivity
from vestibule.protect.cleared import Reason

COUNTS = ("attendances", *CAPACITIES, "gatherings", "people_low", "people_high")
"""Columns of every table of counts, then ``people`` and ``standing``."""

COUNTED: dict[str, pl.DataType] = {
    **{name: pl.Int64() for name in COUNTS},
    "people": pl.Int64(),
    "standing": pl.String(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Counts by one or more attributes.

    Parameters
    ----------
    dimensions : tuple of str
        ``place``, ``sex``, ``age_band``, ``profile``, ``side``, ``displaced``,
        ``lang``.
    level : int
        Of the places; 0 where `place` is no dimension.
    cells : pl.DataFrame
        One row per cell: the dimensions, ``attendances`` as counted, of these
        ``consulted``, ``represented``, ``official``, ``observer``; ``gatherings``;
        ``people_low``, ``people_high`` and, where it is certain, ``people``;
        ``standing``. Missing in a dimension: not recorded, which is never "no".
    why_not_public : Reason or None
        Why it may be in nothing public at all, whatever the size of its cells.
        None: its cells may be cleared one by one.
    """

    dimensions: tuple[str, ...]
    level: int
    cells: pl.DataFrame
    why_not_public: Reason | None


def why_not_public(
    dimensions: Sequence[str], level: int, disclosure: Disclosure
) -> Reason | None:
    """Return why a crossing may be in nothing public, or None.

    Parameters
    ----------
    dimensions : sequence of str
        What is crossed.
    level : int
        Of the places among them.
    disclosure : Disclosure
        The process's thresholds.

    Returns
    -------
    Reason or None
        Occupation, language and displacement never stand beside a place below
        region; nothing stands beside a place finer than the process shows.
    """
    if "place" not in dimensions:
        return None
    if level > sensitivity.finest_level(disclosure):
        return "crossed_below_region"
    return sensitivity.why_not_crossed(dimensions, level)


def crossing(
    presences: pl.DataFrame,
    dimensions: Sequence[str],
    *,
    level: int,
    disclosure: Disclosure,
    whole: Mapping[str, Sequence[object]] | None = None,
) -> Crossing:
    """Count presences by some dimensions.

    Parameters
    ----------
    presences : pl.DataFrame
        As `presences.presences` returns them.
    dimensions : sequence of str
        Columns of `presences`.
    level : int
        Of the column ``place``.
    disclosure : Disclosure
        The process's thresholds.
    whole : mapping of str to sequence or None
        Dimension to all its values: their cells are listed even where nobody was.

    Returns
    -------
    Crossing
        Sorted by the dimensions, what was not recorded last.
    """
    cells = _with_empty(counts(presences, dimensions), dimensions, whole or {})
    return Crossing(
        dimensions=tuple(dimensions),
        level=level if "place" in dimensions else 0,
        cells=cells.sort(*dimensions, nulls_last=True),
        why_not_public=why_not_public(dimensions, level, disclosure),
    )


def counts(presences: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return the counts of each cell that has presences."""
    sums = presences.group_by(by).agg(
        pl.col("n").sum().alias("attendances"),
        *(
            pl.col("n").filter(pl.col("capacity") == capacity).sum().alias(capacity)
            for capacity in CAPACITIES
        ),
        pl.col("gathering").n_unique().cast(pl.Int64).alias("gatherings"),
    )
    joined = sums.join(people.distinct(presences, by), on=by, nulls_equal=True)
    return joined.with_columns(standing()).select(*by, *COUNTED)


def standing() -> pl.Expr:
    """Return in what way a cell was heard, from its counts.

    ``consulted`` where people live; only ``represented`` elsewhere; only by people
    there in an ``official`` capacity; only ``observed``; ``nobody``, which is no
    opinion, not an opinion of zero.

    Returns
    -------
    pl.Expr
        In what way a cell was heard, from its counts.
    """
    return (
        pl.when(pl.col("consulted") > 0)
        .then(pl.lit("consulted"))
        .when(pl.col("represented") > 0)
        .then(pl.lit("represented"))
        .when(pl.col("official") > 0)
        .then(pl.lit("official"))
        .when(pl.col("observer") > 0)
        .then(pl.lit("observed"))
        .otherwise(pl.lit("nobody"))
        .alias("standing")
    )


def _with_empty(
    cells: pl.DataFrame,
    dimensions: Sequence[str],
    whole: Mapping[str, Sequence[object]],
) -> pl.DataFrame:
    """Add the cells where nobody was, if all values of all dimensions are known."""
    if not all(whole.get(name) for name in dimensions):
        return cells
    grid = pl.DataFrame({"cell": [0]})
    for name in dimensions:
        values = pl.DataFrame({name: [*whole[name]]}, schema={name: cells.schema[name]})
        grid = grid.join(values, how="cross")
    empty = grid.drop("cell").join(cells, on=dimensions, how="anti", nulls_equal=True)
    zero = empty.with_columns(
        *(pl.lit(0, pl.Int64).alias(name) for name in (*COUNTS, "people")),
        pl.lit("nobody").alias("standing"),
    )
    return pl.concat([cells, zero.select(cells.columns)])
