"""What was promised, and what was done, as each side says."""

from __future__ import annotations

from vestibule.inform.chapters import parts
from vestibule.inform.figures import board
from vestibule.inform.followed import Followed, Promise
from vestibule.inform.markup import Html, Piece, join, say, tag
from vestibule.inform.story import Story

MOST = 12
"""Promises told one by one; the others are counted."""

MOST_ALOUD = 4
"""Promises told aloud."""


def html(story: Story) -> Html:
    """Return the chapter, if anything was asked or promised."""
    followed = story.material.followed
    if followed is None or "board" not in story.figures:
        return Html("")
    words = story.words
    return parts.chapter(
        "promis",
        words("followed.board.kicker"),
        title(story, followed),
        parts.paragraph(words("followed.board.text")),
        parts.figures(story, "board"),
        cards(story, followed.promises),
    )


def title(story: Story, followed: Followed) -> str:
    """Return the title: silences first, for they are answers too."""
    words, replies = story.words, board.replies(followed)
    if replies["silent"]:
        return words("followed.board.chapters.silent", n=replies["silent"])
    if not followed.asks:
        return words("followed.board.chapters.promised")
    key = "waiting" if replies["asked"] else "answered"
    return words(f"followed.board.chapters.{key}")


def cards(story: Story, promises: tuple[Promise, ...], most: int = MOST) -> Html | None:
    """Return a card for each promise, what needs eyes first, and how many are left."""
    if not promises:
        return None
    words = story.words
    left = len(promises) - most
    return join(
        tag("h3", words("followed.cards.title")),
        tag("ul", *(card(story, one) for one in promises[:most]), class_="cards"),
        parts.paragraph(words("followed.cards.more", n=left), "small")
        if left > 0
        else None,
    )


def card(story: Story, one: Promise) -> Html:
    """Return one promise: what, by whom, by when, and what each side says."""
    words, setting = story.words, story.setting
    late = board.late(setting, one)
    return tag(
        "li",
        tag(
            "p",
            board.mark(one.standing),
            " ",
            tag("b", words(f"followed.standings.{one.standing}")),
            tag("span", late, class_="owed") if late else None,
            class_="standing",
        ),
        setting.marked(one.words, "p"),
        tag("p", *_who(story, one), class_="small"),
        _asked(story, one),
        tag("dl", *(_side(story, one, name) for name in board.SIDES), class_="sides"),
    )


def _who(story: Story, one: Promise) -> list[Piece]:
    words = story.words
    pieces: list[Piece] = [tag("b", story.setting.marked(one.owner))]
    months = {"made": board.month(story.setting, one.made)}
    pieces += [" · ", words(f"followed.cards.{one.source}", **months)]
    if one.due:
        pieces += [" · ", words("followed.cards.due", due=words.month(one.due))]
    if one.is_taken_back:
        pieces += [" · ", words("followed.cards.taken_back")]
    return pieces


def _asked(story: Story, one: Promise) -> Html | None:
    if not one.asked:
        return None
    key = "answers" if one.source == "response" else "stands_in"
    said = story.setting.quoted(one.asked)
    return tag(
        "p", say(story.words, f"followed.cards.{key}", said=said), class_="small"
    )


def _side(story: Story, one: Promise, name: str) -> Html:
    said = board.side(story.setting, one, name)
    is_known = getattr(one, name) is not None
    return tag(
        "div",
        tag("dt", story.words(f"followed.sides.{name}")),
        tag("dd", tag("b", said) if is_known else said),
    )


def spoken(story: Story) -> list[str]:
    """Return what is said aloud: the counts, then what needs eyes first."""
    followed = story.material.followed
    if followed is None or "board" not in story.figures:
        return []
    figure = story.figures["board"]
    lines = [title(story, followed), figure.spoken, story.words("followed.board.text")]
    lines += [aloud(story, one) for one in followed.promises[:MOST_ALOUD]]
    return lines


def aloud(story: Story, one: Promise) -> str:
    """Return one promise as a sentence, with what each side says of it."""
    words, setting = story.words, story.setting
    sides = [
        words(
            "followed.cards.aloud_side",
            side=words(f"followed.sides.{name}"),
            state=board.side(setting, one, name),
        )
        for name in board.SIDES
        if getattr(one, name) is not None
    ]
    return words(
        "followed.cards.aloud" if sides else "followed.cards.aloud_unseen",
        owner=setting.name(one.owner),
        words=setting.name(one.words).rstrip("."),
        sides=words.joined(sides),
    )
