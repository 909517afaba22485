"""What one map says, as a stranger notes it."""

from __future__ import annotations

from dataclasses import dataclass, field

Pair = tuple[str, str]


@dataclass(slots=True)
class Circle:
    """A loop as it is told: its factors, what its links do, who told it whole."""

    factors: tuple[str, ...]
    does: tuple[str, ...]
    turn: str
    whole: object

    @property
    def pairs(self) -> list[Pair]:
        return list(
            zip(self.factors, (*self.factors[1:], self.factors[0]), strict=True)
        )


@dataclass(slots=True)
class Lever:
    """A factor that is proposed: its reasons, and what people are said to want."""

    factor: str
    loops: int
    acts_on: int
    decided: bool
    contested: bool


@dataclass(slots=True)
class MapSeen:
    """All that one map says.

    Parameters
    ----------
    does : dict of (str, str) to str
        Cause and effect to what the link does, by the data.
    listed : dict of (str, str) to str
        The same by the list beside the drawing.
    boxes : set of str
        Factors that are drawn.
    bound : int
        Links of the longest loop looked for.
    """

    does: dict[Pair, str] = field(default_factory=dict)
    listed: dict[Pair, str] = field(default_factory=dict)
    boxes: set[str] = field(default_factory=set)
    circles: list[Circle] = field(default_factory=list)
    levers: list[Lever] = field(default_factory=list)
    bound: int = 0
