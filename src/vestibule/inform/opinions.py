"""What the team's annex says of opinions, cleared: a landscape, families, what fails.

`preparation.opinions` fills this in. Nothing in it is about one person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from vestibule.dossier.process import Words
from vestibule.protect.cleared import Cell, Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Hexagon:
    """A part of the landscape in which enough people may stand.

    Parameters
    ----------
    x, y : float
        Its middle, in standard deviations along the first direction; y grows upwards.
    row, column : int
        Its place in the tiling.
    people : Count
        How many are expected there; drawn as one of five steps, never written.
    family : int or None
        Number of the family that most of them are in.
    """

    x: float
    y: float
    row: int
    column: int
    people: Count
    family: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A statement, and where those stand who agree with it more often.

    Parameters
    ----------
    words : Words
        The statement.
    x, y : float
        Direction, of length 1; y 0 where one direction is drawn.
    agree : Count or Hidden
        Who agreed, of those who answered, passes too.
    """

    words: Words
    x: float
    y: float
    agree: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Landscape:
    """Where people stand, as density.

    Parameters
    ----------
    directions : int
        Directions of opinion that were found, 1 to 3.
    drawn : int
        How many of them are drawn, 1 or 2.
    width : float
        Of a hexagon.
    hexagons : tuple of Hexagon
        Those with enough people; may be empty.
    arrows : tuple of Arrow
        Strongest first.
    """

    directions: int
    drawn: int
    width: float
    hexagons: tuple[Hexagon, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement on which a family differs from the others.

    `own` and `others`: who agreed of those who took a side, on votes that did not
    form the families.
    """

    key: str
    words: Words
    own: Cell
    others: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A statement that every family answers alike; `own`: who does, of who answered."""

    key: str
    words: Words
    agreed: bool
    own: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One group of opinion, without a name.

    Parameters
    ----------
    number : int
        What it is called until people name it, from 0: kept from earlier editions.
    people : Count or Hidden
        In it.
    jaccard, together : float
        How alike it came back when all was drawn again; how often two of its people
        fell together (0 to 1).
    differs : tuple of Told
        What it says more, or less, than the others; largest difference first.
    shares : tuple of Shared
        What every family answers alike, surest first.
    """

    number: int
    people: Cell
    jaccard: float
    together: float
    differs: tuple[Told, ...] = ()
    shares: tuple[Shared, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A number of families that was tried.

    `jaccard` and `together` of its weakest family; `support`: share of draws in which
    all came back, apart; `crowding`: how densely people stand between two, compared
    with inside (None where it cannot be said).
    """

    k: int
    jaccard: float
    together: float
    support: float
    crowding: float | None
    holds: bool
    gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """What positions and groups say, and what they cannot.

    Parameters
    ----------
    floor : int
        People under which nothing is given.
    people, votes : Count or Hidden
        Who voted, and how often.
    placed : Count or Hidden
        Who took a side at least once.
    statements : int
        All statements.
    landscape : Landscape or None
        None where nothing sets people apart.
    k : int
        Families; 1 is a spectrum, 0 that nothing could be grouped.
    families : tuple of Family
        Largest first; empty unless some hold.
    not_placed : Count or Hidden or None
        People in no family; None where there are no families.
    divisions : tuple of Division
        By number of families.
    replicates, units : int
        Draws; gatherings and people heard alone, that were drawn again.
    positions_limits, groups_limits : tuple of str
        Codes of what cannot be said.
    parameters : pl.DataFrame
        One row per statement with enough people: ``statement`` (its key), counts,
        parameters with the ends of their intervals.
    losses : mapping of int to float
        Log-loss of hidden answers by number of directions; empty if not tried.
    positions_settings, groups_settings : mapping
        What was asked.
    """

    floor: int
    people: Cell
    votes: Cell
    placed: Cell
    statements: int
    landscape: Landscape | None
    k: int
    families: tuple[Family, ...]
    not_placed: Cell | None
    divisions: tuple[Division, ...]
    replicates: int
    units: int
    positions_limits: tuple[str, ...]
    groups_limits: tuple[str, ...]
    parameters: pl.DataFrame = field(repr=False)
    losses: Mapping[int, float] = field(default_factory=dict)
    positions_settings: Mapping[str, Any] = field(default_factory=dict)
    groups_settings: Mapping[str, Any] = field(default_factory=dict)
