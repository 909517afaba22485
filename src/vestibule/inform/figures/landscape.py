"""Where opinions lie, as density: never a point that is a person."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vestibule.inform.figures import cells, marks, plane
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.plane import Plane
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, aloud, join, say, tag
from vestibule.inform.opinions import Arrow, Landscape, Opinions

MIDDLE = 0.5
"""Within this many standard deviations of the middle, a place is called the middle."""

SPECTRUM = frozenset({"dissolves", "no-gap"})
"""Limits of groups that are the reason for a spectrum."""

REASONS = frozenset(
    {
        "no-votes",
        "all-pass",
        "one-person",
        "one-statement",
        "nobody-differs",
        "no-direction",
    }
)
"""Limits of positions after which there is no landscape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    headline: str
    says: str


def draw(setting: Setting, number: int, opinions: Opinions) -> Figure:
    """Return the landscape of opinions, for researchers.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    opinions : Opinions
        Cleared.

    Returns
    -------
    Figure
        Density, statements as numbered arrows, families as outlines; or the sentence
        why nothing is drawn.
    """
    words, found = setting.words, opinions.landscape
    said = _said(setting, opinions)
    arrows = found.arrows if found is not None and found.hexagons else ()
    return Figure(
        kind="landscape",
        number=number,
        lang=words.lang,
        headline=said.headline,
        says=said.says,
        how_to_read=_how(setting, opinions) if found and found.hexagons else "",
        body=_body(setting, opinions),
        base=words(
            "figures.landscape.base",
            people=cells.number(opinions.people, words),
            votes=cells.number(opinions.votes, words),
            n=found.directions if found else 0,
        ),
        source=words("figures.landscape.source"),
        caveat=" ".join(_caveats(setting, opinions)),
        spoken=aloud(said.headline, said.says),
        header=(words("figures.hundred.sentence"), words("figures.hundred.agree")),
        rows=tuple(_data(setting, arrow) for arrow in arrows),
        fictitious=setting.fictitious,
    )


def limit(setting: Setting, code: str) -> str:
    """Return the sentence of a limit of positions or groups."""
    return setting.words(f"figures.landscape.limits.{code}")


def family_name(setting: Setting, family: int) -> str:
    """Return what a family is called until people name it: a number."""
    return setting.words("figures.families.name", n=family + 1)


def _said(setting: Setting, opinions: Opinions) -> _Said:
    words, found = setting.words, opinions.landscape
    reasons = [code for code in opinions.positions_limits if code in REASONS]
    if found is None:
        return _Said(
            headline=words("figures.landscape.nothing"),
            says=" ".join(limit(setting, code) for code in reasons),
        )
    held = [code for code in opinions.groups_limits if code in SPECTRUM]
    if opinions.families:
        headline = words("figures.landscape.families", n=len(opinions.families))
        return _Said(headline=headline, says=_each(setting, found))
    most = _most(setting, found)
    key = "spectrum" if opinions.k == 1 else "ungrouped"
    said = " ".join([*(limit(setting, code) for code in held), most])
    return _Said(headline=words(f"figures.landscape.{key}"), says=said.strip())


def _most(setting: Setting, found: Landscape) -> str:
    """Return in words where most people stand: the picture for those who do not see."""
    if not found.hexagons:
        return ""
    top = max(found.hexagons, key=lambda one: (one.people.value, one.row, one.column))
    nearest = _nearest(found, top.x, top.y)
    if nearest is None:
        return setting.words("figures.landscape.middle")
    return setting.words("figures.landscape.towards", number=nearest)


def _each(setting: Setting, found: Landscape) -> str:
    """Return in words where each family stands."""
    told = []
    for family, (x, y) in plane.middles(found).items():
        nearest = _nearest(found, x, y)
        key = "family_middle" if nearest is None else "family_towards"
        name = family_name(setting, family)
        told.append(
            setting.words(f"figures.landscape.{key}", name=name, number=nearest or 0)
        )
    return " ".join(told)


def _nearest(found: Landscape, x: float, y: float) -> int | None:
    """Return the number of the arrow a place lies towards, None near the middle."""
    if math.hypot(x, y) <= MIDDLE or not found.arrows:
        return None
    along = [arrow.x * x + arrow.y * y for arrow in found.arrows]
    return max(range(len(along)), key=along.__getitem__) + 1


def _how(setting: Setting, opinions: Opinions) -> Html:
    words, found = setting.words, opinions.landscape
    flat = found is not None and found.drawn == 1
    few, many = (
        marks.svg(plane.hexagon(6, 6, 5.2, step, stroke=0.6))
        for step in (1, plane.STEPS)
    )
    read = say(
        words,
        "figures.landscape.how_line" if flat else "figures.landscape.how",
        few=few,
        many=many,
        floor=opinions.floor,
    )
    if not opinions.families:
        return read
    return join(read, " ", words("figures.landscape.how_families"))


def _caveats(setting: Setting, opinions: Opinions) -> list[str]:
    words, found = setting.words, opinions.landscape
    told = SPECTRUM | REASONS | {"nobody-placed", "few-people", "no-representative"}
    codes = dict.fromkeys((*opinions.positions_limits, *opinions.groups_limits))
    lines = [words("figures.landscape.limit")] if found else []
    if found and found.directions > found.drawn:
        lines.append(words("figures.landscape.third"))
    return [*lines, *(limit(setting, code) for code in codes if code not in told)]


def _body(setting: Setting, opinions: Opinions) -> Html:
    found = opinions.landscape
    if found is None or not found.hexagons:
        empty = setting.words("figures.landscape.empty", floor=opinions.floor)
        return tag("p", empty, class_="note") if found else Html("")
    seen = Plane.of(found)
    drawn = tag(
        "div",
        plane.drawing(seen, found),
        *(
            plane.pin(seen, x, y, tag("b", str(i + 1), class_="pin"))
            for i, (x, y) in enumerate(seen.tips)
        ),
        *_names(setting, seen, found),
        class_="plane",
        dir="ltr",
        aria_hidden="true",
    )
    return tag("div", drawn, _list(setting, found.arrows), class_="sight")


def _names(setting: Setting, seen: Plane, found: Landscape) -> list[Html]:
    return [
        plane.pin(
            seen,
            x,
            -seen.high - 0.4 * seen.margin if found.drawn == 1 else y,
            tag("b", family_name(setting, family), class_="pin name"),
        )
        for family, (x, y) in plane.middles(found).items()
    ]


def _list(setting: Setting, arrows: Sequence[Arrow]) -> Html:
    words = setting.words
    if not arrows:
        return tag("p", words("figures.landscape.no_arrows"), class_="note")
    rows = (
        tag(
            "li",
            tag("b", str(number + 1), class_="pin", aria_hidden="true"),
            tag(
                "span",
                setting.quoted(arrow.words),
                tag("small", _agreeing(setting, arrow)),
            ),
        )
        for number, arrow in enumerate(arrows)
    )
    return tag("ol", *rows, class_="pins")


def _agreeing(setting: Setting, arrow: Arrow) -> str:
    part = cells.per_hundred(arrow.agree, setting.words)
    return setting.words("figures.landscape.agree", part=part)


def _data(setting: Setting, arrow: Arrow) -> tuple[Entry, ...]:
    return (setting.name(arrow.words), arrow.agree)
