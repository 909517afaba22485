"""The frame of every page: band with two doors and the languages, foot, one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vestibule.inform import page as document
from vestibule.inform.markup import Html, direction, join, tag
from vestibule.inform.site import anchors, paths, sheets
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling

SHEETS = ("site.css",)
"""What every page of a site needs beside the sheet of all pages."""

DOORS = (("listen", paths.PORTRAIT), ("answer", paths.FOLLOWED))
"""The two doors, and what lies behind each."""

WAYS = (
    ("portrait", paths.PORTRAIT),
    ("voices", paths.VOICES),
    ("ground", paths.GROUND),
    ("map", paths.MAP),
    ("trust", paths.TRUST),
    ("followed", paths.FOLLOWED),
    ("places", paths.PLACES),
    ("shelf", paths.SHELF),
    ("method", paths.METHOD),
    ("editions", paths.EDITIONS),
)
"""What the foot leads to, where the site has it."""


def framed(telling: Telling, page: Page, known: Mapping[str, str], has: set[str]) -> str:  # fmt: skip
    """Return a page as a file that stands by itself.

    Parameters
    ----------
    telling : Telling
        Of its language.
    page : Page
        What it holds.
    known : mapping of str to str
        Anchor to the page that holds it.
    has : set of str
        Paths of all pages of the language.

    Returns
    -------
    str
        HTML with its own sheet: it asks for nothing, and may be passed on alone.
    """
    story = telling.story
    skip = tag("a", telling.words("portrait.skip"), href="#contenu", class_="skip")
    inside = anchors.resolved(page, dict(known))
    more = _tables(telling, page)
    body = join(
        skip,
        band(telling, page),
        tag("main", inside, more, id="contenu"),
        foot(telling, page, has),
    )
    html = document.document(
        lang=telling.lang,
        title=_title(telling, page),
        description=page.description or document.description(story),
        body=body,
        more=(*page.sheets, *SHEETS),
    )
    return sheets.lean(html)


def _title(telling: Telling, page: Page) -> str:
    invented = telling.story.setting.fictitious
    parts = [page.title, telling.process] if page.title else [telling.process]
    return " · ".join(
        [*parts, *([telling.words("figures.fictitious")] if invented else [])]
    )


def band(telling: Telling, page: Page) -> Html:
    """Return the band: home, the two doors, the languages in their own letters."""
    words = telling.words
    home = tag(
        "a",
        document.logo(),
        words("portrait.brand"),
        href=paths.relative(page.path, paths.FRONT),
        class_="brand",
    )
    doors = tag(
        "nav",
        *(_door(telling, page, key, path) for key, path in DOORS),
        aria_label=words("site.doors"),
        class_="ways-in",
    )
    spoken = tag(
        "nav",
        *(_tongue(telling, page, lang) for lang in telling.tongues),
        aria_label=words("site.languages"),
        class_="tongues",
    )
    inside = tag("div", home, doors, spoken, class_="in")
    cloth = tag("div", inside, class_="cloth")
    return tag("header", cloth, draft(telling), document.invented(telling.story))


def draft(telling: Telling) -> Html | None:
    """Return the line that says that nobody has signed this edition yet."""
    if telling.signed:
        return None
    told = (tag("b", telling.words("site.draft.bold")), " ", telling.words("site.draft.text"))  # fmt: skip
    return tag("p", tag("span", *told, class_="in"), class_="unsigned")


def _door(telling: Telling, page: Page, key: str, path: str) -> Html:
    return tag(
        "a",
        telling.words(f"figures.doors.{key}"),
        href=paths.relative(page.path, path),
        aria_current="true" if page.door == key else None,
    )


def _tongue(telling: Telling, page: Page, lang: str) -> Html:
    is_own = lang == telling.lang
    return tag(
        "a",
        telling.own_name(lang),
        href=f"{paths.above(page.path)}{lang}/{page.path}",
        lang=lang,
        hreflang=lang,
        dir=direction(lang),
        aria_current="page" if is_own else None,
    )


def _tables(telling: Telling, page: Page) -> Html | None:
    """Return links to the data of the figures of a page."""
    words, figures = telling.words, telling.story.figures
    shown = [figures[name] for name in page.figures if name in figures]
    own = [name for name in page.files if name.endswith((".csv", ".json"))]
    if not shown and not own:
        return None
    links = [
        tag("a", _ending(name), href=paths.relative(page.path, name), class_="nb")
        for name in own
    ]
    for figure in shown:
        stem = f"{paths.TABLES}/figure-{figure.number:02d}-{figure.kind}"
        name = words("figures.number", number=figure.number)
        links += [
            tag(
                "a",
                f"{name}, {ending.upper()}",
                href=paths.relative(page.path, f"{stem}.{ending}"),
                class_="nb",
            )
            for ending in ("csv", "json")
        ]
    spaced = (join(link, " ") for link in links)
    told = (tag("b", words("site.data.here")), " ", *spaced)
    return tag("div", tag("p", *told, class_="tables"), class_="in")


def _ending(name: str) -> str:
    return name.rpartition(".")[2].upper()


def foot(telling: Telling, page: Page, has: set[str]) -> Html:
    """Return the foot: every way through the site, how to contest, which edition."""
    words = telling.words
    columns = (
        (words("site.foot.ways"), tag("ul", *_ways(telling, page, has))),
        (words("portrait.foot.contest"), _contest(telling, page)),
        (_edition(telling), _fixed(telling, page)),
    )
    told = (tag("div", tag("h2", title), inside) for title, inside in columns)
    return tag("footer", tag("div", *told, class_="in"), class_="foot")


def _ways(telling: Telling, page: Page, has: set[str]) -> Iterator[Html]:
    for key, path in WAYS:
        if path in has:
            here = "page" if path == page.path else None
            link = tag(
                "a",
                telling.words(f"site.ways.{key}"),
                href=paths.relative(page.path, path),
                aria_current=here,
            )
            yield tag("li", link)


def _contest(telling: Telling, page: Page) -> Html:
    words = telling.words
    link = tag(
        "a", words("site.foot.contest"), href=paths.relative(page.path, paths.CONTEST)
    )
    return join(tag("p", words("portrait.foot.contest_text")), tag("p", link))


def _edition(telling: Telling) -> str:
    made = telling.made
    month = telling.words.month(made.material.trace.month)
    key = "edition" if telling.signed else "draft"
    return telling.words(
        f"site.foot.{key}", number=str(made.edition.number), month=month
    )


def _fixed(telling: Telling, page: Page) -> Html:
    words, trace = telling.words, telling.made.material.trace
    withdrawn = words("portrait.method.withdrawn", n=trace.withdrawn)
    data = tag(
        "a",
        words("site.foot.data"),
        href=f"{paths.above(page.path)}{paths.DATA}/README.txt",
    )
    mark = tag("span", trace.content_hash[:12], class_="hash", dir="ltr")
    return join(
        tag("p", words("site.foot.heard")),
        tag("p", withdrawn),
        tag("p", data),
        tag("p", words("site.foot.hash"), " ", mark, class_="small"),
    )
