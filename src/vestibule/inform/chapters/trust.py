"""Trust, wave by wave."""

from __future__ import annotations

from vestibule.inform.chapters import parts
from vestibule.inform.markup import Html
from vestibule.inform.story import Story


def html(story: Story) -> Html:
    """Return the chapter, if anyone was asked again."""
    if "trust" not in story.figures:
        return Html("")
    words = story.words
    return parts.chapter(
        "confiance",
        words("followed.trust.kicker"),
        words("followed.trust.title"),
        parts.paragraph(words("followed.trust.text")),
        parts.figures(story, "trust"),
    )


def spoken(story: Story) -> list[str]:
    """Return what is said aloud."""
    if "trust" not in story.figures:
        return []
    return [story.figures["trust"].spoken, story.words("followed.trust.limit")]
