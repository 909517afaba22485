"""With which numbers are statements chosen?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from vestibule.errors import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowingSettings:
    """What is left to chance.

    Parameters
    ----------
    explore : float
        Part of all places given to every statement alike, above 0 and at most 1:
        1 is a plain lottery.
    seed : int
        Of the draw.
    """

    explore: float = 0.1
    seed: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.explore <= 1:
            raise DataError(
                "the setting explore must lie above 0 and not above 1, not"
                f" {self.explore}: a statement that is never put cannot be judged",
                setting="explore",
                value=self.explore,
            )

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as a plain mapping, for ``--json``."""
        return asdict(self)
