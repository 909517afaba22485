"""What is asked of whom: at most three things each."""

from __future__ import annotations

from collections.abc import Iterable

from vestibule.inform.chapters import parts
from vestibule.inform.figures import board
from vestibule.inform.followed import Ask
from vestibule.inform.markup import Html, Piece, join, tag
from vestibule.inform.story import Story

MOST = 3
"""Things asked of one addressee; more would be none."""

SIDES = ("community", "authority", "forces", "civil_society", "other")
"""Broad sides of addressees, in the order of the page."""


def html(story: Story) -> Html:
    """Return the chapter, if anything is asked of anyone."""
    followed = story.material.followed
    if followed is None or not followed.asks:
        return Html("")
    words = story.words
    return parts.chapter(
        "avous",
        words("followed.asks.kicker"),
        words("followed.asks.title"),
        parts.paragraph(words("followed.asks.text")),
        *(_side(story, side, by) for side, by in by_side(story).items()),
    )


def by_side(story: Story) -> dict[str, dict[str, list[Ask]]]:
    """Return what is asked by broad side, then by the name of the addressee."""
    followed = story.material.followed
    found: dict[str, dict[str, list[Ask]]] = {}
    for side in SIDES:
        for one in followed.asks if followed else ():
            if one.side == side:
                name = story.setting.name(one.addressee)
                found.setdefault(side, {}).setdefault(name, []).append(one)
    return {
        side: {name: ordered(story, by[name]) for name in sorted(by)}
        for side, by in found.items()
    }


def ordered(story: Story, asks: Iterable[Ask]) -> list[Ask]:
    """Return what is asked: what is done last, then as the people order findings."""
    findings = [one.key for one in story.material.findings]

    def rank(one: Ask) -> tuple[bool, int, list[str]]:
        known = one.finding in findings
        place = findings.index(one.finding or "") if known else len(findings)
        return (one.standing == "kept", place, sorted(one.words.values()))

    return sorted(asks, key=rank)


def _side(story: Story, side: str, by: dict[str, list[Ask]]) -> Html:
    return tag(
        "section",
        tag("h3", story.words(f"followed.asks.sides.{side}")),
        *(_addressee(story, name, asks) for name, asks in by.items()),
        class_="asks",
    )


def _addressee(story: Story, name: str, asks: list[Ask]) -> Html:
    left = len(asks) - MOST
    more = story.words("followed.asks.more", n=left)
    return tag(
        "div",
        tag("h4", story.setting.marked(asks[0].addressee)),
        listed(story, asks[:MOST]),
        parts.paragraph(more, "small") if left > 0 else None,
    )


def listed(story: Story, asks: Iterable[Ask]) -> Html:
    """Return things asked, each with how it was answered."""
    return tag("ol", *(item(story, one) for one in asks), class_="asked")


def item(story: Story, one: Ask) -> Html:
    """Return one thing asked, how it was answered, and the finding behind it."""
    return tag(
        "li",
        story.setting.marked(one.words, "p"),
        tag("p", board.reply(one.state), " ", *_state(story, one), class_="small"),
        _reply(story, one),
    )


def state(story: Story, one: Ask) -> str:
    """Return how something asked was answered, and what then came of it."""
    words, month = story.words, one.month
    if month is None:
        told = words(f"followed.answered.{one.state}.undated")
    elif one.state == "silent":
        told = board.since(story.setting, "followed.answered.silent", month)
    else:
        told = words(f"followed.answered.{one.state}.dated", month=words.month(month))
    if one.standing is None:
        return told
    standing = words(f"followed.standings.{one.standing}")
    return words("followed.asks.promised", told=told, standing=standing)


def _state(story: Story, one: Ask) -> list[Piece]:
    told: list[Piece] = [state(story, one)]
    for at, finding in enumerate(story.material.findings):
        if finding.key == one.finding:
            name = story.setting.name(finding.short) or story.setting.name(
                finding.words
            )
            number = f"{at + 1}. " if story.ranked else ""
            link = tag("a", f"{number}{name}", href=f"#constat-{finding.key}")
            told += [" · ", link]
    return told


def _reply(story: Story, one: Ask) -> Html | None:
    if not one.reply:
        return None
    lead = tag("b", story.words("followed.asks.reply"))
    return tag("p", join(lead, " ", story.setting.quoted(one.reply)), class_="small")


def spoken(story: Story) -> list[str]:
    """Return what is said aloud: the first thing asked of each addressee."""
    words, sides = story.words, by_side(story)
    if not sides:
        return []
    lines = [words("followed.asks.title")]
    for by in sides.values():
        for name, asks in by.items():
            first = story.setting.name(asks[0].words).rstrip(".")
            lines.append(
                words("followed.asks.aloud", name=name, first=first, n=len(asks))
            )
    return lines
