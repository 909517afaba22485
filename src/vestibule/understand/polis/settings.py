"""Which numbers does the compatible layer run with?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from vestibule.errors import DataError

N_COMPONENTS = 2
"""Dimensions of the map; Polis draws no other."""

LARGE_CONVERSATION = 10_000
"""Participants above which Polis samples its PCA without a seed; we never do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolisSettings:
    """The constants of Polis, with the names of the field.

    Parameters
    ----------
    min_votes : int
        Votes a participant needs to be clustered, or all statements if fewer.
    min_clustered : int
        Below this many clustered participants, the most active are added.
    base_k : int
        Base clusters asked for.
    base_iterations, group_iterations : int
        Most steps of k-means after the first one, at each level.
    tolerance : float
        k-means stops when each centre moves less than this (map units).
    max_k : int
        Most groups tried.
    statements_per_group, consensus_per_side : int
        Longest list of representative and of consensus statements.
    z : float
        One-sided threshold of the two proportion tests (1.2816: 90 %).
    meta_priority : float
        Routing priority of a meta statement.
    order : {"loaded", "given"}
        Rows of the matrix: as Polis loads them (`matrices.rows`), or by
        person code. The groups depend on it.

    Raises
    ------
    DataError
        If a number is not positive, or the order has another name.
    """

    min_votes: int = 7
    min_clustered: int = 15
    base_k: int = 100
    base_iterations: int = 100
    group_iterations: int = 20
    tolerance: float = 0.01
    max_k: int = 5
    statements_per_group: int = 5
    consensus_per_side: int = 5
    z: float = 1.2816
    meta_priority: float = 49.0
    order: Literal["loaded", "given"] = "loaded"

    def __post_init__(self) -> None:
        if self.order not in ("loaded", "given"):
            raise DataError(
                f"the setting order must be loaded or given, not {self.order}",
                setting="order",
            )
        for name, value in asdict(self).items():
            if name != "order" and value <= 0:
                raise DataError(
                    f"the setting {name} must be positive, not {value}",
                    setting=name,
                    value=value,
                )

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as a plain mapping, for ``--json``."""
        return asdict(self)
