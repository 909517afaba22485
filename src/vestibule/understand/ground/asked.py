"""What is asked of one comparison, and with which settings?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from vestibule.dossier.process import Disclosure
from vestibule.understand.ground import counting
from vestibule.understand.ground.evidence import Counted
from vestibule.understand.ground.settings import GroundSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One comparison, and what it is asked with.

    Parameters
    ----------
    key : str
        Of the comparison.
    groups : tuple of str
        Its segments.
    rows : pl.DataFrame
        As `segments.rows`.
    statements : pl.DataFrame
        ``statement`` and ``key``.
    split : collection of str
        Statements whose public and secret counts contradict each other.
    least : Disclosure
        How many are enough.
    bar : float
        0 to 1.
    settings : GroundSettings
        The rest.
    """

    key: str
    groups: tuple[str, ...]
    rows: pl.DataFrame
    statements: pl.DataFrame
    split: Collection[str]
    least: Disclosure
    bar: float
    settings: GroundSettings

    def counted(self, evident: pl.DataFrame) -> Counted:
        """Return evidence as `counting.evident` gives it, counted as it is asked for."""
        return counting.counted(
            evident, self.groups, least=self.least, weighed=self.settings.weighed
        )
