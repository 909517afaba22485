"""How it all hangs together: the map of what people told, one loop at a time."""

from __future__ import annotations

from vestibule.inform.chapters import parts
from vestibule.inform.figures import causal_map
from vestibule.inform.markup import Html
from vestibule.inform.story import Story


def html(story: Story) -> Html:
    """Return the chapter, if any link may be shown; else the method says why not."""
    if "map" not in story.figures:
        return Html("")
    words = story.words
    return parts.chapter(
        "carte",
        words("map.kicker"),
        title(story),
        parts.paragraph(words("map.intro")),
        parts.figures(story, "map"),
    )


def title(story: Story) -> str:
    """Return the title of the chapter: whether what is told leads back to itself."""
    stories = story.material.system_map.stories
    return story.words("map.round" if stories else "map.heading")


def spoken(story: Story) -> list[str]:
    """Return what is said aloud: each loop in words, then where one could act."""
    if "map" not in story.figures:
        return []
    words, setting, told = story.words, story.setting, story.material.system_map
    lines = [causal_map.story(setting, told, one) for one in told.stories]
    if not told.stories:
        lines.append(story.figures["map"].headline)
    acting = [causal_map.lever(setting, told, one) for one in told.levers]
    if acting:
        acting.insert(0, f"{words('map.lever.title')}.")
    return ["", title(story), *lines, *acting, words("map.claims"), words("map.once")]
