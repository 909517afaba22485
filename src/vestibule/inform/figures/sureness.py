"""How sure is it that every group shares a statement, and what would undo it?"""

from __future__ import annotations

from vestibule.inform.figures.setting import Setting
from vestibule.inform.meeting import Ground, Stability
from vestibule.words import numbers

MOST = 99
"""Surer than so many chances in 100 is told as more than these."""

ABOUT = 10
"""From more answers than this, their number is told as about so many."""

LEAST = 0.05
"""Fewer expected errors than this are told as fewer than a tenth."""


def line(setting: Setting, ground: Ground, found: Stability) -> str:
    """Return in one line how sure a shared statement is, and what would undo it."""
    return f"{short(setting, found)} {_tried(setting, ground, found)}"


def aloud(setting: Setting, ground: Ground, found: Stability) -> str:
    """Return the same to be heard: of what was tried, only what it does not bear."""
    bears = found.spoilt and found.overheard != "rests"
    return short(setting, found) if bears else line(setting, ground, found)


def short(setting: Setting, found: Stability) -> str:
    """Return how sure it is, of which group least, and what would undo it."""
    kind = "more" if found.sure >= MOST else "chances"
    return f"{setting.words(f'figures.sure.{kind}', n=found.sure)} {_undone(setting, found)}"


def _tried(setting: Setting, ground: Ground, found: Stability) -> str:
    kind = f"{'spoilt' if found.spoilt else 'not_spoilt'}_{found.overheard}"
    hostile = numbers.per_hundred(ground.hostile)
    return setting.words(f"figures.sure.{kind}", hostile=hostile)


def _undone(setting: Setting, found: Stability) -> str:
    words, name = setting.words, setting.name(found.weakest)
    weakest = words("figures.sure.weakest", name=name)
    if found.extra is None:
        return f"{weakest}."
    other = setting.name(found.extra_in)
    n = words(
        f"figures.sure.{'about' if found.extra > ABOUT else 'few'}", n=found.extra
    )
    if other == name:
        return f"{weakest}{words('figures.sure.there', n=found.extra, answers=n)}"
    elsewhere = words("figures.sure.elsewhere", n=found.extra, answers=n, name=other)
    return f"{weakest}{elsewhere}"


def errors(setting: Setting, n: int, false: float) -> str:
    """Return how many of `n` statements told as shared are expected not to be."""
    if not n:
        return ""
    words = setting.words
    told = (
        words("figures.sure.hardly", n=words.number(0.1, 1))
        if false < LEAST
        else words.number(false, 1)
    )
    return words("figures.sure.errors", n=n, false=told)
