"""One self-contained page: its sheet inside, no script, no request to any host."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from vestibule.inform.figures.cells import value
from vestibule.inform.markup import Html, direction, escape, join, tag
from vestibule.inform.story import Story

CHAPTERS = (
    "minute", "qui", "ordre", "entente", "carte", "confiance", "promis", "avous", "route", "methode",
)  # fmt: skip
"""Anchors of the chapters, in the order of the page."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What the page forbids itself: everything but its own sheet."""


@cache
def sheet(name: str = "style.css") -> str:
    """Return a sheet, without comments and needless blanks."""
    text = (resources.files("vestibule.inform") / name).read_text("utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,>])\s*", r"\1", text).strip()


def document(
    *, lang: str, title: str, description: str, body: Html, more: tuple[str, ...] = ()
) -> str:
    """Return a whole page.

    Parameters
    ----------
    lang : str
        Language of the page.
    title, description : str
        For the tab, and for whoever lists the file.
    body : Html
        What stands in it.
    more : tuple of str
        Sheets that only this page needs, beside that of all.

    Returns
    -------
    str
        HTML that opens from a memory card with the network cut.
    """
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("meta", name="description", content=description),
        tag("style", Html(sheet() + "".join(map(sheet, more)))),
    )
    html = tag("html", head, tag("body", body), lang=lang, dir=direction(lang))
    return f"<!doctype html>\n{html}\n"


def assembled(story: Story, cover: Html, chapters: Html) -> Html:
    """Return the body of a portrait: band, cover, chapters beside their list, foot."""
    words = story.words
    skip = tag("a", words("portrait.skip"), href="#contenu", class_="skip")
    main = tag("main", cover, beside(story, chapters), id="contenu")
    return join(skip, band(story), main, foot(story))


def beside(story: Story, chapters: Html) -> Html:
    """Return the chapters of a portrait beside their list."""
    return tag(
        "div",
        contents(story, chapters),
        tag("div", chapters, class_="main"),
        class_="in split",
    )


def band(story: Story) -> Html:
    """Return the band at the top of the page, with the label of an invented country."""
    words = story.words
    title = story.setting.marked(story.material.process.titles)
    inside = tag(
        "div",
        tag("p", logo(), words("portrait.brand"), class_="brand"),
        tag("p", title, class_="whose"),
        class_="in",
    )
    return tag("header", tag("div", inside, class_="cloth"), invented(story))


def logo() -> Html:
    """Return two doors, one full and one open: the sign beside the name."""
    return Html(
        '<svg viewBox="0 0 26 24" class="logo" aria-hidden="true">'
        '<path d="M1 24V8a5 5 0 0 1 10 0v16z" fill="currentColor"/>'
        '<path d="M16 23V8a4 4 0 0 1 8 0v15z" fill="none" stroke="currentColor" stroke-width="2"/></svg>'
    )


def invented(story: Story) -> Html | None:
    """Return the line that says that everything is invented, where it is."""
    if not story.setting.fictitious:
        return None
    words = story.words
    sentence = (
        tag("b", words("portrait.fictitious_bold")),
        " ",
        words("portrait.fictitious_bar"),
    )
    return tag("p", tag("span", *sentence, class_="in"), class_="invented")


def contents(story: Story, chapters: Html) -> Html:
    """Return the list of the chapters that this portrait has."""
    words = story.words
    links: list[Html] = []
    for anchor in CHAPTERS:
        if f'id="{anchor}"' in chapters:
            links.append(
                tag("li", tag("a", words(f"portrait.nav.{anchor}"), href=f"#{anchor}"))
            )
        if anchor == "ordre":
            links += _findings(story)
    nav = tag(
        "nav",
        tag("p", words("portrait.contents")),
        tag("ul", *links),
        aria_label=words("portrait.contents"),
    )
    return tag("div", nav, class_="rail")


def _findings(story: Story) -> list[Html]:
    found: list[Html] = []
    for position, finding in enumerate(story.material.findings):
        name = story.setting.name(finding.short) or story.setting.name(finding.words)
        text = f"{position + 1}. {name}" if story.ranked else name
        found.append(
            tag("li", tag("a", text, href=f"#constat-{finding.key}"), class_="sub")
        )
    return found


def foot(story: Story) -> Html:
    """Return the foot: whom the numbers speak of, how to contest, when it was fixed."""
    words, trace = story.words, story.material.trace
    columns = [
        (words("portrait.foot.heard"), escape(words("portrait.foot.heard_text"))),
        (words("portrait.foot.contest"), escape(words("portrait.foot.contest_text"))),
        (
            words("portrait.foot.fixed", month=words.month(trace.month)),
            join(
                words("portrait.foot.fixed_text"),
                " ",
                tag("span", trace.content_hash[:12], class_="hash", dir="ltr"),
            ),
        ),
    ]
    told = (tag("div", tag("h2", title), tag("p", text)) for title, text in columns)
    return tag("footer", tag("div", *told, class_="in"), class_="foot")


def description(story: Story) -> str:
    """Return one sentence on the page, for whoever lists the file."""
    heard = story.material.heard
    n = value(heard.gatherings) if heard else None
    title = story.setting.name(story.material.process.titles)
    if n is None:
        return title
    return f"{title}: {story.words('figures.doors.heard', n=n)}"
