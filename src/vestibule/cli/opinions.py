"""What `vestibule analyse` says of opinions: positions, families, and Polis second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vestibule.cli.console import Console
from vestibule.words import Catalogue

if TYPE_CHECKING:
    from vestibule.api.analysis import Analysis
    from vestibule.inform.opinions import Opinions


def long(console: Console, found: Analysis) -> list[str]:
    """Return that placing everyone takes minutes, where it was asked for and does."""
    from vestibule.api import opinions as told

    talk = found.conversation
    if not found.place or talk is None or len(talk.votes) <= told.MOST_VOTES:
        return []
    return [
        console.words(
            "analyse.placing", people=talk.votes.n_people, votes=len(talk.votes)
        )
    ]


def lines(console: Console, found: Analysis) -> Iterator[str]:
    """Give the lines on votes, positions and families of opinion."""
    if found.conversation is None:
        return
    said = found.opinions
    yield console.words(
        "analyse.votes",
        participants=0 if said is None else said.n_participants,
        statements=found.settled.table("statements").height,
        votes=0 if said is None else said.n_votes,
    )
    yield from placed(console, found.landscape)
    if said is not None:
        yield console.words("analyse.groups", n=said.k)


def placed(console: Console, told: Opinions | str) -> Iterator[str]:
    """Give three lines on positions and families, or one why there are none."""
    from vestibule.inform.figures import cells

    if isinstance(told, str) or told.landscape is None:
        limits = [told] if isinstance(told, str) else told.positions_limits[:1]
        yield console.words("analyse.unplaced", why=why(console, limits))
        return
    yield console.words(
        "analyse.placed",
        people=cells.number(told.people, Catalogue(console.lang), short=True),
        n=told.landscape.directions,
    )
    yield families(console, told)
    yield console.words("analyse.families_team")


def families(console: Console, told: Opinions) -> str:
    """Return whether there are families of opinion, how large, or why there are none."""
    from vestibule.inform.figures import cells

    words = Catalogue(console.lang)
    if not told.families:
        key = "spectrum" if told.k == 1 else "ungrouped"
        reasons = ("dissolves", "no-gap", "few-people")
        limits = [code for code in told.groups_limits if code in reasons]
        return console.words(f"analyse.{key}", why=why(console, limits))
    sizes = [cells.number(one.people, words, short=True) for one in told.families]
    return console.words(
        "analyse.families",
        n=len(sizes),
        sizes=sizes,
        outside=cells.number(told.not_placed, words, short=True),
    )


def why(console: Console, codes: Sequence[str]) -> str:
    """Return the sentences of some limits."""
    words = Catalogue(console.lang)
    return " ".join(words(f"figures.landscape.limits.{code}") for code in codes)
