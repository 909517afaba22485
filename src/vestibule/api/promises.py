"""What was asked of whom and what came of it: the follow-up board, said in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from vestibule import __version__
from vestibule.act import follow_up as following
from vestibule.act import harm, scales
from vestibule.act.follow_up import FollowUp
from vestibule.act.observed import SIDES
from vestibule.act.scales import Scale
from vestibule.api import naming
from vestibule.dossier import cuts, hashing, lineage
from vestibule.dossier.records import Dossier

TRANSLATED = ("recommendations", "commitments", "actions")
"""Tables whose words `texts` say in other languages."""

DIGITS = 9
"""Decimals of every number that leaves this room."""

SCALES: tuple[Scale, ...] = ("completed", "matrix", "five")
"""Scales, in the order in which they are told."""


@dataclass(frozen=True, kw_only=True)
class Board:
    """The follow-up board of a dossier; for the team, before any clearing.

    Parameters
    ----------
    dossier : Dossier
        Settled, at the day that was asked for.
    found : FollowUp
        What was asked, answered, promised and seen.
    sha256 : str
        Content hash of the dossier at that day.
    """

    dossier: Dossier
    found: FollowUp
    sha256: str

    def recommendations(self, lang: str) -> list[dict[str, Any]]:
        """Return what was asked and how it stands, by addressee, in a language."""
        return self._said(self.found.recommendations, "recommendations", lang)

    def commitments(self, lang: str) -> list[dict[str, Any]]:
        """Return what was promised and what each side says of it, by owner."""
        return self._said(self.found.commitments, "commitments", lang)

    def actions(self, lang: str) -> list[dict[str, Any]]:
        """Return actions, with the do-no-harm questions that block them, in words."""
        asked = {
            one.key: one.words.get(lang) or next(iter(one.words.values()))
            for one in harm.questions(self.dossier.process)
        }
        rows = self._said(self.found.actions, "actions", lang)
        return [
            {**row, "questions": [asked[key] for key in row["unanswered"]]}
            for row in rows
        ]

    def scores(self) -> list[dict[str, Any]]:
        """Return each scale as each side sees it; sides are never put together."""
        return [
            {"agreement": name, "side": side, **_rounded(asdict(score))}
            for name, rows in _by_agreement(self.found.commitments)
            for side in SIDES
            for scale in SCALES
            if (score := self._score(scale, side, rows)) is not None
        ]

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return everything as plain values, as ``follow-up --json`` prints it."""
        found = self.found
        return {
            "today": found.today.isoformat(),
            "addressees": found.addressees.to_dicts(),
            "recommendations": self.recommendations(lang),
            "commitments": self.commitments(lang),
            "sides": found.sides.to_dicts(),
            "verdicts": _plain(
                found.verdicts.drop("met", "place", "region"),
            ),
            "actions": self.actions(lang),
            "counts": _plain(found.counts),
            "scores": self.scores(),
            "totals": found.totals.to_dicts(),
            "coders": _rounded(asdict(found.coders)),
            "problems": [
                {"code": one.code, "message": one.message, "remedy": one.remedy}
                for one in found.problems
            ],
            "sha256": self.sha256,
            "version": __version__,
        }

    def _score(
        self, scale: Scale, side: str, rows: pl.DataFrame
    ) -> scales.Score | None:
        seen = scales.seen_by(side, rows, self.found.sides)
        if seen.filter(pl.col("state") != "unverified").is_empty():
            return None
        return scales.score(scale, seen)

    def _said(self, frame: pl.DataFrame, table: str, lang: str) -> list[dict[str, Any]]:
        words = spoken(self.dossier, table, lang)
        column = table.removesuffix("s")
        return [
            {"words": words[row[column]], **row} for row in frame.iter_rows(named=True)
        ]


def follow_up(
    dossier: Dossier, *, today: dt.date, as_of: dt.date | None = None
) -> Board:
    """Return the follow-up board of a dossier.

    Parameters
    ----------
    dossier : Dossier
        The records.
    today : date
        The day it is: deadlines are counted from it.
    as_of : date or None
        Of that day, as known now; it is then also the day that deadlines are counted
        from.

    Returns
    -------
    Board
        For the team. A recommendation that nobody answered is no promise.
    """
    at = dossier if as_of is None else cuts.as_of(dossier, as_of)
    return Board(
        dossier=lineage.settled(at),
        found=following.follow_up(at, as_of or today),
        sha256=hashing.content_hash(at),
    )


def spoken(dossier: Dossier, table: str, lang: str) -> dict[str, str]:
    """Return what each record says, translated where the table has translations."""
    if table in TRANSLATED:
        return naming.spoken(dossier, table, "words", lang)
    return dict(dossier.table(table).select("id", "words").iter_rows())


def _by_agreement(promises: pl.DataFrame) -> Iterator[tuple[str | None, pl.DataFrame]]:
    """Yield all commitments together, then those of each agreement."""
    yield None, promises
    for name in promises["agreement"].drop_nulls().unique().sort():
        yield name, promises.filter(agreement=name)


def _plain(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.with_columns(pl.selectors.float().round(DIGITS)).to_dicts()


def _rounded(told: dict[str, Any]) -> dict[str, Any]:
    return {
        name: round(value, DIGITS) if isinstance(value, float) else value
        for name, value in told.items()
    }
