"""A sheet of paper for one group: what it said, what all said, what followed.

It is handed over in person and never hosted. It names no person, no place and no day;
the group is known by the code on its own poster. Where the next visit is noted by hand,
so that no file tells of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from vestibule.dossier import lineage
from vestibule.dossier.process import Words
from vestibule.dossier.records import Dossier
from vestibule.inform import page
from vestibule.inform.chapters import parts
from vestibule.inform.figures import cells, order
from vestibule.inform.figures.figure import badge
from vestibule.inform.markup import Html, aloud, join, tag
from vestibule.inform.material import Answer, FindingTold, Voice
from vestibule.inform.meeting import StatementGround
from vestibule.inform.story import Story
from vestibule.protect import consent, handover, quotes
from vestibule.protect.cleared import Cell, Count, Quote

MOST_VOICES = 3
"""Words of the group that are printed."""

MOST_STATEMENTS = 5
"""Statements of which the group's own show of hands is printed."""

MOST_ASKED = 6
"""Things asked of someone that are printed, those of the group's own findings first."""

MOST_SPOKEN = 3
"""Those of them that are read aloud."""

LINES = 4
"""Empty lines on which a reply is written."""

SHEETS = ("mirror.css",)
"""What a sheet needs beside the sheet of all pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A statement, how the group showed hands, and where groups of a comparison lie.

    Parameters
    ----------
    words : Words
        The statement.
    here : Count or Hidden
        Of those who answered in front of all.
    low, high : int or None
        The lowest and the highest group of the portrait, in hundredths; None where
        nothing of it is shown.
    """

    words: Words
    here: Cell
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The sheet of one group, in one language.

    Parameters
    ----------
    story : Story
        Of the portrait.
    code : str
        Of the group, as its own poster has it.
    named : tuple of FindingTold
        Findings that the group named, in the portrait's order.
    voices : tuple of Voice
        Words of the group, cleared as for the public.
    answers : tuple of Answered
        What the group showed itself.
    """

    story: Story
    code: str
    named: tuple[FindingTold, ...] = ()
    voices: tuple[Voice, ...] = ()
    answers: tuple[Answered, ...] = ()

    @property
    def lang(self) -> str:
        """The language of the sheet."""
        return self.story.words.lang

    def html(self) -> str:
        """Return two sides of paper in large letters."""
        words = self.story.words
        head = tag(
            "header",
            tag("p", words("sheet.kicker", code=self.code), class_="kicker"),
            badge(words) if self.story.setting.fictitious else None,
            tag("h1", words("sheet.title")),
            parts.flag(self.story) if self.story.draft else None,
        )
        body = tag("main", head, *self._chapters(), id="contenu", class_="in sheet")
        return page.document(
            lang=self.lang,
            title=words("sheet.page_title", code=self.code),
            description=words("sheet.title"),
            body=body,
            more=SHEETS,
        )

    def script(self) -> str:
        """Return what is read aloud to the group, one thought a line."""
        return "\n".join(self._spoken()) + "\n"

    def _chapters(self) -> Iterator[Html | None]:
        words, setting = self.story.words, self.story.setting
        said = parts.listed(self._named(finding) for finding in self.named)
        none = parts.paragraph(words("sheet.nothing_named"))
        yield _part(words("sheet.said"), said if self.named else none)
        if self.voices:
            yield _part(
                words("sheet.words"), *(self._voice(one) for one in self.voices)
            )
        if self.answers:
            rows = (
                join(setting.quoted(one.words), " ", tag("small", self._answered(one)))
                for one in self.answers
            )
            yield _part(words("sheet.hands"), parts.listed(rows))
        yield _part(words("sheet.followed"), self._followed())
        empty = (tag("p", "", class_="write") for _ in range(LINES))
        yield _part(
            words("sheet.reply"), parts.paragraph(words("sheet.reply_text")), *empty
        )
        yield parts.paragraph(words("sheet.care"), "note")

    def _named(self, finding: FindingTold) -> Html:
        words = self.story.words
        label = tag("b", self.story.setting.marked(finding.short or finding.words))
        if finding.named is None:
            return label
        return join(
            label,
            ": ",
            words("sheet.named_by", share=cells.out_of(finding.named, words)),
        )

    def _voice(self, voice: Voice) -> Html:
        quote = parts.quote(self.story, voice)
        own = self.story.setting.spoken(
            self.story.words.quoted(quote.words), quote.lang, "p"
        )
        translated = parts.translation(quote, self.lang)
        if not translated:
            return tag("blockquote", own)
        more = self.story.words.quoted(translated)
        return tag(
            "blockquote",
            own,
            self.story.setting.spoken(more, quote.translation_lang, "p"),
        )

    def _answered(self, one: Answered) -> str:
        words = self.story.words
        here = words("sheet.here", share=cells.out_of(one.here, words))
        if one.low is None or one.high is None:
            return here
        return f"{here} {words('sheet.elsewhere', low=one.low, high=one.high)}"

    def _asked(self) -> list[tuple[Answer, str]]:
        """Return what was asked of someone and how they replied, own findings first."""
        words, setting = self.story.words, self.story.setting
        others = [one for one in self.story.material.findings if one not in self.named]
        return [
            (
                answer,
                words(
                    "sheet.asked",
                    name=setting.name(answer.addressee),
                    reply=words(f"portrait.ways.reply.{answer.reply or 'waiting'}"),
                ),
            )
            for finding in (*self.named, *others)
            for answer in finding.proposes
            if answer.addressee
        ][:MOST_ASKED]

    def _followed(self) -> Html:
        asked = self._asked()
        if not asked:
            return parts.paragraph(self.story.words("sheet.nothing_followed"))
        return parts.listed(
            join(self.story.setting.marked(answer.words), " ", tag("small", reply))
            for answer, reply in asked
        )

    def _spoken(self) -> Iterator[str]:
        words, setting = self.story.words, self.story.setting
        yield words("sheet.script.title")
        if setting.fictitious:
            yield words("figures.fictitious_spoken")
        if self.named:
            names = [order.label(setting, finding) for finding in self.named]
            yield aloud(words("sheet.script.said", names=words.joined(names)))
        for one in self.answers:
            if isinstance(one.here, Count):
                yield aloud(setting.name(one.words), self._answered(one))
        for answer, reply in self._asked()[:MOST_SPOKEN]:
            yield aloud(setting.name(answer.words), reply)
        yield words("sheet.script.end")


def sheet(
    story: Story, dossier: Dossier, gathering: str, *, today: date, named: pl.DataFrame
) -> Sheet:
    """Return the sheet that is handed to the group of a gathering.

    Parameters
    ----------
    story : Story
        Of the portrait of the same dossier and day.
    dossier : Dossier
        The whole dossier.
    gathering : str
        Id of the gathering.
    today : date
        Consent that has run out by then is refusal.
    named : pl.DataFrame
        `ThemeCounts.rows` of what is given: ``code``, ``gathering``, ``named``.

    Returns
    -------
    Sheet
        Of a group that did not agree to be counted or quoted: only what all said and
        what followed.
    """
    whole = lineage.settled(dossier)
    given = consent.published(whole, on=today)
    rows = whole.table("gatherings").filter(pl.col("id") == gathering)
    return Sheet(
        story=story,
        code=rows["code"][0],
        named=_of_group(story, given, named, gathering),
        voices=_voices(story, whole, gathering, today),
        answers=_answers(story, given, gathering),
    )


def _of_group(
    story: Story, given: Dossier, named: pl.DataFrame, gathering: str
) -> tuple[FindingTold, ...]:
    own = named.filter((pl.col("gathering") == gathering) & (pl.col("named") == 1))
    findings = given.table("findings").select("key", "code").drop_nulls("code")
    keys = set(findings.join(own.select("code"), on="code", how="semi")["key"])
    return tuple(one for one in story.material.findings if one.key in keys)


def _voices(
    story: Story, whole: Dossier, gathering: str, today: date
) -> tuple[Voice, ...]:
    own = set(whole.table("excerpts").filter(pl.col("gathering") == gathering)["id"])
    cleared: dict[str, dict[str, Quote]] = {}
    for lang in whole.process.outputs:
        for id_, quote in quotes.clear_quotes(whole, on=today, lang=lang).items():
            if id_ in own:
                cleared.setdefault(id_, {})[lang] = quote
    return tuple(cleared[id_] for id_ in sorted(cleared)[:MOST_VOICES])


def _answers(story: Story, given: Dossier, gathering: str) -> tuple[Answered, ...]:
    shown = handover.tallies(given, gathering)
    told: list[Answered] = []
    for ground in story.material.grounds:
        for row in ground.statements:
            here = shown.get(_statement(given, row) or "")
            if here is not None and all(one.words != row.words for one in told):
                told.append(_beside(row, here))
    told.sort(key=lambda one: isinstance(one.here, Count), reverse=True)
    return tuple(told[:MOST_STATEMENTS])


def _statement(given: Dossier, row: StatementGround) -> str | None:
    """Return the id of the statement that says these words."""
    said = set(row.words.values())
    rows = given.table("statements").filter(pl.col("words").is_in(list(said)))
    return rows["id"].sort()[0] if rows.height else None


def _beside(row: StatementGround, here: Cell) -> Answered:
    shares = [
        share
        for one in row.answers
        if one is not None and (share := cells.hundred(one.agree)) is not None
    ]
    return Answered(
        words=row.words,
        here=here,
        low=min(shares, default=None),
        high=max(shares, default=None),
    )


def _part(title: str, *pieces: Html | None) -> Html:
    return tag("section", tag("h2", title), *pieces)
