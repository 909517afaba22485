"""What do readers of all editions hold, and what must they not find out?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from vestibule.protect.editions.ledger import Edition
from vestibule.protect.thresholds import Key

Part = Literal["n", "of"]
"""Of a cell: what is counted, or its base."""

Number = tuple[int, Part, Key]
"""Edition, part, cell."""

Supposition = Literal["came", "left", "either"]
"""What a reader supposes of people between two editions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What a reader must not find out.

    Parameters
    ----------
    number : Number
        About which number.
    possible : int
        So many different whole numbers must remain possible for it, at least.
    table : str
        What a refusal calls it; no number stands in it.
    base : Number or None
        With `beyond`: that `number` over this base is a share of at least `beyond`,
        or, where `low`, of at most `beyond`, must not follow.
    beyond : float
        A share, 0 to 1.
    low : bool
        Which side.
    """

    number: Number
    possible: int = 0
    table: str = ""
    base: Number | None = None
    beyond: float = 0.0
    low: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """A share that is printed alone, in whole hundredths."""

    number: Number
    base: Number
    hundredths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the reader found out of one guard.

    Parameters
    ----------
    guard : Guard
        About what.
    supposing : Supposition
        Of people between editions.
    low, high : int
        The least and the most that the number can be. Never printed: for tests.
    """

    guard: Guard
    supposing: Supposition
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Everything that readers hold.

    Parameters
    ----------
    editions : sequence of Edition
        As printed, in order.
    rounded : sequence of Rounded
        Shares printed without their number.
    may_be_zero : frozenset of Number
        Withheld numbers that readers know may be zero.
    """

    editions: Sequence[Edition]
    rounded: Sequence[Rounded] = ()
    may_be_zero: frozenset[Number] = field(default_factory=frozenset)
