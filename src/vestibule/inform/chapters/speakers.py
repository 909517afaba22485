"""Who speaks, and who has not been heard yet."""

from __future__ import annotations

from vestibule.inform.chapters import cover, parts
from vestibule.inform.figures import cells, grid
from vestibule.inform.markup import Html
from vestibule.inform.material import Conversation, Heard
from vestibule.inform.story import Story


def html(story: Story) -> Html:
    """Return the chapter."""
    words = story.words
    return parts.chapter(
        "qui",
        words("portrait.speakers.kicker"),
        title(story),
        *(parts.paragraph(text) for text in paragraphs(story)),
        parts.figures(story, "heard", "grid", "held"),
    )


def title(story: Story) -> str:
    """Return the title: whose voice is missing, if any is."""
    words, material = story.words, story.material
    if material.unheard:
        return words("portrait.cover.title.heard", n=0)
    if material.heard is None:
        return words(
            "portrait.speakers.title.online"
            if material.conversation
            else "portrait.speakers.title.unknown"
        )
    if story.unheard:
        return words("portrait.speakers.title.places", names=words.some(story.unheard))
    silent, missing = (
        grid.gaps(story.setting, material.grid) if material.grid else ([], [])
    )
    if silent or missing:
        return words("portrait.speakers.title.profiles")
    return words("portrait.speakers.title.all")


def paragraphs(story: Story) -> list[str]:
    """Return what is said of those who speak: who "we" is, and who it is not."""
    words, material = story.words, story.material
    if material.unheard:
        return [words("portrait.speakers.nobody")]
    told = [words("portrait.speakers.we")]
    question = story.setting.name(material.process.question)
    if len(question) > cover.LONGEST_QUESTION:
        told.append(words("portrait.speakers.question", question=question))
    if material.heard is not None:
        told[0] += " " + words("portrait.speakers.chosen")
        told += _gathered(story, material.heard)
    if material.conversation is not None:
        told.append(_online(story, material.conversation))
    if not material.places:
        told.append(words("portrait.speakers.no_places"))
    return told


def _gathered(story: Story, heard: Heard) -> list[str]:
    words = story.words
    languages = [story.setting.name(language) for language in heard.languages]
    told = [
        words(
            "portrait.speakers.gathered",
            gatherings=cells.number(heard.gatherings, words),
            attendances=cells.number(heard.attendances, words),
        )
    ]
    if languages:
        told[0] += " " + words(
            "portrait.speakers.languages",
            n=len(languages),
            names=words.some(languages, 9),
        )
    told[0] += " " + words("portrait.speakers.agreed")
    if heard.heads != "none":
        told.append(words(f"portrait.speakers.heads.{heard.heads}"))
    for name, cell in (
        ("represented", heard.represented),
        ("observers", heard.observers),
    ):
        n = cells.value(cell) if cell is not None else None
        if n:
            told.append(words(f"portrait.speakers.{name}", n=n))
    return told


def _online(story: Story, held: Conversation) -> str:
    words = story.words
    return words(
        "portrait.speakers.online",
        people=cells.number(held.participants, words),
        statements=held.statements,
        votes=cells.number(held.votes, words),
    )


def spoken(story: Story) -> list[str]:
    """Return what is said aloud."""
    names = [name for name in ("heard", "grid") if name in story.figures]
    return [
        title(story),
        *paragraphs(story),
        *(story.figures[name].spoken for name in names),
    ]
