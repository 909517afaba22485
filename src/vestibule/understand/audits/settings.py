"""Which numbers do the audits run with?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from vestibule.errors import DataError

COUNTS = ("permutations", "length", "window", "pairs", "draws")
"""Settings that are whole numbers of 1 or more."""

SHARES = ("alarm", "level", "rate")
"""Settings that lie between 0 and 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSettings:
    """How closely is looked, and when something is worth a second look.

    Parameters
    ----------
    permutations : int
        Random groups drawn for the null of representative statements.
    rate : float
        Share of pairs that may be called representative under random groups.
    length : int
        Answers from which an identical row is looked at.
    alarm : float
        How probably one honest conversation as a whole is pointed at, 0 to 1; for
        copies and for waves each.
    window : int
        Minutes in which arrivals are counted.
    draws : int
        Random sets of people a wave is compared with, and draws of positions.
    pairs : int
        Most pairs of a unit and a statement that are worked out closely; the others
        are told from a first approximation.
    level : float
        Of the intervals, 0 to 1.
    seed : int
        Of the draws; each draw hangs on the content of votes.

    Raises
    ------
    DataError
        If a number cannot be.
    """

    permutations: int = 60
    rate: float = 0.01
    length: int = 10
    alarm: float = 0.01
    window: int = 10
    draws: int = 199
    pairs: int = 4000
    level: float = 0.95
    seed: int = 1

    def __post_init__(self) -> None:
        for name in COUNTS:
            if getattr(self, name) < 1:
                raise DataError(
                    f"the setting {name} must be at least 1, not {getattr(self, name)}",
                    setting=name,
                )
        for name in SHARES:
            if not 0 < getattr(self, name) < 1:
                raise DataError(
                    f"the setting {name} must lie between 0 and 1,"
                    f" not at {getattr(self, name)}",
                    setting=name,
                )

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as a plain mapping, for ``--json``."""
        return asdict(self)
