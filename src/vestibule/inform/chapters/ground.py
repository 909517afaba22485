"""Common ground and differences, by each comparison that the process declared."""

from __future__ import annotations

from vestibule.inform.chapters import parts
from vestibule.inform.markup import Html, say, tag
from vestibule.inform.meeting import Ground
from vestibule.inform.story import Story


def html(story: Story) -> Html:
    """Return the chapter: by comparison, by method of counting, or overall."""
    material = story.material
    if material.grounds or material.splits:
        return _compared(story)
    if material.conversation is not None and material.conversation.rows:
        return _overall(story)
    return _silent(story) if material.silences else Html("")


def title(story: Story) -> str:
    """Return the title of the chapter: the sentence that is shared most."""
    words = story.words
    for ground in story.material.grounds:
        for row in ground.statements:
            if row.standing == "shared":
                sentence = story.setting.quoted(row.words)
                return say(words, "portrait.ground.all_say", sentence=sentence)
    return words("portrait.ground.none_say")


def _compared(story: Story) -> Html:
    words, material = story.words, story.material
    several = len(material.grounds) > 1
    sections = [_ground(story, ground, named=several) for ground in material.grounds]
    splits = [story.figures[f"split:{i}"].html() for i in range(len(material.splits))]
    return parts.chapter(
        "entente",
        words("portrait.ground.kicker"),
        title(story),
        parts.paragraph(words("portrait.ground.text")),
        *sections,
        *splits,
        *map(parts.paragraph, silent(story)),
    )


def _ground(story: Story, ground: Ground, *, named: bool) -> Html:
    heading = (
        tag(
            "p",
            story.words("portrait.ground.by", name=story.setting.name(ground.names)),
            class_="kicker",
        )
        if named
        else None
    )
    return tag(
        "div",
        heading,
        parts.figures(story, f"hundred:{ground.key}", f"ladder:{ground.key}"),
        id=f"entente-{ground.key}",
        class_="ground",
    )


def silent(story: Story) -> list[str]:
    """Return of which comparisons nothing sure can be told, and why."""
    return [
        story.words(
            f"portrait.ground.silent.{one.why}", name=story.setting.name(one.names)
        )
        for one in story.material.silences
    ]


def _silent(story: Story) -> Html:
    return parts.chapter(
        "entente",
        story.words("portrait.ground.kicker"),
        title(story),
        *map(parts.paragraph, silent(story)),
    )


def _overall(story: Story) -> Html:
    words = story.words
    return parts.chapter(
        "entente",
        words("portrait.ground.kicker"),
        words("portrait.ground.overall"),
        *map(parts.paragraph, silent(story) or [words("portrait.ground.overall_text")]),
        parts.figures(story, "agreed", "divided"),
    )


def spoken(story: Story) -> list[str]:
    """Return what is said aloud."""
    names = [
        name
        for name in story.figures
        if name.split(":")[0] in {"hundred", "ladder", "split", "agreed", "divided"}
    ]
    said = [*(story.figures[name].spoken for name in names), *silent(story)]
    return ["", *said] if said else []
