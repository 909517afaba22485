"""The road so far, and what is still ahead (G10)."""

from __future__ import annotations

from collections.abc import Sequence

from vestibule.inform.figures import cells, marks
from vestibule.inform.figures.figure import Entry, Figure
from vestibule.inform.figures.setting import Setting
from vestibule.inform.markup import Html, tag
from vestibule.inform.steps import Step
from vestibule.protect.cleared import Cell

TALLEST = 3.0
"""Height of the tallest month, in rem."""


def draw(setting: Setting, number: int, steps: Sequence[Step]) -> Figure:
    """Return the timeline of a process: months, never days; no visit to come.

    Parameters
    ----------
    setting : Setting
        Of the page.
    number : int
        Of the figure.
    steps : sequence of Step
        In order; what is ahead last.

    Returns
    -------
    Figure
        Its steps from top to bottom.
    """
    words = setting.words
    headline = _headline(setting, steps)
    return Figure(
        kind="road",
        number=number,
        lang=words.lang,
        headline=headline,
        how_to_read=words("figures.road.how"),
        body=tag("ol", *(_step(setting, step) for step in steps), class_="road"),
        base="",
        source=setting.source("gatherings"),
        caveat=words("figures.road.limit"),
        spoken=" ".join(
            [headline, *(withheld(setting, s) for s in steps if is_withheld(s))]
        ),
        header=tuple(
            words(f"figures.road.{key}")
            for key in ("step", "when", "month", "gatherings")
        ),
        rows=tuple(row for step in steps for row in _data(setting, step)),
        fictitious=setting.fictitious,
    )


def _headline(setting: Setting, steps: Sequence[Step]) -> str:
    """Return what was done; stages that are gatherings are some of all of them."""
    words = setting.words
    past = [step for step in steps if step.kind not in {"here", "ahead"}]
    titles = [_lowered(title(setting, step)) for step in past]
    if len(past) > 1 and past[0].kind == "gatherings":
        whole, *parts = titles
        return words("figures.road.among", whole=whole, parts=words.joined(parts))
    return words("figures.road.headline", parts=words.joined(titles))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def title(setting: Setting, step: Step) -> str:
    """Return the name of a step, with its number of gatherings where it has one."""
    words = setting.words
    known = cells.value(step.n) if step.n is not None else None
    if known is not None and f"figures.road.counted.{step.kind}" in words:
        return words(f"figures.road.counted.{step.kind}", n=known)
    return words(f"figures.road.steps.{step.kind}")


def when(setting: Setting, step: Step) -> str:
    """Return the months of a step, or nothing."""
    if step.first is None or step.last is None:
        return ""
    return setting.words.months(step.first, step.last)


def _step(setting: Setting, step: Step) -> Html:
    words = setting.words
    told = f"figures.road.told.{step.kind}"
    months = when(setting, step)
    return tag(
        "li",
        marks.outcome("confirmed")
        if step.kind == "here"
        else marks.state("nobody" if step.kind == "ahead" else "enough"),
        tag("b", title(setting, step)),
        tag("span", months) if months else None,
        tag("p", words(told)) if told in words else None,
        _months(setting, step.by_month) if step.by_month else None,
        tag("p", withheld(setting, step), class_="small")
        if is_withheld(step)
        else None,
        class_=step.kind,
    )


def is_withheld(step: Step) -> bool:
    """Return whether the number of gatherings of some month is not shown."""
    return any(cells.value(cell) is None for _, cell in step.by_month)


def withheld(setting: Setting, step: Step) -> str:
    """Return what a hatched month means, and how many there are."""
    n = sum(cells.value(cell) is None for _, cell in step.by_month)
    return setting.words("figures.road.withheld", n=n)


def _months(setting: Setting, by_month: Sequence[tuple[str, Cell]]) -> Html:
    """Return a bar a month; a withheld month is hatched, at a height of its own."""
    most = max((cells.value(cell) or 0 for _, cell in by_month), default=0) or 1
    return tag(
        "div",
        *(_bar(setting, month, cell, most) for month, cell in by_month),
        class_="months",
        aria_hidden="true",
    )


def _bar(setting: Setting, month: str, cell: Cell, most: int) -> Html:
    known = cells.value(cell)
    height = 0.5 if known is None else max(known / most * TALLEST, 0.06)
    initial = setting.words(f"style.months.m{month[5:7]}")[:1].upper()
    kind = "m hid" if known is None else "m"
    return tag(
        "i", tag("span", class_=kind, style=f"block-size:{height:.2f}rem"), initial
    )


def _data(setting: Setting, step: Step) -> list[tuple[Entry, ...]]:
    name, months = title(setting, step), when(setting, step)
    if not step.by_month:
        return [(name, months, "", step.n if step.n is not None else "")]
    return [
        (name, months, setting.words.month(month), cell)
        for month, cell in step.by_month
    ]
