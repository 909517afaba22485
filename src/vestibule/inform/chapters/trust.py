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
        title(story),
        parts.paragraph(words("followed.trust.text")),
        parts.figures(story, "trust"),
    )


def title(story: Story) -> str:
    """Return the title: which way trust went, by the verdicts of the figure."""
    verdicts = {one.verdict for one in story.material.trust}
    moved = verdicts & {"rising", "falling"}
    still = "none" if "no-clear-change" in verdicts else "unsure"
    key = "both" if len(moved) > 1 else next(iter(moved), still)
    return story.words(f"followed.trust.chapters.{key}")


def spoken(story: Story) -> list[str]:
    """Return what is said aloud."""
    if "trust" not in story.figures:
        return []
    return [
        title(story),
        story.figures["trust"].spoken,
        story.words("followed.trust.limit"),
    ]
