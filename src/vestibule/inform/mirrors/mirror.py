"""What a region or a camp said, beside what all said, and what followed.

A mirror page holds nothing that the portrait does not: it is the portrait, seen from one
place. So it cannot give away what the portrait keeps. Villages and groups have no page:
their sheets are handed over in person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vestibule.inform import page
from vestibule.inform.chapters import evidence, parts
from vestibule.inform.figures import cells, order
from vestibule.inform.figures.figure import Figure
from vestibule.inform.markup import Html, aloud, join, tag
from vestibule.inform.material import Grid, Place, PlaceHeard, Voice
from vestibule.inform.mirrors import compared
from vestibule.inform.story import Story

MOST_VOICES = 3
"""Words from the place itself that are printed."""

SHEETS = ("mirror.css",)
"""What a mirror needs beside the sheet of all pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """The mirror page of one region or camp, in one language.

    Parameters
    ----------
    story : Story
        That of the portrait it is taken from.
    heard : PlaceHeard
        The place, and how it was heard.
    """

    story: Story
    heard: PlaceHeard

    @property
    def lang(self) -> str:
        """The language of its page."""
        return self.story.words.lang

    @property
    def key(self) -> str:
        """The key of its place: the name of its file."""
        return self.heard.place.key

    @property
    def place(self) -> str:
        """The name of its place."""
        return self.story.setting.name(self.heard.place)

    @property
    def said(self) -> Figure | None:
        """What was named here, beside what was named everywhere."""
        return compared.named(self.story, self.heard.place, number=1)

    @property
    def title(self) -> str:
        """What the page has found, as a sentence."""
        if self.heard.nobody:
            return self.story.words("mirror.nobody", place=self.place)
        figure = self.said
        if figure is None:
            return self.story.words("mirror.title", place=self.place)
        return figure.headline

    @property
    def voices(self) -> tuple[tuple[Voice, bool], ...]:
        """Cleared words that were said here, and whether they contradict."""
        return tuple(_voices(self.story, self.heard.place))[:MOST_VOICES]

    def html(self) -> str:
        """Return one self-contained page, without a script and without a request."""
        story = self.story
        main = tag("main", self.inside(), id="contenu")
        skip = tag("a", story.words("portrait.skip"), href="#contenu", class_="skip")
        return page.document(
            lang=self.lang,
            title=story.words("mirror.page_title", place=self.place),
            description=self.title,
            body=join(skip, page.band(story), main, page.foot(story)),
            more=SHEETS,
        )

    def inside(self) -> Html:
        """Return its cover and chapters, for a page that has its own band and foot."""
        chapters = tag("div", join(*self._chapters()), class_="in main")
        return join(self._cover(), chapters)

    def script(self) -> str:
        """Return what is read aloud in about a minute, one thought a line."""
        return "\n".join(_spoken(self)) + "\n"

    def csvs(self) -> dict[str, str]:
        """Return the data of its figure: file name to CSV."""
        figure = self.said
        return {} if figure is None else {f"{self.key}.csv": figure.csv()}

    def _cover(self) -> Html:
        words = self.story.words
        kicker = words(
            "mirror.kicker",
            place=self.place,
            month=words.month(self.story.setting.month),
        )
        lead = "mirror.lead_nobody" if self.heard.nobody else "mirror.lead"
        telling = (
            tag("p", kicker, class_="kicker"),
            tag("h1", self.title),
            tag("p", words(lead), class_="lead"),
            parts.flag(self.story) if self.story.draft else None,
            self._base(),
        )
        return tag("div", tag("div", *telling, class_="in"), class_="cover")

    def _base(self) -> Html | None:
        if self.heard.nobody:
            return None
        words = self.story.words
        return tag(
            "p",
            words(
                "mirror.base",
                gatherings=cells.number(self.heard.gatherings, words),
                attendances=cells.number(self.heard.attendances, words),
            ),
            class_="note",
        )

    def _chapters(self) -> Iterator[Html | None]:
        story, words = self.story, self.story.words
        figure = self.said
        if figure is not None and not self.heard.nobody:
            yield parts.chapter(
                "dit", "", words("mirror.said"), figure.html(), fresh=False
            )
        if self.voices:
            told = (
                parts.voice(
                    story,
                    voice,
                    leading=position == 0 and not contrary,
                    title=words("portrait.voice.against") if contrary else "",
                )
                for position, (voice, contrary) in enumerate(self.voices)
            )
            yield parts.chapter(
                "mots", "", words("mirror.words", place=self.place), *told, fresh=False
            )
        answered = compared.answers(story, self.heard.place)
        if answered is not None:
            yield parts.chapter(
                "ailleurs", "", words("mirror.elsewhere"), answered.html(), fresh=False
            )
        yield _followed(story)
        yield _missing(story, self.heard.place)
        yield parts.chapter(
            "tu",
            "",
            words("mirror.unshown"),
            parts.paragraph(words("mirror.unshown_text")),
            fresh=False,
        )


def mirrors(story: Story) -> tuple[Mirror, ...]:
    """Return the mirror page of each region and camp of a portrait.

    Parameters
    ----------
    story : Story
        Of the portrait.

    Returns
    -------
    tuple of Mirror
        In the order of the portrait; those where nobody was heard too: their page
        says so.
    """
    return tuple(Mirror(story=story, heard=row) for row in story.material.places)


def _voices(story: Story, place: Place) -> Iterator[tuple[Voice, bool]]:
    """Yield words said here, one of each finding first, then the contrary ones."""

    def here(voice: Voice) -> bool:
        return any(parts.required(quote).place == place.key for quote in voice.values())

    for finding in story.material.findings:
        yield from (
            (voice, False) for voice in [v for v in finding.voices if here(v)][:1]
        )
    for finding in story.material.findings:
        dissent = (*finding.against, *finding.objections)
        yield from ((voice, True) for voice in dissent if here(voice))
    for finding in story.material.findings:
        yield from (
            (voice, False) for voice in [v for v in finding.voices if here(v)][1:]
        )


def _followed(story: Story) -> Html | None:
    """Return what was asked of whom, and what they replied; of the whole dialogue."""
    words = story.words
    items = [
        tag(
            "li",
            tag("b", order.label(story.setting, finding)),
            evidence.ways(story, finding),
        )
        for finding in story.material.findings
        if finding.proposes
    ]
    if not items:
        return None
    return parts.chapter(
        "suite",
        "",
        words("mirror.followed"),
        parts.paragraph(words("mirror.followed_text")),
        tag("ul", *items, class_="plain"),
        fresh=False,
    )


def _states(grid: Grid, place: Place) -> dict[str, list[int]]:
    """Return the profiles (by position) in each state here."""
    for row, states in zip(grid.places, grid.states, strict=True):
        if row.key == place.key:
            found: dict[str, list[int]] = {}
            for position, state in enumerate(states):
                found.setdefault(state, []).append(position)
            return found
    return {}


def _missing(story: Story, place: Place) -> Html | None:
    grid = story.material.grid
    states = _states(grid, place) if grid is not None else {}
    if grid is None or not states or set(states) <= {"outside"}:
        return None
    lines = [
        story.words(
            f"mirror.heard.{state}",
            names=story.words.joined(
                story.setting.name(grid.profiles[position])
                for position in states[state]
            ),
        )
        for state in ("enough", "few", "nobody", "hidden")
        if state in states
    ]
    return parts.chapter(
        "manque", "", story.words("mirror.missing"), parts.listed(lines), fresh=False
    )


def _spoken(mirror: Mirror) -> Iterator[str]:
    story, words = mirror.story, mirror.story.words
    yield words("mirror.script.title", place=mirror.place)
    if story.setting.fictitious:
        yield words("figures.fictitious_spoken")
    if mirror.heard.nobody:
        yield mirror.title
        yield words("mirror.lead_nobody")
        return
    yield mirror.title if mirror.said is None else mirror.said.spoken
    for voice, _ in mirror.voices[:1]:
        quote = parts.quote(story, voice)
        known = parts.translation(quote, mirror.lang) or quote.words
        yield words("mirror.script.voice", words=words.quoted(known))
    for finding in story.material.findings:
        for answer in finding.proposes[:1]:
            yield aloud(story.setting.name(answer.words))
    yield words("mirror.script.end")
