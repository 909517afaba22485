"""One minute: what someone who reads nothing else should take away."""

from __future__ import annotations

from dataclasses import dataclass

from vestibule.inform.figures import cells, marks
from vestibule.inform.markup import Html, aloud, join, plain, raised_piece, say, tag
from vestibule.inform.material import FindingTold
from vestibule.inform.meeting import Ground
from vestibule.inform.story import Story
from vestibule.words import catalogue

MOST_FINDINGS = 6
"""Findings told in a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to take away: a sentence, one more, where it leads, its mark."""

    bold: str
    more: str
    href: str
    mark: Html


def points(story: Story) -> list[Point]:
    """Return the points of the minute, in the order of the portrait."""
    return [
        *_order(story),
        *(
            _finding(story, position, finding)
            for position, finding in enumerate(_told(story))
        ),
        *(
            _ground(story, ground)
            for ground in story.material.grounds
            if ground.statements
        ),
        *_votes(story),
        *_missing(story),
        *_debt(story),
    ]


def _told(story: Story) -> tuple[FindingTold, ...]:
    return story.material.findings[:MOST_FINDINGS]


def _order(story: Story) -> list[Point]:
    figure = story.figures.get("order")
    if figure is not None:
        return [
            Point(
                bold=figure.headline,
                more=story.words("portrait.minute.order"),
                href="#ordre",
                mark=marks.crossing(),
            )
        ]
    if story.draft:
        words = story.words
        return [
            Point(
                bold=words("portrait.draft.flag"),
                more=words("portrait.draft.means"),
                href="#ordre",
                mark=marks.crossing(),
            )
        ]
    return []


def _finding(story: Story, position: int, finding: FindingTold) -> Point:
    number = tag(
        "span",
        str(position + 1) if story.ranked else "",
        class_="num",
        aria_hidden="true",
    )
    return Point(
        bold=_ended(story.setting.marked(finding.words)),
        more=naming(story, finding),
        href=f"#constat-{finding.key}",
        mark=number,
    )


def _ended(text: str) -> str:
    return text if plain(text)[-1:] in {".", "!", "?", "…"} else join(text, ".")


def naming(story: Story, finding: FindingTold) -> str:
    """Return in how many gatherings a finding was named, in words and numbers."""
    words = story.words
    if finding.named is None:
        return words("portrait.finding.not_counted")
    cell = cells.required(finding.named)
    of = getattr(cell, "of", None)
    if of is None:
        return words("portrait.finding.named.unknown")
    word = catalogue.scale_word(cells.share(cell))
    return words(f"portrait.finding.named.{word}", n=cells.value(cell), of=of)


def _ground(story: Story, ground: Ground) -> Point:
    figure = story.figures[f"ladder:{ground.key}"]
    shared = [row for row in ground.statements if row.standing == "shared"]
    more = figure.says
    if shared:
        sentence = story.setting.quoted(shared[0].words)
        more = say(story.words, "portrait.minute.shared", sentence=sentence)
    return Point(
        bold=_ended(join(_compared(story, ground), figure.headline)),
        more=more,
        href=f"#entente-{ground.key}",
        mark=marks.meeting(),
    )


def _compared(story: Story, ground: Ground) -> Html | None:
    """Return which groups are compared, where there are several comparisons."""
    if len(story.material.grounds) < 2:
        return None
    name = story.setting.marked(ground.names)
    return join(say(story.words, "portrait.ground.by", name=name), ". ")


def _votes(story: Story) -> list[Point]:
    found = [
        story.figures[name] for name in ("agreed", "divided") if name in story.figures
    ]
    return [
        Point(
            bold=_ended(f.headline),
            more=f.says,
            href=f"#{f.anchor}",
            mark=marks.meeting(),
        )
        for f in found
    ]


def _missing(story: Story) -> list[Point]:
    names = story.unheard
    if not names:
        return []
    words = story.words
    return [
        Point(
            bold=words(
                "portrait.minute.missing", n=len(names), names=words.some(names)
            ),
            more=words("portrait.minute.missing_more"),
            href="#qui",
            mark=marks.state("nobody"),
        )
    ]


def _debt(story: Story) -> list[Point]:
    figure = story.figures.get("debt")
    if figure is None:
        return []
    more = story.words("portrait.minute.debt")
    return [
        Point(
            bold=_ended(figure.headline),
            more=more,
            href=f"#{figure.anchor}",
            mark=marks.waiting(),
        )
    ]


def html(story: Story) -> Html:
    """Return the minute; each point leads to its chapter."""
    items = [
        tag(
            "li",
            point.mark,
            tag(
                "a",
                tag("b", raised_piece(point.bold)),
                " ",
                raised_piece(point.more),
                href=point.href,
            ),
        )
        for point in points(story)
    ]
    return tag(
        "section",
        tag("h2", story.words("portrait.minute.title")),
        tag("ol", *items, class_="minute"),
        id="minute",
        class_="chapter first",
    )


def spoken(story: Story) -> list[str]:
    """Return what is said aloud."""
    return [aloud(plain(point.bold), plain(point.more)) for point in points(story)]
