"""The road: what was done, what is owed, what is ahead."""

from __future__ import annotations

from vestibule.inform.chapters import parts
from vestibule.inform.markup import Html
from vestibule.inform.story import Story


def html(story: Story) -> Html:
    """Return the chapter, if there is a road or a debt to tell."""
    if not {"road", "debt"} & set(story.figures):
        return Html("")
    words = story.words
    return parts.chapter(
        "route",
        words("portrait.road.kicker"),
        title(story),
        parts.figures(story, "debt", "road"),
    )


def title(story: Story) -> str:
    """Return the title: what we still owe, or that the road goes on."""
    return story.words(
        "portrait.road.owing" if "debt" in story.figures else "portrait.road.title"
    )


def spoken(story: Story) -> list[str]:
    """Return what is said aloud."""
    return [
        story.figures[name].spoken for name in ("debt", "road") if name in story.figures
    ]
