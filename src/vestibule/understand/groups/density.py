"""Where do people stand, seen so that nobody is a point?

Each person is spread over the places where their votes let one think them; the plane
is tiled with hexagons, and only those are told that enough people stand behind.

References
----------
.. [1] Carr, Littlefield, Nicholson and Littlefield (1987), Scatterplot matrix
   techniques for large N, JASA 82: hexagons.
.. [2] Roberts (2018), The unreasonable effectiveness of quasirandom sequences: the
   spots a person is spread over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import special

from vestibule.understand.groups.crowd import Crowd
from vestibule.understand.polis.votes import Floats, Ints, Positions

SPOTS = 64
"""Over how many spots a person is spread; each has as much of them."""

WIDTHS = (0.3, 0.36, 0.42, 0.5, 0.6, 0.7, 0.84, 1.0, 1.2)
"""Widths of a cell that are tried, narrow first (1: a standard deviation)."""

ENOUGH = 0.75
"""The narrowest cells are taken that show this share of people."""

CHUNK = 20_000
"""People spread at a time."""

SPAN = 4096
"""Cells of a row, more than a crowd can reach."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Density:
    """How many people stand where; nothing in it is about one person.

    Parameters
    ----------
    dimensions : int
        Directions drawn: 1 (cells on a line) or 2 (hexagons).
    width : float
        Of a cell, in standard deviations along the first direction.
    scale : tuple of float
        How far each drawn direction moves answers, the first being 1.
    cells : pl.DataFrame
        One row per cell with enough people, by ``row``, ``column``: ``x``, ``y`` (its
        middle), ``people`` (expected), ``group`` (that most of them are in and that
        has enough people there, -1 for none).
    """

    dimensions: int
    width: float
    scale: tuple[float, ...]
    cells: pl.DataFrame


def density(crowd: Crowd, group: Ints, *, at_least: int) -> Density:
    """Return how many people may stand in each cell.

    Parameters
    ----------
    crowd : Crowd
        Positions with their covariance, in one direction at least.
    group : ndarray of int32, shape (people codes,)
        Personal. Group of each person, -1 for none.
    at_least : int
        Expected people below which a cell is left out, 1 or more. Each person adds
        one at most, so that as many different people stand behind it.

    Returns
    -------
    Density
        In the first two directions; without cells where nowhere enough people stand.

    Notes
    -----
    Assumes the approximate posterior of each position. Distances are measured by how
    differently people answer: the second direction, which moves answers less, is
    drawn shorter. The sums are of whole numbers: they do not hang on any order.

    Not to be used to find a person: cells under the floor are not returned.
    """
    drawn = min(2, crowd.place.shape[1])
    strength = crowd.strength[:drawn]
    scale = strength / (strength[0] or 1.0)
    own = group[crowd.people]
    for width in WIDTHS:
        cells = _counted(crowd, own, scale, width, at_least)
        if cells["people"].sum() >= ENOUGH * len(crowd.people):
            break
    return Density(
        dimensions=drawn, width=width, scale=tuple(scale.tolist()), cells=cells
    )


def _counted(
    crowd: Crowd, own: Ints, scale: Floats, width: float, at_least: int
) -> pl.DataFrame:
    groups = int(own.max(initial=-1)) + 1
    found: dict[int, Positions] = {}
    for begin in range(0, len(own), CHUNK):
        rows = slice(begin, begin + CHUNK)
        keys = _cells(_spots(crowd, rows, scale), width)
        for key, counts in _tallied(keys, own[rows], groups):
            found[key] = found[key] + counts if key in found else counts
    return _told(found, width, len(scale), at_least)


def _tallied(keys: Positions, own: Ints, groups: int) -> list[tuple[int, Positions]]:
    """Return for each cell how many spots each group has there, none the last."""
    cells, where = np.unique(keys, return_inverse=True)
    kind = np.repeat(np.where(own < 0, groups, own), keys.shape[1])
    flat = where.ravel() * (groups + 1) + kind
    table = np.bincount(flat, minlength=len(cells) * (groups + 1))
    return list(zip(cells.tolist(), table.reshape(len(cells), -1), strict=True))


def _told(
    found: dict[int, Positions], width: float, dimensions: int, at_least: int
) -> pl.DataFrame:
    rows = []
    for key, counts in sorted(found.items()):
        people = counts / SPOTS
        if people.sum() < at_least:
            continue
        row, column = key // SPAN - SPAN // 2, key % SPAN - SPAN // 2
        rows.append(
            {
                "row": row,
                "column": column,
                "x": width * (column + row / 2),
                "y": width * row * np.sqrt(3) / 2 if dimensions == 2 else 0.0,
                "people": float(people.sum()),
                "group": _leading(people, at_least),
            }
        )
    schema = {
        **dict.fromkeys(("row", "column"), pl.Int64),
        **dict.fromkeys(("x", "y", "people"), pl.Float64),
        "group": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema)


def _leading(people: Floats, at_least: int) -> int:
    inside = people[:-1]
    if not len(inside):
        return -1
    first = int(inside.argmax())
    is_led = inside[first] >= at_least and inside[first] > people.sum() / 2
    return first if is_led else -1


def _spots(crowd: Crowd, rows: slice, scale: Floats) -> Floats:
    """Return the spots of some people, (n, SPOTS, 1 or 2)."""
    d = len(scale)
    number = np.arange(SPOTS)[:, None]
    # Steps of the golden ratio and its like in the plane: spots fill it evenly.
    step = np.array(
        [[0.6180339887498949], [0.7548776662466927, 0.5698402909980532]][d - 1]
    )
    spread = special.ndtri((0.5 + number * step) % 1.0)
    root = crowd.root[rows, :d, :d]
    around = np.einsum("nij,sj->nsi", root, spread)
    return np.asarray((crowd.place[rows, None, :d] + around) * scale)


def _cells(spots: Floats, width: float) -> Positions:
    """Return the key of the cell of each spot: its row, then its column."""
    if spots.shape[2] == 1:
        column = np.floor(spots[..., 0] / width + 0.5)
        return _key(column, np.zeros_like(column))
    row = spots[..., 1] / (width * np.sqrt(3) / 2)
    column = spots[..., 0] / width - row / 2
    return _key(*_rounded(column, row))


def _rounded(column: Floats, row: Floats) -> tuple[Floats, Floats]:
    """Return column and row of the nearest hexagon."""
    # Of three coordinates that sum to 0, the one that moved most follows from the others.
    third = -column - row
    near = [np.floor(one + 0.5) for one in (column, row, third)]
    moved = [
        np.abs(one - exact)
        for one, exact in zip(near, (column, row, third), strict=True)
    ]
    first = (moved[0] > moved[1]) & (moved[0] > moved[2])
    second = ~first & (moved[1] > moved[2])
    return (
        np.where(first, -near[1] - near[2], near[0]),
        np.where(second, -near[0] - near[2], near[1]),
    )


def _key(column: Floats, row: Floats) -> Positions:
    half = SPAN // 2
    kept = [
        np.clip(one, -half, half - 1).astype(np.intp) + half for one in (row, column)
    ]
    return np.asarray(kept[0] * SPAN + kept[1])
