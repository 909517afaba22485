"""Which numbers do the groups run with?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from vestibule.errors import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSettings:
    """What is asked of groups before they are called groups.

    Parameters
    ----------
    most : int
        Most groups tried, 2 or more.
    replicates : int
        Draws of positions, each with a bootstrap of the sampling units.
    stable : float
        Mean Jaccard similarity that every group must reach, 0 to 1.
    gap : float
        Between two groups people must stand at most this densely, compared with
        the thinner of the two groups (1: no thinner; above 1 no gap is asked for).
    sure : float
        Largest mean variance of a position that forms groups (1: nothing known).
    placed : float
        Membership probability from which someone is placed in a group.
    least : int
        People placed surely that a group needs.
    folds : int
        Parts of the votes; each part is tested on groups formed without it.
    discovery : float
        Expected share of false discoveries among representative statements.
    difference : float
        Smallest difference of shares that makes a statement representative.
    seed : int
        Of the draws; each draw hangs on the content of votes.

    Raises
    ------
    DataError
        If a number cannot be.
    """

    most: int = 5
    replicates: int = 100
    stable: float = 0.75
    gap: float = 0.9
    sure: float = 0.5
    placed: float = 0.75
    least: int = 10
    folds: int = 3
    discovery: float = 0.05
    difference: float = 0.1
    seed: int = 1

    def __post_init__(self) -> None:
        for name in ("most", "replicates", "least", "folds"):
            if getattr(self, name) < 2:
                raise DataError(
                    f"the setting {name} must be at least 2, not {getattr(self, name)}",
                    setting=name,
                )
        if not self.gap > 0:
            raise DataError(
                f"the setting gap must be above 0, not {self.gap}", setting="gap"
            )
        for name in ("stable", "sure", "placed", "discovery", "difference"):
            if not 0 < getattr(self, name) <= 1:
                raise DataError(
                    f"the setting {name} must lie between 0 and 1,"
                    f" not at {getattr(self, name)}",
                    setting=name,
                )

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as a plain mapping, for ``--json``."""
        return asdict(self)
