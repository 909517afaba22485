"""The spine of the workshop: rooms in the order of the chain, and what waits in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from vestibule.words import Catalogue

ROOMS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    ("plan", (("coverage", "plan:coverage", "c"),)),
    (
        "listen",
        (
            ("gatherings", "listen:gatherings", "r"),
            ("excerpts", "listen:excerpts", "p"),
            ("review", "protect:review", "l"),
            ("statements", "listen:statements", "s"),
            ("imports", "listen:imports", "i"),
        ),
    ),
    (
        "understand",
        (
            ("coding", "understand:coding", "o"),
            ("ground", "understand:ground", "t"),
            ("map", "understand:map", "m"),
        ),
    ),
    (
        "agree",
        (
            ("findings", "agree:findings", "f"),
            ("priorities", "agree:priorities", "y"),
        ),
    ),
    (
        "act",
        (
            ("recommendations", "act:recommendations", "d"),
            ("commitments", "act:commitments", "n"),
            ("actions", "act:actions", "a"),
        ),
    ),
    (
        "inform",
        (
            ("restitutions", "act:restitutions", "b"),
            ("editions", "inform:editions", "e"),
        ),
    ),
    (
        "house",
        (
            ("team", "protect:team", "q"),
            ("languages", "inform:languages", "x"),
            ("jobs", "work:jobs", "w"),
            ("journal", "protect:journal", "h"),
        ),
    ),
)
"""Room to its pages: key of the name, address, letter after ``g``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the spine."""

    key: str
    name: str
    url: str
    letter: str
    here: bool
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One room of the spine."""

    name: str
    pages: tuple[Page, ...]


def spine(
    *,
    path: str,
    words: Catalogue,
    may: Callable[[str], bool],
    counts: Mapping[str, int],
) -> tuple[Room, ...]:
    """Return the rooms someone may enter, with counts of what waits in them."""

    def pages(listed: tuple[tuple[str, str, str], ...]) -> Iterator[Page]:
        for key, address, letter in listed:
            url = address_of(address)
            if url is not None and may(address):
                yield Page(
                    key=key,
                    name=words(f"web.pages.{key}"),
                    url=url,
                    letter=letter,
                    here=path == url or path.startswith(f"{url.rstrip('/')}/"),
                    count=counts.get(key),
                )

    rooms = (
        Room(name=words(f"web.rooms.{key}"), pages=tuple(pages(listed)))
        for key, listed in ROOMS
    )
    return tuple(room for room in rooms if room.pages)


def address_of(name: str) -> str | None:
    """Return the path of a page, or None where the site has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
