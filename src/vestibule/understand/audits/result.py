"""What do the audits answer, and what may leave them?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from vestibule.understand.audits import explain
from vestibule.understand.audits.limits import LIMITS
from vestibule.understand.audits.published import Published
from vestibule.understand.audits.receipts import Receipt
from vestibule.understand.audits.settings import AuditSettings

DIGITS = 9
"""Decimals that leave."""

NO_ROWS = {"short-rows", "no-votes"}
"""Limits after which nothing is said of copies."""

NO_TIMES = {"no-moments", "no-votes"}
"""Limits after which nothing is said of waves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditResult:
    """What speaks for a result, and what against it; for the team and researchers.

    No frame holds a person. Gatherings are called by the team's code, facilitators by
    what recorded their gatherings and a number: none of it is cleared to be shown.

    Parameters
    ----------
    nulls : pl.DataFrame
        `null.NULLS`: what would be called representative if groups were random.
    influence, steadiness : pl.DataFrame
        `influence.INFLUENCE` and `influence.STEADINESS`: without one gathering,
        facilitator or place.
    flips : pl.DataFrame
        `flips.FLIPS`: further answers that would undo a claim.
    copies : pl.DataFrame
        `copies.COPIES`: long rows of answers that are alike.
    waves, sittings : pl.DataFrame
        `waves.WAVES`, people who arrived at once; `waves.SITTINGS`, people who
        answered one by one in a gathering.
    activity : pl.DataFrame
        `activity.ACTIVITY`: whether position goes with how much people answered.
    published : Published or None
        Published groups derived again.
    receipt : Receipt or None
        By which others derive it again; None for votes that are in no dossier.
    limits : tuple of str
        Codes of `LIMITS`.
    settings : AuditSettings
        With them, and the same records, everything comes out the same.
    """

    nulls: pl.DataFrame
    influence: pl.DataFrame
    steadiness: pl.DataFrame
    flips: pl.DataFrame
    copies: pl.DataFrame
    waves: pl.DataFrame
    sittings: pl.DataFrame
    activity: pl.DataFrame
    published: Published | None = field(repr=False)
    receipt: Receipt | None
    limits: tuple[str, ...]
    settings: AuditSettings

    @property
    def carriers(self) -> pl.DataFrame:
        """Return what carries a claim, or holds one back: rows whose claim changes."""
        return self.influence.filter(pl.col("changes") != "").sort(
            "comparison", "statement", "kind", "sure_without", "name"
        )

    @property
    def worst(self) -> pl.DataFrame:
        """Return, by claim and kind, the unit without which it is least sure."""
        # Sure beyond a millionth is sure: then the share that falls most is told.
        rounded = pl.col("sure_without").round(6)
        claims = self.influence.filter("claimed").sort(
            rounded, "lowest_without", "unit", nulls_last=False
        )
        return claims.unique(
            ["comparison", "kind", "statement"], keep="first", maintain_order=True
        ).sort("comparison", "statement", "kind")

    @property
    def flagged(self) -> bool:
        """Return whether copies or waves ask for a second look."""
        return bool(
            self.copies["flagged"].any()
            or self.waves["flagged"].any()
            or self.sittings["over"].any()
        )

    def explain(self) -> str:
        """Return in English what was asked, what came out, and what cannot be said."""
        asked, silent = self.settings, set(self.limits)
        parts = [
            explain.random(self.nulls, asked),
            [
                *explain.left_out(self.steadiness, self.carriers),
                *explain.undone(self.flips),
            ],
            [] if silent & NO_ROWS else explain.alike(self.copies, asked),
            [
                *([] if silent & NO_TIMES else explain.arrived(self.waves, asked)),
                *explain.sat(self.sittings),
            ],
            explain.active(self.activity),
            [] if self.published is None else explain.derived(self.published),
            []
            if self.receipt is None
            else [explain.RECEIPT.format(sha256=self.receipt.sha256)],
            [LIMITS[code] for code in self.limits],
        ]
        return "\n\n".join("\n".join(part) for part in map(list, parts) if part)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values.

        Returns
        -------
        dict
            Nothing about one person, and no id; numbers rounded to `DIGITS`.
        """
        return {
            "representative_under_random_groups": _rows(self.nulls),
            "left_out": {
                "steadiness": _rows(self.steadiness),
                "changes": _rows(self.carriers.drop("statement", "unit")),
                "worst": _rows(self.worst.drop("statement", "unit")),
            },
            "undone_by": _rows(self.flips.drop("statement")),
            "copies": _rows(self.copies),
            "waves": _rows(self.waves),
            "sittings": _rows(self.sittings.drop("gathering")),
            "activity": _rows(self.activity),
            "published": _of_published(self.published),
            "receipt": None if self.receipt is None else self.receipt.to_dict(),
            "limits": [{"code": one, "message": LIMITS[one]} for one in self.limits],
            "settings": self.settings.to_dict(),
        }


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    floats = pl.selectors.float().round(DIGITS)
    return frame.with_columns(floats).to_dicts()


def _of_published(found: Published | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "ari": None if found.ari is None else round(found.ari, DIGITS),
        "groups": _rows(found.groups),
        "k": found.k,
        "k_again": found.k_again,
        "people": found.people,
        "people_again": found.people_again,
        "both": found.both,
        "unknown": found.unknown,
    }
