"""What may be shown: a count, a hidden cell with its reason, an estimate, a quote.

Only this room creates them; figures accept nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "too_few_people",
    "too_few_gatherings",
    "too_few_places",
    "near_unanimous",
    "complementary",
    "restricted_below_region",
    "sensitive",
    "crossed_below_region",
]
"""Why a cell is withheld. Readers see one sentence: not shown, to protect people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number that may be shown.

    Parameters
    ----------
    value : int
        What is counted.
    of : int or None
        Out of how many; None where it is not a share.
    edition : int or None
        It stands as this earlier edition printed it: since then it changed by too few.
        None: it is of today.
    """

    value: int
    of: int | None = None
    edition: int | None = None

    @property
    def is_kept(self) -> bool:
        """Whether it is an earlier edition's: nothing of today may stand beside it."""
        return self.edition is not None

    @property
    def share(self) -> float | None:
        """``value / of`` (0 to 1), or None."""
        return self.value / self.of if self.of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A cell that is withheld, and why. Never zero, never missing."""

    reason: Reason


WITHHELD = Hidden(reason="too_few_people")
"""What stands where a number never came to clearing."""

Cell = Count | Hidden
"""What stands in a public table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a share that is shown is thought to be, and how far that may be off.

    Parameters
    ----------
    middle, low, high : int
        Whole hundredths, 0 to 100: the estimate and the ends of its interval.
    """

    middle: int
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Someone's words, cleared for publication.

    Parameters
    ----------
    words : str
        As said, redacted, in `lang`.
    translation : str or None
        In `translation_lang`.
    speaker : str
        Profile key, or ``someone``.
    place : str or None
        Key of a place no finer than allowed; None where it may not be shown.
    month : str or None
        ``YYYY-MM``; never a day.
    """

    words: str
    lang: str | None
    translation: str | None = None
    translation_lang: str | None = None
    speaker: str | None = None
    place: str | None = None
    month: str | None = None
