"""Behind the second door: asked, answered, promised, verified, and what we owe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vestibule.inform.chapters import asks, parts, promises
from vestibule.inform.figures import board
from vestibule.inform.followed import STANDINGS, Ask, Followed, Promise
from vestibule.inform.markup import Html, join, tag
from vestibule.inform.site import data, paths, pieces
from vestibule.inform.site.pages import Page
from vestibule.inform.site.telling import Telling

MOST_CARDS = 6
"""Promises of one standing on the board itself; all are on a page of their own."""


def pages(telling: Telling) -> Iterator[Page]:
    """Yield the board, a page of each standing it cannot hold whole, and all asks.

    Parameters
    ----------
    telling : Telling
        Of the language.

    Yields
    ------
    Page
        Where nothing was asked or promised yet, the board says so.
    """
    followed = telling.story.material.followed or Followed()
    yield _board(telling, followed)
    for standing, some in by_standing(followed):
        if len(some) > MOST_CARDS:
            yield _standing(telling, standing, some)
    if followed.asks:
        yield _asked(telling, followed)


def by_standing(followed: Followed) -> list[tuple[str, list[Promise]]]:
    """Return promises by how they stand, in the order of the board."""
    found = [
        (name, [one for one in followed.promises if one.standing == name])
        for name in STANDINGS
    ]
    return [(name, some) for name, some in found if some]


def _board(telling: Telling, followed: Followed) -> Page:
    words, story = telling.words, telling.story
    is_told = "board" in story.figures
    title = (
        promises.title(story, followed) if is_told else words("site.followed.nothing")
    )
    lead = words("followed.board.text") if is_told else words("site.followed.open")
    main = join(
        pieces.cover(telling, words("site.ways.followed"), title, lead),
        pieces.body(
            pieces.unseen(words("site.figures")) if is_told else None,
            parts.figures(story, "board"),
            *(_section(telling, name, some) for name, some in by_standing(followed)),
            _silences(telling, followed),
            _debt(telling),
        ),
    )
    return Page(
        path=paths.FOLLOWED,
        title=words("site.ways.followed"),
        main=main,
        figures=("board", "debt"),
        files=_data(telling, followed),
        door="answer",
    )


def _section(telling: Telling, standing: str, some: Sequence[Promise]) -> Html:
    """Return promises that stand alike: what each side saw, beside one another."""
    words = telling.words
    left = len(some) - MOST_CARDS
    more = None
    if left > 0:
        href = paths.relative(paths.FOLLOWED, paths.standing(standing))
        more = pieces.go(words("site.followed.more", n=left), href)
    return pieces.chapter(
        f"etat-{standing}",
        join(
            board.mark(some[0].standing),
            " ",
            words(f"site.followed.standings.{standing}", n=len(some)),
        ),
        _cards(telling, some[:MOST_CARDS]),
        more,
    )


def _cards(telling: Telling, some: Sequence[Promise]) -> Html:
    return tag(
        "ul", *(promises.card(telling.story, one) for one in some), class_="cards"
    )


def _standing(telling: Telling, standing: str, some: Sequence[Promise]) -> Page:
    words = telling.words
    title = words(f"site.followed.standings.{standing}", n=len(some))
    path = paths.standing(standing)
    back = [(words("site.finding.board"), paths.relative(path, paths.FOLLOWED))]
    main = join(
        pieces.cover(
            telling, words("site.ways.followed"), title, words("followed.board.text")
        ),
        pieces.body(_cards(telling, some)),
        pieces.ends(back),
    )
    return Page(path=path, title=title, main=main, door="answer")


def _silences(telling: Telling, followed: Followed) -> Html | None:
    """Return what was asked and never answered, and where all asks stand."""
    if not followed.asks:
        return None
    words = telling.words
    silent = [one for one in followed.asks if one.state == "silent"]
    shown = asks.ordered(telling.story, silent)[:MOST_CARDS]
    listed = tag("div", asks.listed(telling.story, shown), class_="asks")
    key = "silent" if silent else "answered"
    return pieces.chapter(
        "demandes",
        words(f"site.followed.{key}", n=len(silent)),
        pieces.paragraph(words("site.followed.open")),
        listed if shown else None,
        pieces.go(
            words("site.followed.asks", n=len(followed.asks)),
            paths.relative(paths.FOLLOWED, paths.ASKED),
        ),
    )


def _asked(telling: Telling, followed: Followed) -> Page:
    """Return everything that was asked, by side and addressee."""
    words, story = telling.words, telling.story
    sections = (
        pieces.chapter(
            f"cote-{side}",
            words(f"followed.asks.sides.{side}"),
            *(_addressee(telling, some) for some in by.values()),
        )
        for side, by in asks.by_side(story).items()
    )
    path = paths.ASKED
    back = [(words("site.finding.board"), paths.relative(path, paths.FOLLOWED))]
    main = join(
        pieces.cover(
            telling,
            words("site.ways.followed"),
            words("followed.asks.title"),
            words("site.followed.due"),
        ),
        pieces.body(*sections),
        pieces.ends(back),
    )
    title = words("site.followed.asks", n=len(followed.asks))
    return Page(path=path, title=title, main=main, door="answer")


def _addressee(telling: Telling, some: Sequence[Ask]) -> Html:
    name = tag("h3", telling.story.setting.marked(some[0].addressee))
    return tag("section", name, asks.listed(telling.story, some), class_="asks")


def _debt(telling: Telling) -> Html | None:
    """Return what we who listened still owe: as large as what others owe."""
    if "debt" not in telling.story.figures:
        return None
    return pieces.chapter(
        "dette", telling.words("site.followed.debt"), parts.figures(telling.story, "debt")
    )  # fmt: skip


def _data(telling: Telling, followed: Followed) -> dict[str, str]:
    """Return the board as data, one promise a row; offices said these in public."""
    figure = telling.story.figures.get("board")
    if figure is None:
        return {}
    asked = [
        {
            "words": dict(one.words),
            "addressee": dict(one.addressee),
            "side": one.side,
            "state": one.state,
            "month": one.month,
            "finding": one.finding,
            "standing": one.standing,
        }
        for one in followed.asks
    ]
    promised = [
        {
            "words": dict(one.words),
            "owner": dict(one.owner),
            "side": one.side,
            "standing": one.standing,
            **{name: getattr(one, name) for name in board.SIDES},
            "made": one.made,
            "due": one.due,
            "overdue": one.is_overdue,
        }
        for one in followed.promises
    ]
    told = {
        "invented": figure.fictitious,
        "recommendations": asked,
        "commitments": promised,
    }
    return {
        paths.beside(paths.FOLLOWED, ".csv"): figure.csv(),
        paths.beside(paths.FOLLOWED, ".json"): data.written(told),
    }
