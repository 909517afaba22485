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
        Mean Jaccard similarity that every group must reach, among people placed
        in a group, 0 to 1.
    covered : float
        Share of people placed surely on the map who must be placed in a group, 0 to 1.
    gap : float
        Between two groups people must stand at most this densely, compared with
        the thinner of the two groups (1: no thinner, so that no gap is asked for).
    held : float
        Share of replicates in which that must be so, 0 to 1: on average over each
        two groups, and for none much less often.
    chance : float
        Share of even crowds that may lie as far apart as the groups, 0 to 1.
    sure : float
        Largest variance of a position that forms groups (1: nothing known), averaged
        over the directions by how much each moves answers (its square).
    looked : int
        People placed surely who are looked at; of more, so many are drawn by what
        they voted. All others are then placed among the groups found.
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
    covered: float = 0.7
    gap: float = 0.75
    held: float = 0.8
    chance: float = 0.05
    sure: float = 0.5
    looked: int = 5_000
    placed: float = 0.75
    least: int = 10
    folds: int = 3
    discovery: float = 0.05
    difference: float = 0.1
    seed: int = 1

    def __post_init__(self) -> None:
        for name in ("most", "replicates", "looked", "least", "folds"):
            if getattr(self, name) < 2:
                raise DataError(
                    f"the setting {name} must be at least 2, not {getattr(self, name)}",
                    setting=name,
                )
        if not self.gap > 0:
            raise DataError(
                f"the setting gap must be above 0, not {self.gap}", setting="gap"
            )
        shares = ("stable", "covered", "held", "chance", "sure", "placed")
        for name in (*shares, "discovery", "difference"):
            if not 0 < getattr(self, name) <= 1:
                raise DataError(
                    f"the setting {name} must lie between 0 and 1,"
                    f" not at {getattr(self, name)}",
                    setting=name,
                )

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as a plain mapping, for ``--json``."""
        return asdict(self)
