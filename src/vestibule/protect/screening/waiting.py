"""Which words wait for reviewers, and what must they look at?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.protect import consent, sensitivity
from vestibule.protect.screening.flags import Flag
from vestibule.protect.screening.screen import Screen
from vestibule.protect.screening.verdicts import Verdicts

Texts = list[tuple[str, str | None]]
"""Words and translations, each with its language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Words that may be quoted, as far as consent goes, and are not cleared.

    Parameters
    ----------
    table : str
        ``excerpts`` or ``validations``.
    record : str
        Id.
    words, lang : str or None
        As said, redacted; and their language. For the team only.
    reviewers : int
        Different people who cleared the whole: 0, 1 or 2.
    open : tuple of tuple
        Flag and how many reviewers found it harmless; of words and translations.
    identifying : bool
        Whether a reviewer said that a flag points at someone: redact the words.
    """

    table: str
    record: str
    words: str
    lang: str | None
    reviewers: int
    open: tuple[tuple[Flag, int], ...]
    identifying: bool


def waiting(dossier: Dossier) -> tuple[Waiting, ...]:
    """Return the words that wait for reviewers, with their flags.

    Parameters
    ----------
    dossier : Dossier
        The records.

    Returns
    -------
    tuple of Waiting
        Excerpts, then objections, by id: consent to quote is there and none refused
        them, but fewer than two cleared them or a flag stands open. Only for the
        team: it holds words that no one may publish yet.

    Notes
    -----
    All translations are screened with the words, whatever language is published.
    A consent that can run out is taken as run out.
    """
    return (*_of(dossier, "excerpts"), *_of(dossier, "validations"))


def _of(dossier: Dossier, table: str) -> Iterator[Waiting]:
    reference = table.removesuffix("s")
    screen, said = Screen.of(dossier), Verdicts.of(dossier, reference)
    told = _translations(dossier, reference)
    for row in _rows(dossier, table).sort("id").iter_rows(named=True):
        texts: Texts = [(row["said"], row["lang"])]
        texts += [(row["translation"], row["translation_lang"])]
        texts += told.get(row["id"], [])
        held = {text: lang for text, lang in texts if text}
        flags = [
            one
            for text, lang in held.items()
            for one in screen.flags(text, lang, level=row["level"])
        ]
        open_ = said.unsettled(row["id"], flags)
        names = {row["reviewed_by"], row["second_reviewed_by"]} - {None, ""}
        reviewers = len(names) if row["review"] == "cleared" else 0
        if open_ or reviewers < 2:
            yield Waiting(
                table=table,
                record=row["id"],
                words=row["said"],
                lang=row["lang"],
                reviewers=reviewers,
                open=tuple(
                    (one, len(said.harmless.get((row["id"], one.mark), ())))
                    for one in open_
                ),
                identifying=any(
                    (row["id"], one.mark) in said.identifying for one in open_
                ),
            )


def _rows(dossier: Dossier, table: str) -> pl.DataFrame:
    rows = dossier.current(table).filter(pl.col("review").ne_missing("refused"))
    if table == "excerpts":
        quotable = consent.levels(dossier, "excerpts").filter("quotable")
        levels = sensitivity.levels(dossier, "excerpts")
        found = rows.join(quotable, on="id", how="semi").with_columns(said="words")
    else:
        levels = sensitivity.levels(dossier, "findings").rename({"id": "finding"})
        found = rows.filter(
            pl.col("objection").is_not_null() & (pl.col("consent") == consent.QUOTED)
        ).with_columns(
            said="objection",
            translation=pl.lit(None, pl.String),
            translation_lang=pl.lit(None, pl.String),
        )
    return found.join(levels, on=levels.columns[0], how="left")


def _translations(dossier: Dossier, reference: str) -> dict[str, Texts]:
    rows = dossier.current("texts").filter(pl.col(reference).is_not_null())
    found: dict[str, Texts] = {}
    for record, words, lang in (
        rows.sort("id").select(reference, "words", "lang").iter_rows()
    ):
        found.setdefault(record, []).append((words, lang))
    return found
