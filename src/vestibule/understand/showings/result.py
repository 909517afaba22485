"""What is returned of the statements to put next?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule.understand.showings.limits import LIMITS
from vestibule.understand.showings.settings import ShowingSettings
from vestibule.understand.showings.whom import Whom

CHANCES = pl.Schema(
    {
        "rank": pl.Int64(),
        "statement": pl.String(),
        "key": pl.String(),
        "drawn": pl.Boolean(),
        "probability": pl.Float64(),
        "worth": pl.Float64(),
        "reason": pl.String(),
        "comparison": pl.String(),
        "group": pl.String(),
    }
)
"""One row per statement that may be put to them."""

LEFT_OUT = pl.Schema({"statement": pl.String(), "key": pl.String(), "why": pl.String()})
"""One row per statement that may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStatements:
    """The statements to put next, and how they were drawn; for the team.

    Parameters
    ----------
    chances : pl.DataFrame
        `CHANCES`, the most useful first. ``probability``: that this draw puts the
        statement, above 0 for every row. ``worth``: bits about open claims, summed
        over comparisons. ``reason``: why a group was not heard enough
        (``never_asked``, ``counted_in_public``, ``too_few``), ``undecided``, or
        ``lot`` where nothing is to be learned; in which ``comparison``, of which
        ``group``, most is.
    left_out : pl.DataFrame
        `LEFT_OUT`: ``waiting`` (to be moderated), ``answered`` or
        ``sensitive_in_public``. What was moderated out is not even named.
    whom : Whom
        Who is asked.
    limits : tuple of str
        Codes of `LIMITS`.
    settings : ShowingSettings
        With them, and the same records, the same statements are drawn.
    """

    chances: pl.DataFrame
    left_out: pl.DataFrame
    whom: Whom
    limits: tuple[str, ...]
    settings: ShowingSettings

    @property
    def statements(self) -> pl.DataFrame:
        """Return the statements drawn, the most useful first."""
        return self.chances.filter("drawn").drop("drawn")

    def explain(self) -> str:
        """Return in English what cannot be said, and why."""
        return "\n".join(LIMITS[code] for code in self.limits)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, for ``--json``."""
        return {
            "statements": self.statements.drop("statement").to_dicts(),
            "left_out": self.left_out.drop("statement").to_dicts(),
            "groups": dict(self.whom.groups),
            "method": self.whom.method,
            "limits": list(self.limits),
            "settings": self.settings.to_dict(),
        }
