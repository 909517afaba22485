"""The frozen editions: which one this is, which came before, what was taken back."""

from __future__ import annotations

from collections.abc import Iterator

from vestibule.inform.chapters.method import grouped
from vestibule.inform.markup import Html, Piece, join, tag
from vestibule.inform.site import paths, pieces
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling


def page(telling: Telling) -> Page:
    """Return the list of editions.

    Parameters
    ----------
    telling : Telling
        Of the language.

    Returns
    -------
    Page
        An edition is not changed any more: it is cited by its number and its hash.
    """
    words, made = telling.words, telling.made
    key = "title" if telling.signed else "draft"
    title = words(f"site.editions.{key}", number=str(made.edition.number))
    main = join(
        pieces.cover(
            telling, words("site.ways.editions"), title, words("site.editions.lead")
        ),
        pieces.body(
            pieces.chapter(
                "toutes", words("site.editions.list"), pieces.rows(_rows(telling))
            ),
            pieces.chapter("citer", words("site.editions.cite"), *_citation(telling)),
            pieces.chapter(
                "verifier",
                words("site.editions.check"),
                pieces.paragraph(words("site.editions.check_text")),
                pieces.go(
                    words("site.editions.sums"),
                    f"{paths.above(paths.EDITIONS)}SHA256SUMS",
                ),
            ),
        ),
    )
    return Page(
        path=paths.EDITIONS, title=words("site.ways.editions"), main=main, door="listen"
    )


def _rows(telling: Telling) -> Iterator[tuple[Piece, Piece]]:
    words, made = telling.words, telling.made
    month = words.month(made.material.trace.month)
    own = words("site.editions.number", number=str(made.edition.number), month=month)
    name = join(pieces.link(own, paths.PORTRAIT), " ", words("site.editions.this"))
    yield name, words("portrait.method.withdrawn", n=made.material.trace.withdrawn)
    for one in reversed(made.earlier):
        when = words.month(one.month) if one.month else words("pack.no_month")
        earlier = words("site.editions.number", number=str(one.edition), month=when)
        yield earlier, words("site.editions.since", n=one.withdrawn)  # fmt: skip


def _citation(telling: Telling) -> tuple[Html, ...]:
    words, made = telling.words, telling.made
    trace = made.material.trace
    said = words(
        "site.editions.citation",
        title=telling.process,
        number=str(made.edition.number),
        month=words.month(trace.month),
    )
    marks = (
        (words("site.editions.content"), trace.content_hash),
        (words("site.editions.ledger"), made.edition.ledger.sha256),
    )
    lines = (
        tag("p", name, tag("br"), tag("span", grouped(mark), class_="hash", dir="ltr"), class_="small")
        for name, mark in marks
    )  # fmt: skip
    return (tag("p", said, class_="note"), *lines)
