"""Where groups meet and part, cleared: what a portrait may say of a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vestibule.dossier.process import Group, Words
from vestibule.protect.cleared import Cell, Estimate

Standing = Literal["shared", "undecided", "unshared", "divides"]
"""What a statement does to a comparison.

``undecided`` is not "no"; ``unshared``: some group surely does not agree enough.
"""

Overheard = Literal["nobody", "holds", "rests"]
"""Whether a claim holds without gatherings that were overheard; ``nobody``: none was."""

Why = Literal["unheard", "alike"]
"""Why nothing is told of a comparison.

``unheard``: fewer than two groups were heard enough on any statement for it to be
shown; ``alike``: answers hardly differ, so that no margin can be stated.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """How sure it is that every group shares a statement, and what would undo it.

    Parameters
    ----------
    sure : int
        Chances in 100 that every group passes, rounded down: at most 99.
    weakest : Words
        Name of the group of which this is least sure.
    extra : int or None
        So many further answers against it, rounded down, in `extra_in` would undo
        it; None: more than are worth telling.
    extra_in : Words
        Name of that group.
    spoilt : bool
        Whether it holds also if `Ground.hostile` of all answers were spoilt.
    overheard : {"nobody", "holds", "rests"}
        Whether it holds without the gatherings that were overheard.
    """

    sure: int
    weakest: Words
    extra: int | None
    extra_in: Words
    spoilt: bool
    overheard: Overheard = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A comparison of which nothing sure can be told, and why."""

    key: str
    names: Words
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How one group answered one statement; each cell is of all who answered."""

    agree: Cell
    passed: Cell
    disagree: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementGround:
    """One statement set before the groups of a comparison, in their order.

    Parameters
    ----------
    words : Words
        The statement.
    answers : tuple of Answers or None
        What was counted; None: it was not put to that group. Not asked is not "no".
    standing : Standing
        What it does to the comparison.
    estimates : tuple of Estimate or None
        What is thought of each group's share. None beside a number that is hidden.
    stability : Stability or None
        Of a statement that is shared.
    """

    words: Words
    answers: tuple[Answers | None, ...]
    standing: Standing
    estimates: tuple[Estimate | None, ...] = ()
    stability: Stability | None = None

    def estimate(self, position: int) -> Estimate | None:
        """Return what is thought of the group at a position."""
        return self.estimates[position] if self.estimates else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where the groups of one comparison meet and part.

    Parameters
    ----------
    key : str
        Of the comparison.
    names : Words
        Of the comparison.
    groups : tuple of Group
        Set side by side.
    people, gatherings : tuple of Count or Hidden
        Behind each group.
    statements : tuple of StatementGround
        From most shared to most split.
    threshold, error : float
        The share every group must pass, and the stated error rate (0 to 1).
    level : float
        Of the intervals of estimates, 0 to 1.
    hostile : float
        Share of the answers that may be spoilt, for `Stability.spoilt`, 0 to 1.
    expected_false : float
        How many of the statements told as shared are expected not to be.
    thin : tuple of Words
        Names of groups that were not heard enough on some statement, or on all.
    """

    key: str
    names: Words
    groups: tuple[Group, ...]
    people: tuple[Cell, ...]
    statements: tuple[StatementGround, ...]
    gatherings: tuple[Cell, ...] = ()
    threshold: float = 0.6
    error: float = 0.1
    level: float = 0.95
    hostile: float = 0.02
    expected_false: float = 0.0
    thin: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodSplit:
    """One statement counted by raised hands and in secret: what each heard."""

    words: Words
    public: Answers
    secret: Answers
    sensitive: bool = False
