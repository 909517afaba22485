"""A brief of two pages, from the figures and cleared material of the portrait.

A brief holds no number that the portrait does not: it is the portrait, told to one
audience. It prints on two sides of one sheet.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from vestibule.inform import page
from vestibule.inform.briefs.audience import Audience, chosen
from vestibule.inform.chapters import asks, cover, minute, parts
from vestibule.inform.figures import board
from vestibule.inform.followed import REPLIES, Ask, Promise
from vestibule.inform.markup import (
    Html,
    aloud,
    join,
    plain,
    raised_piece,
    tag,
)
from vestibule.inform.material import Material
from vestibule.inform.story import Story, told

MOST_POINTS = 7
"""Things that were said, on the first page."""

MOST_ASKS = 5
"""Things asked, on the second page; the others are counted."""

MOST_PROMISES = 4
"""Promises of the audience told one by one."""

MOST_OTHERS = 8
"""Other addressees listed."""

SHEETS = ("brief.css",)
"""What a brief needs beside the sheet of all pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief for one audience, in one language.

    Parameters
    ----------
    story : Story
        That of the portrait it is taken from.
    audience : Audience
        Whom it is for: something is asked of it.
    """

    story: Story
    audience: Audience

    @property
    def lang(self) -> str:
        """The language of its pages."""
        return self.story.words.lang

    @property
    def title(self) -> str:
        """Its title: what was found, and how many things are asked of the reader."""
        return " ".join(map(plain, self._title()))

    def _title(self) -> tuple[str, ...]:
        return (cover.title(self.story)[-1], self._asked())

    def _asked(self) -> str:
        words, asked = self.story.words, self.asks()
        n = sum(map(_is_waiting, asked))
        waiting = words("brief.title.waiting", n=n)
        key = "asked" if n else "replied"
        return words(f"brief.title.{key}", n=len(asked), waiting=waiting)

    def asks(self) -> list[Ask]:
        """Return what is asked of the audience: first what waits for an answer."""
        asked = self.audience.asks(self.story)
        return sorted(asked, key=lambda one: not _is_waiting(one))

    def html(self) -> str:
        """Return two self-contained pages: no script, no request."""
        story = self.story
        name = story.setting.name(story.material.process.titles)
        main = tag(
            "main", self._first(), self._second(), id="contenu", class_="in brief"
        )
        return page.document(
            lang=self.lang,
            title=story.words("brief.page_title", name=self.audience.name, title=name),
            description=self.title,
            body=join(page.band(story), main),
            more=SHEETS,
        )

    def _first(self) -> Html:
        story, words = self.story, self.story.words
        points = minute.points(story)[:MOST_POINTS]
        said = (
            tag("li", one.mark, tag("p", tag("b", raised_piece(one.bold)), " ", raised_piece(one.more)))
            for one in points
        )  # fmt: skip
        return tag(
            "section",
            tag("p", self._kicker(), class_="kicker"),
            tag("h1", *(join(tag("span", raised_piece(one)), " ") for one in self._title())),
            parts.flag(story) if story.draft else None,
            tag("p", cover.lead(story), class_="lead"),
            tag("h2", words("brief.said")),
            tag("ol", *said, class_="minute"),
            class_="side",
        )  # fmt: skip

    def _kicker(self) -> str:
        words = self.story.words
        month = words.month(self.story.setting.month)
        return words("brief.kicker", name=self.audience.name, month=month)

    def _second(self) -> Html:
        words = self.story.words
        return tag(
            "section",
            tag("h2", words("brief.asked")),
            *self._asks(),
            *self._promised(),
            *self._others(),
            tag("h2", words("brief.limits")),
            *(tag("p", line, class_="small") for line in self.limits()),
            tag("h2", words("brief.answer")),
            tag("p", words("brief.answer_text")),
            class_="side",
        )

    def _asks(self) -> list[Html]:
        words = self.story.words
        asked = self.asks()
        left = len(asked) - MOST_ASKS
        items = [tag("ol", *map(self._ask, asked[:MOST_ASKS]), class_="asked")]
        if left > 0:
            items.append(tag("p", words("brief.more", n=left), class_="small"))
        return items

    def _ask(self, one: Ask) -> Html:
        story, words = self.story, self.story.words
        box = tag("span", "☐", aria_hidden="true")
        boxes = (
            tag("span", box, " ", words(f"brief.boxes.{name}"), class_="nb")
            for name in ("accepted", "amended", "refused", "by")
        )
        return tag(
            "li",
            story.setting.marked(one.words, "p"),
            tag("p", board.reply(one.state), " ", self._beside(one), class_="small"),
            tag("p", *(join(one, " ") for one in boxes), class_="boxes"),
        )

    def _beside(self, one: Ask) -> str:
        state = asks.state(self.story, one)
        whom = self.story.setting.name(one.addressee)
        return f"{whom} · {state}" if self.audience.is_side else state

    def _promised(self) -> list[Html]:
        promises = self.audience.promises(self.story)
        if not promises:
            return []
        items = (tag("li", *self._promise(one)) for one in promises[:MOST_PROMISES])
        left = len(promises) - MOST_PROMISES
        words = self.story.words
        more = tag("p", words("brief.more_promises", n=left), class_="small")
        return [
            tag("h2", words("brief.promised")),
            tag("ul", *items, class_="tight"),
            *([more] if left > 0 else []),
        ]

    def _promise(self, one: Promise) -> list[Html]:
        story = self.story
        late = board.late(story.setting, one)
        sides = (
            story.words(
                "followed.cards.aloud_side",
                side=story.words(f"followed.sides.{name}"),
                state=board.side(story.setting, one, name),
            )
            for name in board.SIDES
        )
        standing = story.words(f"followed.standings.{one.standing}")
        return [
            join(board.mark(one.standing), " ", story.setting.marked(one.words), " "),
            tag("small", " · ".join([standing, *([late] if late else []), *sides])),
        ]

    def others(self) -> list[tuple[str, Counter[str]]]:
        """Return other addressees with how often they answered how, by name."""
        followed = self.story.material.followed
        found: dict[str, Counter[str]] = {}
        mine = {id(one) for one in self.asks()}
        for one in followed.asks if followed else ():
            if id(one) not in mine:
                name = self.story.setting.name(one.addressee)
                found.setdefault(name, Counter())[one.state] += 1
        return sorted(found.items())

    def _others(self) -> list[Html]:
        words, others = self.story.words, self.others()
        if not others:
            return []
        items = (
            tag("li", tag("b", name), " ", self._counts(counts))
            for name, counts in others[:MOST_OTHERS]
        )
        left = len(others) - MOST_OTHERS
        more = tag("p", words("brief.more_others", n=left), class_="small")
        return [
            tag("h2", words("brief.others")),
            tag("ul", *items, class_="tight"),
            *([more] if left > 0 else []),
        ]

    def _counts(self, counts: Counter[str]) -> str:
        words = self.story.words
        return words.joined(
            [words(f"brief.counts.{one}", n=counts[one]) for one in REPLIES if counts[one]]
        )  # fmt: skip

    def limits(self) -> list[str]:
        """Return what these pages cannot say."""
        words, story = self.story.words, self.story
        lines = [words("portrait.foot.heard_text"), words("brief.purposive")]
        if story.unheard:
            lines.append(
                words(
                    "portrait.minute.missing",
                    n=len(story.unheard),
                    names=words.some(story.unheard),
                )
            )
        if story.material.followed and story.material.followed.promises:
            lines.append(words("followed.board.limit"))
        trace = story.material.trace
        lines.append(words("brief.fixed", month=words.month(trace.month), hash=trace.content_hash[:12]))  # fmt: skip
        return lines

    def script(self) -> str:
        """Return the text to be read aloud, one thought a line."""
        story, words = self.story, self.story.words
        lines = [self._kicker(), self.title]
        if story.setting.fictitious:
            lines.insert(0, words("figures.fictitious_spoken"))
        if story.draft:
            lines.append(words("portrait.draft.flag") + ".")
        lines += ["", words("brief.said") + "."]
        lines += [
            aloud(plain(one.bold), plain(one.more))
            for one in minute.points(story)[:MOST_POINTS]
        ]
        lines += ["", words("brief.asked") + "."]
        for one in self.asks()[:MOST_ASKS]:
            lines.append(aloud(story.setting.name(one.words), self._beside(one)))
        for promise in self.audience.promises(story)[:MOST_PROMISES]:
            lines.append("".join(map(plain, self._promise(promise))) + ".")
        if self.others():
            lines += ["", words("brief.others") + "."]
        lines += [
            f"{name}: {self._counts(counts)}."
            for name, counts in self.others()[:MOST_OTHERS]
        ]
        lines += ["", *self.limits(), "", words("brief.answer_text")]
        return "\n".join(lines) + "\n"

    def _repr_html_(self) -> str:
        return self.html()


def _is_waiting(one: Ask) -> bool:
    return one.state in {"silent", "asked"}


def brief(material: Material, *, audience: str, lang: str) -> Brief:
    """Return the brief of two pages for one audience.

    Parameters
    ----------
    material : Material
        As `preparation.prepare` cleared it for the portrait.
    audience : str
        A broad side (``authority``), or an addressee as recorded.
    lang : str
        ``fr`` or ``en``.

    Returns
    -------
    Brief
        It holds no number that the portrait does not.

    Raises
    ------
    NobodyAsked
        If nothing is asked of that audience.
    """
    story = told(material, lang)
    return Brief(story=story, audience=chosen(story, audience))
