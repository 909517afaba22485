"""The front page: two doors, the first words, the findings, languages, places."""

from __future__ import annotations

from vestibule.inform import page as document
from vestibule.inform.chapters import minute, parts
from vestibule.inform.figures import cells, doors, tiles
from vestibule.inform.markup import Html, direction, join, raised, tag
from vestibule.inform.material import PlaceHeard
from vestibule.inform.site import paths, pieces
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling


def page(telling: Telling) -> Page:
    """Return the front page.

    Parameters
    ----------
    telling : Telling
        Of its language.

    Returns
    -------
    Page
        The second door fills from its sill as groups are answered.
    """
    columns = (_findings(telling), _shelf(telling), _places(telling), _missing(telling))
    main = join(
        _welcome(telling),
        _first_words(telling),
        tag("div", *columns, class_="in columns"),
    )
    return Page(
        path=paths.FRONT,
        title="",
        description=document.description(telling.story),
        main=main,
    )


def _welcome(telling: Telling) -> Html:
    words, story = telling.words, telling.story
    question = story.setting.marked(story.material.process.question)
    return tag(
        "div",
        tag("p", _whose(telling), class_="kicker"),
        tag(
            "h1",
            tag("span", words("site.front.in")),
            " ",
            tag("span", words("site.front.out")),
        ),
        tag("p", words("site.front.asked"), " ", question, class_="lead")
        if question
        else None,
        _doors(telling),
        class_="in welcome",
    )


def _whose(telling: Telling) -> Html:
    story = telling.story
    month = telling.words.month(story.setting.month)
    return join(story.setting.marked(story.material.process.titles), f" · {month}")


def _doors(telling: Telling) -> Html:
    """Return the two doors as links, and what their beads mean."""
    words, material = telling.words, telling.story.material
    figure = telling.story.figures.get("doors")
    heard = material.heard.gatherings if material.heard else None
    drawn = (
        _door(telling, "listen", paths.PORTRAIT, None if heard is None else doors.listening(heard)),
        _door(telling, "answer", paths.FOLLOWED, None if heard is None else doors.answering(material.owed)),
    )  # fmt: skip
    caption = None
    if figure is not None:
        told = (figure.spoken, " ", figure.how_to_read, pieces.label(telling))
        caption = tag("figcaption", *told, class_="small")
    return tag(
        "figure",
        tag("div", *drawn, class_="doors"),
        caption,
        class_="two-doors",
        aria_label=words("site.doors"),
    )


def _door(telling: Telling, key: str, path: str, drawn: Html | None) -> Html:
    words = telling.words
    return tag(
        "a",
        drawn,
        tag("strong", words(f"figures.doors.{key}")),
        tag("span", words(f"site.front.{key}")),
        href=path,
        class_=f"door {key}",
    )


def _first_words(telling: Telling) -> Html | None:
    """Return the words that lead the first finding, on the cloth."""
    story = telling.story
    said = next((one.voices[0] for one in story.material.findings if one.voices), None)
    if said is None:
        return None
    told = tag("div", parts.voice(story, said, leading=True), class_="in")
    return tag("div", told, class_="cloth-band")


def _findings(telling: Telling) -> Html | None:
    words, story = telling.words, telling.story
    found = story.material.findings[: minute.MOST_FINDINGS]
    if not found:
        return None
    items = (
        tag(
            "li",
            tag("span", telling.number(one), class_="num", aria_hidden="true"),
            tag(
                "a",
                tag("b", story.setting.marked(one.words)),
                href=paths.finding(telling.findings[one.key]),
            ),
        )
        for one in found
    )
    key = "ranked" if story.ranked else "draft" if story.draft else "unranked"
    return tag(
        "section",
        tag("h2", words(f"site.front.findings.{key}", n=len(story.material.findings))),
        parts.flag(story) if story.draft else None,
        tag("ol", *items, class_="minute"),
    )


def _shelf(telling: Telling) -> Html:
    words = telling.words
    items = (
        (
            tag(
                "a",
                telling.own_name(lang),
                href=f"../{lang}/{paths.SHELF}",
                lang=lang,
                hreflang=lang,
                dir=direction(lang),
            ),
            None,
        )
        for lang in telling.tongues
    )
    return tag(
        "section",
        tag("h2", words("site.front.shelf")),
        tag("p", words("site.front.shelf_text")),
        pieces.rows(items),
    )


def _places(telling: Telling) -> Html | None:
    words = telling.words
    if not telling.story.material.places:
        return None
    return tag(
        "section",
        tag("h2", words("site.front.places")),
        tag("p", words("site.front.places_text")),
        tile_links(telling, paths.FRONT),
    )


def tile_links(telling: Telling, page: str) -> Html:
    """Return a tile for each place, about where it lies, that leads to its page.

    Parameters
    ----------
    telling : Telling
        Of the page.
    page : str
        Where the tiles stand.

    Returns
    -------
    Html
        Never mirrored; a place where nobody was heard says so.
    """
    places = telling.story.material.places
    by_key = {row.place.key: row for row in places}
    every = [(row.place, None) for row in places]
    columns = tiles.columns_of(every)
    inside = [tile for tile in every if not tile[0].outside]
    outside = [tile for tile in every if tile[0].outside]

    def drawn(some: list[tuple[object, None]]) -> Html:
        lines = tiles.arranged(some, columns)  # type: ignore[arg-type]
        return join(
            *(
                tag("div", *(_tile(telling, page, by_key[tile[0].key] if tile else None) for tile in line), class_="tile-row")
                for line in lines
            )
        )  # fmt: skip

    border = (
        tag("p", telling.words("figures.border"), class_="border")
        if inside and outside
        else None
    )
    wide = " many" if len(columns) > 4 else " four" if len(columns) == 4 else ""
    return tag(
        "div",
        drawn(inside),  # type: ignore[arg-type]
        border,
        drawn(outside),  # type: ignore[arg-type]
        class_=f"tiles{wide}",
        dir="ltr",
    )


def _tile(telling: Telling, page: str, row: PlaceHeard | None) -> Html:
    if row is None:
        return tag("span", class_="tile hole")
    name = telling.story.setting.marked(row.place)
    href = paths.relative(page, paths.place(telling.places[row.place.key]))
    more = tag("i", telling.words("site.places.silent")) if row.nobody else None
    return tag(
        "a", name, more, href=href, class_="tile none" if row.nobody else "tile to"
    )


def _missing(telling: Telling) -> Html | None:
    words, story = telling.words, telling.story
    heard = story.material.heard
    if not story.unheard or heard is None:
        return None
    counted = cells.value(heard.gatherings)
    if counted is None:
        return None
    names = words.some(story.unheard)
    return tag(
        "section",
        tag("h2", words("site.front.missing")),
        tag(
            "p",
            raised(words("portrait.minute.missing", n=len(story.unheard), names=names)),
        ),
        tag("p", words("portrait.minute.missing_more")),
        pieces.go(words("site.front.who"), f"{paths.METHOD}#qui"),
    )
