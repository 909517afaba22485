"""How this was done: who was heard, how, with which limits, and how to find it again."""

from __future__ import annotations

from collections.abc import Iterator

from vestibule.inform.chapters import method, parts, speakers
from vestibule.inform.markup import Html, Piece, join, tag
from vestibule.inform.site import paths, pieces
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling

ETHICS = ("consent", "sealed", "withdraw", "reviewed", "coarse", "places", "position", "kept")  # fmt: skip
"""What was promised to those who spoke, in this order."""


def page(telling: Telling) -> Page:
    """Return the method of an edition.

    Parameters
    ----------
    telling : Telling
        Of the language.

    Returns
    -------
    Page
        Limits first among equals: what the numbers cannot say is said beside them.
    """
    words, story = telling.words, telling.story
    main = join(
        pieces.cover(
            telling,
            words("site.ways.method"),
            words("site.method.title"),
            words("site.method.lead"),
        ),
        pieces.body(
            speakers.html(story),
            method.html(story),
            _partners(telling),
            pieces.chapter(
                "ethique",
                words("site.method.ethics_title"),
                parts.listed(words(f"site.method.ethics.{one}") for one in ETHICS),
            ),
            _data(telling),
            pieces.chapter(
                "licence",
                words("pack.licence_title"),
                _licence(telling),
            ),
        ),
    )
    return Page(
        path=paths.METHOD,
        title=words("site.ways.method"),
        main=main,
        figures=("heard", "grid", "held"),
    )


def _licence(telling: Telling) -> Html:
    """Return under which terms this may be passed on, or that none are stated."""
    licence = telling.story.material.process.licence
    if not licence:
        return pieces.paragraph(telling.words("pack.no_licence"))
    return telling.story.setting.marked(licence, "p")


def _partners(telling: Telling) -> Html | None:
    """Return who carries the process, and as what."""
    words, partners = telling.words, telling.story.material.process.partners
    if not partners:
        return None
    rows = (
        (
            tag("b", one.name),
            words.joined(_roles(telling, one.roles)) if one.roles else None,
        )
        for one in partners
    )
    return pieces.chapter("qui-porte", words("site.method.partners"), pieces.rows(rows))


def _roles(telling: Telling, roles: tuple[str, ...]) -> Iterator[str]:
    for one in roles:
        key = f"site.roles.{one}"
        if key in telling.words:
            yield telling.words(key)


def _data(telling: Telling) -> Html:
    """Return the tables of the edition, and where they lie."""
    words, up = telling.words, paths.above(paths.METHOD)
    names = [(sheet.file, f"pack.sheets.{sheet.name}") for sheet in telling.made.sheets]
    names.append(("dictionary.csv", "pack.sheets.dictionary"))
    rows: list[tuple[Piece, Piece]] = [
        (pieces.link(file, f"{up}{paths.DATA}/{file}"), words(key))
        for file, key in names
    ]
    return pieces.chapter(
        "donnees",
        words("site.method.data"),
        pieces.paragraph(words("site.method.data_text")),
        tag("div", pieces.rows(rows), class_="long"),
        pieces.paragraph(words("site.method.again")),
    )
