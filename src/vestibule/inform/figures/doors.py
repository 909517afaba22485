"""Two doors: through one, voices came in; through the other, the answer goes out."""

from __future__ import annotations

import math

from vestibule.inform.figures import cells, marks
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, escape, say, tag
from vestibule.inform.material import Owed
from vestibule.protect.cleared import Cell

STATES = ("answered", "told", "deferred", "due")
"""What a group heard may be owed, from the sill upwards."""

RADIUS = 3.2
"""Of a bead, in a door of 120 by 150."""

STEP = 9.3
"""From bead to bead."""

ROWS = 15
"""Of beads, from the sill to the top of the arch."""


def positions() -> list[tuple[float, float]]:
    """Return the places of beads in a door, row by row from the sill up."""
    spots: list[tuple[float, float]] = []
    for row in range(ROWS):
        y = 143.0 - row * STEP
        lifted = max(0.0, 60 - y) / 53
        half = 57 * math.sqrt(max(0.0, 1 - lifted**2))
        across = max(int((2 * half - 6) // STEP), 0)
        spots += [(60.0 + (i - (across - 1) / 2) * STEP, y) for i in range(across)]
    return spots


def beads(counts: list[int]) -> tuple[list[int], int]:
    """Return beads for each count, and how many gatherings one bead stands for.

    A door holds a fixed number of beads. Above it a bead stands for two, three
    or more gatherings; every count above zero keeps at least one bead.

    Returns
    -------
    tuple of (list of int, int)
        Beads for each count, and the gatherings that one stands for.
    """
    room = len(positions())
    each = max(1, math.ceil(sum(counts) / (room - len(counts))))
    return [math.ceil(count / each) for count in counts], each


def draw(setting: Setting, number: int, gatherings: Cell, owed: Owed | None) -> Figure:
    """Return the two doors, one bead a gathering.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure; 0 on the cover, where it has none.
    gatherings : Count or Hidden
        Gatherings held.
    owed : Owed or None
        What the groups heard are owed; None where no obligation is noted.

    Returns
    -------
    Figure
        Drawn on the cover and nowhere else.
    """
    words = setting.words
    heard = _heard(setting, gatherings)
    reply = _reply(setting, owed)
    return Figure(
        kind="doors",
        number=number,
        lang=words.lang,
        headline=f"{heard} {reply}",
        how_to_read=_how(setting, gatherings, owed),
        body=tag(
            "div",
            tag(
                "div",
                listening(gatherings),
                tag("strong", words("figures.doors.listen")),
                tag("span", heard),
                class_="door listen",
            ),
            tag(
                "div",
                answering(owed),
                tag("strong", words("figures.doors.answer")),
                tag("span", reply),
                class_="door answer",
            ),
            class_="doors",
        ),
        base="",
        source=setting.source("gatherings"),
        spoken=f"{heard} {reply}",
        header=(words("figures.doors.state"), words("figures.road.gatherings")),
        rows=_data(setting, gatherings, owed),
        fictitious=setting.fictitious,
    )


def _heard(setting: Setting, gatherings: Cell) -> str:
    known = cells.value(gatherings)
    if known is None:
        return setting.words("figures.doors.hidden")
    return setting.words("figures.doors.heard", n=known)


def _reply(setting: Setting, owed: Owed | None) -> str:
    if owed is None:
        return setting.words("figures.doors.unknown")
    due = cells.value(owed.due)
    if due is None:
        return setting.words("figures.doors.hidden_due")
    return setting.words("figures.doors.due", n=due)


def _how(setting: Setting, gatherings: Cell, owed: Owed | None) -> Html:
    words = setting.words
    first = words("figures.doors.bead", n=beads([cells.value(gatherings) or 0])[1])
    if owed is None:
        return escape(first)
    counts = _counts(owed)
    legend = [
        say(words, f"figures.doors.beads.{state}", mark=_mark(state))
        for state, n in zip(STATES, counts, strict=True)
        if n
    ]
    if not legend:
        return escape(first)
    second = words("figures.doors.owed", n=beads(counts)[1])
    return Html(" ".join([escape(f"{first} {second}"), *legend]))


def _counts(owed: Owed) -> list[int]:
    return [cells.value(getattr(owed, state)) or 0 for state in STATES]


def listening(gatherings: Cell) -> Html:
    """Return the first door, filled with a bead for each gathering."""
    (n,), _ = beads([cells.value(gatherings) or 0])
    return _door(marks.INDIGO, [(marks.INDIGO, marks.INDIGO, n, "")])


def answering(owed: Owed | None) -> Html:
    """Return the second door: answers fill it from the sill."""
    drawn, _ = beads([0] * len(STATES) if owed is None else _counts(owed))
    inks = {
        "answered": (marks.INK, marks.INK, ""),
        "told": (marks.PAPER, marks.INK, "half"),
        "deferred": (marks.PAPER, marks.INK, "bar"),
        "due": (marks.PAPER, marks.TERRACOTTA, ""),
    }
    runs = [
        (*inks[state][:2], n, inks[state][2])
        for state, n in zip(STATES, drawn, strict=True)
    ]
    return _door(marks.TERRACOTTA, runs)


def _door(ink: str, runs: list[tuple[str, str, int, str]]) -> Html:
    spots = positions()
    drawn = [
        marks.path(
            "M2 152V60C2 22 28 4 60 4s58 18 58 56v92", stroke=ink, width=4, fill="none"
        ),
        marks.path("M-3 152h126", stroke=ink, width=7),
    ]
    begin = 0
    for fill, stroke, n, extra in runs:
        drawn += _beads(spots[begin : begin + n], fill, stroke, extra)
        begin += n
    return tag(
        "svg", *drawn, viewBox="-4 0 128 156", class_="door-svg", aria_hidden="true"
    )


def _beads(
    spots: list[tuple[float, float]], fill: str, stroke: str, extra: str
) -> list[Html]:
    if not spots:
        return []
    r = RADIUS
    rings = "".join(
        f"M{x - r:g} {y:g}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0-{2 * r} 0z"
        for x, y in spots
    )
    drawn = [marks.path(rings, fill=fill, stroke=stroke, width=1.2)]
    if extra == "half":
        halves = "".join(f"M{x - r:g} {y:g}a{r} {r} 0 0 0 {2 * r} 0z" for x, y in spots)
        drawn.append(marks.path(halves, fill=stroke))
    if extra == "bar":
        bars = "".join(f"M{x - 2.3:g} {y + 2.3:g}l4.6-4.6" for x, y in spots)
        drawn.append(marks.path(bars, stroke=stroke, width=1.1))
    return drawn


def debt(setting: Setting, number: int, owed: Owed) -> Figure:
    """Return what groups heard are still owed: our own debt, as totals."""
    words = setting.words
    due = cells.value(owed.due)
    headline = (
        words("figures.debt.hidden")
        if due is None
        else words("figures.debt.headline", n=due)
    )
    states = tag(
        "ul",
        *(_state(setting, state, getattr(owed, state)) for state in STATES),
        class_="states",
    )
    return Figure(
        kind="debt",
        number=number,
        lang=words.lang,
        headline=headline,
        how_to_read=words("figures.debt.how", n=beads(_counts(owed))[1]),
        body=tag(
            "div", tag("div", answering(owed), class_="one-door"), states, class_="debt"
        ),
        base=words("figures.debt.base"),
        source=setting.source("restitutions"),
        caveat=words("figures.debt.limit"),
        spoken=headline,
        header=(words("figures.doors.state"), words("figures.road.gatherings")),
        rows=_states(setting, owed),
        fictitious=setting.fictitious,
    )


def _mark(state: str) -> Html:
    if state == "answered":
        return marks.svg(marks.dot(marks.INK, marks.INK))
    if state == "due":
        return marks.svg(marks.dot(marks.PAPER, marks.TERRACOTTA, 1.7))
    inside = "M1 6a5 5 0 0 0 10 0z" if state == "told" else "M2.6 9.4 9.4 2.6"
    fill, stroke = (marks.INK, "none") if state == "told" else ("none", marks.INK)
    return marks.svg(
        marks.dot(marks.PAPER, marks.INK),
        marks.path(inside, fill=fill, stroke=stroke, width=1.4),
    )


def _state(setting: Setting, state: str, cell: Cell) -> Html:
    words = setting.words
    n = cells.value(cell)
    told = words(f"figures.debt.states.{state}", n=2 if n is None else n)
    return tag(
        "li",
        _mark(state),
        tag("b", cells.shown(cell, words)),
        " ",
        told,
        tag("small", words(f"figures.debt.means.{state}")),
    )


def _states(setting: Setting, owed: Owed) -> tuple[tuple[Entry, ...], ...]:
    return tuple(
        (setting.words(f"figures.debt.states.{state}", n=2), getattr(owed, state))
        for state in STATES
    )


def _data(
    setting: Setting, gatherings: Cell, owed: Owed | None
) -> tuple[tuple[Entry, ...], ...]:
    first: tuple[Entry, ...] = (setting.words("figures.doors.listen"), gatherings)
    return (first, *_states(setting, owed)) if owed else (first,)
