"""Which numbers does the model of common ground run with?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from vestibule.errors import DataError

SHARES = ("error", "level", "gap", "hostile")
"""Settings that lie between 0 and 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundSettings:
    """What is claimed, at which error, and with which doubts.

    Parameters
    ----------
    bar : float or None
        The share that every group must pass, 0 to 1; None: as the process agreed.
    error : float
        Share of claims that may be expected to be false, above 0 and below 1.
    rule : {"each", "share"}
        ``each``: a claim is made only if it alone is wrong with a probability of at
        most `error`. ``share``: the largest set of which at most `error` is expected
        to be false; single claims in it may be less sure.
    level : float
        Of the intervals, 0 to 1.
    gap : float
        Two groups are apart if their shares differ by more than this, 0 to 1.
    hostile : float
        Share of the answers of every group that may be spoilt; for the band printed
        beside each result.
    weighed : bool
        Whether people who answered alone count alike, however many statements they
        answered; else every answer counts alike. See `counting.weights`.
    draws : int
        Draws from the posterior for gaps and for which group is the weakest.
    seed : int
        Of those draws. Everything else is integrated, not drawn.
    """

    bar: float | None = None
    error: float = 0.1
    rule: Literal["each", "share"] = "each"
    level: float = 0.95
    gap: float = 0.2
    hostile: float = 0.02
    weighed: bool = True
    draws: int = 2000
    seed: int = 1

    def __post_init__(self) -> None:
        names = SHARES if self.bar is None else (*SHARES, "bar")
        for name in names:
            value = getattr(self, name)
            if not 0 < value < 1:
                raise DataError(
                    f"the setting {name} must lie between 0 and 1, not {value}",
                    setting=name,
                    value=value,
                )
        if self.rule not in ("each", "share"):
            raise DataError(
                f"the setting rule must be each or share, not {self.rule}",
                setting="rule",
            )
        if self.draws < 1:
            raise DataError(
                f"the setting draws must be positive, not {self.draws}",
                setting="draws",
                value=self.draws,
            )

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as a plain mapping, for ``--json``."""
        return asdict(self)
