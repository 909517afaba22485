"""The cover: a title that is a finding, two doors, how many stand behind it."""

from __future__ import annotations

from vestibule.inform.chapters import parts
from vestibule.inform.figures import cells, conversation, order
from vestibule.inform.markup import Html, Piece, escape, plain, raised_piece, say, tag
from vestibule.inform.story import Story
from vestibule.protect.cleared import Cell
from vestibule.words import catalogue

LONGEST = 100
"""Letters of a sentence that still makes a title."""

LONGEST_QUESTION = 220
"""Letters of a question that still stands on the cover."""


def html(story: Story) -> Html:
    """Return the cover."""
    words = story.words
    kicker = say(
        words,
        "portrait.cover.kicker",
        title=_process(story),
        month=words.month(story.setting.month),
    )
    telling = tag(
        "div",
        tag("p", kicker, class_="kicker"),
        tag("h1", *_separated(title(story))),
        tag("p", lead(story), class_="lead"),
        parts.flag(story) if story.draft else None,
    )
    return tag(
        "div",
        tag("div", telling, _doors(story), class_="in duo"),
        tag("div", _key(story), class_="in"),
        class_="cover",
    )


def _process(story: Story) -> Html:
    process = story.material.process
    return story.setting.marked(process.titles) or escape(process.key)


def _separated(lines: tuple[str, ...]) -> list[Html]:
    spans: list[Html] = []
    for line in lines:
        spans += [tag("span", raised_piece(line)), Html(" ")]
    return spans


def title(story: Story) -> tuple[str, ...]:
    """Return the title, one or two lines: what was found, never only a subject."""
    words, material = story.words, story.material
    if material.findings:
        return _found(story)
    if material.conversation is not None:
        return _conversed(story)
    if material.unheard:
        return (words("portrait.cover.title.heard", n=0),)
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
    if [one.key for one in said] == [first.key]:
        return (words("portrait.cover.title.same", wanted=wanted),)
    names = [catalogue.lowered(order.label(story.setting, one)) for one in said]
    lines = [words("portrait.cover.title.said", said=words.some(names))] if said else []
    return (*lines, words("portrait.cover.title.wanted", wanted=wanted))


def _conversed(story: Story) -> tuple[str, ...]:
    held, words = story.material.conversation, story.words
    agreed = conversation.agreed(held.rows) if held else []
    if not agreed:
        return (words("portrait.cover.title.no_accord"),)
    sentence = story.setting.name(agreed[0].words)
    if len(sentence) <= LONGEST:
        return (
            say(
                words,
                "portrait.cover.title.most",
                sentence=story.setting.quoted(agreed[0].words),
            ),
        )
    return (words("portrait.cover.title.accord", n=len(agreed)),)


def lead(story: Story) -> Html:
    """Return the first paragraph: who speaks, to which question."""
    words, material = story.words, story.material
    asked = _asked(story)
    reached = sum(not row.nobody for row in material.places)
    if material.unheard:
        who = ""  # the title has said it
    elif reached:
        who = words("portrait.cover.who", n=reached)
    elif material.conversation is not None:
        people = cells.number(material.conversation.participants, words)
        who = words("portrait.cover.online", people=people)
    else:
        who = words("portrait.cover.someone")
    told = [escape(part) for part in (who, asked, _standing(story)) if part]
    return Html(" ".join(told))


def _asked(story: Story) -> Html | None:
    question = story.material.process.question
    if not 0 < len(story.setting.name(question)) <= LONGEST_QUESTION:
        return None
    return say(
        story.words, "portrait.cover.question", question=story.setting.marked(question)
    )


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
        _plain(
            story,
            "languages",
            words.number(len(heard.languages)),
            n=len(heard.languages),
        )
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
    lines = [" ".join(map(plain, title(story))), plain(lead(story))]
    if story.draft:
        lines.append(story.words("portrait.draft.flag") + ".")
    if "doors" in story.figures:
        lines.append(story.figures["doors"].spoken)
    return lines
