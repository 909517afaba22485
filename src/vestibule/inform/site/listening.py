"""The portrait, and the chapters of it that also have a page of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vestibule.inform import portrait as whole
from vestibule.inform.markup import Html, join, tag
from vestibule.inform.portrait import Portrait
from vestibule.inform.site import paths, pieces
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling
from vestibule.inform.writing import script_ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The page of one chapter.

    Parameters
    ----------
    path : str
        Of the page.
    title : str
        Its name among `site.ways`.
    figures : tuple of str
        What the names of its figures begin with.
    sheets : tuple of str
        What its figures need beside the sheet of all pages.
    """

    path: str
    title: str
    figures: tuple[str, ...]
    sheets: tuple[str, ...] = ()


ALONE: Mapping[str, Own] = {
    "ground": Own(
        path=paths.GROUND,
        title="ground",
        figures=("hundred:", "ladder:", "split:", "agreed", "divided"),
    ),
    "system": Own(
        path=paths.MAP, title="map", figures=("map",), sheets=("map.css",)
    ),
    "trust": Own(path=paths.TRUST, title="trust", figures=("trust",)),
}  # fmt: skip
"""Chapters with a page of their own, by the name of their module."""


def pages(telling: Telling) -> Iterator[Page]:
    """Yield the page of each chapter that the edition has, the whole portrait last.

    Parameters
    ----------
    telling : Telling
        Of the language.

    Yields
    ------
    Page
        A chapter that the portrait leaves out has no page.
    """
    for chapter in whole.ORDER:
        own = ALONE.get(chapter.__name__.rpartition(".")[2])
        told = chapter.html(telling.story) if own else Html("")
        if own and told:
            yield _alone(telling, own, told)
    yield _portrait(telling)


def _alone(telling: Telling, own: Own, chapter: Html) -> Page:
    """Return a chapter as a page: its heading is the page's, that of figures is said."""
    below = f"</h1>{pieces.unseen(telling.words('site.figures'))}"
    headed = chapter.replace("<h2", "<h1", 1).replace("</h2>", below, 1)
    return Page(
        path=own.path,
        title=telling.words(f"site.ways.{own.title}"),
        main=tag("div", Html(headed), class_="in alone"),
        figures=tuple(n for n in telling.story.figures if n.startswith(own.figures)),
        sheets=own.sheets,
        door="listen",
    )


def _portrait(telling: Telling) -> Page:
    """Return the whole portrait, with what is read aloud beside it."""
    drawn, words = Portrait(story=telling.story), telling.words
    more = tag(
        "div", pieces.go(words("site.editions.all"), paths.EDITIONS), class_="in"
    )
    script = f"portrait{script_ending(telling.lang)}"
    figures = tuple(name for name in telling.story.figures if name != "doors")
    needs = (own.sheets for own in ALONE.values() if set(own.figures) & set(figures))
    return Page(
        path=paths.PORTRAIT,
        title=words("site.ways.portrait"),
        description=drawn.title,
        main=join(drawn.inside(), more),
        sheets=tuple(name for sheets in needs for name in sheets),
        figures=figures,
        files={script: drawn.script()},
        door="listen",
    )
