"""What is owed to the people heard, and what was asked of their communities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from vestibule.act import restitution
from vestibule.act.restitution import Burden, Owed
from vestibule.api import naming
from vestibule.dossier import lineage
from vestibule.dossier.records import Dossier
from vestibule.words import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """The restitution debt and the ledger of visits, for the team.

    Parameters
    ----------
    owed : Owed
        How each group stands.
    burden : Burden
        What was asked of each place.
    settled : Dossier
        The records, for their names.
    """

    owed: Owed
    burden: Burden
    settled: Dossier

    def groups(self, lang: str) -> pl.DataFrame:
        """Return the groups with names for places and profiles, the latest first."""
        rows = self.owed.groups.sort(
            pl.col("days_late").fill_null(-(10**6)), "code", descending=[True, False]
        ).drop("obligations", "gathering", "reason")
        lifted = rows.with_columns(profile=pl.coalesce("profile", "homogeneous"))
        return self._named(lifted.drop("homogeneous"), lang)

    def places(self, lang: str) -> pl.DataFrame:
        """Return the ledger with the names of places."""
        return self._named(self.burden.places, lang)

    def _named(self, rows: pl.DataFrame, lang: str) -> pl.DataFrame:
        regions = rows.select(place="region")
        called = naming.named(regions, self.settled, lang)["place"]
        return naming.named(rows, self.settled, lang).with_columns(region=called)

    def to_dict(self, lang: str) -> dict[str, Any]:
        """Return everything as plain values; no reply, no reason, nobody's words."""
        return {
            "today": self.owed.today.isoformat(),
            "days": self.owed.days,
            "totals": dict(self.owed.totals),
            "late": self.owed.debt(),
            "without_reason": self.owed.unanswerable,
            "groups": self.groups(lang).to_dicts(),
            "places": self.places(lang).to_dicts(),
        }

    def lines(self, lang: str, *, most: int) -> Iterator[str]:
        """Yield what a team wants to know first, at most so many groups and places."""
        words = Catalogue(lang)
        totals = self.owed.totals
        if self.owed.groups.is_empty():
            yield words("owed.nobody")
            return
        yield words("owed.totals", n=self.owed.groups.height, **totals)
        yield words("owed.late", n=self.owed.debt(), days=self.owed.days)
        yield from self._waiting(words, most)
        if self.owed.unanswerable:
            yield words("owed.no_reason", n=self.owed.unanswerable)
        yield from self._asked(words, most)

    def _waiting(self, words: Catalogue, most: int) -> Iterator[str]:
        rows = self.groups(words.wanted).filter(pl.col("days_late") > 0)
        for row in rows.head(most).to_dicts():
            yield "  " + words(
                "owed.group",
                n=row["days_late"],
                code=row["code"],
                who=self._who(words, row),
                place=row["place"] or words("owed.online"),
            )
            if row["only_with_others"]:
                yield "    " + words(f"owed.{row['only_with_others']}")
        if rows.height > most:
            yield "  " + words("owed.more", n=rows.height - most)

    def _who(self, words: Catalogue, row: dict[str, Any]) -> str:
        return str(row["profile"] or words(f"owed.kinds.{row['kind']}"))

    def _asked(self, words: Catalogue, most: int) -> Iterator[str]:
        rows = self.places(words.wanted)
        if rows.is_empty():
            return
        yield words("owed.asked")
        for row in rows.head(most).to_dicts():
            yield "  " + words(
                "owed.place",
                n=row["visits"],
                place=row["place"],
                hours=_hours(words, row),
                told=words("owed.told", n=row["told"]),
                waiting=words("owed.waiting", n=row["groups_waiting"]),
            )
        if rows.height > most:
            yield "  " + words("owed.more_places", n=rows.height - most)


def _hours(words: Catalogue, row: dict[str, Any]) -> str:
    if row["timed"] == 0:
        return words("owed.untimed")
    whole = row["timed"] == row["visits"]
    return words(f"owed.{'hours' if whole else 'at_least'}", n=round(row["hours"]))


def owed(dossier: Dossier, *, today: dt.date) -> Debt:
    """Return what is owed to the people heard, as of a day.

    Parameters
    ----------
    dossier : Dossier
        The records.
    today : date
        The day it tells of.

    Returns
    -------
    Debt
        For the team: the public sees totals, where they may be shown.
    """
    settled = lineage.settled(dossier)
    found = restitution.owed(settled, today=today)
    return Debt(owed=found, burden=restitution.burden(settled, found), settled=settled)
