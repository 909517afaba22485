"""What to put next to a gathering or a person, in words one can read aloud."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from vestibule.api import files, gaps, naming
from vestibule.dossier import lineage, packages, translations
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.listen import cells
from vestibule.understand import showings
from vestibule.understand.ground import GroundResult
from vestibule.understand.showings import NextStatements, ShowingSettings, Whom
from vestibule.understand.showings.asking import USUAL
from vestibule.words import Catalogue


def next_statements(
    dossier: Dossier,
    *,
    gathering: str | None = None,
    person: str | None = None,
    shared: Mapping[str, str] | None = None,
    n: int = USUAL,
    method: str = "hands",
    size: int | None = None,
    seed: int = 1,
    found: GroundResult | None = None,
) -> NextStatements:
    """Return the statements to put next, with their probabilities and reasons.

    Parameters
    ----------
    dossier : Dossier
        The records.
    gathering, person : str or None
        Code of a gathering, or pseudonym, or id.
    shared : mapping of str to str or None
        Instead: what all who will come share, as ``{"sex": "female"}``; see
        `showings.speaking_from`. One of the three is given.
    n : int
        Statements wanted, 1 or more.
    method : str
        How a gathering will be counted: ``hands``, ``standing``, ``cards``, ``pots``
        (covered) or ``individual``. Of a person alone it is the last.
    size : int or None
        People expected at the gathering; None: as known, else as many as usual.
    seed : int
        Of the draw.
    found : GroundResult or None
        Common ground of `lineage.settled(dossier)`, where it was worked out already:
        the rest takes less than a second.

    Returns
    -------
    NextStatements
        For the team. Nothing in it foresees what one person will answer.

    Raises
    ------
    DataError
        If it is not said who is asked, or no record is called so.
    """
    settled = lineage.settled(dossier)
    if [gathering, person, shared].count(None) != 2:
        raise DataError(
            "Name a gathering, a person, or what all who will come share: one of the"
            " three.",
            reason="whom-to-ask",
        )
    if gathering is not None:
        held = files.id_of(settled, "gatherings", gathering)
        whom = showings.of_gathering(settled, held, method=method, size=size)
    elif person is not None:
        whom = showings.of_person(settled, files.id_of(settled, "people", person))
    else:
        whom = showings.speaking_from(settled, shared or {}, method=method, size=size)
    return showings.next_statements(
        showings.state(settled, found),
        whom,
        n=n,
        settings=ShowingSettings(seed=seed),
    )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Statements to put next, with the words to read aloud.

    Parameters
    ----------
    dossier : Dossier
        The records, the showings among them if they were recorded.
    result : NextStatements
        What was drawn.
    recorded : int
        Showings that were written.
    """

    dossier: Dossier
    result: NextStatements
    recorded: int = 0

    def lines(self, lang: str) -> list[dict[str, Any]]:
        """Return the statements drawn, with their words and the names of groups.

        Parameters
        ----------
        lang : str
            Of names and, where a translation is known, of statements. A gathering
            held in another language gets that one, where it is known.

        Returns
        -------
        list of dict
            ``words``, ``key``, ``reason``, ``comparison`` and ``group`` (names, or
            missing), ``probability``, ``worth``; the most useful first.
        """
        settled, catalogue = lineage.settled(self.dossier), Catalogue(lang)
        words = naming.spoken(settled, "statements", "words", lang)
        spoken = language_of(settled, self.result.whom)
        if spoken is not None:
            texts = translations.checked(settled).filter(lang=spoken, field="words")
            told = texts.drop_nulls("statement").select("statement", "words")
            words |= dict(told.iter_rows())
        groups = gaps.group_names(settled.process, catalogue)
        names = {
            one.key: gaps.said(one.names, catalogue, one.key)
            for one in settled.process.comparisons
        }
        return [
            {
                "words": words[row["statement"]],
                "key": row["key"],
                "reason": row["reason"],
                "comparison": names.get(row["comparison"]),
                "group": groups.get((row["comparison"], row["group"])),
                "probability": row["probability"],
                "worth": row["worth"],
            }
            for row in self.result.statements.iter_rows(named=True)
        ]

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return everything as plain values, as ``ask-next --json`` prints it."""
        told = self.result.to_dict()
        return {**told, "statements": self.lines(lang), "recorded": self.recorded}


def language_of(dossier: Dossier, whom: Whom) -> str | None:
    """Return the language that a gathering is held in, where it is known."""
    held = dossier.current("gatherings").filter(
        pl.col("id").eq_missing(pl.lit(whom.gathering, pl.String))
    )
    return None if held.is_empty() else held["lang"][0]


def ask(path: Path, **asked: Any) -> Asked:
    """Return the statements to put next, of a dossier on disk; nothing is written.

    Parameters
    ----------
    path : Path
        The dossier.
    **asked : Any
        As for `next_statements`.

    Returns
    -------
    Asked
        With the words to read aloud.
    """
    dossier = packages.read(path)
    return Asked(dossier=dossier, result=next_statements(dossier, **asked))


def record(asked: Asked, path: Path, *, by: str, origin: str, at: dt.datetime) -> Asked:
    """Write the showings of statements that will be put, into the dossier on disk.

    Parameters
    ----------
    asked : Asked
        From `ask`, of the same dossier.
    path : Path
        The dossier.
    by : str
        A pseudonym.
    origin : str
        Device or site where this is done.
    at : datetime
        When, with time zone.

    Returns
    -------
    Asked
        With the number of showings written.

    Raises
    ------
    DataError
        If `by` looks like a person's name, or nobody was named to be asked.
    """
    if cells.LIKE_A_NAME.search(by):
        raise DataError(
            "What stands after “by” looks like a name or a telephone number, not a "
            "pseudonym: write a pseudonym without a space, as K7.",
            reason="not-a-pseudonym",
        )
    after = showings.record(asked.dossier, asked.result, origin=origin, at=at, by=by)
    packages.write(after, path)
    written = after.table("showings").height - asked.dossier.table("showings").height
    return Asked(dossier=after, result=asked.result, recorded=written)
