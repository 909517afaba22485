"""The cover: a title that is a finding, two doors, how many stand behind it."""

from __future__ import annotations

from vestibule.inform.chapters import parts
from vestibule.inform.figures import cells, order
from vestibule.inform.markup import Html, Piece, raised, tag
from vestibule.inform.story import Story
from vestibule.protect.cleared import Cell
from vestibule.words import catalogue


def html(story: Story) -> Html:
    """Return the cover."""
    words = story.words
    kicker = words(
        "portrait.cover.kicker",
        title=_process(story),
        month=words.month(story.setting.month),
    )
    telling = tag(
        "div",
        tag("p", kicker, class_="kicker"),
        tag("h1", *_separated(title(story))),
        parts.paragraph(lead(story), "lead"),
        parts.flag(story) if story.draft else None,
    )
    return tag(
        "div",
        tag("div", telling, _doors(story), class_="in duo"),
        tag("div", _key(story), class_="in"),
        class_="cover",
    )


def _process(story: Story) -> str:
    return (
        story.setting.name(story.material.process.titles) or story.material.process.key
    )


def _separated(lines: tuple[str, ...]) -> list[Html]:
    spans: list[Html] = []
    for line in lines:
        spans += [tag("span", raised(line)), Html(" ")]
    return spans


def title(story: Story) -> tuple[str, ...]:
    """Return the title, one or two lines: what was found, never only a subject."""
    words, material = story.words, story.material
    if material.findings:
        return _found(story)
    if material.conversation is not None:
        return _conversed(story)
    gatherings = material.heard.gatherings if material.heard else None
    if gatherings is None or cells.value(gatherings) is None:
        return (words("portrait.cover.title.hidden"),)
    return (words("portrait.cover.title.heard", n=cells.value(gatherings)),)


def _found(story: Story) -> tuple[str, ...]:
    words, findings = story.words, story.material.findings
    if not story.ranked:
        key = "draft" if story.draft else "unranked"
        return (words(f"portrait.cover.title.{key}", n=len(findings)),)
    first, said = findings[0], order.most_named(findings)
    wanted = catalogue.lowered(order.label(story.setting, first))
    if said is None or said.key == first.key:
        return (words("portrait.cover.title.same", wanted=wanted),)
    return (
        words(
            "portrait.cover.title.said",
            said=catalogue.lowered(order.label(story.setting, said)),
        ),
        words("portrait.cover.title.wanted", wanted=wanted),
    )


def _conversed(story: Story) -> tuple[str, ...]:
    held = story.material.conversation
    figure = story.figures.get("agreed")
    if held is None or figure is None:
        return (story.words("portrait.cover.title.no_accord"),)
    return (story.words("portrait.cover.title.accord", n=len(_strong(story))),)


def _strong(story: Story) -> list[object]:
    held = story.material.conversation
    rows = held.rows if held else ()
    return [row for row in rows if (cells.share(row.answers.agree) or 0) >= 0.6]


def lead(story: Story) -> str:
    """Return the first paragraph: who speaks, to which question."""
    words, material = story.words, story.material
    question = story.setting.name(material.process.question)
    asked = words("portrait.cover.question", question=question) if question else ""
    if material.heard is not None and material.places:
        reached = sum(not row.nobody for row in material.places)
        who = words("portrait.cover.who", n=reached)
    elif material.conversation is not None:
        people = cells.number(material.conversation.participants, words)
        who = words("portrait.cover.online", people=people)
    else:
        who = words("portrait.cover.someone")
    return " ".join(part for part in (who, asked, _standing(story)) if part)


def _standing(story: Story) -> str:
    if not story.material.findings:
        return ""
    return story.words(
        "portrait.cover.unvalidated" if story.draft else "portrait.cover.validated"
    )


def _doors(story: Story) -> Html | None:
    figure = story.figures.get("doors")
    if figure is None:
        return None
    caption = tag(
        "figcaption", figure.how_to_read, " ", parts.label(story), class_="small"
    )
    return tag("figure", figure.body, caption, class_="two-doors")


def _key(story: Story) -> Html | None:
    entries = [entry for entry in _entries(story) if entry is not None]
    if not entries:
        return None
    return tag("dl", *entries, class_="key")


def _entries(story: Story) -> list[Html | None]:
    words, heard, held = story.words, story.material.heard, story.material.conversation
    if heard is None:
        if held is None:
            return []
        return [
            _entry(story, "participants", held.participants),
            _plain(story, "statements", words.number(held.statements)),
            _entry(story, "votes", held.votes),
        ]
    return [
        _entry(story, "gatherings", heard.gatherings),
        _entry(story, "attendances", heard.attendances),
        _women(story, heard.women),
        _plain(story, "languages", words.number(len(heard.languages)))
        if heard.languages
        else None,
        people(story),
    ]


def _entry(story: Story, key: str, cell: Cell) -> Html:
    return _plain(story, key, cells.shown(cell, story.words), n=cells.value(cell))


def _plain(
    story: Story, key: str, shown: Piece, n: int | None = None, wide: bool = False
) -> Html:
    name = story.words(f"portrait.cover.key.{key}", n=2 if n is None else n)
    return tag(
        "div", tag("dt", name), tag("dd", shown), class_="wide" if wide else None
    )


def _women(story: Story, women: Cell | None) -> Html | None:
    if women is None:
        return None
    part = cells.hundred(women)
    shown = (
        tag("span", story.words("style.hidden_short"), class_="hid")
        if part is None
        else story.words.number(part)
    )
    return _plain(story, "women", shown)


def people(story: Story) -> Html | None:
    """Return distinct people as a range: attendances are not people."""
    heard = story.material.heard
    if heard is None or heard.people_low is None or heard.people_high is None:
        return None
    low, high = cells.value(heard.people_low), cells.value(heard.people_high)
    if low is None or high is None:
        return None
    words = story.words
    text = (
        words.number(low) if low == high else words("style.range", low=low, high=high)
    )
    return _plain(story, "people", tag("span", text, class_="nb"), wide=True)


def spoken(story: Story) -> list[str]:
    """Return what is said aloud."""
    lines = [" ".join(title(story)), lead(story)]
    if story.draft:
        lines.append(story.words("portrait.draft.flag") + ".")
    if "doors" in story.figures:
        lines.append(story.figures["doors"].spoken)
    return lines
