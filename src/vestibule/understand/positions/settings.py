"""Which numbers do the positions run with?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from vestibule.errors import DataError

MOST_DIMENSIONS = 3
"""More than this nobody can look at, and no conversation measured needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionSettings:
    """What the model of positions is told before it sees a vote.

    Parameters
    ----------
    dimensions : int or None
        Directions of opinion, 1 to 3; None: chosen by cross-validation.
    precision : float
        Firmest precision of the loadings: where each direction starts. Only the
        evidence of many statements loosens it.
    loosest : float
        Loosest precision the evidence may reach.
    sweeps : int
        Most passes over the votes.
    tolerance : float
        Stops when positions and parameters move less than this (root mean square,
        in standard deviations of a position).
    folds : int
        Parts of which one is hidden at a time in the cross-validation.
    rounds : int
        How many of the parts are hidden in turn.
    cv_votes : int
        Votes the cross-validation looks at, roughly; whole people, drawn by what
        they voted.
    level : float
        Of the intervals, 0 to 1.
    seed : int
        Of the draws; each draw hangs on the content of votes.

    Raises
    ------
    DataError
        If a number cannot be.
    """

    dimensions: int | None = None
    precision: float = 8.0
    loosest: float = 0.25
    sweeps: int = 150
    tolerance: float = 1e-3
    folds: int = 5
    rounds: int = 2
    cv_votes: int = 200_000
    level: float = 0.95
    seed: int = 1

    def __post_init__(self) -> None:
        if self.dimensions not in (None, 1, 2, MOST_DIMENSIONS):
            raise DataError(
                f"positions have 1 to {MOST_DIMENSIONS} dimensions,"
                f" not {self.dimensions}",
                setting="dimensions",
            )
        if not 0 < self.loosest <= self.precision:
            raise DataError(
                "the loosest precision must lie above 0 and not above the firmest,"
                f" not at {self.loosest}",
                setting="loosest",
            )
        if not 0 < self.level < 1:
            raise DataError(
                f"the level must lie between 0 and 1, not at {self.level}",
                setting="level",
            )
        self._check_counts()

    def _check_counts(self) -> None:
        least = {"sweeps": 1, "folds": 2, "rounds": 1, "cv_votes": 1}
        for name, low in least.items():
            if getattr(self, name) < low:
                raise DataError(
                    f"the setting {name} must be at least {low},"
                    f" not {getattr(self, name)}",
                    setting=name,
                )
        if self.tolerance <= 0 or self.rounds > self.folds:
            raise DataError(
                "the tolerance must be above 0, and rounds at most folds",
                setting="tolerance" if self.tolerance <= 0 else "rounds",
            )

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as a plain mapping, for ``--json``."""
        return asdict(self)
