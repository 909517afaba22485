"""The pages that are a chapter of the portrait, seen by itself."""

from __future__ import annotations

from collections.abc import Iterator

from vestibule.inform import portrait as whole
from vestibule.inform.chapters import ground, trust
from vestibule.inform.markup import Html, plain, tag
from vestibule.inform.portrait import Portrait
from vestibule.inform.site import paths, pieces
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling
from vestibule.inform.writing import SCRIPT_ENDINGS

COMPARED = ("hundred:", "ladder:", "split:", "agreed", "divided")
"""What the names of the figures of common ground begin with."""


def portrait(telling: Telling) -> Page:
    """Return the whole portrait, with what is read aloud beside it."""
    drawn = Portrait(story=telling.story)
    more = tag(
        "div",
        pieces.go(telling.words("site.editions.all"), paths.EDITIONS),
        class_="in",
    )
    script = f"portrait{SCRIPT_ENDINGS.get(telling.lang, SCRIPT_ENDINGS['fr'])}"
    return Page(
        path=paths.PORTRAIT,
        title=plain(telling.words("site.ways.portrait")),
        description=drawn.title,
        main=Html(drawn.inside() + more),
        figures=tuple(name for name in telling.story.figures if name != "doors"),
        files={script: drawn.script()},
        door="listen",
    )


def compared(telling: Telling) -> Page | None:
    """Return where groups meet and part, or nothing where none were compared."""
    told = ground.html(telling.story)
    if not told:
        return None
    words = telling.words
    figures = tuple(n for n in telling.story.figures if n.startswith(COMPARED))
    return Page(
        path=paths.GROUND,
        title=words("site.ways.ground"),
        main=_alone(telling, told),
        figures=figures,
        door="listen",
    )


def trusted(telling: Telling) -> Page | None:
    """Return trust, wave by wave, or nothing where nobody was asked again."""
    told = trust.html(telling.story)
    if not told:
        return None
    return Page(
        path=paths.TRUST,
        title=telling.words("site.ways.trust"),
        main=_alone(telling, told),
        figures=("trust",),
        door="listen",
    )


def mapped(telling: Telling) -> Page | None:
    """Return what leads to what, as people told it, where the portrait has it."""
    for chapter in whole.ORDER:
        if chapter.__name__.rpartition(".")[2] == "map":
            told = chapter.html(telling.story)
            return _map_page(telling, told) if told else None
    return None


def _map_page(telling: Telling, told: Html) -> Page:
    names = tuple(n for n in telling.story.figures if n.startswith("map"))
    return Page(
        path=paths.MAP,
        title=telling.words("site.ways.map"),
        main=_alone(telling, told),
        figures=names,
        sheets=("map.css",),
        door="listen",
    )


def _alone(telling: Telling, chapter: Html) -> Html:
    """Return a chapter as a page: its heading is the page's, that of figures is said."""
    below = f"</h1>{pieces.unseen(telling.words('site.figures'))}"
    headed = chapter.replace("<h2", "<h1", 1).replace("</h2>", below, 1)
    return tag("div", Html(headed), class_="in alone")


def pages(telling: Telling) -> Iterator[Page]:
    """Yield those of these pages that the edition has, the portrait last."""
    for one in (compared(telling), mapped(telling), trusted(telling)):
        if one is not None:
            yield one
    yield portrait(telling)
