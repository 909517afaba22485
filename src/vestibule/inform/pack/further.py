"""Which numbers does a pack hold beside the portrait's? Cleared with them, in one call.

Each has a key of its own, or is tied by sums to what the portrait prints: who was
heard by profile and by age add up to all who were heard. By sex a pack tells what the
portrait tells, and no more: crossed with regions, it would give away the number of a
region that is withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from vestibule.act import follow_up as following
from vestibule.inform.preparation import grid
from vestibule.inform.preparation.sources import Sources
from vestibule.protect import clearing
from vestibule.protect.thresholds import Key, Uncleared
from vestibule.understand import trust as barometers
from vestibule.understand.trust import TrustResult

HEARD = "heard"
"""The measure of those who were heard for themselves."""

PROMISED = "follow-up"
"""The measure of what was asked and promised."""

TRUST = "trust"
"""The measure of answers to a barometer that count as yes."""


@dataclass(frozen=True, kw_only=True)
class Further:
    """Results that a pack tells beside the portrait.

    Parameters
    ----------
    totals : pl.DataFrame
        `follow_up.TOTALS`, of what is given.
    trust : TrustResult
        Of what is given.
    """

    totals: pl.DataFrame
    trust: TrustResult

    @classmethod
    def of(cls, sources: Sources) -> Further:
        """Return them, of what may stand behind published numbers."""
        return cls(
            totals=following.follow_up(sources.given, sources.today).totals,
            trust=barometers.trust(sources.given),
        )

    def tables(self, sources: Sources) -> dict[str, clearing.Table]:
        """Return their numbers before clearing, by table of the pack.

        Parameters
        ----------
        sources : Sources
            Of the portrait that they are published with.

        Returns
        -------
        dict of str to Table
            Given before the portrait's own: what both hold, one of them prints.
        """
        heard: dict[str, clearing.Table] = {}
        if sources.meetings.height:
            heard = {
                "heard-profile": _by_profile(sources),
                "heard-age": _by_age(sources),
            }
        return heard | {
            "follow-up": clearing.Table(cells=dict(_promised(self.totals))),
            "trust": clearing.Table(cells=dict(_answered(sources, self.trust))),
        }


def heard_key(by: str, group: str) -> Key:
    """Return the key of those who were heard of one group."""
    return (HEARD, f"{by}={group}")


def promised_key(row: Mapping[str, Any]) -> Key:
    """Return the key of a row of `follow_up.TOTALS`."""
    return (PROMISED, row["of_what"], row["side"] or "", row["state"])


def answered_key(barometer: str, wave: int) -> Key:
    """Return the key of the answers to a barometer in a wave."""
    return (TRUST, barometer, f"wave={wave}")


def _by_profile(sources: Sources) -> clearing.Table:
    """Return who was heard by profile: the margins of the portrait's grid, printed."""
    crossed = next(iter(grid.tables(sources)), None)
    if crossed is None:
        return clearing.crossed(sources.themselves, ["profile"], measure=HEARD)
    return clearing.Table(
        cells={
            key: replace(cell, printed=True)
            for key, cell in crossed.cells.items()
            if len(key) == 1 or (len(key) == 2 and key[1].startswith("profile="))
        }
    )


def _by_age(sources: Sources) -> clearing.Table:
    return clearing.crossed(sources.themselves, ["age_band"], measure=HEARD)


def _promised(totals: pl.DataFrame) -> Iterator[tuple[Key, Uncleared]]:
    """Yield totals of promises: what was done in public is known, verdicts are not.

    What is asked and promised is public, and what the official side and observers say
    where nobody was met. What a community says, and whatever is worked out of it, is
    judged by the fewest people, gatherings and places behind any verdict, and shown all
    together or not at all.

    Yields
    ------
    tuple of Key and Uncleared
        Rows without a base are left out.
    """
    verdicts = totals.filter(pl.col("people").is_not_null())
    behind = {one: _least(verdicts[one]) for one in ("people", "gatherings", "places")}
    for row in totals.filter(pl.col("of") > 0).iter_rows(named=True):
        if _is_public(row) or not verdicts.height:
            yield (
                promised_key(row),
                Uncleared(
                    value=row["value"],
                    of=row["of"],
                    people=1,
                    counts="gatherings",
                    known=True,
                ),
            )
            continue
        yield (
            promised_key(row),
            Uncleared(
                value=row["value"],
                of=row["of"],
                people=behind["people"] or 1,
                gatherings=behind["gatherings"],
                places=behind["places"],
                counts="gatherings",
                bundle=PROMISED,
            ),
        )


def _is_public(row: Mapping[str, Any]) -> bool:
    is_asked = row["of_what"] == "recommendations" or row["state"] == "promised"
    return is_asked or (row["side"] is not None and row["people"] is None)


def _least(numbers: pl.Series) -> int | None:
    least = numbers.min()
    return least if isinstance(least, int) else None


def _answered(sources: Sources, found: TrustResult) -> Iterator[tuple[Key, Uncleared]]:
    """Yield each wave of each barometer; a sign that one community chose stays there."""
    declared = {one.key: one for one in sources.whole.process.barometers}
    for row in found.waves.iter_rows(named=True):
        if row["barometer"] in found.local or not row["people"]:
            continue
        yield (
            answered_key(row["barometer"], row["wave"]),
            Uncleared(
                value=row["positive"],
                of=row["people"],
                people=row["people"],
                gatherings=row["gatherings"],
                places=row["places"],
                sensitive=declared[row["barometer"]].sensitive,
            ),
        )
