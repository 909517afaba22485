"""A system map, cleared: what may be drawn of what people told as causes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vestibule.dossier.process import Disclosure, Words
from vestibule.protect.cleared import WITHHELD, Cell

FLOOR = Disclosure()
"""The least that stands behind a link, where no process says."""

Direction = Literal["more", "less", "unclear"]
"""What a link does; unclear: as many told either."""

Turn = Literal["reinforcing", "balancing", "unclear"]
"""What a loop does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFactor:
    """One factor that is drawn.

    Parameters
    ----------
    names : Words
        What people call it.
    """

    names: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLink:
    """One link that is drawn: told, never proven.

    Parameters
    ----------
    cause, effect : int
        Positions of factors.
    direction : {"more", "less", "unclear"}
        As more gatherings told it, of those that are shown.
    told : Count or Hidden
        Gatherings that told it so.
    contrary : Count or Hidden or None
        Gatherings that told the opposite; None: none did.
    """

    cause: int
    effect: int
    direction: Direction
    told: Cell
    contrary: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStory:
    """One loop, told by itself.

    Parameters
    ----------
    factors : tuple of int
        Positions, in the order of causes; the last leads to the first.
    directions : tuple of Direction
        Of each link.
    turn : {"reinforcing", "balancing", "unclear"}
        What it does.
    whole : Count or Hidden
        Gatherings where somebody told all of it: zero is *assembled from several*.
    """

    factors: tuple[int, ...]
    directions: tuple[Direction, ...]
    turn: Turn
    whole: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLever:
    """A factor proposed as a place to act.

    Parameters
    ----------
    factor : int
        Its position.
    acts_on, loops : int
        Findings, or else outcomes, that it leads to on the drawn map; loops of the drawn
        map that pass through it.
    decided : bool
        Whether the portrait says that people set it in their order; else it is only
        proposed.
    contested : bool
        Whether the portrait says that some objected.
    """

    factor: int
    acts_on: int
    loops: int
    decided: bool
    contested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTold:
    """Everything a public map may say; without links, that none may be shown.

    Parameters
    ----------
    factors : tuple of MapFactor
        At most fifteen.
    links : tuple of MapLink
        Told most first.
    stories : tuple of MapStory
        At most five.
    levers : tuple of MapLever
        At most three.
    gatherings : Count or Hidden
        That told any link.
    least, people, places : int
        Links told in fewer gatherings, by fewer people, in fewer places, are not shown.
    bound : int
        Links of the longest loop looked for.
    more : bool
        Whether further links could be shown and are left out, so that it stays legible.
    """

    factors: tuple[MapFactor, ...] = ()
    links: tuple[MapLink, ...] = ()
    stories: tuple[MapStory, ...] = ()
    levers: tuple[MapLever, ...] = ()
    gatherings: Cell = WITHHELD
    least: int = FLOOR.gatherings
    people: int = FLOOR.people
    places: int = FLOOR.places
    bound: int = 0
    more: bool = False


NOTHING = MapTold()
"""A map of which nothing may be shown."""
