"""What pages of the site are built of: a cover, a chapter, a list that leads on."""

from __future__ import annotations

from collections.abc import Iterable

from vestibule.inform.chapters import parts
from vestibule.inform.figures.figure import badge
from vestibule.inform.markup import Html, Piece, join, raised_piece, tag
from vestibule.inform.site.telling import Telling


def cover(
    telling: Telling, kicker: str, title: str, lead: Piece = "", *more: Piece
) -> Html:
    """Return the head of a page: what it is, what it has found, whom it speaks of.

    Parameters
    ----------
    telling : Telling
        Of the page.
    kicker : str
        What the page is, in a word or two; the month of the edition follows.
    title : str
        What it has found.
    lead : str or Html
        One or two sentences.
    *more : str, Html or None
        What stands below.

    Returns
    -------
    Html
        With the only main heading of the page.
    """
    words, story = telling.words, telling.story
    when = words.month(story.setting.month)
    told = (
        tag("p", f"{kicker} · {when}", class_="kicker"),
        tag("h1", raised_piece(title)),
        tag("p", raised_piece(str(lead)) if not isinstance(lead, Html) else lead, class_="lead") if lead else None,
        *more,
    )  # fmt: skip
    return tag("div", tag("div", *told, class_="in"), class_="cover")


def body(*pieces: Piece) -> Html:
    """Return what stands below a cover, one chapter after another."""
    return tag("div", *pieces, class_="in main")


def chapter(anchor: str, title: Piece, *pieces: Piece, kicker: str = "") -> Html:
    """Return a chapter of a page."""
    return parts.chapter(anchor, kicker, title, *pieces, fresh=False)


def rows(items: Iterable[tuple[Piece, Piece]]) -> Html:
    """Return a list whose rows hold a name and, at their end, what is known of it."""
    return tag(
        "ul",
        *(tag("li", name, tag("span", told) if told else None) for name, told in items),
        class_="shelf",
    )


def link(text: Piece, href: str) -> Html:
    """Return a link."""
    return tag("a", text, href=href)


def go(text: Piece, href: str) -> Html:
    """Return a link that stands by itself, large enough for a thumb."""
    return tag("p", tag("a", text, href=href, class_="go"), class_="acts")


def label(telling: Telling) -> Html | None:
    """Return the label of an invented country, or nothing."""
    is_invented = telling.story.setting.fictitious
    return join(" ", badge(telling.words)) if is_invented else None


def unseen(title: str) -> Html:
    """Return a heading for those who listen to a page, between it and its figures."""
    return tag("h2", title, class_="vh")


def paragraph(text: str, class_: str | None = None) -> Html:
    """Return a paragraph."""
    return parts.paragraph(text, class_)


def ends(links: Iterable[tuple[str, str]]) -> Html:
    """Return where a page leads on: names and links."""
    told = tag("p", *(link(name, href) for name, href in links), class_="ends")
    return tag("div", told, class_="in")
